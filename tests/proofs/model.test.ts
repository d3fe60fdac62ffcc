/**
 * Model check of the real reducer: every interleaving of answers, late landings, looks, wishes and crashes within the bounds.
 * While a POST can take effect only within the quiet window, everything holds at every instant.
 */
import { expect, test } from 'vitest';
import { step } from '../../src/main/domain/sale/protocol.ts';
import type { Policy, Sale, SaleEvent, Step } from '../../src/main/domain/sale/sale.ts';
import { explore } from './model/explore.ts';
import type { Bounds, Reducer } from './model/world.ts';

const policy: Policy = { quietMs: 3, absentGapMs: 1, watchMs: 8 };
const bounds: Bounds = { D: 2, policy, attempts: 3, crashes: 2, refusesDuplicates: false, lag: 0, watch: 7 };

test('a POST that lands within the quiet window never breaks an invariant, in any interleaving', () => {
  const result = explore(bounds, step, 'at_every_instant');
  expect(result.broken).toBeNull();
  // A model that explores nothing proves nothing.
  expect(result.states).toBeGreaterThan(1000);
});

test('the same where Metrc refuses a second receipt with one number', () => {
  expect(explore({ ...bounds, refusesDuplicates: true }, step, 'at_every_instant').broken).toBeNull();
});

test('the same with stale reads, while the window is longer than landing and lag together', () => {
  const wide = { ...policy, quietMs: 5 };
  expect(explore({ ...bounds, policy: wide, D: 3, lag: 1 }, step, 'at_every_instant').broken).toBeNull();
});

test('a POST that lands after the window but within the watch is always found and removed before the watch ends', () => {
  const late = { ...bounds, D: 5 };
  expect(explore(late, step, 'at_every_instant').broken).not.toBeNull();
  const result = explore(late, step, 'when_the_watch_ends');
  expect(result.broken).toBeNull();
  expect(result.states).toBeGreaterThan(3000);
});

test('a POST that lands after the watch is what the comparison at the close is for', () => {
  expect(explore({ ...bounds, D: 9, watch: 7 }, step, 'when_the_watch_ends').broken).not.toBeNull();
});

/** Changes one answer of the reducer; all else stays the shipped code. */
const mistaken =
  (change: (sale: Sale, event: SaleEvent, policy: Policy) => Step | null): Reducer =>
  (sale, event, given) =>
    change(sale, event, given) ?? step(sale, event, given);

const mistakes: Record<string, Reducer> = {
  'no quiet window': (sale, event, given) => step(sale, event, { ...given, quietMs: 0 }),
  'one absent read is enough and at once': mistaken((sale, event) =>
    event.kind === 'looked' && sale.phase.state === 'UNKNOWN' && event.ours.length + event.archived.length === 0
      ? sale.cancelWanted
        ? { sale: { ...sale, phase: { state: 'CANCELLED' } }, effects: [] }
        : null
      : null,
  ),
  'an unknown outcome is taken as not applied': mistaken((sale, event) =>
    event.kind === 'answered' && event.outcome.kind === 'unknown' && sale.phase.state === 'SUBMITTING'
      ? { sale: { ...sale, phase: { state: 'CANCELLED' } }, effects: [{ kind: 'return_cart' }] }
      : null,
  ),
  'a restart keeps the old window': mistaken((sale, event) =>
    event.kind === 'restarted' && sale.phase.state === 'SUBMITTING'
      ? {
          sale: {
            ...sale,
            taint: true,
            phase: { state: 'UNKNOWN', turnedAway: null, quietFrom: -99, firstAbsentAt: null },
          },
          effects: [],
        }
      : null,
  ),
  'the window is not armed anew by the next attempt': mistaken((sale, event) =>
    event.kind === 'answered' && event.outcome.kind === 'unknown' && sale.attempt > 1
      ? {
          sale: {
            ...sale,
            taint: true,
            phase: { state: 'UNKNOWN', turnedAway: null, quietFrom: -99, firstAbsentAt: null },
          },
          effects: [],
        }
      : null,
  ),
  'the customer who leaves is given up at once': mistaken((sale, event) =>
    event.kind === 'customer_leaves' && sale.phase.state === 'UNKNOWN'
      ? { sale: { ...sale, phase: { state: 'CANCELLED' } }, effects: [] }
      : null,
  ),
  'a void is believed without a look': mistaken((sale, event) =>
    event.kind === 'looked' && sale.phase.state === 'VOIDING'
      ? { sale: { ...sale, phase: { state: 'VOIDED', metrcId: sale.phase.metrcId } }, effects: [] }
      : null,
  ),
  'printed while Metrc is still asked': mistaken((sale, event, given) => {
    const next = step(sale, event, given);
    return event.kind === 'answered' && event.outcome.kind === 'unknown' && next.sale.phase.state === 'UNKNOWN'
      ? {
          sale: { ...next.sale, phase: { state: 'CONFIRMED', metrcId: 1, version: 0, unsettledSince: null } },
          effects: [{ kind: 'fulfil' }],
        }
      : null;
  }),
};

/** Mistakes that do harm only when a POST lands after the window; the watch must catch what follows. */
const lateMistakes: Record<string, Reducer> = {
  'a refusal on a later attempt is final, and nobody watches': mistaken((sale, event) => {
    if (event.kind === 'answered' && event.outcome.kind === 'refused' && sale.phase.state === 'SUBMITTING') {
      return { sale: { ...sale, phase: { state: 'REJECTED', messages: [] } }, effects: [] };
    }
    return event.kind === 'looked' && sale.phase.state === 'REJECTED' ? { sale, effects: [] } : null;
  }),
  'the watch keeps the newest receipt in place of the recorded one': mistaken((sale, event) => {
    if (event.kind !== 'looked' || sale.phase.state !== 'CONFIRMED' || event.ours.length < 2) return null;
    const removing = Math.min(...event.ours);
    return { sale: { ...sale, removing }, effects: [{ kind: 'void', metrcId: removing }] };
  }),
  'nobody watches': mistaken((sale, event) =>
    event.kind === 'looked' && ['CONFIRMED', 'CANCELLED', 'REJECTED', 'VOIDED'].includes(sale.phase.state)
      ? { sale, effects: [] }
      : null,
  ),
  'a removal is believed without a look': mistaken((sale, event, given) => {
    const next = step(sale, event, given);
    return next.sale.removing === null ? null : { ...next, sale: { ...next.sale, removing: null } };
  }),
};

test.each(Object.entries(lateMistakes))('the watch does not make good the mistake: %s', (_name, reducer) => {
  expect(explore({ ...bounds, D: 5 }, reducer, 'when_the_watch_ends').broken).not.toBeNull();
});

test.each(Object.entries(mistakes))('the check finds the mistake: %s', (_name, reducer) => {
  const wide = { ...bounds, D: 2, policy: { ...policy, quietMs: 3 } };
  expect(explore(wide, reducer, 'at_every_instant').broken).not.toBeNull();
});
