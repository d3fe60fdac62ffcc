import { describe, expect, test } from 'vitest';
import { holdsTheLane, step, submitted } from '../../../../src/main/domain/sale/protocol.ts';
import type { EditShows, Policy, Sale, SaleEvent, Step } from '../../../../src/main/domain/sale/sale.ts';

const policy: Policy = { quietMs: 300_000, absentGapMs: 10_000, watchMs: 86_400_000 };

const run = (sale: Sale, ...events: SaleEvent[]): Step =>
  events.reduce<Step>((before, event) => step(before.sale, event, policy), { sale, effects: [] });

const looked = (now: number, shown: { ours?: number[]; archived?: number[]; foreign?: number[] }): SaleEvent => ({
  kind: 'looked',
  now,
  ours: shown.ours ?? [],
  archived: shown.archived ?? [],
  foreign: shown.foreign ?? [],
});

const confirmed = run(submitted(), { kind: 'answered', now: 0, outcome: { kind: 'accepted', metrcId: 7 } }).sale;
const lost = run(submitted(), { kind: 'answered', now: 0, outcome: { kind: 'unknown' } }).sale;
const cancelled = run(lost, { kind: 'customer_leaves', now: 1 }, looked(300_000, {}), looked(310_000, {})).sale;

describe('the watch', () => {
  test('a late copy beside the recorded receipt is removed, never the recorded one', () => {
    const { sale, effects } = run(confirmed, looked(9, { ours: [7, 9, 8] }));
    expect(sale).toMatchObject({ removing: 8, phase: { state: 'CONFIRMED', metrcId: 7 } });
    expect(effects).toEqual([{ kind: 'void', metrcId: 8 }]);
  });

  test('an older copy does not push out the recorded one', () => {
    expect(run(confirmed, looked(9, { ours: [3, 7] })).effects).toEqual([{ kind: 'void', metrcId: 3 }]);
  });

  test('one copy after the other is removed, and the intent ends when a read shows none', () => {
    const first = run(confirmed, looked(9, { ours: [7, 8, 9] })).sale;
    const second = run(first, looked(10, { ours: [7, 9], archived: [8] }));
    expect(second).toMatchObject({ sale: { removing: 9 }, effects: [{ kind: 'void', metrcId: 9 }] });
    expect(run(second.sale, looked(11, { ours: [7], archived: [8, 9] })).sale.removing).toBeNull();
  });

  test('a phantom of a cancelled sale is removed', () => {
    expect(cancelled.phase.state).toBe('CANCELLED');
    expect(run(cancelled, looked(400_000, { ours: [4] }))).toMatchObject({
      sale: { removing: 4, phase: { state: 'CANCELLED' } },
      effects: [{ kind: 'void', metrcId: 4 }],
    });
  });

  test('a receipt voided or changed behind our back is a conflict, in kind', () => {
    expect(run(confirmed, looked(9, { archived: [7] })).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'gone',
      recorded: 7,
    });
    expect(run(confirmed, looked(9, { foreign: [7] })).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'amended',
      recorded: 7,
    });
    expect(run(confirmed, looked(9, { ours: [7], foreign: [8] })).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'foreign',
    });
  });

  test('a read that lags behind is no news about a signed receipt', () => {
    expect(run(confirmed, looked(9, {})).sale).toEqual(confirmed);
  });
});

