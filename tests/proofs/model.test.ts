/**
 * Model check of the real reducer: every interleaving of answers, late landings, looks, wishes and crashes within the bounds.
 * While a POST can take effect only within the quiet window, everything holds at every instant.
 */
import { expect, test } from 'vitest';
import { step } from '../../src/main/domain/sale/protocol.ts';
import { BOUNDS, check, USUAL } from './model/check-model.ts';
import { explore } from './model/explore.ts';
import { lateMistakes, mistakes, mistakesInBounds } from './model/mistakes.ts';

test.each(USUAL)('no invariant breaks in any interleaving: $name', (configuration) => {
  const result = check(configuration);
  expect(result.broken).toBeNull();
  // A model that explores nothing proves nothing.
  expect(result.states).toBeGreaterThan(1000);
});

test('a POST that lands after the window but within the watch is seen at some instants, and gone when the watch ends', () => {
  expect(explore({ ...BOUNDS, D: 5 }, step, 'at_every_instant').broken).not.toBeNull();
});

test('a POST that lands after the watch is what the comparison at the close is for', () => {
  expect(explore({ ...BOUNDS, D: 9, watch: 7 }, step, 'when_the_watch_ends').broken).not.toBeNull();
});

test.each(Object.entries(lateMistakes))('the watch does not make good the mistake: %s', (_name, reducer) => {
  expect(explore({ ...BOUNDS, D: 5 }, reducer, 'when_the_watch_ends').broken).not.toBeNull();
});

test.each(Object.entries(mistakes))('the check finds the mistake: %s', (_name, reducer) => {
  expect(explore(BOUNDS, reducer, 'at_every_instant').broken).not.toBeNull();
});

test.each(Object.entries(mistakesInBounds))('the check finds the mistake: %s', (_name, { bounds, reducer }) => {
  expect(explore(bounds, reducer, 'at_every_instant').broken).not.toBeNull();
});
