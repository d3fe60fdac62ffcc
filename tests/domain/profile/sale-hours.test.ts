import { expect, test } from 'vitest';
import { isSaleHour, isWithin } from '../../../src/main/domain/profile/sale-hours.ts';

const at = (date: string, clock: string) => `${date}T${clock}:00.000`;
const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';

test('without a rule every hour is good', () => {
  expect(isSaleHour(null, at(MONDAY, '03:00'))).toBe(true);
});

test('open from the opening minute to before the closing minute', () => {
  const hours = { open: '06:00', close: '22:00' };
  expect(isSaleHour(hours, at(MONDAY, '05:59'))).toBe(false);
  expect(isSaleHour(hours, at(MONDAY, '06:00'))).toBe(true);
  expect(isSaleHour(hours, at(MONDAY, '21:59'))).toBe(true);
  expect(isSaleHour(hours, at(MONDAY, '22:00'))).toBe(false);
});

test('a close at or before the open lies on the next day, and Sunday runs into Monday', () => {
  const late = { open: '20:00', close: '02:00' };
  const closed = null;
  const week = { mon: closed, tue: closed, wed: closed, thu: closed, fri: closed, sat: closed, sun: late };
  expect(isSaleHour(week, at('2026-11-22', '23:59'))).toBe(true);
  expect(isSaleHour(week, at(MONDAY, '01:59'))).toBe(true);
  expect(isSaleHour(week, at(MONDAY, '02:00'))).toBe(false);
  expect(isSaleHour(week, at(TUESDAY, '01:00'))).toBe(false);
  expect(isSaleHour({ open: '09:00', close: '09:00' }, at(MONDAY, '04:00'))).toBe(true);
});

test('24:00 is the midnight at the end of the day', () => {
  expect(isSaleHour({ open: '08:00', close: '24:00' }, at(MONDAY, '23:59'))).toBe(true);
  expect(isSaleHour({ open: '08:00', close: '24:00' }, at(TUESDAY, '00:00'))).toBe(false);
});

test('store hours past midnight fit a law that is open around the clock', () => {
  expect(isWithin({ open: '20:00', close: '02:00' }, { open: '00:00', close: '24:00' })).toBe(true);
  expect(isWithin({ open: '20:00', close: '02:00' }, { open: '06:00', close: '24:00' })).toBe(false);
});
