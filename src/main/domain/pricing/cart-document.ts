import { z } from 'zod';
import { fraction } from '../../../shared/values/fraction.ts';
import { cents, type Money } from '../../../shared/values/money.ts';
import { parseQuantity, type Quantity, wholeUnits } from '../../../shared/values/quantity.ts';
import { err, ok, type Result } from '../../../shared/values/result.ts';
import { LocalRate, withLocalRates } from '../profile/overlay.ts';
import { problemsOf } from '../profile/problems.ts';
import type { Profile } from '../profile/schema.ts';
import { CashRounding } from '../profile/schema-parts.ts';
import type { Cart, CartDiscount, Measures } from './cart.ts';

/** A cart as text, for the `price` command and the worked vectors: docs/jurisdiction-profiles.md, "Carts as text". */

const Cents = z
  .int()
  .min(0)
  .transform((n): Money => cents(n));

/** A whole number from 1, or decimal text above zero with at most four decimals. */
const Qty = z.union([
  z
    .int()
    .min(1)
    .max(999_999_999)
    .transform((n): Quantity => wholeUnits(n)),
  z.string().transform((text, context): Quantity => {
    const parsed = parseQuantity(text);
    if (parsed.ok && parsed.value > 0) return parsed.value;
    context.addIssue({ code: 'custom', message: 'a quantity is above zero and has at most four decimals' });
    return z.NEVER;
  }),
]);

const PerUnit = z.int().min(0).optional();
const MeasuresForm = z
  .object({ net_mg: PerUnit, finished_mg: PerUnit, conc_mg: PerUnit, floz_milli: PerUnit, thc_ug: PerUnit })
  .transform((measures): Measures => measures);

const GoodsForm = z.object({ class: z.string(), qty: Qty, measures: MeasuresForm.default({}) });
const LineForm = GoodsForm.extend({ unit_price_cents: Cents, line_discount_cents: Cents.default(cents(0)) });

const CartDiscountForm = z
  .object({ cents: Cents.optional(), ppm: z.int().min(0).optional() })
  .transform((discount, context): CartDiscount => {
    if (discount.cents !== undefined && discount.ppm === undefined) return { kind: 'amount', amount: discount.cents };
    if (discount.ppm !== undefined && discount.cents === undefined) return { kind: 'share', ppm: discount.ppm };
    context.addIssue({ code: 'custom', message: 'a discount is either cents or ppm' });
    return z.NEVER;
  });

/** Decimal text of any length a person could mean; ounces are not bound to four decimals. */
const Ounces = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/)
  .transform((text) => {
    const [whole = '', decimals = ''] = text.split('.');
    return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
  })
  .nullable()
  .default(null);

const CartForm = z.object({
  profile: z.string(),
  local: z.record(z.string(), LocalRate).default({}),
  buyer: z.object({
    type: z.string(),
    age: z.int().min(0).nullable().default(null),
    flags: z.array(z.string()).default([]),
    exemptions: z.array(z.string()).default([]),
  }),
  lines: z.array(LineForm).min(1).max(10_000),
  cart_discount: CartDiscountForm.optional(),
  history_same_window: z.array(GoodsForm).max(10_000).default([]),
  store: z.object({ cash_rounding: CashRounding.optional() }).default({}),
  tenders: z
    .array(z.object({ kind: z.string().min(1), cents: Cents }))
    .max(1000)
    .optional(),
  allotment_oz: z.object({ flower: Ounces, thc: Ounces, concentrate: Ounces, infused: Ounces }).optional(),
});
type CartForm = z.infer<typeof CartForm>;

/** Where in the cart it breaks the form: "lines/0/qty". Empty when it is no cart at all. */
export type BadInput = { readonly at: string };

export type CartWithProfile = { readonly profile: Profile; readonly cart: Cart };

/**
 * Reads one cart and the profile it asks for, with the cart's local rates put in. Of several revisions of a profile the
 * highest is used. Refused at the first place that breaks the form.
 */