describe('a conflict', () => {
  const settles = (as: 'amended' | 'gone' | 'foreign', now: number, evidenceAt: number): SaleEvent => ({
    kind: 'lead_settles',
    now,
    as,
    evidenceAt,
  });

  test('amended at Metrc: a lead lets it stand, and that stays with the sale', () => {
    const { sale } = run(confirmed, looked(9, { foreign: [7] }), settles('amended', 20, 10));
    expect(sale).toMatchObject({ settledAs: 'amended_at_metrc', phase: { state: 'CONFIRMED', metrcId: 7 } });
  });

  test('gone at Metrc: a lead takes it as voided', () => {
    const { sale } = run(confirmed, looked(9, { archived: [7] }), settles('gone', 20, 10));
    expect(sale).toMatchObject({ settledAs: 'voided_at_metrc', phase: { state: 'VOIDED', metrcId: 7 } });
  });

  test('a foreign receipt: no way out before ours is proved absent after the quiet window', () => {
    const held = run(lost, looked(5, { foreign: [4] })).sale;
    expect(run(held, settles('foreign', 20, 10)).sale).toEqual(held);
    const proved = run(held, looked(300_000, { foreign: [4] }), looked(310_000, { foreign: [4] })).sale;
    expect(run(proved, settles('foreign', 310_010, 310_000)).sale).toMatchObject({
      settledAs: 'foreign_at_metrc',
      phase: { state: 'CANCELLED' },
    });
  });

  test('one odd read: when exactly ours is shown after it, a lead lets ours stand, and it is fulfilled', () => {
    const held = run(lost, looked(5, { foreign: [4] }), looked(20, { ours: [4] })).sale;
    expect(held.phase).toMatchObject({ state: 'CONFLICT', oursLive: 4 });
    expect(run(held, settles('foreign', 30, 20))).toMatchObject({
      sale: { settledAs: 'foreign_at_metrc', phase: { state: 'CONFIRMED', metrcId: 4 } },
      effects: [{ kind: 'fulfil' }],
    });
  });

  test('ours that is no longer shown cannot be let stand', () => {
    const held = run(lost, looked(5, { foreign: [4] }), looked(20, { ours: [4] }), looked(25, {})).sale;
    expect(held.phase).toMatchObject({ state: 'CONFLICT', oursLive: null });
    expect(run(held, settles('foreign', 30, 25)).sale).toEqual(held);
  });

  test('a decision on an old read, or one that does not fit, changes nothing', () => {
    const held = run(confirmed, looked(9, { archived: [7] })).sale;
    expect(run(held, settles('gone', 70_000, 9)).sale).toEqual(held);
    expect(run(held, settles('amended', 20, 10)).sale).toEqual(held);
  });

  test('holds the lane', () => {
    expect(holdsTheLane(run(confirmed, looked(9, { archived: [7] })).sale)).toBe(true);
  });
});

describe('a void by a lead', () => {
  const voiding = run(confirmed, { kind: 'void_asked', now: 5 });

  test('is asked again until Metrc shows it archived, and only then the money goes back', () => {
    expect(voiding.effects).toEqual([{ kind: 'void', metrcId: 7 }]);
    expect(run(voiding.sale, looked(6, { ours: [7] })).effects).toEqual([{ kind: 'void', metrcId: 7 }]);
    expect(run(voiding.sale, looked(7, { archived: [7] }))).toMatchObject({
      sale: { phase: { state: 'VOIDED' } },
      effects: [{ kind: 'refund' }],
    });
  });

  test('a receipt that Metrc no longer shows at all is put before a lead after the quiet window, never taken as voided', () => {
    const missing = run(voiding.sale, looked(10, {})).sale;
    expect(missing.phase).toMatchObject({ state: 'VOIDING', missingSince: 10 });
    expect(run(missing, looked(300_009, {})).sale.phase.state).toBe('VOIDING');
    expect(run(missing, looked(300_010, {})).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'gone',
      recorded: 7,
    });
    expect(run(missing, looked(20, { ours: [7] })).sale.phase).toMatchObject({ missingSince: null });
  });

  test('a void that Metrc refuses leaves the sale as it stood, and no money goes back', () => {
    const refused = run(voiding.sale, { kind: 'change_answered', now: 6, answer: 'refused' }).sale;
    expect(run(refused, looked(7, { ours: [7] }))).toEqual({ sale: confirmed, effects: [{ kind: 'change_refused' }] });
    expect(run(refused, looked(7, { archived: [7] })).effects).toEqual([{ kind: 'refund' }]);
  });

  test('a refusal is not final while an earlier asking could still take effect', () => {
    const doubtful = run(
      voiding.sale,
      { kind: 'change_answered', now: 6, answer: 'unknown' },
      looked(7, { ours: [7] }),
    );
    expect(doubtful.effects).toEqual([{ kind: 'void', metrcId: 7 }]);
    const refused = run(doubtful.sale, { kind: 'change_answered', now: 8, answer: 'refused' }).sale;
    expect(run(refused, looked(300_005, { ours: [7] }))).toMatchObject({
      sale: { phase: { state: 'VOIDING' } },
      effects: [],
    });
    expect(run(refused, looked(300_006, { ours: [7] })).sale.phase.state).toBe('CONFIRMED');
    // A new process counts the window anew and asks anew.
    const restarted = run(refused, { kind: 'restarted', now: 50 }).sale;
    expect(restarted.phase).toMatchObject({ doubtfulSince: 50, refused: false });
  });

  test('a void of a customer who left is never given up over a refusal', () => {
    const left = run(lost, { kind: 'customer_leaves', now: 1 }, looked(5, { ours: [4] })).sale;
    const refused = run(left, { kind: 'change_answered', now: 6, answer: 'refused' }, looked(7, { ours: [4] }));
    expect(refused).toMatchObject({ sale: { phase: { state: 'VOIDING' } }, effects: [{ kind: 'void', metrcId: 4 }] });
  });

  test('where Metrc no longer shows it, a lead who takes it as gone gives the money back; of any other gone receipt none goes', () => {
    const gone = run(voiding.sale, looked(10, {}), looked(300_010, {})).sale;
    const settles: SaleEvent = { kind: 'lead_settles', now: 300_020, as: 'gone', evidenceAt: 300_010 };
    expect(run(gone, settles)).toMatchObject({ sale: { phase: { state: 'VOIDED' } }, effects: [{ kind: 'refund' }] });
    const behindUs = run(confirmed, looked(300_010, { archived: [7] })).sale;
    expect(run(behindUs, settles)).toMatchObject({ sale: { phase: { state: 'VOIDED' } }, effects: [] });
  });

  test('does not hold the lane, and an unknown or unsettled sale cannot be voided', () => {
    expect(holdsTheLane(voiding.sale)).toBe(false);
    expect(run(lost, { kind: 'void_asked', now: 5 }).sale).toEqual(lost);
  });
});

