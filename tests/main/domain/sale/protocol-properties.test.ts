import fc from 'fast-check';
import { expect, test } from 'vitest';
import { step, submitted } from '../../../../src/main/domain/sale/protocol.ts';
import type { Effect, Policy, Sale, SaleEvent } from '../../../../src/main/domain/sale/sale.ts';

const policy: Policy = { quietMs: 300, absentGapMs: 10, watchMs: 1000 };
const CLOSED = ['CONFIRMED', 'REJECTED', 'CANCELLED', 'VOIDED', 'CONFLICT'];
const RUNS = { numRuns: 3000 };

const ids = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 });
const outcome = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), metrcId: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('refused' as const), messages: fc.constant(['no']) }),
  fc.record({
    kind: fc.constant('turned_away' as const),
    because: fc.constantFrom('keys' as const, 'licence' as const, 'rate' as const),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 500 })),
  }),
  fc.constant({ kind: 'not_sent' as const }),
  fc.constant({ kind: 'unknown' as const }),
);
const none = fc.constant<number[]>([]);
/** Absent reads and lost answers are the interesting ones, so they come often. */
const kindOfEvent = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('looked' as const), ours: none, archived: none, foreign: none }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('looked' as const), ours: ids, archived: ids, foreign: ids }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answered' as const), outcome }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'answered' as const, outcome: { kind: 'unknown' as const } }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'look_failed' as const }, { kind: 'customer_leaves' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'customer_waits' as const }, { kind: 'restarted' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'parked' as const }) },
);
const history = fc.array(fc.tuple(kindOfEvent, fc.integer({ min: 0, max: 200 })), { maxLength: 25 }).map((pairs) => {
  let now = 0;
  return pairs.map(([event, later]): SaleEvent => {
    now += later;
    return { ...event, now };
  });
});

type Seen = {
  readonly before: Sale;
  readonly event: SaleEvent;
  readonly after: Sale;
  readonly effects: readonly Effect[];
};

function follow(events: readonly SaleEvent[]): Seen[] {
  let sale = submitted();
  return events.map((event) => {
    const before = sale;
    const { sale: after, effects } = step(before, event, policy);
    sale = after;
    return { before, event, after, effects };
  });
}
const always = (holds: (seen: Seen, at: number, all: readonly Seen[]) => void): void =>
  fc.assert(
    fc.property(history, (events) => {
      const all = follow(events);
      for (const [at, seen] of all.entries()) holds(seen, at, all);
    }),
    RUNS,
  );

test('taint is never cleared and attempts never go down, and go up by one only with a send', () => {
  always(({ before, after, effects }) => {
    if (before.taint) expect(after.taint).toBe(true);
    const sends = effects.filter((effect) => effect.kind === 'send');
    expect(after.attempt - before.attempt).toBe(sends.length);
    if (sends.length > 0) expect(sends).toEqual([{ kind: 'send', attempt: after.attempt }]);
  });
});

test('what is closed stays as it was, unless a good read shows that Metrc holds something else', () => {
  always(({ before, event, after, effects }) => {
    if (!CLOSED.includes(before.phase.state) || event.kind === 'restarted') return;
    if (event.kind === 'looked') {
      expect([before.phase.state, 'CONFLICT']).toContain(after.phase.state);
      // Nothing is ever sent or printed again for a closed sale; what should not be at Metrc is removed.
      expect(effects.every((effect) => effect.kind === 'void')).toBe(true);
      return;
    }
    expect(after).toEqual(before);
    expect(effects).toEqual([]);
  });
});

test('a sale is fulfilled exactly when it becomes confirmed, and so at most once', () => {
  always(({ before, after, effects }) => {
    const becomes = after.phase.state === 'CONFIRMED' && before.phase.state !== 'CONFIRMED';
    expect(effects.some((effect) => effect.kind === 'fulfil')).toBe(becomes);
  });
});

