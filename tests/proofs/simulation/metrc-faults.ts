/** Faults of the practice Metrc: every kind it knows, on any call, once, some times, or by chance until they are lifted. */

import type { z } from 'zod';
import type { FaultEffect, FaultTarget } from '../../../src/metrc/simulator/faults.ts';
import type { Chance } from './chance.ts';
import type { Disaster } from './disasters.ts';
import type { Shop } from './shop.ts';

type Effect = z.input<typeof FaultEffect>;

/** More than the longest answer that is read to its end. */
const TOO_LONG_BYTES = 2_200_000;

/**
 * A Metrc may fail, delay, lag and babble; it may not lie: none of these is a well-formed yes to a receipt that it does not
 * have, for no register could tell that from the truth.
 */
function effectOf(shop: Shop, chance: Chance): Effect {
  const { submitMs, lateMs, staleMs } = shop.figures;
  const late = submitMs + lateMs;
  const applied = chance.happens(0.5);
  const status = chance.pick([200, 404, 500, 502]);
  const effects: readonly (() => Effect)[] = [
    () => ({ kind: 'delay', ms: chance.of(25_000) }),
    () => ({ kind: 'delay', ms: chance.of(late), applied: false }),
    () => ({ kind: 'refuse', message: 'Not today.', status: chance.pick([400, 400, 404, 409, 413, 422]) }),
    () => ({ kind: 'unauthorized' }),
    () => ({ kind: 'forbidden' }),
    () => ({ kind: 'too_many', retryAfterSeconds: chance.pick([null, 0, 1, 5, 40]) }),
    () => ({ kind: 'server_error', applied, status: chance.pick([500, 502, 503]) }),
    () => ({ kind: 'drop', applied, at: 'whole' }),
    () => ({ kind: 'drop', at: 'head' }),
    () => ({ kind: 'fin', applied }),
    () => ({ kind: 'silence', applied }),
    () => ({ kind: 'late', ms: chance.between(submitMs, late) }),
    () => ({ kind: 'late', ms: chance.of(late) }),
    () => ({ kind: 'html', applied, status }),
    () => ({ kind: 'empty', applied, status }),
    () => ({ kind: 'wrong_types', applied }),
    () => ({ kind: 'wrong_content_type', applied }),
    () => ({ kind: 'two_ids', applied }),
    () => ({ kind: 'zero_ids', applied }),
    () => ({ kind: 'redirect', applied }),
    () => ({ kind: 'truncated', applied }),
    () => ({ kind: 'huge', applied: true, bytes: chance.of(20_000) }),
    () => ({
      kind: 'huge',
      applied,
      bytes: chance.happens(0.1) ? TOO_LONG_BYTES : 300_000,
      ...(applied ? {} : { bytes: TOO_LONG_BYTES }),
    }),
    () => ({ kind: 'stale', ms: chance.of(staleMs) }),
    () => ({ kind: 'stale', ms: chance.of(staleMs) }),
  ];
  return chance.pick(effects)();
}

const TARGETS: readonly z.input<typeof FaultTarget>[] = [
  'receipts.post',
  'receipts.post',
  'receipts.post',
  'receipts.post',
  'receipts.delete',
  'receipts.read',
  'receipts.external',
  'receipts.lists',
  'receipts.by_id',
  'packages.one',
  'packages.lists',
  'patients.read',
  'read',
  'write',
  'any',
];

export const metrcFaults: Disaster = {
  name: 'metrc misbehaves',
  strike: async (shop, chance) => {
    const { control } = shop.simulator;
    const set = Array.from({ length: 1 + chance.of(3) }, () => {
      const effect = effectOf(shop, chance);
      const on = chance.pick(TARGETS);
      shop.faults += 1;
      shop.tell(`fault ${on} ${JSON.stringify(effect)}`);
      return control.fault({
        on,
        effect,
        times: chance.happens(0.6) ? 1 + chance.of(3) : null,
        chance: chance.pick([1, 1, 0.5, 0.2]),
        seed: chance.of(2 ** 31),
      });
    });
    return async () => {
      for (const id of set) control.clearFaults(id);
    };
  },
};

/** The answer to a sale is lost, or comes to nothing until later, and then the reads fail as well, in one way or another. */
export const lostAndBlind: Disaster = {
  name: 'an answer is lost and nothing can be seen',
  strike: async ({ simulator, figures }, chance) => {
    const { control } = simulator;
    const { submitMs, lateMs } = figures;
    const lost: Effect = chance.pick([
      { kind: 'drop', applied: true },
      { kind: 'server_error', applied: true },
      { kind: 'late', ms: chance.between(submitMs, submitMs + lateMs) },
    ]);
    const blind: Effect = chance.pick([
      { kind: 'unauthorized' },
      { kind: 'forbidden' },
      { kind: 'server_error', applied: false },
      { kind: 'empty', applied: false, status: 200 },
      { kind: 'too_many', retryAfterSeconds: 5 },
      { kind: 'stale', ms: figures.staleMs },
    ]);
    const set = [
      control.fault({ on: 'receipts.post', times: 1 + chance.of(3), effect: lost }),
      control.fault({
        on: chance.pick(['receipts.read', 'receipts.external', 'read']),
        effect: blind,
        after: chance.of(2),
      }),
    ];
    return async () => {
      for (const id of set) control.clearFaults(id);
    };
  },
};
