import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultEffect } from '../../src/metrc/simulator/faults.ts';
import { FLOWER, flower, justNow, metrcAt, sale, startSimulator } from './support/store.ts';

const NUMBER = 'DTEST-T1-0a1b2c3d-1';
const applied = fc.boolean();

/** Everything that can go wrong with a call but for old answers, which only a later look can tell from true ones. */
const effect: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc.record({ kind: fc.constant('delay' as const), ms: fc.constantFrom(0, 5), applied }),
  // A wait beyond the time-out, but never an effect after it: that would fall into the next run.
  fc.constant({ kind: 'delay', ms: 400, applied: true } as const),
  fc.constant({ kind: 'refuse', message: 'No.', status: 400 } as const),
  fc.constant({ kind: 'unauthorized' } as const),
  fc.constant({ kind: 'forbidden' } as const),
  fc.constant({ kind: 'too_many', retryAfterSeconds: 0 } as const),
  fc.record({ kind: fc.constant('server_error' as const), applied, status: fc.constantFrom(500, 503) }),
  fc.record({ kind: fc.constant('drop' as const), applied, at: fc.constantFrom('head' as const, 'whole' as const) }),
  fc.record({ kind: fc.constant('fin' as const), applied }),
  fc.record({ kind: fc.constant('silence' as const), applied }),
  fc.record({ kind: fc.constant('html' as const), applied, status: fc.constantFrom(200, 400, 401, 404, 503) }),
  fc.record({ kind: fc.constant('empty' as const), applied, status: fc.constantFrom(200, 400, 401, 404, 500) }),
  fc.record({ kind: fc.constantFrom('wrong_types' as const, 'wrong_content_type' as const), applied }),
  fc.record({ kind: fc.constantFrom('two_ids' as const, 'zero_ids' as const, 'truncated' as const), applied }),
  fc.record({ kind: fc.constant('redirect' as const), applied, location: fc.constant('/facilities/v2') }),
);

const dialect = fc.record({
  absent: fc.constantFrom(401 as const, 404 as const, 'empty' as const, 'empty_body' as const),
  external: fc.constantFrom('object' as const, 'array' as const),
  externalLines: fc.boolean(),
  externalShowsArchived: fc.boolean(),
  names: fc.constantFrom('pascal' as const, 'camel' as const),
  noText: fc.constantFrom('null' as const, 'empty' as const),
  lists: fc.constantFrom('envelope' as const, 'bare' as const),
  errors: fc.constantFrom('rows' as const, 'object' as const, 'strings' as const),
  noDate: fc.constantFrom('null' as const, 'year_one' as const, 'left_out' as const),
  instants: fc.constantFrom('offset' as const, 'zulu' as const, 'facility' as const),
  saleTimes: fc.constantFrom('milliseconds' as const, 'seconds' as const),
  windows: fc.constantFrom('any' as const, 'refused' as const, 'cut' as const),
  span: fc.constantFrom('day' as const, 'all' as const),
});

test('whatever goes wrong with one sale: an outcome that is sure is true', async () => {
  const simulator = await startSimulator();
  await fc.assert(
    fc.asyncProperty(effect, dialect, fc.boolean(), fc.boolean(), async (wrong, spoken, saleable, warm) => {
      simulator.control.reset();
      simulator.control.dialect(spoken);
      const metrc = metrcAt(simulator.url, { submitTimeoutMs: 100 });
      if (warm) await metrc.control();
      simulator.control.fault({ on: 'receipts.post', times: 1, effect: wrong });
      const outcome = await metrc.submitReceipt(sale(NUMBER, [flower(saleable ? 1 : 9999, 10)]));
      const has = simulator.control.receipts().map(({ id }) => id);
      if (outcome.kind === 'accepted') expect(has).toEqual([outcome.metrcId]);
      // A complete 401, 403 or 429 of Metrc's own means that it did nothing; one that lies is not Metrc's.
      const lies = (wrong.kind === 'html' || wrong.kind === 'empty') && wrong.applied;
      if (outcome.kind === 'refused' || outcome.kind === 'not_sent') expect(has).toEqual([]);
      if (outcome.kind === 'turned_away' && !lies) expect(has).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('whatever goes wrong with the reads: a sale Metrc has is never absent, one it has not is never present', async () => {
  const simulator = await startSimulator();
  const fault = fc.record({
    on: fc.constantFrom(
      'receipts.external' as const,
      'receipts.lists' as const,
      'receipts.by_id' as const,
      'facilities.read' as const,
      'read' as const,
    ),
    times: fc.constantFrom(1, 2, null),
    after: fc.nat(3),
    effect,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 3 }), dialect, fc.nat(3), async (faults, spoken, copies) => {
      simulator.control.reset();
      simulator.control.dialect(spoken);
      const metrc = metrcAt(simulator.url, { readTimeoutMs: 100 });
      for (let i = 0; i < copies; i += 1) await metrc.submitReceipt(sale(NUMBER, [flower(1, 10)]));
      await metrc.submitReceipt(sale(`${NUMBER}1`, [flower(1, 10)]));
      for (const one of faults) simulator.control.fault(one);
      const look = await metrc.findReceipt(NUMBER, justNow());
      if (look.kind === 'absent') expect(copies).toBe(0);
      if (look.kind === 'present') {
        const ids = simulator.control
          .receipts()
          .filter(({ externalNumber }) => externalNumber === NUMBER)
          .map(({ id }) => id);
        expect(look.receipts.map(({ metrcId }) => metrcId)).toEqual(ids);
        expect(look.receipts.every(({ lines }) => lines[0]?.label === FLOWER)).toBe(true);
      }
      if (faults.length === 0) expect(look.kind).toBe(copies === 0 ? 'absent' : 'present');
    }),
    { numRuns: 150 },
  );
});