test('confirmed only by an accepted answer or a read of our own, never over a foreign one', () => {
  always(({ before, event, after }) => {
    if (after.phase.state !== 'CONFIRMED' || before.phase.state === 'CONFIRMED') return;
    if (event.kind === 'answered') expect(event.outcome).toEqual({ kind: 'accepted', metrcId: after.phase.metrcId });
    else if (event.kind === 'looked') {
      expect(Math.min(...event.ours)).toBe(after.phase.metrcId);
      expect(event.foreign).toEqual([]);
    } else expect.unreachable(`confirmed by ${event.kind}`);
  });
});

test('a customer who left and did not come back is never confirmed', () => {
  always(({ before, event, after }) => {
    if (before.cancelWanted && event.kind !== 'customer_waits') expect(after.cancelWanted).toBe(true);
    if (before.cancelWanted && before.phase.state !== 'CONFIRMED') expect(after.phase.state).not.toBe('CONFIRMED');
  });
});

test('the mind is changed only on two absent reads a gap apart, the first after the quiet window of the last attempt', () => {
  always(({ before, after, effects }, at, all) => {
    const leavesUnknown = before.phase.state === 'UNKNOWN' && ['SUBMITTING', 'CANCELLED'].includes(after.phase.state);
    if (!leavesUnknown || before.phase.state !== 'UNKNOWN') return;
    const last = all[at]?.event;
    const sent = all
      .slice(0, at)
      .findLastIndex(
        (seen) =>
          seen.event.kind === 'restarted' ||
          (seen.event.kind === 'answered' && seen.before.phase.state === 'SUBMITTING'),
      );
    const since = all[sent]?.event.now ?? 0;
    const isAbsent = ({ event }: Seen): boolean =>
      event.kind === 'looked' && event.ours.length + event.archived.length + event.foreign.length === 0;
    const from = before.phase.turnedAway ? before.phase.turnedAway.notBefore : since + policy.quietMs;
    const first = all.slice(sent + 1, at).find((seen) => isAbsent(seen) && seen.event.now >= from);
    expect(first).toBeDefined();
    expect(isAbsent(all[at] as Seen)).toBe(true);
    expect((last?.now ?? 0) - (first?.event.now ?? 0)).toBeGreaterThanOrEqual(policy.absentGapMs);
    expect(effects.some((effect) => effect.kind === 'send')).toBe(!before.cancelWanted);
  });
});

test('only an untainted first attempt can be rejected or be given back as never sent', () => {
  always(({ before, after, effects }) => {
    if (after.phase.state === 'REJECTED') expect(after).toMatchObject({ attempt: 1, taint: false });
    if (effects.some((effect) => effect.kind === 'return_cart')) expect(before.taint).toBe(false);
  });
});

test('an attempt without a definite answer taints, a complete answer does not', () => {
  always(({ before, event, after }) => {
    if (after.taint === before.taint) return;
    const crashed = event.kind === 'restarted' && before.phase.state === 'SUBMITTING';
    const unclear = event.kind === 'answered' && (event.outcome.kind === 'unknown' || event.outcome.kind === 'refused');
    expect(crashed || unclear).toBe(true);
  });
});

test('from every open state a closed one stays within reach once Metrc answers', () => {
  fc.assert(
    fc.property(history, (events) => {
      let sale = follow(events).at(-1)?.after ?? submitted();
      let now = events.at(-1)?.now ?? 0;
      for (let turn = 0; turn < 12 && !CLOSED.includes(sale.phase.state); turn += 1) {
        now += policy.quietMs + 500;
        const { phase } = sale;
        const answer: SaleEvent =
          phase.state === 'SUBMITTING'
            ? { kind: 'answered', now, outcome: { kind: 'accepted', metrcId: 1 } }
            : {
                kind: 'looked',
                now,
                ours: [],
                archived: phase.state === 'VOIDING' ? [phase.metrcId] : [],
                foreign: [],
              };
        sale = step(sale, answer, policy).sale;
      }
      expect(CLOSED).toContain(sale.phase.state);
    }),
    RUNS,
  );
});
