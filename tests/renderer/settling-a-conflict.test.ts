import { describe, expect, test } from 'vitest';
import { standard } from '../../src/renderer/specimen/carts.ts';
import { NOW, shop } from '../../src/renderer/specimen/shop.ts';
import { isStopped } from '../../src/renderer/state/availability.ts';
import type { Call, Intent } from '../../src/renderer/state/intent.ts';
import { step } from '../../src/renderer/state/step.ts';
import { settleMissing } from '../../src/renderer/state/step-conflict.ts';
import { type Conflict, firstUi, type Ui } from '../../src/renderer/state/ui.ts';
import { refuse } from '../../src/shared/contract/refusals.ts';
import type { Snapshot } from '../../src/shared/contract/snapshot.ts';
import { fill, LANGUAGES, plain } from '../../src/shared/words/bilingual.ts';
import { wordsIn } from '../../src/shared/words/catalogue.ts';
import { describeRefusal } from '../../src/shared/words/refusals.ts';

const conflict: Conflict = {
  state: 'conflict',
  saleNumber: 418,
  metrcIds: [51_203],
  foundAt: NOW - 60_000,
  kind: 'amended',
  lookedAt: NOW - 9_000,
  mayBeSettled: true,
  refundCents: null,
};

const stoppedBy = (change: Partial<Conflict> = {}, more: Partial<Snapshot> = {}): Snapshot => ({
  ...shop,
  cart: standard,
  lane: { ...conflict, ...change },
  ...more,
});

function having(snapshot: Snapshot, intents: readonly Intent[], ui: Ui = firstUi): { ui: Ui; calls: Call[] } {
  const calls: Call[] = [];
  let now = ui;
  for (const intent of intents) {
    const stepped = step(now, intent, snapshot, NOW);
    now = stepped.ui;
    calls.push(...stepped.calls);
  }
  return { ui: now, calls };
}

const digits = (text: string): Intent[] => [...text].map((digit) => ({ do: 'digits', digits: digit }));
const corner: Intent = { do: 'corner' };
const marisol: Intent = { do: 'chooseStaff', staffId: 'marisol' };
const because: Intent = { do: 'settleReason', reason: ' We changed it in Metrc ' };
const whole: Intent[] = [corner, marisol, ...digits('4444'), because, corner];

describe('a lead settles a conflict', () => {
  test('with a name, a PIN and a reason, and only what was seen is asked', () => {
    for (const kind of ['amended', 'gone', 'foreign'] as const) {
      const { ui, calls } = having(stoppedBy({ kind }), whole);
      expect(calls).toEqual([
        {
          call: 'conflict.settle',
          input: { as: kind, leadId: 'marisol', pin: '4444', reason: 'We changed it in Metrc' },
        },
      ]);
      expect(ui.settling?.pin).toBe('');
    }
  });

  test('with the arrows and Enter alone; only leads are among the names', () => {
    const names: (string | null | undefined)[] = [];
    let { ui } = having(stoppedBy(), [corner]);
    for (let press = 0; press < 3; press += 1) {
      ui = having(stoppedBy(), [{ do: 'move', by: 1 }], ui).ui;
      names.push(ui.settling?.leadId);
    }
    expect(names).toEqual(['marisol', 'tom', 'marisol']);
    const { calls } = having(stoppedBy(), [...digits('4444'), because, { do: 'enter' }], ui);
    expect(calls).toHaveLength(1);
  });

  test('asks nothing while a name, a digit or the reason is missing, and says which', () => {
    const without = (left: readonly Intent[]) => having(stoppedBy(), left);
    expect(without([corner, because, corner]).ui.note).toEqual({ about: 'settle', missing: 'chooseLead' });
    expect(without([corner, marisol, ...digits('444'), because, corner]).ui.note).toEqual({
      about: 'settle',
      missing: 'typePin',
    });
    const noReason = without([corner, marisol, ...digits('4444'), { do: 'settleReason', reason: '  ' }, corner]);
    expect(noReason.ui.note).toEqual({ about: 'settle', missing: 'sayWhy' });
    expect(noReason.calls).toEqual([]);
    const pinAsReason: Intent = { do: 'settleReason', reason: '4444' };
    expect(without([corner, marisol, ...digits('4444'), pinAsReason, corner]).calls).toEqual([]);
  });

  test('not before it is proved that nothing of ours is at Metrc', () => {
    const { ui, calls } = having(stoppedBy({ kind: 'foreign', mayBeSettled: false }), whole);
    expect(calls).toEqual([]);
    expect(ui.settling).toBeNull();
    expect(ui.note).toEqual({ about: 'settle', missing: 'notProved' });
  });

  test('not on a look older than a minute; a new one opens the key again', () => {
    const old = stoppedBy({ lookedAt: NOW - 60_001 });
    const { ui, calls } = having(old, whole);
    expect(calls).toEqual([]);
    expect(ui.note).toEqual({ about: 'settle', missing: 'lookOld' });
    expect(having(stoppedBy({ lookedAt: NOW }), [corner], ui).calls).toHaveLength(1);
    expect(settleMissing({ ...conflict, lookedAt: null }, ui.settling, NOW)).toBe('lookOld');
  });

  test('a lead who is signed in, or whose badge is read meanwhile, is chosen already; the PIN is still asked', () => {
    const tom = { id: 'tom', name: 'Tom H.', role: 'lead' } as const;
    const bySignIn = having(stoppedBy({}, { signedIn: tom }), [corner]);
    expect(bySignIn.ui.settling?.leadId).toBe('tom');
    const before = stoppedBy();
    const { ui } = having(before, [corner, marisol, ...digits('44')]);
    const badge = having(stoppedBy({}, { signedIn: tom }), [{ do: 'changed', before }], ui);
    expect(badge.ui.settling).toMatchObject({ leadId: 'tom', pin: '' });
  });

  test('another name begins with an empty PIN', () => {
    const { ui } = having(stoppedBy(), [corner, marisol, ...digits('4444'), { do: 'chooseStaff', staffId: 'tom' }]);
    expect(ui.settling).toMatchObject({ leadId: 'tom', pin: '' });
  });

  test('a wrong PIN keeps name and reason and is said', () => {
    const { ui } = having(stoppedBy(), [
      ...whole,
      { do: 'answered', call: 'conflict.settle', refusal: refuse('WRONG_PIN', { name: 'Marisol R.' }) },
    ]);
    expect(ui.said?.code).toBe('WRONG_PIN');
    expect(ui.settling).toMatchObject({ leadId: 'marisol', pin: '', asked: false });
    expect(ui.settling?.reason.trim()).toBe('We changed it in Metrc');
  });
});

