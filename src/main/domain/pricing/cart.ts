import type { Fraction } from '../../../shared/values/fraction.ts';
import type { Money } from '../../../shared/values/money.ts';
import type { Quantity } from '../../../shared/values/quantity.ts';
import type { CashRounding, Measure } from '../profile/schema-parts.ts';
import type { AllotmentGroup } from '../profile/schema-selling.ts';

/** What one unit of a product holds, as whole numbers in the units the measures are named after. */
export type Measures = { readonly [M in Measure]?: number | undefined };

/** Goods as the limits see them: in the cart now, or bought earlier in the same window. */
export type Goods = {
  readonly class: string;
  /** In the package's own unit, above zero. */
  readonly quantity: Quantity;
  /** Per unit of the quantity. */
  readonly measures: Measures;
};

export type CartLine = Goods & {
  /** Cents per unit, not negative. */
  readonly unitPrice: Money;
  /** Off this line as a whole, not negative; more than the line costs is cut. */
  readonly discount: Money;
};

export type Buyer = {
  readonly type: string;
  /** Whole years on the store's date; null when not known. */
  readonly age: number | null;
  /** Such as `smoke_vape_authorized`: lifts a restriction of a class. */
  readonly flags: readonly string[];
  /** Codes of tax exemptions whose proof was shown. */
  readonly exemptions: readonly string[];
};

export type CartDiscount =
  | { readonly kind: 'amount'; readonly amount: Money }
  /** Parts per million of the sum of the lines. */
  | { readonly kind: 'share'; readonly ppm: number };

/** `cash` is the only kind that is rounded and gives change; every other kind is taken as exact. */
export type Tender = { readonly kind: string; readonly amount: Money };

/** The state's Available ounces of one patient, by group; null where the state sends none. */
export type Allotment = { readonly [G in AllotmentGroup]: Fraction | null };

export type Cart = {
  readonly buyer: Buyer;
  readonly lines: readonly CartLine[];
  readonly cartDiscount: CartDiscount | null;
  /** Earlier lines of this buyer that fall in the same window; limits per transaction ignore them. */
  readonly history: readonly Goods[];
  readonly allotment: Allotment | null;
  /** Null while nobody has begun to pay: then nothing is said about cash, change or what is missing. */
  readonly tenders: readonly Tender[] | null;
  /** The store's choice; null takes the profile's default. */
  readonly cashRounding: CashRounding | null;
};
