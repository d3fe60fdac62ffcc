import { describe, expect, test } from 'vitest';
import { mixed, standard } from '../../src/renderer/specimen/carts.ts';
import { NOW, shop } from '../../src/renderer/specimen/shop.ts';
import { addOne, leftUnder } from '../../src/renderer/state/decimal-text.ts';
import type { Call, Intent } from '../../src/renderer/state/intent.ts';
import { step } from '../../src/renderer/state/step.ts';
import { firstUi, typedCents, typeMore, type Ui } from '../../src/renderer/state/ui.ts';
import { refuse } from '../../src/shared/contract/refusals.ts';
import type { LaneView, Snapshot } from '../../src/shared/contract/snapshot.ts';
import { askingLane } from './support/lanes.ts';

const selling: Snapshot = { ...shop, cart: standard };

/** Does one thing after another and keeps what the screen remembers and what it asked. */
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

const type = (text: string): Intent[] =>
  [...text].map((key) => (key === '*' ? { do: 'star' } : { do: 'digits', digits: key }));

describe('digits', () => {
  test('give cash, each told to the register as it is typed', () => {
    const { ui, calls } = having(selling, type('14000'));
    expect(ui.entry).toBe('14000');
    expect(calls.at(-1)).toEqual({ call: 'tender.cash', input: { givenCents: 14_000 } });
    expect(calls).toHaveLength(5);
  });

  test('with a point are dollars', () => {
    expect(typedCents('140.5')).toBe(14_050);
    expect(typedCents('140.')).toBe(14_000);
    expect(typedCents('.25')).toBe(25);
    expect(typedCents('')).toBe(0);
  });

  test('then star set the quantity of the newest line, and the tender they seemed to be is taken back', () => {
    const { ui, calls } = having(selling, type('3*'));
    expect(ui.entry).toBe('');
    expect(calls.slice(-2)).toEqual([
      { call: 'tender.clear', input: {} },
      { call: 'cart.setQuantity', input: { lineId: null, quantity: '3' } },
    ]);
  });

  test('taken back one by one end with no tender', () => {
    const { calls } = having(selling, [...type('5'), { do: 'backspace' }]);
    expect(calls.at(-1)).toEqual({ call: 'tender.clear', input: {} });
  });

  test('never grow beyond what a drawer can hold, and take one point at most', () => {
    expect(typeMore('12345678', '9')).toBe('12345678');
    expect(typeMore('1.5', '.')).toBe('1.5');
    expect(typeMore('0', '5')).toBe('5');
  });

  test('start anew after a cash amount that was chosen by a key', () => {
    for (const chosen of [{ do: 'cash', cents: 14_000 }, { do: 'exact' }] as const) {
      const { calls } = having(selling, [...type('99'), chosen, ...type('5')]);
      expect(calls.at(-1)).toEqual({ call: 'tender.cash', input: { givenCents: 5 } });
    }
  });

  test('past the limit are refused and told', () => {
    const { ui } = having(selling, type('123456789'));
    expect(ui.entry).toBe('12345678');
    expect(ui.note).toEqual({ about: 'entryFull' });
    expect(having(selling, type('00')).ui.note).toBeNull();
  });

  test('do nothing while Metrc is asked', () => {
    expect(having({ ...selling, lane: askingLane }, [...type('9'), { do: 'corner' }]).calls).toEqual([]);
  });
});

describe('Pay', () => {
  test('asks with the sale and the total on the screen; whether it may is for the register to say', () => {
    const { calls } = having({ ...selling, cart: mixed }, [{ do: 'corner' }]);
    expect(calls).toEqual([
      { call: 'tender.pay', input: { saleId: mixed.saleId, totalCents: mixed.totals.totalCents } },
    ]);
  });

  test('a known patient who gives a note is two keys', () => {
    const { calls } = having(selling, [{ do: 'cash', cents: 14_000 }, { do: 'corner' }]);
    expect(calls.map((call) => call.call)).toEqual(['tender.cash', 'tender.pay']);
  });
});

describe('Esc goes one step back and never loses a cart', () => {
  test('message, then panel, then tender, and after that nothing', () => {
    const start: Ui = { ...firstUi, said: refuse('CART_EMPTY'), panel: { kind: 'help' } };
    const first = having(selling, [{ do: 'escape' }], start);
    expect(first.ui.said).toBeNull();
    expect(first.ui.panel).toEqual({ kind: 'help' });
    const second = having(selling, [{ do: 'escape' }], first.ui);
    expect(second.ui.panel).toBeNull();
    expect(second.calls).toEqual([]);
    expect(having(selling, [{ do: 'escape' }], second.ui).calls).toEqual([{ call: 'tender.clear', input: {} }]);
    const noTender: Snapshot = { ...selling, cart: { ...standard, tender: { kind: 'none' } } };
    expect(having(noTender, [{ do: 'escape' }, { do: 'escape' }, { do: 'escape' }], second.ui).calls).toEqual([]);
  });
});

