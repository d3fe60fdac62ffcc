/** Counting a drawer: pure sums over pieces of each denomination. */
import { add, cents, type Money, subtract } from '../../../shared/values/money.ts';

export type Pieces = readonly { readonly denominationCents: number; readonly count: number }[];

/** US notes and coins in whole cents, largest first, as a drawer is counted. */
const DENOMINATIONS = [10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1];

/** Whole cents of a count; null when a denomination is unknown, named twice, or a count is negative or not whole. */
export function countedCents(pieces: Pieces): Money | null {
  const seen = new Set<number>();
  let sum = 0;
  for (const { denominationCents, count } of pieces) {
    const known = DENOMINATIONS.includes(denominationCents) && !seen.has(denominationCents);
    if (!known || !Number.isInteger(count) || count < 0) return null;
    seen.add(denominationCents);
    sum += denominationCents * count;
  }
  return Number.isSafeInteger(sum) ? cents(sum) : null;
}

export type DrawerFigures = {
  readonly float: Money;
  /** Cash that sales brought in, after change: the rounded amounts. */
  readonly cashSales: Money;
  /** Cash that went back for voids and returns. */
  readonly cashRefunds: Money;
  readonly counted: Money;
};

/** What the drawer must hold: float + cash taken for what was sold - cash that went back. */
export const expectedCents = ({ float, cashSales, cashRefunds }: Omit<DrawerFigures, 'counted'>): Money =>
  subtract(add(float, cashSales), cashRefunds);

/** Over is positive, short is negative. */
export const overShort = (figures: DrawerFigures): Money => subtract(figures.counted, expectedCents(figures));

/**
 * Four amounts a customer is likely to hand over for `due`, ascending and all above it: up to the next five, ten, twenty,
 * fifty and hundred, and one twenty, fifty or hundred more.
 */
export function smartNotes(due: Money): Money[] {
  if (due <= 0) return [];
  const above = (step: number): number => (Math.floor(due / step) + 1) * step;
  const likely = [above(500), above(1000), above(2000), above(2000) + 2000, above(5000), above(10000)];
  const amounts = new Set(likely);
  for (const more of [above(5000) + 5000, above(10000) + 10000, above(10000) + 20000]) {
    if (amounts.size < 4) amounts.add(more);
  }
  return [...amounts]
    .sort((a, b) => a - b)
    .slice(0, 4)
    .map(cents);
}
