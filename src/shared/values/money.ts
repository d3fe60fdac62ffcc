import { assert } from './assert.ts';

declare const wholeCents: unique symbol;
/** A whole number of cents. Inside the program there are no dollars and no fractions of a cent. */
export type Money = number & { readonly [wholeCents]: true };

/** Makes Money out of a whole number of cents; anything else is a bug of the caller and throws. */
export function cents(n: number): Money {
  assert(Number.isSafeInteger(n), `not a whole number of cents: ${n}`);
  return (n + 0) as Money; // + 0 turns -0 into 0
}

export const zero = cents(0);

export const add = (...amounts: readonly Money[]): Money => cents(amounts.reduce((sum: number, a) => sum + a, 0));

export const subtract = (a: Money, b: Money): Money => cents(a - b);

/**
 * Half-up division of a whole numerator by a positive denominator: the only rounding the tax rules use.
 * Halves go away from zero on the positive side (7.5 -> 8); negative numerators are not money we ever divide.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n && numerator >= 0n, 'half-up division is defined for amounts that are not negative');
  return (2n * numerator + denominator) / (2n * denominator);
}

/**
 * Hands a total out over exact amounts (numerators over one common denominator, in cents) with the largest remainder:
 * every share gets the whole cents of its exact amount first, then one cent each goes to the largest fractions; of equal
 * fractions the earlier one is served. The total is the rounded sum of the amounts, so what is left over is never
 * negative and never more than one cent a share.
 */
export function allocateExact(total: Money, numerators: readonly bigint[], denominator: bigint): Money[] {
  assert(total >= 0, 'only amounts that are not negative are split');
  assert(denominator > 0n && numerators.every((n) => n >= 0n), 'exact amounts are not negative');
  const parts = numerators.map((n, index) => ({ index, whole: n / denominator, fraction: n % denominator }));
  let leftover = BigInt(total) - parts.reduce((sum, part) => sum + part.whole, 0n);
  assert(leftover >= 0n && leftover <= BigInt(parts.length), 'the total is the rounded sum of the exact amounts');
  const shares = parts.map((part) => part.whole);
  const largestFractionFirst = [...parts].sort((a, b) =>
    a.fraction === b.fraction ? a.index - b.index : a.fraction < b.fraction ? 1 : -1,
  );
  for (const part of largestFractionFirst) {
    if (leftover === 0n) break;
    shares[part.index] = part.whole + 1n;
    leftover -= 1n;
  }
  return shares.map((share) => cents(Number(share)));
}

/** Splits a total by weight with the largest remainder. The shares always add up to the total. */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const weightSum = weights.reduce((a, b) => a + b, 0n);
  assert(weightSum > 0n && weights.every((w) => w >= 0n), 'weights are not negative and not all zero');
  const exact = weights.map((weight) => BigInt(total) * weight);
  return allocateExact(total, exact, weightSum);
}

/** Plain figures with two decimals and no sign of currency: 13702 -> "137.02". Grouping by thousands with a comma. */
export function plainFigures(amount: Money): string {
  const whole = Math.trunc(Math.abs(amount) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const rest = (Math.abs(amount) % 100).toString().padStart(2, '0');
  return `${amount < 0 ? '-' : ''}${whole}.${rest}`;
}
