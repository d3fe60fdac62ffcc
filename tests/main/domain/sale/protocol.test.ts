import { describe, expect, test } from 'vitest';
import { isUnresolved, lookDelayMs, quietEnds, step, submitted } from '../../../../src/main/domain/sale/protocol.ts';
import type { Effect, Policy, Sale, SaleEvent } from '../../../../src/main/domain/sale/sale.ts';

const policy: Policy = { quietMs: 300_000, absentGapMs: 10_000, watchMs: 86_400_000 };
type Outcome = Extract<SaleEvent, { kind: 'answered' }>['outcome'];

const answered = (outcome: Outcome, now = 0): SaleEvent => ({ kind: 'answered', now, outcome });
const looked = (now: number, found: { ours?: number[]; archived?: number[]; foreign?: number[] } = {}): SaleEvent => ({
  kind: 'looked',
  now,
  ours: found.ours ?? [],
  archived: found.archived ?? [],
  foreign: found.foreign ?? [],
});
const absent = (now: number): SaleEvent => looked(now);
const leaves: SaleEvent = { kind: 'customer_leaves', now: 0 };
const waits: SaleEvent = { kind: 'customer_waits', now: 0 };
const restarted = (now: number): SaleEvent => ({ kind: 'restarted', now });
const lost = answered({ kind: 'unknown' });
const accepted = answered({ kind: 'accepted', metrcId: 7 });
const refused = answered({ kind: 'refused', messages: ['on hold'] });
const notSent = answered({ kind: 'not_sent' });
const turnedAway = (retryAfterMs: number | null = null): SaleEvent =>
  answered({ kind: 'turned_away', because: 'rate', retryAfterMs });

/** Runs events from a fresh sale; answers where it ends and every effect on the way. */
function run(...events: SaleEvent[]): { sale: Sale; effects: Effect[]; last: readonly Effect[] } {
  let sale = submitted();
  const effects: Effect[] = [];
  let last: readonly Effect[] = [];
  for (const event of events) {
    const next = step(sale, event, policy);
    sale = next.sale;
    last = next.effects;
    effects.push(...next.effects);
  }
  return { sale, effects, last };
}
const stateOf = (...events: SaleEvent[]): string => run(...events).sale.phase.state;
const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.kind);

describe('an answer to the first attempt', () => {
  test('one id: confirmed with that id, and only now pulse and receipt are due', () => {
    const { sale, effects } = run(accepted);
    expect(sale.phase).toEqual({ state: 'CONFIRMED', metrcId: 7, version: 0, unsettledSince: null });
    expect(effects).toEqual([{ kind: 'fulfil' }]);
    expect(sale.taint).toBe(false);
  });
  test("Metrc's own refusal is final for this number, and the cart comes back", () => {
    const { sale, effects } = run(refused);
    expect(sale.phase).toEqual({ state: 'REJECTED', messages: ['on hold'] });
    expect(kinds(effects)).toEqual(['return_cart']);
  });
  test('no definite answer: unknown, tainted, and nothing is done', () => {
    const { sale, effects } = run(lost);
    expect(sale).toMatchObject({ attempt: 1, taint: true, phase: { state: 'UNKNOWN', turnedAway: null } });
    expect(effects).toEqual([]);
  });
  test('turned away whole: unknown but not tainted', () => {
    expect(run(turnedAway()).sale).toMatchObject({ taint: false, phase: { state: 'UNKNOWN' } });
  });
  test('provably not sent: repeated at once with the next attempt, then cancelled with the cart back', () => {
    const once = run(notSent);
    expect(once.sale).toMatchObject({ attempt: 2, taint: false, phase: { state: 'SUBMITTING' } });
    expect(once.effects).toEqual([{ kind: 'send', attempt: 2 }]);
    const twice = run(notSent, notSent);
    expect(twice.sale.phase.state).toBe('CANCELLED');
    expect(kinds(twice.last)).toEqual(['return_cart']);
  });
  test('provably not sent while the customer leaves: cancelled at once', () => {
    const { sale, effects } = run(leaves, notSent);
    expect(sale.phase.state).toBe('CANCELLED');
    expect(kinds(effects)).toEqual(['return_cart']);
  });
});