describe('a correction', () => {
  const editing = run(confirmed, { kind: 'edit_asked', now: 5 });
  const unsure: SaleEvent = { kind: 'change_answered', now: 6, answer: 'unknown' };
  const shows = (now: number, what: EditShows): SaleEvent => ({
    kind: 'edit_looked',
    now,
    shows: what,
  });

  test('is repeated until a read shows exactly it', () => {
    expect(editing.effects).toEqual([{ kind: 'edit', metrcId: 7, version: 1 }]);
    expect(run(editing.sale, shows(7, 'old')).effects).toEqual([{ kind: 'edit', metrcId: 7, version: 1 }]);
    expect(run(editing.sale, shows(7, 'new'))).toMatchObject({
      sale: { phase: { state: 'CONFIRMED', version: 1 } },
      effects: [{ kind: 'refund' }],
    });
  });

  test('another change waits for the quiet window after one of unknown outcome', () => {
    const edited = run(editing.sale, unsure, shows(10, 'new')).sale;
    expect(run(edited, { kind: 'void_asked', now: 300_009 }).sale).toEqual(edited);
    expect(run(edited, { kind: 'void_asked', now: 300_010 }).sale.phase.state).toBe('VOIDING');
  });

  test('after a definite answer the next change needs no wait', () => {
    const edited = run(editing.sale, shows(10, 'new')).sale;
    expect(run(edited, { kind: 'edit_asked', now: 11 }).sale.phase).toMatchObject({ state: 'EDITING', version: 2 });
  });

  test('that Metrc refuses leaves the version that stood, and the next one may begin', () => {
    const first = run(editing.sale, shows(10, 'new')).sale;
    const second = run(first, { kind: 'edit_asked', now: 11 }, { kind: 'change_answered', now: 12, answer: 'refused' });
    const over = run(second.sale, shows(13, 'old'));
    expect(over).toEqual({ sale: first, effects: [{ kind: 'change_refused' }] });
    expect(run(over.sale, { kind: 'void_asked', now: 14 }).sale.phase).toMatchObject({ state: 'VOIDING', version: 1 });
  });

  test('a receipt that is not shown at all is put before a lead after the quiet window, with the version that stood', () => {
    const missing = run(editing.sale, shows(10, 'missing')).sale;
    expect(run(missing, shows(300_009, 'missing')).sale.phase.state).toBe('EDITING');
    expect(run(missing, shows(300_010, 'missing')).sale.phase).toMatchObject({
      state: 'CONFLICT',
      kind: 'gone',
      version: 0,
    });
    expect(run(missing, shows(20, 'new')).effects).toEqual([{ kind: 'refund' }]);
  });

  test('a conflict settled as amended ends it without money, and nothing is changed here any more', () => {
    const held = run(editing.sale, shows(10, 'other')).sale;
    const settled = run(held, { kind: 'lead_settles', now: 20, as: 'amended', evidenceAt: 15 });
    expect(settled).toMatchObject({ sale: { phase: { state: 'CONFIRMED', version: 0 } }, effects: [] });
    expect(run(settled.sale, { kind: 'void_asked', now: 21 }).sale).toEqual(settled.sale);
    // What a lead has let stand is no conflict again at the next look.
    expect(run(settled.sale, looked(30, { foreign: [7] })).sale).toEqual(settled.sale);
  });

  test('something else at Metrc is a conflict, and a restart makes the outcome unknown', () => {
    expect(run(editing.sale, shows(10, 'other')).sale.phase).toMatchObject({ state: 'CONFLICT', kind: 'amended' });
    expect(run(editing.sale, { kind: 'restarted', now: 1 }).sale.phase).toMatchObject({
      state: 'EDITING',
      doubtfulSince: 1,
    });
  });
});
