import { describe, expect, test } from 'vitest';
import {
  calendarDay,
  clockSeconds,
  clockTime,
  decimal,
  dollars,
  duration,
  noteMoney,
  percent,
  plainMoney,
  wholeSecondsUp,
} from '../../src/shared/words/figures.ts';

const at = Date.parse('2026-11-23T20:32:26Z');
const zone = 'America/Chicago';

describe('money', () => {
  test('has two decimals and a comma between thousands in both languages', () => {
    for (const language of ['en', 'es'] as const) {
      expect(plainMoney(13_702, language)).toBe('137.02');
      expect(plainMoney(0, language)).toBe('0.00');
      expect(plainMoney(203_760, language)).toBe('2,037.60');
      expect(plainMoney(5, language)).toBe('0.05');
      expect(dollars(157_590, language)).toBe('$1,575.90');
    }
  });

  test('below zero has a true minus before its sign', () => {
    expect(dollars(-250, 'en')).toBe('−$2.50');
    expect(plainMoney(-250, 'en')).toBe('−2.50');
  });

  test('on a note key is whole dollars where it can be', () => {
    expect(noteMoney(14_000, 'en')).toBe('$140');
    expect(noteMoney(1_050, 'en')).toBe('$10.50');
  });
});

describe('other figures', () => {
  test('a tax rate in parts per million is said per cent', () => {
    expect(percent(86_250, 'en')).toBe('8.625');
    expect(percent(70_000, 'es')).toBe('7');
  });

  test('grams keep what was given and show at least the decimals asked for', () => {
    expect(decimal('1', 1, 'en')).toBe('1.0');
    expect(decimal('2037.6', 1, 'es')).toBe('2,037.6');
    expect(decimal('84.9', 2, 'en')).toBe('84.90');
    expect(decimal('28.3495', 2, 'en')).toBe('28.3495');
  });
});

describe('times of the store’s zone', () => {
  test('in English by twelve hours, in Spanish by twenty-four', () => {
    expect(clockTime(at, zone, 'en')).toBe('2:32 pm');
    expect(clockTime(at, zone, 'es')).toBe('14:32');
    expect(clockSeconds(at, zone, 'en')).toBe('2:32:26 pm');
    expect(clockSeconds(at, zone, 'es')).toBe('14:32:26');
  });

  test('a day of a card does not move with the zone', () => {
    expect(calendarDay('2027-03-14', 'en')).toBe('Mar 14, 2027');
    expect(calendarDay('2027-03-14', 'es')).toBe('14 mar 2027');
    expect(calendarDay('no day', 'en')).toBe('no day');
  });

  test('a duration counts whole seconds, and what is still to wait is never said shorter than it is', () => {
    expect(duration(161_900)).toBe('2 min 41 s');
    expect(duration(3_999)).toBe('3 s');
    expect(duration(-5)).toBe('0 s');
    expect(wholeSecondsUp(3_001)).toBe(4_000);
  });
});