describe('function keys', () => {
  test('F2 records the look at the agency’s tool while it is missing, and opens the customer otherwise', () => {
    const customer = { ...standard.customer!, agencyCheck: 'needed' as const };
    const needed: Snapshot = { ...selling, cart: { ...standard, customer } };
    expect(having(needed, [{ do: 'functionKey', key: 'F2' }]).calls).toEqual([
      { call: 'cart.recordAgencyCheck', input: { showed: 'active' } },
    ]);
    expect(having(selling, [{ do: 'functionKey', key: 'F2' }]).ui.panel).toEqual({ kind: 'customer' });
  });

  test('F4 holds what is on the counter and offers the held ones when it is empty', () => {
    expect(having(selling, [{ do: 'functionKey', key: 'F4' }]).calls).toEqual([{ call: 'cart.hold', input: {} }]);
    const held = [{ saleId: 'x', saleNumber: 1, lines: 1, totalCents: 1, heldAt: NOW, by: 'Dana W.' }];
    expect(having({ ...shop, held }, [{ do: 'functionKey', key: 'F4' }]).ui.panel).toEqual({ kind: 'held' });
  });

  test('F6 voids the newest line and keeps its place for undo', () => {
    const { ui, calls } = having(selling, [{ do: 'functionKey', key: 'F6' }]);
    expect(calls).toEqual([{ call: 'cart.voidLine', input: { lineId: null } }]);
    expect(ui.voided?.line.name).toBe('Watermelon gummies, 45 g');
    expect(having(selling, [{ do: 'undo' }], ui).calls).toEqual([{ call: 'cart.undo', input: {} }]);
  });

  test('a key that cannot be used says why and asks nothing', () => {
    const { ui, calls } = having(shop, [{ do: 'functionKey', key: 'F6' }]);
    expect(calls).toEqual([]);
    expect(ui.note).toEqual({ about: 'keys', key: 'nothingToVoid' });
  });

  test('the same key opens and closes, and only one thing is open', () => {
    const open = having(selling, [
      { do: 'functionKey', key: 'F3' },
      { do: 'functionKey', key: 'F1' },
    ]);
    expect(open.ui.panel).toEqual({ kind: 'help' });
    expect(having(selling, [{ do: 'functionKey', key: 'F1' }], open.ui).ui.panel).toBeNull();
  });
});

describe('what the register says', () => {
  test('a refusal stays until the next act', () => {
    const refused = having(selling, [{ do: 'answered', call: 'tender.pay', refusal: refuse('TENDER_MISSING') }]);
    expect(refused.ui.said?.code).toBe('TENDER_MISSING');
    expect(having(selling, [{ do: 'debit' }], refused.ui).ui.said).toBeNull();
  });

  test('a refused quantity is said until the next scan', () => {
    const refusal = refuse('QUANTITY_BAD');
    const { ui } = having(selling, [{ do: 'answered', call: 'cart.setQuantity', refusal }]);
    expect(ui).toMatchObject({ said: { code: 'QUANTITY_BAD' }, quantityRefused: true });
    const scanned: Snapshot = {
      ...selling,
      lastScan: { at: NOW, shown: '…1330', kind: 'package_tag', outcome: 'added', refusal: null },
    };
    expect(step(ui, { do: 'changed', before: selling }, scanned, NOW).ui.said).toBeNull();
  });

  test('a new sale begins with no digits of the old one', () => {
    const typed = having(selling, type('14')).ui;
    const next: Snapshot = { ...selling, cart: { ...shop.cart, saleId: 'another' } };
    expect(step(typed, { do: 'changed', before: selling }, next, NOW).ui.entry).toBe('');
  });

  test('when Metrc is asked, what was open over the left gives way', () => {
    const open = having(selling, [{ do: 'functionKey', key: 'F3' }]).ui;
    const signed: Snapshot = {
      ...selling,
      lane: { state: 'blocked', refusal: refuse('METRC_KEYS'), since: NOW, nextLookAt: null },
    };
    expect(step(open, { do: 'changed', before: selling }, signed, NOW).ui.panel).toBeNull();
  });

  test('a sale whose customer left says that it is undone, with the money that goes back', () => {
    const unknown: LaneView = {
      state: 'unknown',
      saleNumber: 417,
      askedAt: NOW,
      attempt: 1,
      choice: 'leaves',
      because: 'timeout',
      lastLook: null,
      nextLookAt: null,
      quietUntil: null,
      wholeScreenAt: NOW,
      totalCents: 13_702,
      givenCents: 14_000,
      tenderKind: 'cash',
      quickRestarts: 0,
      afterRestart: false,
    };
    const doubted: Snapshot = { ...selling, lane: unknown };
    const { note } = step(firstUi, { do: 'changed', before: doubted }, shop, NOW).ui;
    expect(note).toEqual({ about: 'undone', saleNumber: 417, cents: 14_000 });
    const waited: Snapshot = { ...selling, lane: { ...unknown, choice: 'waits' } };
    expect(step(firstUi, { do: 'changed', before: waited }, shop, NOW).ui.note).toBeNull();
  });

  test('locking forgets panels, digits and messages, not the cart', () => {
    const open = having(selling, [{ do: 'functionKey', key: 'F3' }]).ui;
    const locked: Snapshot = { ...selling, signedIn: null };
    expect(step({ ...open, pin: '12' }, { do: 'changed', before: selling }, locked, NOW).ui).toEqual(firstUi);
  });
});

describe('decimal text', () => {
  test('what still fits under a limit is exact', () => {
    expect(leftUnder({ cap: '84.90', beforeTotal: '56.60' })).toBe('28.3');
    expect(leftUnder({ cap: '84.90', beforeTotal: '84.90' })).toBeNull();
  });

  test('one more and one less keep the decimals', () => {
    expect(addOne('3.5', 1)).toBe('4.5');
    expect(addOne('0.5', -1)).toBe('0');
  });
});