export function readCart(document: unknown, profiles: readonly Profile[]): Result<CartWithProfile, BadInput> {
  const parsed = CartForm.safeParse(document);
  if (!parsed.success) return err({ at: problemsOf(parsed.error)[0]?.at ?? '' });
  const form = parsed.data;
  const shipped = profiles
    .filter((candidate) => candidate.profile_id === form.profile)
    .reduce<Profile | null>((best, next) => (best && best.revision >= next.revision ? best : next), null);
  if (!shipped) return err({ at: 'profile' });
  const profile = withLocalRates(shipped, new Map(Object.entries(form.local)));
  const cart = cartOf(form);
  const at = misfit(form, profile) ?? tooLarge(cart, profile);
  return at === null ? ok({ profile, cart }) : err({ at });
}

function cartOf(form: CartForm): Cart {
  return {
    buyer: form.buyer,
    lines: form.lines.map((line) => ({
      class: line.class,
      quantity: line.qty,
      measures: line.measures,
      unitPrice: line.unit_price_cents,
      discount: line.line_discount_cents,
    })),
    cartDiscount: form.cart_discount ?? null,
    history: form.history_same_window.map(({ class: productClass, qty, measures }) => ({
      class: productClass,
      quantity: qty,
      measures,
    })),
    allotment: form.allotment_oz ?? null,
    tenders: form.tenders?.map(({ kind, cents: amount }) => ({ kind, amount })) ?? null,
    cashRounding: form.store.cash_rounding ?? null,
  };
}

/** What the form cannot know: names that the profile lacks and choices it does not offer. */
function misfit(form: CartForm, profile: Profile): string | null {
  const unknownTax = Object.keys(form.local).find((id) => !profile.taxes.some((tax) => tax.id === id));
  if (unknownTax !== undefined) return `local/${unknownTax}`;
  const codes = new Set(profile.taxes.flatMap((tax) => tax.exemptions.map((exemption) => exemption.code)));
  const unknownCode = form.buyer.exemptions.findIndex((code) => !codes.has(code));
  if (unknownCode >= 0) return `buyer/exemptions/${unknownCode}`;
  const { cash_rounding: choice } = form.store;
  const isOffered = choice === undefined || profile.cash_rounding.store_may_choose.includes(choice);
  return isOffered ? null : 'store/cash_rounding';
}

/** Sums must stay whole numbers that JSON and this program count exactly. No shop comes near. */
const LARGEST_SUM = 9_000_000_000_000_000n;

/** The first place at which a sum could grow beyond exact counting, taxes on taxes included. */
function tooLarge(cart: Cart, profile: Profile): string | null {
  const withTaxes = (sum: bigint): bigint =>
    profile.taxes.reduce((grown, tax) => (grown * BigInt(1_000_000 + tax.rate_ppm)) / 1_000_000n + 1n, sum);
  let gross = 0n;
  let discounts = 0n;
  for (const [i, line] of cart.lines.entries()) {
    gross += (BigInt(line.quantity) * BigInt(line.unitPrice)) / 10_000n + 1n;
    discounts += BigInt(line.discount);
    if (withTaxes(gross) > LARGEST_SUM) return `lines/${i}/unit_price_cents`;
    if (discounts > LARGEST_SUM) return `lines/${i}/line_discount_cents`;
  }
  const { cartDiscount: discount } = cart;
  if (discount !== null) {
    const wanted =
      discount.kind === 'amount' ? BigInt(discount.amount) : (gross * BigInt(discount.ppm)) / 1_000_000n + 1n;
    if (wanted + discounts > LARGEST_SUM) return 'cart_discount';
  }
  const tendered = cart.tenders?.reduce((sum, tender) => sum + BigInt(tender.amount), 0n) ?? 0n;
  return tendered > LARGEST_SUM ? 'tenders' : null;
}
