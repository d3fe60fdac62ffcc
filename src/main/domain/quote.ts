/** A draft held against what is known of its packages: what may be sold, what it costs, how far each limit is used. */
import { fraction } from '../../shared/values/fraction.ts';
import { type Money, zero } from '../../shared/values/money.ts';
import type { Quantity } from '../../shared/values/quantity.ts';
import type { Draft, DraftLine } from './draft.ts';
import { type PackageFacts as MeasuredFacts, measuresOf } from './measures.ts';
import { type PackageFacts, packageProblem } from './package-check.ts';
import type { Allotment, Cart, CartLine } from './pricing/cart.ts';
import type { LimitUse } from './pricing/limits.ts';
import { type CartMoney, cartMoney, type PricedCart, priceCart } from './pricing/price.ts';
import type { StopReason } from './pricing/stop-reasons.ts';
import { roundCash } from './pricing/tender.ts';
import type { Profile } from './profile/schema.ts';

/** A package as far as selling it goes: Metrc's last reading and the store's price for its item. */
export type Stocked = PackageFacts & MeasuredFacts & { readonly price: Money | null };

export type LineProblem = {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
};

export type QuotedLine = {
  readonly line: DraftLine;
  /** Null while Metrc has never told us of this package. */
  readonly stocked: Stocked | null;
  /** Why this line keeps the cart from being sold; null when it does not. */
  readonly problem: LineProblem | null;
  /** What it brings to the calculation; null while it cannot be calculated. */
  readonly goods: CartLine | null;
  readonly net: Money | null;
};

export type Quote = {
  readonly buyerType: string;
  readonly lines: readonly QuotedLine[];
  readonly limits: readonly LimitUse[];
  /** Money of the lines that can be calculated; all zero when there are none. */
  readonly money: CartMoney;
  /** Reasons of the calculation that forbid the sale as it stands. */
  readonly stops: readonly StopReason[];
  /** What must be paid in cash: the total, rounded as the store chose. */
  readonly cashDue: Money;
};

export type QuoteInput = {
  readonly profile: Profile;
  readonly draft: Draft;
  readonly stocked: (label: string) => Stocked | null;
  /** YYYY-MM-DD in the store's zone. */
  readonly today: string;
};

function lineProblem(profile: Profile, stocked: Stocked, wanted: Quantity, today: string): LineProblem | null {
  const problem = packageProblem(stocked, wanted, today);
  if (problem) return { ...problem, facts: { ...problem.facts, label: stocked.label } };
  if (stocked.price === null) return { code: 'PRICE_MISSING', facts: { item: stocked.itemName } };
  const measured = measuresOf(profile, stocked);
  if (measured.ok) return null;
  return measured.error.code === 'MISSING_MEASURE'
    ? {
        code: 'MEASURE_MISSING',
        facts: { item: stocked.itemName, measure: measured.error.measure, because: measured.error.because },
      }
    : { code: 'CLASS_UNKNOWN', facts: { item: stocked.itemName, category: stocked.category } };
}

function goodsOf(profile: Profile, line: DraftLine, stocked: Stocked | null): CartLine | null {
  if (stocked === null || stocked.price === null) return null;
  const measured = measuresOf(profile, stocked);
  if (!measured.ok) return null;
  return { ...measured.value, quantity: line.quantity, unitPrice: stocked.price, discount: zero };
}

/** The buyer this cart is for; until a customer is known, the profile's first buyer type, so that limits show at once. */
export const buyerTypeOf = (profile: Profile, draft: Draft): string =>
  draft.customer?.buyerType ?? profile.buyer_types[0]?.id ?? '';

function allotmentOf(draft: Draft): Allotment | null {
  const given = draft.customer?.allotment;
  if (!given) return null;
  const ounces = (scaled: number | null) => (scaled === null ? null : fraction(BigInt(scaled), 10_000n));
  return {
    flower: ounces(given.flower),
    thc: ounces(given.thc),
    concentrate: ounces(given.concentrate),
    infused: ounces(given.infused),
  };
}

/** The one calculation behind the selling screen and behind Pay. */
export function quote(input: QuoteInput): Quote {
  const { profile, draft, today } = input;
  const buyerType = buyerTypeOf(profile, draft);
  const found = draft.lines.map((line) => {
    const stocked = input.stocked(line.label);
    const problem = stocked === null ? null : lineProblem(profile, stocked, line.quantity, today);
    return { line, stocked, problem, goods: goodsOf(profile, line, stocked) };
  });
  const counted = found.filter((line) => line.goods !== null);
  const cart: Cart = {
    buyer: { type: buyerType, age: null, flags: [], exemptions: [] },
    lines: counted.flatMap((line) => line.goods ?? []),
    cartDiscount: null,
    history: [],
    allotment: allotmentOf(draft),
    tenders: null,
    cashRounding: null,
  };
  const priced: PricedCart | null = cart.lines.length === 0 ? null : priceCart(profile, cart);
  // Figures are shown also of a cart that is stopped: they tell what it would cost.
  const money = cartMoney(profile, cart);
  const stops = priced?.verdict === 'block' ? priced.reasons : [];
  const restricted = new Map(
    stops.flatMap((stop) => (stop.kind === 'restricted' ? [[counted[stop.line - 1], stop.code]] : [])),
  );
  const lines = found.map((line): QuotedLine => {
    const code = restricted.get(line);
    const net = money.lines[counted.indexOf(line)]?.net ?? null;
    const because = { item: line.stocked?.itemName ?? '', because: code ?? '' };
    return {
      ...line,
      net,
      problem: line.problem ?? (code === undefined ? null : { code: 'BUYER_MAY_NOT_BUY', facts: because }),
    };
  });
  const limits = priced?.limits ?? [];
  return { buyerType, lines, limits, money, stops, cashDue: roundCash(money.total, profile.cash_rounding.default) };
}

/** The limits that a cart breaks. */
export const brokenLimits = (found: Quote): LimitUse[] =>
  found.limits.filter((use) => !use.ok && use.onExceed === 'block');
