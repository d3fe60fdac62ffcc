import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOneSlipAway } from '../../../src/main/domain/catalogue/typing-slip.ts';

const word = fc.stringMatching(/^[a-z]{5,12}$/);

describe('one slip away', () => {
  test.each([
    ['gelto', 'a letter left out'],
    ['gellato', 'one too many'],
    ['gekato', 'a wrong one'],
    ['gleato', 'two swapped'],
    ['gelato', 'none at all'],
    ['gela', 'the beginning alone'],
    ['glea', 'a slip in the beginning alone'],
  ])('is %s from gelato: %s', (typed) => expect(isOneSlipAway(typed, 'gelato')).toBe(true));

  test.each(['gat', 'geltoo', 'lgeaot', 'kush', ''])('is not %j', (typed) =>
    expect(isOneSlipAway(typed, 'gelato')).toBe(false),
  );

  test('is every word with one letter changed, taken out, put in or swapped', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.stringMatching(/^[a-z]$/), (whole, n, letter) => {
        const at = n % whole.length;
        const [before, after] = [whole.slice(0, at), whole.slice(at)];
        for (const typed of [
          `${before}${letter}${after.slice(1)}`,
          `${before}${after.slice(1)}`,
          `${before}${letter}${after}`,
        ]) {
          expect(isOneSlipAway(typed, whole), typed).toBe(true);
        }
        const swapped = `${before}${after.slice(1, 2)}${after.slice(0, 1)}${after.slice(2)}`;
        expect(isOneSlipAway(swapped, whole), swapped).toBe(true);
      }),
    );
  });
});
