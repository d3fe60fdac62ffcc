import { add, cents, type Money, subtract, zero } from '../../../shared/values/money.ts';
import type { CashRounding } from '../profile/schema-parts.ts';
import type { Tender } from './cart.ts';

/** How a total is paid (docs/jurisdiction-profiles.md, rule 8). Taxes are never touched by it. */
export type Settlement = {
  /** What the other tenders leave to be paid in cash, rounded as the store chose when cash is given. */
  readonly cashDue: Money;
  /** cashDue minus the exact remainder: its own entry in the drawer's books. May be negative. */
  readonly roundingDelta: Money;
  /** Back to the buyer, in cash. */
  readonly change: Money;
  /** What is missing of cashDue. Zero when paid. */
  readonly short: Money;
  /** By how much the tenders that give no change exceed the total. Must be zero before the cart can be paid. */
  readonly overTendered: Money;
};

export function settle(total: Money, tenders: readonly Tender[], rounding: CashRounding): Settlement {
  const sumOf = (some: readonly Tender[]): Money => add(...some.map((tender) => tender.amount));
  const inCash = tenders.filter((tender) => tender.kind === 'cash');
  const cash = sumOf(inCash);
  const other = sumOf(tenders.filter((tender) => tender.kind !== 'cash'));
  if (other > total) {
    return { cashDue: zero, roundingDelta: zero, change: cash, short: zero, overTendered: subtract(other, total) };
  }
  const exact = subtract(total, other);
  const cashDue = inCash.length > 0 ? roundCash(exact, rounding) : exact;
  const isEnough = cash >= cashDue;
  return {
    cashDue,
    roundingDelta: subtract(cashDue, exact),
    change: isEnough ? subtract(cash, cashDue) : zero,
    short: isEnough ? zero : subtract(cashDue, cash),
    overTendered: zero,
  };
}

/** `symmetric`: last digit 1, 2, 6, 7 down and 3, 4, 8, 9 up. `down`: to the nickel below, never at the buyer's cost. */
export function roundCash(amount: Money, rounding: CashRounding): Money {
  const aboveNickel = amount % 5;
  if (rounding === 'off' || aboveNickel === 0) return amount;
  const below = amount - aboveNickel;
  return cents(rounding === 'symmetric' && aboveNickel >= 3 ? below + 5 : below);
}
