import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseQuantity,
  quantityFromJson,
  quantityOf,
  quantityText,
  quantityToJson,
  wholeUnits,
} from '../../../src/shared/values/quantity.ts';

const anyQuantity = fc.integer({ min: 0, max: 9_999_999_999_999 }).map(quantityOf);

test('what is printed is read back as the same amount', () => {
  fc.assert(
    fc.property(anyQuantity, (quantity) => {
      expect(parseQuantity(quantityText(quantity))).toEqual({ ok: true, value: quantity });
    }),
  );
});

test('what goes to Metrc as a JSON number comes back as the same amount', () => {
  fc.assert(
    fc.property(anyQuantity, fc.boolean(), (amount, isNegative) => {
      const quantity = isNegative ? quantityOf(-amount) : amount;
      const wire: number = JSON.parse(JSON.stringify(quantityToJson(quantity)));
      expect(quantityFromJson(wire)).toEqual({ ok: true, value: quantity });
    }),
  );
});

test('the shortest text is printed', () => {
  expect([35_000, 120_000, 1, -20_000, 0].map((n) => quantityText(quantityOf(n)))).toEqual([
    '3.5',
    '12',
    '0.0001',
    '-2',
    '0',
  ]);
  expect(wholeUnits(3)).toBe(30_000);
});

test('text that could mean something else is refused', () => {
  for (const text of [
    '',
    ' 1',
    '1 ',
    '+1',
    '-1',
    '1e3',
    '.5',
    '5.',
    '1.00000',
    '1,5',
    '0x10',
    '1234567890',
    'NaN',
    '١',
  ]) {
    expect(parseQuantity(text)).toEqual({ ok: false, error: { code: 'BAD_QUANTITY' } });
  }
});

test('a JSON number that is none, or far too large, is refused; a fifth decimal is rounded', () => {
  expect(quantityFromJson(Number.NaN).ok).toBe(false);
  expect(quantityFromJson(Number.POSITIVE_INFINITY).ok).toBe(false);
  expect(quantityFromJson(1e12).ok).toBe(false);
  expect(quantityFromJson(3.50004)).toEqual({ ok: true, value: 35_000 });
  expect(quantityFromJson(0.1 + 0.2)).toEqual({ ok: true, value: 3000 });
  expect(quantityFromJson(1.00005)).toEqual({ ok: true, value: 10_001 });
});

test('whatever text comes in, the answer is a value', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseQuantity(text).ok === 'boolean'));
});
