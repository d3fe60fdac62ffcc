/**
 * Model check of voids and returns with the real reducer: every interleaving of answers, late landings, looks, crashes and a
 * receipt that becomes final. While a change can take effect only within the quiet window, money is never wrong.
 */
import { expect, test } from 'vitest';
import { step } from '../../src/main/domain/sale/protocol.ts';
import type { Policy, Sale, SaleEvent, Step } from '../../src/main/domain/sale/sale.ts';
import { type ChangeBounds, exploreChanges } from './model/change-world.ts';

const policy: Policy = { quietMs: 3, absentGapMs: 1, watchMs: 8 };
const bounds: ChangeBounds = { D: 2, policy, asks: 2, crashes: 1 };

test('two changes after each other, in any interleaving: money goes back once, for what Metrc shows', () => {
  const result = exploreChanges(bounds, step);
  expect(result.broken).toBeNull();
  expect(result.states).toBeGreaterThan(1000);
});

const mistaken =
  (change: (sale: Sale, event: SaleEvent) => Step | null) =>
  (sale: Sale, event: SaleEvent, given: Policy): Step =>
    change(sale, event) ?? step(sale, event, given);

const mistakes: Record<string, typeof step> = {
  'the money goes back with the answer': mistaken((sale, event) =>
    event.kind === 'change_answered' && event.answer === 'definite' && sale.phase.state === 'VOIDING'
      ? { sale: { ...sale, phase: { state: 'VOIDED', metrcId: 1 } }, effects: [{ kind: 'refund' }] }
      : null,
  ),
  'another change need not wait for one that may still land': (sale, event, given) =>
    event.kind === 'void_asked' || event.kind === 'edit_asked'
      ? step(sale, event, { ...given, quietMs: 0 })
      : step(sale, event, given),
  'a refusal is final while an earlier asking can land': mistaken((sale, event) => {
    const { phase } = sale;
    if (event.kind !== 'edit_looked' || phase.state !== 'EDITING' || !phase.refused || event.shows !== 'old')
      return null;
    const stands = { state: 'CONFIRMED', metrcId: 1, version: phase.version - 1, unsettledSince: null } as const;
    return { sale: { ...sale, phase: stands }, effects: [{ kind: 'change_refused' }] };
  }),
};

test.each(Object.entries(mistakes))('the check finds the mistake: %s', (_name, reducer) => {
  expect(exploreChanges(bounds, reducer).broken).not.toBeNull();
});
