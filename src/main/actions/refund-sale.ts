/** Money that goes back: written with the state that justifies it, handed over after that is on the disk. */
import { assert } from '../../shared/values/assert.ts';
import { add } from '../../shared/values/money.ts';
import { refundSlip } from '../domain/receipt/refund-slip.ts';
import type { Sale, Step } from '../domain/sale/sale.ts';
import type { Refund, SaleChange, ShownReceipt, StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { shownReceipt, wallNow } from './finish-sale.ts';
import { oweInTransaction } from './print-queue.ts';
import { sendPulse } from './send-pulse.ts';

const UNDER_WAY: readonly string[] = ['VOIDING', 'EDITING', 'CONFLICT'];

type Ending = { readonly record: StoredSale; readonly protocol: Sale; readonly afterRestart?: boolean };

/** Ends the void or return that this step brings to its end, if there is one. Runs inside the caller's transaction. */
export function writeChangeEnd(desk: Desk, sale: Ending, next: Step, at: number, after: ShownReceipt | null): void {
  const { store } = desk.ports;
  const { record, protocol } = sale;
  if (!UNDER_WAY.includes(protocol.phase.state) || UNDER_WAY.includes(next.sale.phase.state)) return;
  const isProved = next.effects.some((effect) => effect.kind === 'refund');
  const change = store.changes.open(record.id);
  assert(change !== null || !isProved, 'money goes back for what a lead has asked');
  if (change === null) return;
  const isRefused = next.effects.some((effect) => effect.kind === 'change_refused');
  const outcome = isProved ? 'proved' : isRefused ? 'refused' : 'settled_by_lead';
  store.changes.end(record.id, change.ordinal, { outcome, at, after });
  const body = { number: record.number, ordinal: change.ordinal, kind: change.kind, said: change.said };
  store.journal.append({ at, kind: `change.${outcome}`, actor: null, body });
  // In a conflict the lead who settles it stands at the counter.
  const isLate = sale.afterRestart === true && protocol.phase.state !== 'CONFLICT';
  if (isProved) writeRefund(desk, record, change, at, isLate);
}

function refundOf(desk: Desk, record: StoredSale, change: SaleChange, at: number): Refund {
  const session = desk.ports.store.drawers.running();
  // No drawer closes while a sale is being voided or returned, and none is without an open one.
  assert(session !== null, 'money goes back out of an open drawer');
  const amounts = change.lines.flatMap((line) => line.taxes);
  return {
    id: desk.ports.newId(),
    saleId: record.id,
    ordinal: change.ordinal,
    at,
    drawerSession: session.id,
    tenderKind: record.tenderKind,
    subtotal: change.subtotal,
    taxes: record.taxes.map(({ taxId, name }) => ({
      taxId,
      name,
      cents: add(...amounts.filter((tax) => tax.id === taxId).map((tax) => tax.amount)),
    })),
    total: change.total,
    rounding: change.rounding,
    paid: change.paid,
  };
}

function writeRefund(desk: Desk, record: StoredSale, change: SaleChange, at: number, isLate: boolean): void {
  const { store, newId } = desk.ports;
  const refund = refundOf(desk, record, change, at);
  store.changes.addRefund(refund);
  if (refund.tenderKind === 'cash' && refund.paid > 0) {
    const id = newId();
    const { reason, leadId } = change;
    const { drawerSession: sessionId } = refund;
    store.pulses.add({ id, at, why: 'refund', reason, by: leadId, saleId: record.id, refundId: refund.id, sessionId });
    // Nobody may be at the counter after a restart: a drawer that opens by itself then is a drawer left open.
    if (isLate) store.pulses.end(id, 'not_sent', 'after_restart', at);
  }
  oweInTransaction(desk, {
    kind: 'refund',
    saleId: record.id,
    copyNumber: 0,
    document: slipOf(desk, record, change, refund),
  });
  const { total, paid, tenderKind, drawerSession } = refund;
  const body = { number: record.number, ordinal: change.ordinal, totalCents: total, paidCents: paid, tenderKind };
  store.journal.append({ at, kind: 'refund.given', actor: change.leadId, body: { ...body, drawerSession } });
}

function slipOf(desk: Desk, record: StoredSale, change: SaleChange, refund: Refund): ReturnType<typeof refundSlip> {
  const { settings, words } = desk;
  const { metrcId } = change.before;
  return refundSlip(
    {
      storeName: settings.store.name,
      address: settings.store.address,
      licence: settings.licence,
      terminal: settings.terminal.name,
      notReal: settings.mode === 'production' ? null : settings.mode,
      kind: change.kind,
      saleNumber: record.saleNumber,
      soldWall: record.soldWall,
      wall: wallNow(desk),
      patientLastFour: record.patientLastFour,
      lines: change.lines.map(({ line, quantity, net }) => {
        const sold = record.lines.find((one) => one.line === line);
        return { itemName: sold?.itemName ?? '', label: sold?.label ?? '', quantity, net };
      }),
      taxes: refund.taxes.map((tax) => ({
        ...tax,
        ratePpm: record.taxes.find((one) => one.taxId === tax.taxId)?.ratePpm ?? 0,
      })),
      subtotal: refund.subtotal,
      total: refund.total,
      rounding: refund.rounding,
      paid: refund.paid,
      tenderKind: refund.tenderKind,
      metrcReceipt: shownReceipt(settings.mode === 'training', metrcId),
      number: record.number,
    },
    { ...words.receipt, ...words.refund },
  );
}

/** After the refund is on the disk: the drawer, the paper, and the amount on the screen. */
export function handRefundOver(desk: Desk, record: StoredSale, pokePrinter: () => void): void {
  const { store } = desk.ports;
  const refund = store.changes.refunds(record.id).at(-1);
  if (!refund) return;
  const { id: refundId, saleId, paid, tenderKind } = refund;
  desk.refunded = { refundId, saleId, saleNumber: record.saleNumber, cents: paid, tenderKind };
  const pulse = store.pulses.ofRefund(refundId);
  if (pulse?.outcome === 'due') void sendPulse(desk, pulse.id);
  pokePrinter();
  desk.changed();
}
