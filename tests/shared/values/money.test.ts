import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  allocate,
  allocateExact,
  cents,
  divideHalfUp,
  plainFigures,
  subtract,
} from '../../../src/shared/values/money.ts';

const anyAmount = fc.nat(10_000_000).map(cents);
const anyWeights = fc
  .array(fc.bigInt(0n, 1_000_000n), { minLength: 1, maxLength: 12 })
  .filter((w) => w.some((x) => x > 0n));

test('the shares of a split always add up to the amount that was split', () => {
  fc.assert(
    fc.property(anyAmount, anyWeights, (amount, weights) => {
      expect(add(...allocate(amount, weights))).toBe(amount);
    }),
  );
});

test('no share is a cent or more away from its exact part, and what weighs nothing gets nothing', () => {
  fc.assert(
    fc.property(anyAmount, anyWeights, (amount, weights) => {
      const sum = weights.reduce((a, b) => a + b, 0n);
      for (const [i, share] of allocate(amount, weights).entries()) {
        const weight = weights[i] ?? 0n;
        const distance = BigInt(share) * sum - BigInt(amount) * weight;
        expect(distance < sum && distance > -sum).toBe(true);
        if (weight === 0n) expect(share).toBe(0);
      }
    }),
  );
});

test('of equal fractions the earlier one is served', () => {
  expect(allocate(cents(209), [1n, 1n, 1n])).toEqual([70, 70, 69]);
  expect(allocate(cents(580), [2499n, 1799n, 1499n])).toEqual([250, 180, 150]);
});

test('a rounded tax is dealt out by the exact amounts of the lines, not by parts of the rounded sum', () => {
  // 7 % of 22.49, 16.19 and 13.49: the first and the third tie at 0.43 of a cent, and the first one is served.
  const exact = [2249n * 7n, 1619n * 7n, 1349n * 7n];
  expect(allocateExact(cents(365), exact, 100n)).toEqual([158, 113, 94]);
  expect(allocate(cents(365), exact)).toEqual([157, 113, 95]);
});

test('any rounded sum can be dealt out over its exact amounts, each within a cent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(0n, 10_000_000n), { minLength: 1, maxLength: 12 }),
      fc.bigInt(1n, 100_000n),
      (exact, den) => {
        const total = cents(
          Number(
            divideHalfUp(
              exact.reduce((a, b) => a + b, 0n),
              den,
            ),
          ),
        );
        const shares = allocateExact(total, exact, den);
        expect(add(...shares)).toBe(total);
        for (const [i, share] of shares.entries()) {
          const floor = (exact[i] ?? 0n) / den;
          expect(BigInt(share) === floor || BigInt(share) === floor + 1n).toBe(true);
          if (exact[i] === 0n) expect(share).toBe(0);
        }
      },
    ),
  );
});

test('what cannot be split is a bug and throws', () => {
  expect(() => allocate(cents(1), [])).toThrow();
  expect(() => allocate(cents(1), [0n])).toThrow();
  expect(() => allocate(cents(-1), [1n])).toThrow();
  expect(() => allocateExact(cents(5), [1n], 1n)).toThrow();
});

describe('half-up division', () => {
  test('a half goes up', () => {
    expect(divideHalfUp(15n, 2n)).toBe(8n);
    expect(divideHalfUp(697_500n, 1000n)).toBe(698n);
    expect(divideHalfUp(14n, 4n)).toBe(4n);
    expect(divideHalfUp(0n, 7n)).toBe(0n);
  });

  test('the answer is never more than half a unit off, and exactly half only upwards', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 20n), fc.bigInt(1n, 10n ** 9n), (numerator, denominator) => {
        const twiceOff = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);
        expect(twiceOff <= denominator && twiceOff > -denominator).toBe(true);
      }),
    );
  });
});

test('only whole cents are money, and there is no minus zero', () => {
  expect(() => cents(0.5)).toThrow();
  expect(() => cents(Number.NaN)).toThrow();
  expect(() => cents(2 ** 53)).toThrow();
  expect(Object.is(cents(-0), 0)).toBe(true);
  expect(subtract(cents(3), cents(5))).toBe(-2);
});

test('figures are printed with two decimals and commas', () => {
  expect([13_702, 0, 5, -99, 123_456_789].map((n) => plainFigures(cents(n)))).toEqual([
    '137.02',
    '0.00',
    '0.05',
    '-0.99',
    '1,234,567.89',
  ]);
});
