import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amount,
  flag,
  money,
  optionalDay,
  optionalInstant,
  optionalText,
  wallClock,
} from '../../../src/metrc/api/fields.ts';
import { named } from '../../../src/metrc/api/named.ts';

describe('money', () => {
  test('every amount in cents comes back exactly from its JSON number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e11, max: 1e11 }), (whole) => {
        const text = `${whole < 0 ? '-' : ''}${Math.trunc(Math.abs(whole) / 100)}.${String(Math.abs(whole) % 100).padStart(2, '0')}`;
        expect(money.parse(JSON.parse(text))).toBe(whole + 0);
      }),
    );
  });

  test.each([
    [0.1 + 0.2, 30],
    [1.005, 101],
    [1.0049, 100],
    [-1.005, -101],
    [19.99, 1999],
    [1e-7, 0],
    [50, 5000],
    [-0, 0],
  ])('%d dollars are %i cents', (dollars, whole) => {
    expect(money.parse(dollars)).toBe(whole);
  });

  test.each([1e21, Number.NaN, Number.POSITIVE_INFINITY, '5 $', '', null, undefined, 1e13])(
    '%s is no money',
    (value) => {
      expect(money.safeParse(value).success).toBe(false);
    },
  );
});

test('quantities are exact to the ten-thousandth', () => {
  expect(amount.parse(3.5)).toBe(35_000);
  expect(amount.parse(0.0001)).toBe(1);
  expect(amount.parse(-2)).toBe(-20_000);
  expect(['3.5', '3.50', '0.35E1', ' 3.5 '].map((value) => amount.parse(value))).toEqual([
    35_000, 35_000, 35_000, 35_000,
  ]);
  expect(['', '3,5', '0x10', 'NaN', '1e999', true, [3.5]].some((value) => amount.safeParse(value).success)).toBe(false);
});

test('no text is null, "" or nothing', () => {
  expect([null, '', undefined].map((value) => optionalText.parse(value))).toEqual([null, null, null]);
  expect(optionalText.parse('x')).toBe('x');
});

test('no flag is false', () => {
  expect([null, undefined, false, true].map((value) => flag.parse(value))).toEqual([false, false, false, true]);
  expect(['true', 'False', ''].map((value) => flag.parse(value))).toEqual([true, false, false]);
  expect(['yes', 'on', 1].some((value) => flag.safeParse(value).success)).toBe(false);
});

test('no day is null, "" or anything in the year 1', () => {
  const none = [null, undefined, '', '0001-01-01', '0001-01-01T00:00:00+00:00'];
  expect(none.map((value) => optionalDay.parse(value))).toEqual([null, null, null, null, null]);
  expect(optionalDay.parse('2026-11-23T23:59:59-06:00')).toBe('2026-11-23');
  expect(optionalDay.safeParse('11/23/2026').success).toBe(false);
});

test('an instant is read with its offset, and without one as UTC', () => {
  expect(optionalInstant.parse('2026-11-23T14:00:00-06:00')).toBe(Date.UTC(2026, 10, 23, 20));
  expect(optionalInstant.parse('2026-11-23T14:00:00')).toBe(Date.UTC(2026, 10, 23, 14));
  expect(optionalInstant.parse('0001-01-01T00:00:00+00:00')).toBeNull();
});

test('the wall clock has three decimals, however it came', () => {
  const same = ['2026-11-23T14:05:09', '2026-11-23T14:05:09.0', '2026-11-23T14:05:09.0000000', '2026-11-23T14:05:09Z'];
  expect(new Set(same.map((text) => wallClock.parse(text)))).toEqual(new Set(['2026-11-23T14:05:09.000']));
  expect(wallClock.safeParse('yesterday').success).toBe(false);
});

describe('names', () => {
  const Shape = named({ SalesDateTime: optionalText, Id: optionalText });

  test('are read without regard to case, unknown ones are ignored', () => {
    expect(Shape.parse({ salesDATEtime: 'x', ID: 'y', New: 1 })).toEqual({ SalesDateTime: 'x', Id: 'y' });
  });

  test('of the language itself do no harm', () => {
    expect(Shape.parse(JSON.parse('{"__proto__":{"Id":"z"},"constructor":1}'))).toEqual({
      SalesDateTime: null,
      Id: null,
    });
  });

  test.each([null, [], 'x', 1])('%o is no object', (raw) => {
    expect(Shape.safeParse(raw).success).toBe(false);
  });
});
