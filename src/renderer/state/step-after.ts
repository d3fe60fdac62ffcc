import type { Refusal } from '../../shared/contract/refusals.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { drawerChanged } from './guard-drawer.ts';
import type { CallName } from './intent.ts';
import type { Note, Settling, Ui } from './ui.ts';

/** What an answer changes: a refusal is said and stays; done closes what was only open for this act. */
export function afterAnswer(ui: Ui, call: CallName, refusal: Refusal | null): Ui {
  if (refusal !== null) {
    const settling =
      call === 'conflict.settle' && ui.settling !== null ? { ...ui.settling, asked: false } : ui.settling;
    return {
      ...ui,
      said: refusal,
      quantityRefused: call === 'cart.setQuantity',
      note: null,
      settling,
      voided: call === 'cart.voidLine' ? null : ui.voided,
    };
  }
  switch (call) {
    case 'drawer.open':
      return { ...ui, counting: null, screen: 'sale' };
    case 'drawer.count':
      return { ...ui, counting: null };
    case 'drawer.close':
      return { ...ui, counting: null, screen: 'sale', note: { about: 'drawerClosed' } };
    case 'conflict.settle':
      return settlingOver(ui);
    case 'park.set':
    case 'park.seenTo':
      return { ...ui, panel: null };
    case 'sales.void':
    case 'sales.returnGoods':
      return { ...ui, changing: null };
    case 'drawer.noSale':
      return { ...ui, noSale: false };
    default:
      return ui;
  }
}

/** What a new snapshot ends on the screen: typed digits of a sale that is gone, a panel of a person who left. */
export function afterChange(ui: Ui, before: Snapshot | null, after: Snapshot): Ui {
  if (before === null) return ui;
  let next = ui;
  if (before.signedIn !== null && after.signedIn === null) {
    next = {
      ...next,
      panel: null,
      screen: 'sale',
      counting: null,
      noSale: false,
      settling: null,
      changing: null,
      entry: '',
      pin: '',
      staffId: null,
      said: null,
      note: null,
    };
  }
  if (before.signedIn?.id !== after.signedIn?.id && after.signedIn !== null) {
    next = { ...next, pin: '', staffId: null, said: null, note: null, settling: afterBadge(next, after) };
  }
  // A count that has arrived is over, also when its answer was lost: what is on the screen must not go out again.
  if (next.counting !== null && drawerChanged(before, after)) next = { ...next, counting: null };
  // A quantity that was refused is no longer the question once something else was scanned.
  const scanned = after.lastScan !== null && after.lastScan.at !== before.lastScan?.at;
  if (scanned && next.quantityRefused) next = { ...next, said: null, quantityRefused: false };
  if (next.settling !== null && !isAbout(next.settling, after)) next = settlingOver(next);
  if (before.parked?.state === 'unknown' && after.parked !== null && after.parked.state !== 'unknown') {
    next = { ...next, note: { about: 'parkedSettled', saleNumber: after.parked.saleNumber } };
  }
  if (next.panel?.kind === 'parked' && after.parked === null) next = { ...next, panel: null };
  if (next.panel?.kind === 'park' && !after.mayPark) next = { ...next, panel: null };
  if (before.cart.saleId !== after.cart.saleId) next = { ...next, entry: '', voided: null };
  // A cart that changed takes its tender back; digits typed for the old total would mislead.
  const repriced = before.cart.totals.totalCents !== after.cart.totals.totalCents;
  if (repriced && after.cart.tender.kind === 'none' && next.entry !== '') next = { ...next, entry: '' };
  if (next.voided !== null && !undoStillOffered(next, before, after)) next = { ...next, voided: null };
  const { refunded } = after;
  if (refunded !== null && refunded.refundId !== before.refunded?.refundId) {
    const { saleNumber, cents, tenderKind } = refunded;
    next = { ...next, note: { about: 'refunded', saleNumber, cents, tenderKind } };
  }
  const { panel } = next;
  if (panel?.kind === 'line' && !after.cart.lines.some((line) => line.lineId === panel.lineId))
    next = { ...next, panel: null };
  if (after.lane.state !== before.lane.state) {
    const ready = after.lane.state === 'ready';
    const undone = undoneSale(before, after);
    if (undone !== null) next = { ...next, note: undone };
    next = { ...next, entry: '', toneQuiet: false, said: after.lane.state === 'asking' ? null : next.said };
    if (!ready && next.panel !== null && next.panel.kind !== 'device') next = { ...next, panel: null, changing: null };
    if (!ready && next.screen === 'drawer' && after.lane.state !== 'blocked')
      next = { ...next, screen: 'sale', counting: null, noSale: false };
  }
  return next;
}

const isAbout = (settling: Settling, { lane }: Snapshot): boolean =>
  lane.state === 'conflict' && lane.saleNumber === settling.saleNumber && lane.kind === settling.as;

/** The decision ends: with its own good news when it was asked for, silently when the lane has moved under it. */
function settlingOver(ui: Ui): Ui {
  const { settling } = ui;
  if (settling === null) return ui;
  const { as, saleNumber } = settling;
  return { ...ui, settling: null, note: settling.asked ? { about: 'settled', as, saleNumber } : ui.note };
}

/** A lead whose badge was read in the middle of a decision is the one who decides; the PIN is still to be typed. */
function afterBadge(ui: Ui, { signedIn }: Snapshot): Settling | null {
  if (ui.settling === null || signedIn?.role !== 'lead') return ui.settling;
  return { ...ui.settling, leadId: signedIn.id, pin: '' };
}

/** The customer left and the lane is free again: Metrc has shown what it has, and nothing of the sale stands. */
function undoneSale(before: Snapshot, after: Snapshot): Note | null {
  const { lane } = before;
  const leaving =
    (lane.state === 'unknown' && lane.choice === 'leaves') || (lane.state === 'asking' && lane.customerLeaves);
  if (!leaving || after.lane.state !== 'ready') return null;
  return {
    about: 'undone',
    saleNumber: lane.saleNumber,
    cents: lane.tenderKind === 'cash' ? lane.givenCents : lane.totalCents,
  };
}

/** The place of a voided line offers undo until something is added or the line is back. */
function undoStillOffered(ui: Ui, before: Snapshot, after: Snapshot): boolean {
  if (ui.voided === null) return true;
  const isBack = after.cart.lines.some((line) => line.lineId === ui.voided?.line.lineId);
  const wasGone = !before.cart.lines.some((line) => line.lineId === ui.voided?.line.lineId);
  const added = after.cart.lines.length > before.cart.lines.length;
  return !(wasGone && (isBack || added));
}