describe('on attempt 2 or later, or when tainted', () => {
  test('no refusal is final, because the earlier attempt may have used up the package', () => {
    expect(run(notSent, refused).sale).toMatchObject({ taint: true, phase: { state: 'UNKNOWN' } });
    const retried = [lost, absent(300_000), absent(310_000)];
    expect(run(...retried, refused).sale).toMatchObject({ attempt: 2, taint: true, phase: { state: 'UNKNOWN' } });
  });
  test('not being sent proves nothing about the attempt before', () => {
    expect(stateOf(lost, absent(300_000), absent(310_000), notSent)).toBe('UNKNOWN');
  });
  test('being turned away does not shorten the quiet window', () => {
    const { sale } = run(
      lost,
      absent(300_000),
      absent(310_000),
      answered({ kind: 'turned_away', because: 'rate', retryAfterMs: null }, 320_000),
    );
    expect(sale.phase).toMatchObject({ state: 'UNKNOWN', turnedAway: null, quietFrom: 320_000 });
    expect(quietEnds(sale, policy)).toBe(620_000);
  });
});

describe('a sale of unknown outcome', () => {
  test('one good read that shows it is enough: confirmed with the lowest id, at any time', () => {
    const { sale, effects } = run(lost, looked(1000, { ours: [12, 9] }));
    expect(sale.phase).toEqual({ state: 'CONFIRMED', metrcId: 9, version: 0, unsettledSince: null });
    expect(kinds(effects)).toEqual(['fulfil']);
  });
  test('absent reads inside the quiet window count for nothing', () => {
    const { sale, effects } = run(lost, absent(1000), absent(20_000), absent(299_999));
    expect(sale.phase).toMatchObject({ state: 'UNKNOWN', firstAbsentAt: null });
    expect(effects).toEqual([]);
  });
  test('after the window one absent read is not enough, nor are two too close together', () => {
    expect(stateOf(lost, absent(300_000))).toBe('UNKNOWN');
    expect(stateOf(lost, absent(300_000), absent(309_999))).toBe('UNKNOWN');
  });
  test('after the window and two absent reads ten seconds apart the same sale is sent once more', () => {
    const { sale, effects } = run(lost, absent(300_000), absent(310_000));
    expect(sale).toMatchObject({ attempt: 2, taint: true, phase: { state: 'SUBMITTING' } });
    expect(effects).toEqual([{ kind: 'send', attempt: 2 }]);
  });
  test('when the customer leaves, the same proof cancels it, and nothing is sent', () => {
    const { sale, effects } = run(lost, leaves, absent(300_000), absent(310_000));
    expect(sale).toMatchObject({ attempt: 1, phase: { state: 'CANCELLED' } });
    expect(effects.filter((effect) => effect.kind === 'send')).toEqual([]);
  });
  test('a read that proves nothing changes nothing', () => {
    const before = run(lost, absent(300_000)).sale;
    expect(step(before, { kind: 'look_failed', now: 400_000 }, policy)).toEqual({ sale: before, effects: [] });
  });
  test('the window begins anew with every attempt', () => {
    const again = [lost, absent(300_000), absent(310_000), answered({ kind: 'unknown' }, 325_000)];
    expect(stateOf(...again, absent(600_000), absent(624_999))).toBe('UNKNOWN');
    expect(run(...again, absent(625_000), absent(635_000)).sale).toMatchObject({ attempt: 3 });
  });
  test('turned away: the window is not waited for, but the two absent reads and Retry-After are', () => {
    expect(run(turnedAway(), absent(0), absent(10_000)).effects).toEqual([{ kind: 'send', attempt: 2 }]);
    expect(stateOf(turnedAway(), absent(0))).toBe('UNKNOWN');
    expect(stateOf(turnedAway(60_000), absent(59_999), absent(69_999))).toBe('UNKNOWN');
    expect(stateOf(turnedAway(60_000), absent(60_000), absent(70_000))).toBe('SUBMITTING');
  });
  test('a foreign receipt under our number is a conflict and is never confirmed on', () => {
    expect(run(lost, looked(1, { ours: [5], foreign: [4] })).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'foreign',
      metrcIds: [4],
      recorded: null,
    });
  });
  test('our own receipt already voided by somebody is a conflict, not an absence', () => {
    expect(run(lost, looked(400_000, { archived: [5] })).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'gone',
      metrcIds: [5],
    });
  });
});

