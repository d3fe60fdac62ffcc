import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedCents, expectedCents, overShort, smartNotes } from '../../../../src/main/domain/drawer/count.ts';
import { cents } from '../../../../src/shared/values/money.ts';

const PIECES = [10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1];

test('a count is the sum of its pieces, to the cent', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(counts, (numbers) => {
      const pieces = PIECES.map((denominationCents, at) => ({ denominationCents, count: numbers[at] ?? 0 }));
      const sum = pieces.reduce((total, piece) => total + piece.denominationCents * piece.count, 0);
      expect(countedCents(pieces)).toBe(sum);
    }),
  );
});

test.for([
  ['an unknown denomination', [{ denominationCents: 200, count: 1 }]],
  [
    'one named twice',
    [
      { denominationCents: 100, count: 1 },
      { denominationCents: 100, count: 1 },
    ],
  ],
  ['half a note', [{ denominationCents: 100, count: 0.5 }]],
  ['less than nothing', [{ denominationCents: 100, count: -1 }]],
  ['more than can be counted', [{ denominationCents: 10000, count: Number.MAX_SAFE_INTEGER }]],
] as const)('a count with %s is none', ([, pieces]) => {
  expect(countedCents([...pieces])).toBeNull();
});

test('nothing counted is a drawer with nothing in it', () => expect(countedCents([])).toBe(0));

test('over is positive, short is negative, against float, cash taken and cash given back', () => {
  const figures = { float: cents(20_000), cashSales: cents(5625), cashRefunds: cents(1000) };
  expect(expectedCents(figures)).toBe(24_625);
  expect(overShort({ ...figures, counted: cents(24_630) })).toBe(5);
  expect(overShort({ ...figures, counted: cents(24_000) })).toBe(-625);
});

test.for([
  [9077, [9500, 10_000, 12_000, 15_000]],
  [2000, [2500, 3000, 4000, 5000]],
  [1, [500, 1000, 2000, 4000]],
  [10_000, [10_500, 11_000, 12_000, 14_000]],
] as const)('for %d cents due the likely notes are %j', ([due, notes]) => {
  expect(smartNotes(cents(due))).toEqual(notes);
});

test('smart notes are four, ascending, and all above what is due; nothing due has none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), (due) => {
      const notes = smartNotes(cents(due));
      expect(notes).toHaveLength(4);
      expect(notes.every((note, at) => note > (notes[at - 1] ?? due))).toBe(true);
    }),
  );
  expect(smartNotes(cents(0))).toEqual([]);
});
