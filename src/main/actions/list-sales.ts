/** The day's sales, copies of receipts, and the look-up of packages. */
import type { FoundPackage, SaleRow, SalesOfDay } from '../../shared/contract/contract.ts';
import { type Answer, refuse } from '../../shared/contract/refusals.ts';
import { add, cents } from '../../shared/values/money.ts';
import { quantityText, wholeUnits } from '../../shared/values/quantity.ts';
import { err, ok } from '../../shared/values/result.ts';
import { shownText } from '../../shared/values/shown-text.ts';
import { packageProblem } from '../domain/package-check.ts';
import { markedCopy } from '../domain/receipt/refund-slip.ts';
import type { PrintJobRow, StoredSale } from '../ports/store.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { Desk } from './desk.ts';
import { asRefusal, businessDayNow, today } from './edit-cart.ts';
import { paperOf, shownReceipt, wallNow } from './finish-sale.ts';
import { oweInTransaction } from './print-queue.ts';

export function saleRow(desk: Desk, sale: StoredSale): SaleRow {
  const { phase } = sale.protocol;
  // A sale that is no more keeps the number under which Metrc had it.
  const metrcId = 'metrcId' in phase && sale.signedAt !== null ? phase.metrcId : null;
  return {
    saleId: sale.id,
    saleNumber: sale.saleNumber,
    externalNumber: sale.number,
    state: phase.state,
    at: sale.soldAt,
    by: sale.staffName,
    totalCents: sale.total,
    tenderKind: sale.tenderKind,
    lines: sale.lines.length,
    metrcReceipt: metrcId === null ? null : shownReceipt(desk.settings.mode === 'training', metrcId),
    metrcId,
    copies: desk.ports.store.prints.copiesOf(sale.id),
    refundedCents: desk.ports.store.changes.givenBack(sale.id).total,
  };
}

/** The sales of a business day, newest first; what Metrc has signed is added up, and what has gone back of it. */
export function salesOfDay(desk: Desk, input: { readonly day: string | null }): SalesOfDay {
  const day = input.day ?? businessDayNow(desk);
  // Nobody reads a store's sales over an empty counter.
  const sales = desk.signedIn ? desk.ports.store.sales.ofDay(day) : [];
  const sold = sales.filter((sale) => sale.signedAt !== null);
  const rows = sales.map((sale) => saleRow(desk, sale)).reverse();
  return {
    day,
    sales: rows,
    confirmedCount: sold.length,
    confirmedTotalCents: add(...sold.map((sale) => sale.total)),
    refundedCents: add(...rows.map((row) => cents(row.refundedCents))),
  };
}

/** Owes a copy of a signed sale's receipt, marked COPY with its number and time. Null means the last signed sale. */
export function reprint(desk: Desk, pokePrinter: () => void, input: { readonly saleId: string | null }): Answer {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const sale = input.saleId === null ? store.sales.latestConfirmed() : store.sales.find(input.saleId);
  const phase = sale?.protocol.phase;
  if (!sale || phase?.state !== 'CONFIRMED') return err(refuse('SALE_UNKNOWN'));
  const at = clock.now();
  store.transaction(() => {
    const number = store.prints.copiesOf(sale.id) + 1;
    const document = paperOf(desk, sale, phase.metrcId, { number, wall: wallNow(desk) });
    oweInTransaction(desk, { kind: 'copy', saleId: sale.id, copyNumber: number, document });
    store.journal.append({
      at,
      kind: 'receipt.copied',
      actor: person.value.id,
      body: { number: sale.number, copy: number },
    });
  });
  // The list of the day counts copies.
  desk.salesRevision += 1;
  pokePrinter();
  desk.changed();
  return ok(null);
}

/** A job that is offered again: paper that may have begun is repeated only because a person says so. */
export function retryPrint(desk: Desk, pokePrinter: () => void, input: { readonly jobId: string }): Answer {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  const { store } = desk.ports;
  const job = store.prints.find(input.jobId);
  if (!job || !['failed', 'unknown'].includes(job.state)) return err(refuse('PRINT_JOB_UNKNOWN'));
  const sale = job.saleId === null ? null : store.sales.find(job.saleId);
  // Something of it may be on paper: what is printed now is a copy and says so.
  if (job.kind === 'refund' && job.state === 'unknown') return secondSlip(desk, pokePrinter, job);
  if (sale && job.kind !== 'z_report' && job.state === 'unknown') {
    store.transaction(() => store.prints.end(job.id, 'cancelled', 'printed_as_copy', desk.ports.clock.now()));
    return reprint(desk, pokePrinter, { saleId: sale.id });
  }
  store.transaction(() => store.prints.end(job.id, 'owed', null, null));
  pokePrinter();
  desk.changed();
  return ok(null);
}

/** A refund slip of which something may be on paper: the next one says that it is a copy. */
function secondSlip(desk: Desk, pokePrinter: () => void, job: PrintJobRow): Answer {
  const { store, clock } = desk.ports;
  const copyNumber = job.copyNumber + 1;
  const { copy, when } = desk.words.receipt;
  const document = markedCopy(job.document, { copy: copy(copyNumber), when: when(wallNow(desk)) });
  store.transaction(() => {
    store.prints.end(job.id, 'cancelled', 'printed_as_copy', clock.now());
    oweInTransaction(desk, { kind: 'refund', saleId: job.saleId, copyNumber, document });
  });
  pokePrinter();
  desk.changed();
  return ok(null);
}

export function cancelPrint(desk: Desk, input: { readonly jobId: string }): Answer {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  const { store, printer, clock } = desk.ports;
  const job = store.prints.find(input.jobId);
  if (!job || ['printed', 'cancelled'].includes(job.state)) return err(refuse('PRINT_JOB_UNKNOWN'));
  printer.cancel(job.id);
  if (job.state !== 'begun') store.transaction(() => store.prints.end(job.id, 'cancelled', null, clock.now()));
  desk.changed();
  return ok(null);
}

/** Packages by words of their name or the end of their tag; what may not be sold is listed with its reason. */
export function searchPackages(desk: Desk, input: { readonly text: string }): FoundPackage[] {
  const text = input.text.trim();
  if (text === '' || !desk.signedIn) return [];
  const date = today(desk);
  return desk.ports.store.packages.search(text, 20).map(({ package: found }) => {
    const problem = packageProblem(found, wholeUnits(1), date);
    return {
      label: found.label,
      name: shownText(found.itemName),
      category: found.category,
      strain: found.strain,
      unit: found.unit,
      quantity: quantityText(found.quantity),
      priceCents: desk.ports.store.prices.find(found.itemName),
      refusal: problem ? asRefusal(problem) : null,
    };
  });
}
