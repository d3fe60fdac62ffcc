import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Intent } from './intent.ts';
import type { Stepped } from './stepped.ts';
import type { Ui } from './ui.ts';

/** As long as a second press of a key still belongs to the first. */
const SETTLES_MS = 1000;
/** After this a call of the drawer without an answer no longer holds the keys. */
const ANSWERS_WITHIN_MS = 15_000;

const isAsked = (ui: Ui, now: number): boolean => isWithin(ui.drawerAskedAt, now, ANSWERS_WITHIN_MS);

/**
 * Must the corner of the drawer wait? While a call of the drawer is under way, and for a moment after the screen changed
 * under the hand: one act is final and the next one stands in its place. `now` is the register's clock.
 */
export const drawerHolds = (ui: Ui, now: number): boolean =>
  isAsked(ui, now) || isWithin(ui.drawerChangedAt, now, SETTLES_MS);

/** Near on both sides: a clock that was set back must not hold the keys for hours. */
const isWithin = (since: number | null, now: number, most: number): boolean =>
  since !== null && Math.abs(now - since) < most;

/** Does this act come too early? In the corner until the screen has stood for a moment, elsewhere until the answer. */
export function tooEarly(intent: Intent, ui: Ui, now: number): boolean {
  if (isCorner(intent)) return drawerHolds(ui, now);
  return (intent.do === 'startCount' || intent.do === 'noSale') && isAsked(ui, now);
}

const isCorner = (intent: Intent): boolean => intent.do === 'corner' || intent.do === 'closeDrawer';

/** Remembers what the guard needs: calls that leave, answers that come, and a drawer that has changed. */
export function watchDrawer({ ui, calls }: Stepped, intent: Intent, snapshot: Snapshot, now: number): Stepped {
  if (intent.do === 'answered' || intent.do === 'unanswered') {
    if (!intent.call.startsWith('drawer.')) return { ui, calls };
    return { ui: { ...ui, drawerAskedAt: null, drawerChangedAt: now }, calls };
  }
  if (intent.do === 'changed') {
    if (intent.before === null || !drawerChanged(intent.before, snapshot)) return { ui, calls };
    return { ui: { ...ui, drawerChangedAt: now }, calls };
  }
  if (calls.some(({ call }) => call.startsWith('drawer.'))) return { ui: { ...ui, drawerAskedAt: now }, calls };
  // Another key in between: the next press of the corner is meant.
  return isCorner(intent) ? { ui, calls } : settle({ ui, calls });
}

const settle = (stepped: Stepped): Stepped =>
  stepped.ui.drawerChangedAt === null ? stepped : { ...stepped, ui: { ...stepped.ui, drawerChangedAt: null } };

/** Was the drawer opened, closed or counted between these two? */
export function drawerChanged({ drawer: before }: Snapshot, { drawer: after }: Snapshot): boolean {
  return (
    before?.zNumber !== after?.zNumber ||
    before?.state !== after?.state ||
    before?.result?.countedCents !== after?.result?.countedCents ||
    before?.result?.mayRecount !== after?.result?.mayRecount
  );
}
