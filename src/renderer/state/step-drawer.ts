import { type CashCount, DENOMINATIONS_CENTS, type Snapshot } from '../../shared/contract/snapshot.ts';
import type { Intent } from './intent.ts';
import { asking, type Stepped, stay } from './stepped.ts';
import type { Counting, Ui } from './ui.ts';

const emptyCount: Counting = { typed: {}, row: 0 };
const MOST_DIGITS = 5;

/** What the drawer screen shows, in the order of a day. */
export type DrawerPage = 'float' | 'leadOnly' | 'overview' | 'counting' | 'result' | 'noSale';

export function drawerPage(ui: Ui, snapshot: Snapshot): DrawerPage {
  if (snapshot.drawer === null) return snapshot.signedIn?.role === 'lead' ? 'float' : 'leadOnly';
  if (ui.noSale) return 'noSale';
  if (ui.counting !== null) return 'counting';
  return snapshot.drawer.state === 'counted' && snapshot.drawer.result !== null ? 'result' : 'overview';
}

/** Rows of the count without a figure yet. */
export const rowsLeft = (counting: Counting): number =>
  DENOMINATIONS_CENTS.filter((worth) => (counting.typed[worth] ?? '') === '').length;

/** The count as the contract takes it. */
export const cashCount = (counting: Counting): CashCount => ({
  pieces: DENOMINATIONS_CENTS.map((worth) => ({
    denominationCents: worth,
    count: Number(counting.typed[worth] || '0'),
  })),
});

/** What has been counted so far, in cents. Only a sum of what stands on the screen; the core counts again. */
export const countedCents = (counting: Counting): number =>
  DENOMINATIONS_CENTS.reduce((sum, worth) => sum + worth * Number(counting.typed[worth] || '0'), 0);

export function stepDrawer(ui: Ui, intent: Intent, snapshot: Snapshot): Stepped {
  const page = drawerPage(ui, snapshot);
  if (page === 'float' || page === 'counting') return stepCounting(ui, intent, page, ui.counting ?? emptyCount);
  switch (intent.do) {
    case 'startCount':
      return stay({ ...ui, counting: emptyCount, noSale: false });
    case 'openNoSale':
      return stay({ ...ui, noSale: true });
    case 'noSale':
      return asking(ui, { call: 'drawer.noSale', input: { reason: intent.reason } });
    case 'corner':
      // On the result the corner key was "Count is final" a moment ago: pressed again it does nothing.
      if (page === 'result') return stay(ui);
      return stay({ ...ui, screen: 'sale', noSale: false });
    case 'closeDrawer':
      return page === 'result' ? closeOver(ui, snapshot.held.length) : stay(ui);
    case 'openDevice':
      return stay({ ...ui, panel: { kind: 'device', link: intent.link } });
    default:
      return stay(ui);
  }
}

/** Held carts are said first; the next press of the same key closes over them. */
function closeOver(ui: Ui, held: number): Stepped {
  if (held > 0 && ui.closingOver !== held) {
    return stay({ ...ui, closingOver: held, note: { about: 'cartsHeld', count: held } });
  }
  return asking({ ...ui, closingOver: null }, { call: 'drawer.close', input: { heldCarts: held } });
}

function stepCounting(ui: Ui, intent: Intent, page: 'float' | 'counting', counting: Counting): Stepped {
  const last = DENOMINATIONS_CENTS.length - 1;
  const worth = DENOMINATIONS_CENTS[counting.row];
  const text = worth === undefined ? '' : (counting.typed[worth] ?? '');
  const write = (next: string): Stepped =>
    worth === undefined
      ? stay(ui)
      : stay({ ...ui, counting: { ...counting, typed: { ...counting.typed, [worth]: next } } });
  const go = (row: number): Stepped =>
    stay({ ...ui, counting: { ...counting, row: Math.max(0, Math.min(last, row)) } });
  switch (intent.do) {
    case 'digits':
      if (!/^\d+$/.test(intent.digits)) return stay(ui);
      return write(`${text}${intent.digits}`.replace(/^0+(?=\d)/, '').slice(0, MOST_DIGITS));
    case 'backspace':
      return write(text.slice(0, -1));
    case 'move':
      return go(counting.row + intent.by);
    case 'enter': {
      // An empty row that is passed with Enter was looked at: it holds none.
      const passed = worth !== undefined && text === '' ? { ...counting.typed, [worth]: '0' } : counting.typed;
      return stay({ ...ui, counting: { typed: passed, row: Math.min(last, counting.row + 1) } });
    }
    case 'chooseRow':
      return go(intent.row);
    case 'corner':
      if (rowsLeft(counting) > 0) return stay({ ...ui, counting });
      return asking(
        { ...ui, counting },
        { call: page === 'float' ? 'drawer.open' : 'drawer.count', input: cashCount(counting) },
      );
    case 'openDevice':
      return stay({ ...ui, panel: { kind: 'device', link: intent.link } });
    default:
      return stay(ui);
  }
}