describe('what ends a decision', () => {
  const settled: Snapshot = { ...stoppedBy(), lane: { state: 'ready' } };
  const asked = having(stoppedBy(), whole).ui;
  const answered: Intent = { do: 'answered', call: 'conflict.settle', refusal: null };
  const changed: Intent = { do: 'changed', before: stoppedBy() };
  const goodNews = { about: 'settled', as: 'amended', saleNumber: 418 };

  test('is said once and stays, whether the answer or the free lane comes first', () => {
    for (const order of [
      [answered, changed],
      [changed, answered],
    ]) {
      const { ui } = having(settled, order, asked);
      expect(ui.settling).toBeNull();
      expect(ui.note).toEqual(goodNews);
    }
  });

  test('a decision is never carried over to another sale or to another kind of conflict', () => {
    const { ui } = having(stoppedBy(), whole.slice(0, -1));
    for (const next of [stoppedBy({ saleNumber: 419 }), stoppedBy({ kind: 'gone' })]) {
      const after = having(next, [changed], ui).ui;
      expect(after.settling).toBeNull();
      expect(after.note).toBeNull();
    }
    expect(having(stoppedBy({ lookedAt: NOW }), [changed], ui).ui.settling).not.toBeNull();
  });

  test('Esc, locking, and going to the drawer forget the PIN', () => {
    const { ui } = having(stoppedBy(), whole.slice(0, -1));
    expect(having(stoppedBy(), [{ do: 'escape' }], ui).ui.settling).toBeNull();
    expect(having(stoppedBy(), [{ do: 'functionKey', key: 'F8' }], ui).ui.settling).toBeNull();
    const locked = stoppedBy({}, { signedIn: null });
    expect(having(locked, [changed], ui).ui.settling).toBeNull();
  });

  test('while it goes on the lane stays stopped and nothing reaches the cart or the tender', () => {
    const { ui, calls } = having(stoppedBy(), [
      corner,
      ...digits('5'),
      { do: 'star' },
      { do: 'functionKey', key: 'F6' },
      { do: 'functionKey', key: 'F4' },
    ]);
    expect(calls).toEqual([]);
    expect(ui.entry).toBe('');
    expect(isStopped(stoppedBy(), NOW)).toBe(true);
  });
});

describe('the words of a conflict', () => {
  test('say for each kind whether the sale is recorded', () => {
    const { conflict: say } = wordsIn('en');
    expect(plain(say.amendedTold)).toContain('It is recorded, but not as it was sold here.');
    expect(plain(say.goneTold)).toContain('the sale is not recorded.');
    expect(plain(fill(say.foreignTold, { number: 418 }))).toContain('recorded is not known yet.');
  });

  test('a decision without fresh evidence is refused with what to do, and the sale is not known yet', () => {
    for (const language of LANGUAGES) {
      const told = describeRefusal(
        { ...refuse('CONFLICT_NOT_SETTLED'), recorded: 'not_known_yet' },
        language,
        'America/Chicago',
      );
      expect(told.code).toBe('M-404');
      expect(plain(told.recorded)).toMatch(/not known yet|Aún no se sabe/);
    }
    expect(describeRefusal(refuse('REASON_MISSING'), 'en', 'America/Chicago').happened).not.toContain('drawer');
  });

  test('the three ready reasons of a kind are three different ones', () => {
    for (const language of LANGUAGES) {
      const { conflict: say } = wordsIn(language);
      for (const kind of ['amended', 'gone', 'foreign'] as const) {
        expect(new Set([say[`${kind}Reason1`], say[`${kind}Reason2`], say[`${kind}Reason3`]]).size).toBe(3);
      }
    }
  });
});
