/** Closed Z reports: listed, shown as they stand on paper, and printed once more, marked COPY. For a store lead. */
import { z } from 'zod';
import type { ZPaper, ZRow } from '../../shared/contract/contract.ts';
import { type Answer, refuse } from '../../shared/contract/refusals.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { cents, type Money } from '../../shared/values/money.ts';
import { err, ok } from '../../shared/values/result.ts';
import { type ZReport, zReportDocument } from '../domain/drawer/z-report.ts';
import type { PrintBlock, PrintDocument } from '../domain/receipt/print-document.ts';
import { markedCopy } from '../domain/receipt/refund-slip.ts';
import type { ZReportRow } from '../ports/store.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { Desk } from './desk.ts';
import { wallNow } from './finish-sale.ts';
import { oweInTransaction } from './print-queue.ts';

const MOST_LISTED = 60;

const Amount = z.int().transform((n): Money => cents(n));
const nothing = cents(0);
const Taxes = z.array(z.object({ name: z.string(), cents: Amount }));
const Sums = z.object({ subtotal: Amount, taxes: Taxes, total: Amount });
const Counted = z.object({ count: z.int(), total: Amount }).default({ count: 0, total: nothing });
const none = { subtotal: nothing, taxes: [], total: nothing };

/** The body of a saved report. One of before there were voids and returns has nothing of them, and is shown without. */
const ZBody = z
  .object({
    number: z.int(),
    terminal: z.string(),
    licence: z.string(),
    training: z.boolean(),
    sandbox: z.boolean().default(false),
    openedAt: z.int(),
    openedBy: z.string(),
    closedAt: z.int(),
    closedBy: z.string(),
    sales: z.int(),
    firstSaleNumber: z.int().nullable(),
    lastSaleNumber: z.int().nullable(),
    ...Sums.shape,
    cash: Amount,
    debit: Amount,
    rounding: Amount,
    voids: Counted,
    returns: Counted,
    refunded: Sums.extend({ cash: Amount, debit: Amount, rounding: Amount }).default({
      ...none,
      cash: nothing,
      debit: nothing,
      rounding: nothing,
    }),
    net: Sums.default(none),
    keptWithoutReceipt: Counted,
    undone: z.int().default(0),
    refused: z.int().default(0),
    heldCarts: z.int().default(0),
    float: Amount,
    expected: Amount,
    counted: Amount,
    firstCount: Amount.nullable(),
    overShort: Amount,
    noSaleOpens: z.int(),
  })
  .transform((body): ZReport => body);

function documentOf(desk: Desk, row: ZReportRow): PrintDocument {
  const when = (instant: number): string => desk.words.receipt.when(localTime(instant, desk.settings.zone).wall);
  return zReportDocument(ZBody.parse(row.body), row, desk.words.zReport, when);
}

const isLead = (desk: Desk): boolean => desk.signedIn?.role === 'lead';

/** The newest first; nothing for anybody but a lead. */
export function zReports(desk: Desk): ZRow[] {
  if (!isLead(desk)) return [];
  return desk.ports.store.drawers.zReports(MOST_LISTED).map((row) => {
    const { closedBy, total, overShort } = ZBody.parse(row.body);
    return { number: row.number, at: row.at, closedBy, totalCents: total, overShortCents: overShort };
  });
}

function lineOf(block: PrintBlock): ZPaper {
  if (block.kind === 'text') return [{ left: block.text, right: '', strong: block.bold === true }];
  if (block.kind === 'band') return [{ left: block.text, right: '', strong: true }];
  return block.kind === 'pair' ? [{ left: block.left, right: block.right, strong: block.bold === true }] : [];
}

/** A report as it stands on paper; null where there is none, or for anybody but a lead. */
export function showZ(desk: Desk, input: { readonly number: number }): ZPaper | null {
  const row = isLead(desk) ? desk.ports.store.drawers.zReport(input.number) : null;
  return row === null ? null : documentOf(desk, row).blocks.flatMap(lineOf);
}

/** Owes a copy of a Z report, marked COPY with its number and time. */
export function copyZ(desk: Desk, pokePrinter: () => void, input: { readonly number: number }): Answer {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const row = store.drawers.zReport(input.number);
  if (!row) return err(refuse('Z_UNKNOWN'));
  const at = clock.now();
  store.transaction(() => {
    const copyNumber = store.prints.copiesOfZ(row.number) + 1;
    const said = { copy: desk.words.zReport.copy(copyNumber), when: desk.words.receipt.when(wallNow(desk)) };
    const document = markedCopy(documentOf(desk, row), said);
    oweInTransaction(desk, { kind: 'z_copy', saleId: null, copyNumber, document, zNumber: row.number });
    const body = { zNumber: row.number, copy: copyNumber };
    store.journal.append({ at, kind: 'z_report.copied', actor: person.value.id, body });
  });
  pokePrinter();
  desk.changed();
  return ok(null);
}
