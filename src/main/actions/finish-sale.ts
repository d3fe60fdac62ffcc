/** What follows once a sale is settled: pulse and paper for a signed one, the cart back for one that never was. */
import { refuse } from '../../shared/contract/refusals.ts';
import { localTime } from '../../shared/values/local-time.ts';
import type { PrintDocument } from '../domain/receipt/print-document.ts';
import { type ReceiptFacts, receiptDocument } from '../domain/receipt/receipt.ts';
import type { Effect } from '../domain/sale/sale.ts';
import type { StoredSale } from '../ports/store.ts';
import type { Desk, OpenSale } from './desk.ts';
import { returnedDraft, takeDraftBack } from './edit-cart.ts';
import { oweInTransaction } from './print-queue.ts';
import { sendPulse } from './send-pulse.ts';

export type SaleAftermath = {
  /** Inside the transaction that reaches CONFIRMED: what is now due. */
  readonly writeFulfilment: (sale: OpenSale, metrcId: number) => void;
  /** Inside the transaction that gives the sale up: the cart it was made from stands on the counter again. */
  readonly writeReturnedCart: (sale: OpenSale) => void;
  readonly closed: (sale: OpenSale, effects: readonly Effect[]) => void;
  /** A sale that does not hold the lane has come to need a lead. Left out where it does. */
  readonly conflict?: (sale: OpenSale) => void;
  readonly metrcInTrouble: () => void;
  readonly pokePrinter: () => void;
};

/** The number people are shown as Metrc's receipt: its id, the only one that the answer to a sale carries. */
export const shownReceipt = (training: boolean, metrcId: number): string =>
  `${training ? 'T' : ''}${String(metrcId).padStart(training ? 9 : 10, '0')}`;

/** A sale as it goes on paper. `copy` is null for the original. */
export function paperOf(
  desk: Pick<Desk, 'settings' | 'words'>,
  sale: StoredSale,
  metrcId: number,
  copy: ReceiptFacts['copy'],
): PrintDocument {
  const { settings, words } = desk;
  const facts: ReceiptFacts = {
    storeName: settings.store.name,
    address: settings.store.address,
    licence: settings.licence,
    terminal: settings.terminal.name,
    notReal: settings.mode === 'production' ? null : settings.mode,
    saleNumber: sale.saleNumber,
    soldWall: sale.soldWall,
    servedBy: sale.staffName,
    patientLastFour: sale.patientLastFour,
    lines: sale.lines,
    subtotal: sale.subtotal,
    taxes: sale.taxes,
    total: sale.total,
    tenderKind: sale.tenderKind,
    rounding: sale.rounding,
    given: sale.given,
    change: sale.change,
    metrcReceipt: shownReceipt(settings.mode === 'training', metrcId),
    number: sale.number,
    copy,
    footer: settings.profile.receipt.text,
  };
  return receiptDocument(facts, words.receipt);
}

/** The line that Metrc's words are about, by its tag; none where they name none of this sale, or several. */
export function lineNamed(sale: Pick<StoredSale, 'lines'>, words: string): { item?: string; label?: string } {
  const [named, ...others] = sale.lines.filter((line) => words.toUpperCase().includes(line.label));
  return named === undefined || others.length > 0 ? {} : { item: named.itemName, label: named.label };
}

export const wallNow = (desk: Desk): string => localTime(desk.ports.clock.now(), desk.settings.zone).wall;

export function saleAftermath(
  desk: Desk,
  after: {
    readonly pokePrinter: () => void;
    readonly metrcInTrouble: () => void;
    readonly nextUnresolved: () => void;
    readonly takeWaitingScans: () => void;
  },
): SaleAftermath {
  const { store, clock, newId } = desk.ports;

  const confirmed = (sale: OpenSale): void => {
    const { phase } = sale.protocol;
    if (phase.state !== 'CONFIRMED') return;
    const record = store.sales.find(sale.record.id) ?? sale.record;
    desk.signed = {
      saleId: record.id,
      record,
      metrcReceipt: shownReceipt(desk.settings.mode === 'training', phase.metrcId),
      customer: sale.draft?.customer ?? null,
    };
    const pulse = store.pulses.ofSale(record.id);
    if (pulse?.outcome === 'due') void sendPulse(desk, pulse.id);
    after.pokePrinter();
  };

  const cartBack = (sale: OpenSale): void => {
    const { phase } = sale.protocol;
    if (sale.draft) takeDraftBack(desk, sale.draft);
    if (phase.state === 'REJECTED') {
      desk.saleRefusal = refuse('METRC_REFUSED', {
        saleNumber: sale.record.saleNumber,
        message: phase.messages.join(' ').slice(0, 300),
        ...lineNamed(sale.record, phase.messages.join(' ')),
      });
    } else {
      const trouble = sale.because ?? 'refused_connection';
      desk.saleRefusal = refuse('METRC_UNREACHABLE', { trouble, sinceAt: sale.askedAt });
    }
  };

  return {
    writeFulfilment: (sale, metrcId) => {
      const at = clock.now();
      const { record } = sale;
      // Nobody may be at the counter after a restart, or somebody else with another customer: no pulse comes late.
      if (record.tenderKind === 'cash') {
        const id = newId();
        store.pulses.add({
          id,
          at,
          why: 'sale',
          reason: null,
          by: record.staffId,
          saleId: record.id,
          sessionId: record.drawerSession,
        });
        const late = sale.afterRestart ? 'after_restart' : sale.protocol.parked ? 'parked' : null;
        if (late !== null) store.pulses.end(id, 'not_sent', late, at);
      }
      oweInTransaction(desk, {
        kind: 'receipt',
        saleId: record.id,
        copyNumber: 0,
        document: paperOf(desk, record, metrcId, null),
      });
    },
    writeReturnedCart: (sale) => {
      if (sale.draft) store.drafts.save(returnedDraft(desk, sale.draft), clock.now());
    },
    closed: (sale, effects) => {
      desk.openSale = null;
      if (effects.some((effect) => effect.kind === 'fulfil')) confirmed(sale);
      if (effects.some((effect) => effect.kind === 'return_cart')) cartBack(sale);
      after.nextUnresolved();
      after.takeWaitingScans();
      desk.changed();
    },
    metrcInTrouble: after.metrcInTrouble,
    pokePrinter: after.pokePrinter,
  };
}
