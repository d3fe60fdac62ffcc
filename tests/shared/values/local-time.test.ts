import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessDay, isKnownZone, localTime } from '../../../src/shared/values/local-time.ts';

const CHICAGO = 'America/Chicago';
const at = (utc: string) => Date.parse(utc);

test('the wall clock is the store’s, not UTC’s', () => {
  expect(localTime(at('2026-11-23T05:30:00.250Z'), CHICAGO)).toEqual({
    at: at('2026-11-23T05:30:00.250Z'),
    offsetMinutes: -360,
    wall: '2026-11-22T23:30:00.250',
  });
});

test('in spring the clock jumps from 01:59:59 to 03:00', () => {
  expect(localTime(at('2026-03-08T07:59:59.999Z'), CHICAGO)).toMatchObject({
    wall: '2026-03-08T01:59:59.999',
    offsetMinutes: -360,
  });
  expect(localTime(at('2026-03-08T08:00:00.000Z'), CHICAGO)).toMatchObject({
    wall: '2026-03-08T03:00:00.000',
    offsetMinutes: -300,
  });
});

test('in autumn the same wall clock comes twice, and the offset tells which', () => {
  const first = localTime(at('2026-11-01T06:30:00Z'), CHICAGO);
  const second = localTime(at('2026-11-01T07:30:00Z'), CHICAGO);
  expect(first.wall).toBe('2026-11-01T01:30:00.000');
  expect(second.wall).toBe(first.wall);
  expect([first.offsetMinutes, second.offsetMinutes]).toEqual([-300, -360]);
});

test('midnight is 00, never 24', () => {
  expect(localTime(at('2026-11-23T06:00:00Z'), CHICAGO).wall).toBe('2026-11-23T00:00:00.000');
});

test('wall clock and offset always lead back to the instant', () => {
  const zones = fc.constantFrom(
    CHICAGO,
    'America/Denver',
    'America/Detroit',
    'America/Los_Angeles',
    'Asia/Kolkata',
    'Pacific/Guam',
  );
  const instants = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z') });
  fc.assert(
    fc.property(instants, zones, (instant, zone) => {
      const { wall, offsetMinutes } = localTime(instant, zone);
      expect(Date.parse(`${wall}Z`) - offsetMinutes * 60_000).toBe(instant);
    }),
  );
});

test('the small hours belong to the day before, until the boundary', () => {
  expect(businessDay(at('2026-11-23T09:59:59Z'), CHICAGO, '04:00')).toBe('2026-11-22');
  expect(businessDay(at('2026-11-23T10:00:00Z'), CHICAGO, '04:00')).toBe('2026-11-23');
  expect(businessDay(at('2026-11-23T06:00:00Z'), CHICAGO, '00:00')).toBe('2026-11-23');
  expect(businessDay(at('2026-03-01T07:00:00Z'), CHICAGO, '04:00')).toBe('2026-02-28');
  expect(businessDay(at('2026-03-08T08:00:00Z'), CHICAGO, '02:30')).toBe('2026-03-08'); // 02:30 did not happen that day
});

test('zones are known or not', () => {
  expect([CHICAGO, 'America/Detroit', 'America/Tulsa', '', 'Mars/Base'].map(isKnownZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
