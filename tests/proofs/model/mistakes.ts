/** The reducer with one mistake in it, each of which the model check has to find. */
import { step } from '../../../src/main/domain/sale/protocol.ts';
import type { Policy, Sale, SaleEvent, Step } from '../../../src/main/domain/sale/sale.ts';
import { BOUNDS, POLICY } from './check-model.ts';
import type { Bounds, Reducer } from './world.ts';

/** Changes one answer of the reducer; all else stays the shipped code. */
const mistaken =
  (change: (sale: Sale, event: SaleEvent, policy: Policy) => Step | null): Reducer =>
  (sale, event, given) =>
    change(sale, event, given) ?? step(sale, event, given);

export const mistakes: Readonly<Record<string, Reducer>> = {
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

/** Mistakes that the check must find in bounds of their own. */
export const mistakesInBounds: Readonly<Record<string, { readonly bounds: Bounds; readonly reducer: Reducer }>> = {
  'W is not longer than D, and a second look follows at once': {
    bounds: { ...BOUNDS, D: 4, policy: { ...POLICY, absentGapMs: 0 } },
    reducer: step,
  },
  // In time without the lag: the same bounds with `lag: 0` break nothing.
  'reads are stale and W is not longer by the lag': { bounds: { ...BOUNDS, D: 3, lag: 3 }, reducer: step },
  'Metrc refuses a number twice, so nobody waits': {
    bounds: { ...BOUNDS, refusesDuplicates: true },
    reducer: (sale, event, given) => step(sale, event, { ...given, quietMs: 0 }),
  },
  'an absence never leads on: neither asked again nor cancelled': {
    bounds: { ...BOUNDS, D: 1 },
    reducer: mistaken((sale, event) =>
      event.kind === 'looked' && event.ours.length + event.archived.length === 0 ? { sale, effects: [] } : null,
    ),
  },
  'the window runs on a clock that somebody sets forward': {
    bounds: BOUNDS,
    reducer: (sale, event, given) =>
      step(sale, event.kind === 'looked' ? { ...event, now: event.now + 60 } : event, given),
  },
  'money goes back when the void is asked': {
    bounds: { ...BOUNDS, D: 1, attempts: 1, crashes: 1, voids: true },
    reducer: mistaken((sale, event, given) => {
      const next = step(sale, event, given);
      return event.kind === 'void_asked' && next.sale.phase.state === 'VOIDING'
        ? { ...next, effects: [...next.effects, { kind: 'refund' }] }
        : null;
    }),
  },
};

/** Mistakes that do harm only when a POST lands after the window; the watch must catch what follows. */
export const lateMistakes: Readonly<Record<string, Reducer>> = {
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
