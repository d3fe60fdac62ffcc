import { describe, expect, test } from 'vitest';
import { NOW, shop } from '../../src/renderer/specimen/shop.ts';
import type { Call, Intent } from '../../src/renderer/state/intent.ts';
import { step } from '../../src/renderer/state/step.ts';
import { countedCents, drawerPage, rowsLeft } from '../../src/renderer/state/step-drawer.ts';
import { firstUi, type Ui } from '../../src/renderer/state/ui.ts';
import { DENOMINATIONS_CENTS, type Snapshot } from '../../src/shared/contract/snapshot.ts';

function having(snapshot: Snapshot, intents: readonly Intent[], ui: Ui): { ui: Ui; calls: Call[] } {
  const calls: Call[] = [];
  let now = ui;
  for (const intent of intents) {
    const stepped = step(now, intent, snapshot, NOW);
    now = stepped.ui;
    calls.push(...stepped.calls);
  }
  return { ui: now, calls };
}

describe('signing in', () => {
  const locked: Snapshot = { ...shop, signedIn: null };
  const digits = (text: string): Intent[] => [...text].map((digit) => ({ do: 'digits', digits: digit }));

  test('is a name, four digits and Enter', () => {
    const { ui, calls } = having(
      locked,
      [{ do: 'chooseStaff', staffId: 'dana' }, ...digits('1111'), { do: 'enter' }],
      firstUi,
    );
    expect(calls).toEqual([{ call: 'staff.signIn', input: { staffId: 'dana', pin: '1111' } }]);
    expect(ui.pin).toBe('');
  });

  test('asks nothing without a name or with too few digits', () => {
    expect(having(locked, [...digits('1111'), { do: 'enter' }], firstUi).calls).toEqual([]);
    expect(
      having(locked, [{ do: 'chooseStaff', staffId: 'dana' }, ...digits('11'), { do: 'enter' }], firstUi).calls,
    ).toEqual([]);
  });

  test('names can be chosen with the arrows alone', () => {
    const { ui } = having(
      locked,
      [
        { do: 'move', by: 1 },
        { do: 'move', by: 1 },
      ],
      firstUi,
    );
    expect(ui.staffId).toBe(shop.staff[1]?.id);
  });

  test('no key reaches the cart while nobody is signed in', () => {
    const keys: Intent[] = [
      { do: 'functionKey', key: 'F6' },
      { do: 'functionKey', key: 'F8' },
      { do: 'corner' },
      { do: 'cash', cents: 1 },
    ];
    expect(having(locked, keys, firstUi).calls).toEqual([]);
  });
});

describe('counting the drawer', () => {
  const onDrawer: Ui = { ...firstUi, screen: 'drawer' };
  const countAll: Intent[] = [
    { do: 'startCount' },
    ...DENOMINATIONS_CENTS.flatMap((_, row): Intent[] => [{ do: 'digits', digits: String(row) }, { do: 'enter' }]),
  ];

  test('goes row by row and is final only when every row has a figure', () => {
    const half = having(shop, countAll.slice(0, 7), onDrawer);
    expect(rowsLeft(half.ui.counting!)).toBe(7);
    expect(having(shop, [{ do: 'corner' }], half.ui).calls).toEqual([]);
    const whole = having(shop, [...countAll, { do: 'corner' }], onDrawer);
    expect(whole.calls).toHaveLength(1);
    expect(whole.calls[0]).toMatchObject({ call: 'drawer.count' });
  });

  test('sums what stands on the screen', () => {
    expect(countedCents({ typed: { 10000: '3', 25: '38', 1: '' }, row: 0 })).toBe(30_950);
  });

  test('an empty row passed with Enter holds none', () => {
    const { ui } = having(shop, [{ do: 'startCount' }, { do: 'enter' }], onDrawer);
    expect(ui.counting?.typed[10000]).toBe('0');
  });

  test('only a lead is asked for the float', () => {
    const shut: Snapshot = { ...shop, drawer: null };
    expect(drawerPage(onDrawer, shut)).toBe('leadOnly');
    const lead: Snapshot = { ...shut, signedIn: { id: 'tom', name: 'Tom H.', role: 'lead' } };
    expect(drawerPage(onDrawer, lead)).toBe('float');
    const opened = having(lead, [...countAll.slice(1), { do: 'corner' }], onDrawer);
    expect(opened.calls[0]).toMatchObject({ call: 'drawer.open' });
  });

  test('Esc leaves the count first and the drawer then, and asks nothing', () => {
    const counting = having(shop, countAll.slice(0, 3), onDrawer).ui;
    const once = having(shop, [{ do: 'escape' }], counting);
    expect(once.ui).toMatchObject({ counting: null, screen: 'drawer' });
    expect(having(shop, [{ do: 'escape' }], once.ui).ui.screen).toBe('sale');
    expect(once.calls).toEqual([]);
  });
});

