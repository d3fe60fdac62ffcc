/** Parking changes nothing about what becomes of a sale: proved on the real reducer, in every interleaving within the bounds. */
import { expect, test } from 'vitest';
import { holdsTheLane, mayBeParked, step, submitted } from '../../src/main/domain/sale/protocol.ts';
import { nothingUnderWay, type Phase, type Policy, type Sale, type Step } from '../../src/main/domain/sale/sale.ts';
import { explore } from './model/explore.ts';
import type { Bounds, Reducer } from './model/world.ts';

const policy: Policy = { quietMs: 3, absentGapMs: 1, watchMs: 8 };
const bounds: Bounds = {
  D: 2,
  policy,
  attempts: 2,
  crashes: 1,
  refusesDuplicates: false,
  lag: 0,
  watch: 7,
  parks: true,
};

test('a sale that is parked at any moment keeps every invariant, also through a crash', () => {
  const result = explore(bounds, step, 'at_every_instant');
  expect(result.broken).toBeNull();
  // As many worlds with a parked sale as without one: the model really parks.
  expect(result.states).toBeGreaterThan(explore({ ...bounds, parks: false }, step, 'at_every_instant').states * 1.4);
});

test('in every world that can be reached, every event does to a parked sale exactly what it does to one that is not', () => {
  let compared = 0;
  const bare = (next: Step): Step => ({ ...next, sale: { ...next.sale, parked: false } });
  const sameForBoth: Reducer = (sale, event, given) => {
    if (event.kind !== 'parked') {
      const aside = step({ ...sale, parked: true }, event, given);
      expect(bare(aside)).toEqual(bare(step({ ...sale, parked: false }, event, given)));
      compared += 1;
    }
    return step(sale, event, given);
  };
  expect(
    explore({ ...bounds, attempts: 2, crashes: 1, parks: false }, sameForBoth, 'at_every_instant').broken,
  ).toBeNull();
  expect(compared).toBeGreaterThan(1000);
});

const mistakes: Record<string, Reducer> = {
  'a parked sale is given up': (sale, event, given) =>
    event.kind === 'parked' && sale.phase.state === 'UNKNOWN'
      ? { sale: { ...sale, parked: true, phase: { state: 'CANCELLED' } }, effects: [] }
      : step(sale, event, given),
  'a parked sale does not wait': (sale, event, given) =>
    step(sale, event, sale.parked ? { ...given, quietMs: 0 } : given),
  'a parked sale is handed out': (sale, event, given) =>
    event.kind === 'parked' && sale.phase.state === 'UNKNOWN'
      ? {
          sale: { ...sale, parked: true, phase: { state: 'CONFIRMED', metrcId: 1, version: 0, unsettledSince: null } },
          effects: [{ kind: 'fulfil' }],
        }
      : step(sale, event, given),
};

test.each(Object.entries(mistakes))('the check finds the mistake: %s', (_name, reducer) => {
  expect(explore(bounds, reducer, 'at_every_instant').broken).not.toBeNull();
});

const phases: readonly Phase[] = [
  { state: 'SUBMITTING' },
  { state: 'UNKNOWN', turnedAway: null, quietFrom: 0, firstAbsentAt: null },
  { state: 'CONFIRMED', metrcId: 1, version: 0, unsettledSince: null },
  { state: 'REJECTED', messages: [] },
  { state: 'CANCELLED' },
  { state: 'VOIDING', metrcId: 1, refund: false, version: 0, ...nothingUnderWay },
  { state: 'VOIDED', metrcId: 1 },
  { state: 'EDITING', metrcId: 1, version: 1, ...nothingUnderWay },
];

test('only a sale whose outcome is not known can be parked, and once', () => {
  const parks = phases.filter((phase) => {
    const sale: Sale = { ...submitted(), phase };
    const { sale: after, effects } = step(sale, { kind: 'parked', now: 1 }, policy);
    expect([after.parked, effects]).toEqual([mayBeParked(sale), []]);
    expect(step(after, { kind: 'parked', now: 2 }, policy).sale).toBe(after);
    return after.parked;
  });
  expect(parks.map(({ state }) => state)).toEqual(['UNKNOWN']);
});

test('a parked sale does not hold the lane, unless Metrc contradicts it: then only a lead goes on', () => {
  const unknown: Sale = { ...submitted(), parked: true, phase: phases[1] ?? { state: 'SUBMITTING' } };
  expect(holdsTheLane({ ...unknown, parked: false })).toBe(true);
  expect(holdsTheLane(unknown)).toBe(false);
  const looked = { kind: 'looked', now: 9, ours: [], archived: [], foreign: [7] } as const;
  const { sale } = step(unknown, looked, policy);
  expect([sale.phase.state, holdsTheLane(sale)]).toEqual(['CONFLICT', true]);
});
