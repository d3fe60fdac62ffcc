import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, fraction, isZero, minus, plus, times } from '../../../src/shared/values/fraction.ts';

const anyFraction = fc
  .tuple(fc.bigInt(-1_000_000n, 1_000_000n), fc.bigInt(1n, 1_000_000n))
  .map(([num, den]) => fraction(num, den));

test('a fraction is in lowest terms with a positive denominator', () => {
  expect(fraction(6n, -4n)).toEqual({ num: -3n, den: 2n });
  expect(fraction(0n, 5n)).toEqual({ num: 0n, den: 1n });
  expect(() => fraction(1n, 0n)).toThrow();
});

test('adding and taking away again changes nothing', () => {
  fc.assert(
    fc.property(anyFraction, anyFraction, (a, b) => {
      expect(minus(plus(a, b), b)).toEqual(a);
      expect(compare(a, b)).toBe(-compare(b, a) + 0);
      expect(isZero(minus(a, a))).toBe(true);
      expect(times(a, b)).toEqual(times(b, a));
    }),
  );
});

test('283 tenths are exactly 28.3', () => {
  const sum = Array.from({ length: 283 }).reduce<ReturnType<typeof fraction>>(
    (total) => plus(total, fraction(1n, 10n)),
    fraction(0n),
  );
  expect(sum).toEqual(fraction(283n, 10n));
});