describe('the customer leaves', () => {
  test('a yes of Metrc after that is voided in place of confirmed', () => {
    const { sale, effects } = run(leaves, accepted);
    expect(sale.phase).toMatchObject({ state: 'VOIDING', metrcId: 7, refund: false, missingSince: null });
    expect(effects).toEqual([{ kind: 'void', metrcId: 7 }]);
  });
  test('a receipt found after that is voided, asked again until a read shows it archived', () => {
    const asked = run(lost, leaves, looked(10, { ours: [9] }));
    expect(asked.sale.phase).toMatchObject({ state: 'VOIDING', metrcId: 9, refund: false, missingSince: null });
    const still = step(asked.sale, looked(20, { ours: [9] }), policy);
    expect(still.effects).toEqual([{ kind: 'void', metrcId: 9 }]);
    const gone = step(still.sale, looked(30, { archived: [9] }), policy);
    expect(gone).toEqual({ sale: { ...still.sale, phase: { state: 'VOIDED', metrcId: 9 } }, effects: [] });
  });
  test('a voided receipt that turns out to be foreign is a conflict', () => {
    const asked = run(leaves, accepted).sale;
    expect(step(asked, looked(1, { foreign: [7] }), policy).sale.phase.state).toBe('CONFLICT');
  });
  test('the customer may change their mind while nothing has been done about it', () => {
    expect(stateOf(leaves, waits, accepted)).toBe('CONFIRMED');
    expect(run(lost, leaves, waits, absent(300_000), absent(310_000)).effects).toEqual([{ kind: 'send', attempt: 2 }]);
    expect(stateOf(leaves, accepted, waits)).toBe('VOIDING');
  });
  test('a refusal still gives the cart back', () => {
    expect(stateOf(leaves, refused)).toBe('REJECTED');
  });
});

describe('a restart', () => {
  test('in the middle of asking makes the sale unknown and tainted, with a window of this process', () => {
    const { sale, effects } = run(restarted(5000));
    expect(sale).toMatchObject({ taint: true, phase: { state: 'UNKNOWN', quietFrom: 5000, firstAbsentAt: null } });
    expect(effects).toEqual([]);
  });
  test('begins the window anew and forgets an absent read of another process', () => {
    const { sale } = run(lost, absent(300_000), restarted(40));
    expect(sale.phase).toMatchObject({ state: 'UNKNOWN', quietFrom: 40, firstAbsentAt: null });
    expect(step(sale, absent(300_039), policy).sale.phase).toMatchObject({ firstAbsentAt: null });
  });
  test('leaves a sale that is closed or being voided as it was', () => {
    for (const events of [[accepted], [refused], [notSent, notSent], [leaves, accepted]]) {
      const { sale } = run(...events);
      expect(step(sale, restarted(9), policy)).toEqual({ sale, effects: [] });
    }
  });
});

test('an unresolved sale blocks the lane, a closed one does not', () => {
  const of = (...events: SaleEvent[]): boolean => isUnresolved(run(...events).sale);
  expect([of(), of(lost), of(leaves, accepted), of(lost, looked(1, { foreign: [3] }))]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([of(accepted), of(refused), of(notSent, notSent)]).toEqual([false, false, false]);
});

test('looks come at 1, 2, 5, 10 and 20 seconds after the attempt, then every 15', () => {
  const at: number[] = [];
  for (let looks = 0; looks < 7; looks += 1) at.push((at.at(-1) ?? 0) + lookDelayMs(looks));
  expect(at).toEqual([1000, 2000, 5000, 10_000, 20_000, 35_000, 50_000]);
});
