import type { Fraction } from '../../../shared/values/fraction.ts';
import type { Profile } from '../profile/schema.ts';
import { readCart } from './cart-document.ts';
import type { LimitUse } from './limits.ts';
import { type CartMoney, type PricedCart, priceCart } from './price.ts';
import type { StopReason, Where } from './stop-reasons.ts';

type PriceAnswer = {
  readonly output: { readonly vectors: readonly unknown[] };
  /** 0: all answered; 2: at least one cart broke the form, the others are still answered. */
  readonly exitCode: 0 | 2;
};

/**
 * Answers a document of carts, `{ "vectors": [cart, ...] }` or one cart alone, in input order. `unsigned` says that the
 * profiles came from a file that nobody signed; it is then said in every result. Never throws, whatever comes in. The
 * output is for JSON.stringify.
 */
export function answerPriceDocument(
  document: unknown,
  profiles: readonly Profile[],
  options: { readonly unsigned?: boolean } = {},
): PriceAnswer {
  if (isObject(document) && 'vectors' in document) {
    if (!Array.isArray(document.vectors)) return { output: { vectors: [badInput(null, 'vectors')] }, exitCode: 2 };
    return answerAll(document.vectors, profiles, options.unsigned === true);
  }
  return answerAll([document], profiles, options.unsigned === true);
}

function answerAll(carts: readonly unknown[], profiles: readonly Profile[], unsigned: boolean): PriceAnswer {
  let exitCode: 0 | 2 = 0;
  const vectors = carts.map((cart) => {
    const id = isObject(cart) && 'id' in cart ? cart.id : null;
    const read = readCart(cart, profiles);
    if (!read.ok) {
      exitCode = 2;
      return badInput(id, read.error.at);
    }
    const result = resultDocument(priceCart(read.value.profile, read.value.cart));
    return { id, result: unsigned ? { ...result, unsigned: true } : result };
  });
  return { output: { vectors }, exitCode };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const badInput = (id: unknown, at: string) => ({ id, result: null, error: { code: 'bad_input', at } });

function resultDocument(priced: PricedCart): object {
  const reasons = priced.verdict === 'block' ? priced.reasons.map(reasonDocument) : [];
  const limits = priced.limits.map(limitDocument);
  return {
    verdict: priced.verdict,
    reasons,
    limits,
    ...(priced.verdict === 'allow' ? moneyDocument(priced.money) : {}),
  };
}

function reasonDocument(reason: StopReason): object {
  switch (reason.kind) {
    case 'unknown_buyer_type':
      return { code: reason.kind, buyer_type: reason.buyerType };
    case 'age_missing':
      return { code: reason.kind };
    case 'under_age':
      return { code: reason.kind, age: reason.age, min_age: reason.minAge };
    case 'over_age':
      return { code: reason.kind, age: reason.age, max_age: reason.maxAge };
    case 'unknown_class':
      return { code: reason.kind, ...whereDocument(reason.where), class: reason.class };
    case 'missing_measure':
      return { code: reason.kind, ...whereDocument(reason.where), measure: reason.measure };
    case 'restricted':
      return { code: reason.code, line: reason.line };
    case 'over_limit':
      return { code: reason.kind, limit: reason.limit };
  }
}

const whereDocument = (where: Where): object => ({ [where.of]: where.number });

function limitDocument(use: LimitUse): object {
  const { id, used, cap, ok, over } = use;
  const entry = { id, used: fractionDocument(used), cap: fractionDocument(cap), ok };
  return over === null ? entry : { ...entry, over: fractionDocument(over) };
}

const fractionDocument = ({ num, den }: Fraction) => ({ num: wholeNumber(num), den: wholeNumber(den) });

// Node and Electron have had JSON.rawJSON since V8 11.4; TypeScript's library does not list it yet, hence the cast.
const { rawJSON } = JSON as JSON & { readonly rawJSON: (digits: string) => object };

/**
 * Limits with fine weights outgrow the numbers that JavaScript counts exactly. JSON itself has no such bound, so a large
 * figure is written with all its digits rather than as a number that is nearly right.
 */
const wholeNumber = (n: bigint): number | object => {
  const number = Number(n);
  return Number.isSafeInteger(number) ? number : rawJSON(n.toString());
};

function moneyDocument(money: CartMoney): object {
  const { cartDiscount, unusedDiscount, settlement } = money;
  const withComponents = money.taxes.filter((tax) => tax.components !== null);
  return {
    ...(cartDiscount === null
      ? {}
      : { cart_discount_cents: cartDiscount, cart_discount_by_line: money.lines.map((line) => line.cartDiscount) }),
    ...(unusedDiscount > 0 ? { discount_unused_cents: unusedDiscount } : {}),
    net_by_line: money.lines.map((line) => line.net),
    net: money.net,
    taxes: byId(money.taxes, (tax) => tax.amount),
    tax_by_line: byId(money.taxes, (tax) => tax.byLine),
    ...(withComponents.length > 0
      ? { tax_components: byId(withComponents, (tax) => byId(tax.components ?? [], (part) => part.amount)) }
      : {}),
    total: money.total,
    ...(settlement === null
      ? {}
      : {
          cash_due: settlement.cashDue,
          cash_rounding_delta: settlement.roundingDelta,
          change: settlement.change,
          ...(settlement.short > 0 ? { short: settlement.short } : {}),
          ...(settlement.overTendered > 0 ? { over_tendered: settlement.overTendered } : {}),
        }),
  };
}

const byId = <T extends { readonly id: string }, V>(entries: readonly T[], value: (entry: T) => V): Record<string, V> =>
  Object.fromEntries(entries.map((entry) => [entry.id, value(entry)]));