describe('a key pressed twice at the drawer', () => {
  const typedAll: Ui = {
    ...firstUi,
    screen: 'drawer',
    counting: { typed: Object.fromEntries(DENOMINATIONS_CENTS.map((worth) => [worth, '1'])), row: 0 },
  };
  const open = { sessionId: 'z1', zNumber: 1, openedAt: NOW, openedBy: 'Tom H.', state: 'open', result: null } as const;
  const result = {
    floatCents: 20_000,
    cashSalesCents: 0,
    cashRefundsCents: 0,
    roundingCents: 0,
    expectedCents: 20_000,
    countedCents: 19_191,
    firstCountCents: null,
    overShortCents: -809,
    mayRecount: true,
  };
  const before: Snapshot = { ...shop, drawer: open };
  const after: Snapshot = { ...shop, drawer: { ...open, state: 'counted', result } };
  const counted = (): Ui => {
    const sent = step(typedAll, { do: 'corner' }, before, NOW).ui;
    const shown = step(sent, { do: 'changed', before }, after, NOW + 40).ui;
    return step(shown, { do: 'answered', call: 'drawer.count', refusal: null }, after, NOW + 50).ui;
  };

  test('sends one count while the call is under way', () => {
    const { calls } = having(before, [{ do: 'corner' }, { do: 'corner' }, { do: 'corner' }], typedAll);
    expect(calls.map(({ call }) => call)).toEqual(['drawer.count']);
  });

  test('never closes the drawer on the corner key, not at once and not later', () => {
    expect(drawerPage(counted(), after)).toBe('result');
    for (const later of [60, 900, 5000]) {
      expect(step(counted(), { do: 'corner' }, after, NOW + later).calls).toEqual([]);
    }
  });

  test('closes the drawer once by its own key, and not in the first moment', () => {
    expect(step(counted(), { do: 'closeDrawer' }, after, NOW + 900).calls).toEqual([]);
    const closing = step(counted(), { do: 'closeDrawer' }, after, NOW + 1100);
    expect(closing.calls.map(({ call }) => call)).toEqual(['drawer.close']);
    expect(step(closing.ui, { do: 'closeDrawer' }, after, NOW + 1200).calls).toEqual([]);
  });

  test('does not send the second count twice, also when its answer was lost', () => {
    const second = { ...counted(), counting: typedAll.counting, drawerChangedAt: null };
    const sent = step(second, { do: 'corner' }, after, NOW + 9000);
    expect(sent.calls).toHaveLength(1);
    const lost = step(sent.ui, { do: 'unanswered', call: 'drawer.count' }, after, NOW + 9100).ui;
    const arrived: Snapshot = { ...after, drawer: { ...after.drawer!, result: { ...result, mayRecount: false } } };
    const shown = step(lost, { do: 'changed', before: after }, arrived, NOW + 12_000).ui;
    expect(shown.counting).toBeNull();
    expect(step(shown, { do: 'corner' }, arrived, NOW + 20_000).calls).toEqual([]);
  });

  test('opens the drawer and does not pay with the same press', () => {
    const shut: Snapshot = { ...shop, drawer: null, signedIn: { id: 'tom', name: 'Tom H.', role: 'lead' } };
    const sent = step(typedAll, { do: 'corner' }, shut, NOW);
    const opened = step(sent.ui, { do: 'answered', call: 'drawer.open', refusal: null }, before, NOW + 50).ui;
    expect(opened.screen).toBe('sale');
    expect(step(opened, { do: 'corner' }, before, NOW + 100).calls).toEqual([]);
  });

  test('a count that gets no answer does not hold the keys for ever', () => {
    const sent = step(typedAll, { do: 'corner' }, before, NOW).ui;
    expect(step(sent, { do: 'corner' }, before, NOW + 16_000).calls).toHaveLength(1);
  });
});
