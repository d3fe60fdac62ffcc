/** Opens the cash drawer without a sale, and begins a drawer session. */
import { type Answer, refuse } from '../../shared/contract/refusals.ts';
import { err, ok } from '../../shared/values/result.ts';
import { countedCents, type Pieces } from '../domain/drawer/count.ts';
import type { DeviceState } from '../ports/device.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { DayComparer } from './compare-day.ts';
import type { Desk } from './desk.ts';
import { sendPulse } from './send-pulse.ts';

/** Far enough back to lie in the business day before. */
const YESTERDAY_MS = 24 * 3_600_000;

/** It can be kicked all the same: somebody did not push it shut, nothing is wrong with it. */
const isLeftOpen = (drawer: DeviceState): boolean => drawer.kind === 'attention' && drawer.reason === 'left_open';

/** A drawer that stands open longer than the store allows leaves a line in the journal. The tile says it meanwhile. */
export function noteLeftOpen(desk: Desk, drawer: DeviceState): void {
  if (!isLeftOpen(drawer) || desk.closing) return;
  const { store, clock, log } = desk.ports;
  try {
    const sessionId = store.drawers.running()?.id ?? null;
    const actor = desk.signedIn?.id ?? null;
    store.journal.append({ at: clock.now(), kind: 'drawer.left_open', actor, body: { sessionId } });
  } catch (error) {
    // Never a reason to stop: whoever sells next finds out whether the records can be written.
    log({ what: 'drawer left open', error });
  }
}

/** Opens the drawer without a sale, for a reason that stays in the journal. */
export function noSale(desk: Desk, input: { readonly reason: string }): Answer {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  const reason = input.reason.trim();
  if (reason === '') return err(refuse('REASON_MISSING'));
  // While Metrc has not answered, an open drawer is how money is given back for goods that may already be sold.
  if (desk.openSale && person.value.role === 'budtender')
    return err({ ...refuse('SALE_IN_DOUBT'), recorded: 'not_known_yet' });
  const drawer = desk.ports.drawer.state();
  if (drawer.kind !== 'ready' && !isLeftOpen(drawer)) return err(refuse('DRAWER_NOT_CONNECTED'));
  const { store, clock, newId } = desk.ports;
  const id = newId();
  const at = clock.now();
  store.transaction(() => {
    const sessionId = store.drawers.running()?.id ?? null;
    store.pulses.add({ id, at, why: 'no_sale', reason, by: person.value.id, saleId: null, sessionId });
    store.journal.append({ at, kind: 'drawer.no_sale', actor: person.value.id, body: { reason } });
  });
  void sendPulse(desk, id);
  return ok(null);
}

/** Starts a drawer session with its float, counted by denomination. */
export function openDrawer(desk: Desk, days: DayComparer, input: { readonly pieces: Pieces }): Answer {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock, newId } = desk.ports;
  if (store.drawers.running()) return err(refuse('DRAWER_ALREADY_OPEN'));
  const cents = countedCents(input.pieces);
  if (cents === null) return err(refuse('COUNT_BAD'));
  const at = clock.now();
  const by = person.value.id;
  const id = newId();
  store.transaction(() => {
    const zNumber = store.nextNumber('z_report');
    store.drawers.open({ id, zNumber, openedAt: at, openedBy: by }, { at, by, pieces: input.pieces, cents });
    store.journal.append({ at, kind: 'drawer.opened', actor: by, body: { sessionId: id, zNumber, floatCents: cents } });
  });
  // Yesterday once more: what came late, or was changed after the close, is found in the morning.
  days.startMorning(at - YESTERDAY_MS);
  desk.changed();
  return ok(null);
}
