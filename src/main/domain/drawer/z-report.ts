/** The Z report: the numbered close of one drawer session, as data and as paper. */
import { type Money, plainFigures, subtract, zero } from '../../../shared/values/money.ts';
import type { ToldComparison } from '../../../shared/words/compare-words.ts';
import type { PrintBlock, PrintDocument } from '../receipt/print-document.ts';

type Counted = { readonly count: number; readonly total: Money };
type Sums = {
  readonly subtotal: Money;
  readonly taxes: readonly { readonly name: string; readonly cents: Money }[];
  readonly total: Money;
};

/** What is saved, sealed and never changed. Money is whole cents; instants UTC milliseconds. */
export type ZReport = {
  readonly number: number;
  readonly terminal: string;
  readonly licence: string;
  readonly training: boolean;
  readonly sandbox: boolean;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly closedAt: number;
  readonly closedBy: string;
  readonly sales: number;
  readonly firstSaleNumber: number | null;
  readonly lastSaleNumber: number | null;
  readonly subtotal: Money;
  readonly taxes: readonly { readonly name: string; readonly cents: Money }[];
  readonly total: Money;
  readonly cash: Money;
  readonly debit: Money;
  /** Of sales less that of refunds. */
  readonly rounding: Money;
  readonly voids: Counted;
  readonly returns: Counted;
  /** What went back in this session, whenever it had been sold. */
  readonly refunded: Sums & { readonly cash: Money; readonly debit: Money; readonly rounding: Money };
  readonly net: Sums;
  /** Sold in this session, voided at Metrc by somebody else, and not given back. */
  readonly keptWithoutReceipt: Counted;
  readonly undone: number;
  readonly refused: number;
  readonly heldCarts: number;
  readonly float: Money;
  readonly expected: Money;
  readonly counted: Money;
  readonly firstCount: Money | null;
  readonly overShort: Money;
  readonly noSaleOpens: number;
  /** The session's days against Metrc. Missing in reports from before it was compared. */
  readonly compared?: ToldComparison;
};

export type ZReportWords = {
  readonly title: (number: number) => string;
  readonly training: string;
  readonly sandbox: string;
  readonly opened: string;
  readonly closed: string;
  readonly by: (when: string, who: string) => string;
  readonly sales: string;
  readonly saleNumbers: (first: number, last: number) => string;
  readonly subtotal: string;
  readonly total: string;
  readonly voids: (count: number) => string;
  readonly returns: (count: number) => string;
  readonly net: string;
  readonly netTax: (name: string) => string;
  readonly netTotal: string;
  readonly cash: string;
  readonly debit: string;
  readonly cashBack: string;
  readonly debitBack: string;
  readonly keptWithoutReceipt: (count: number) => string;
  readonly undone: string;
  readonly refused: string;
  readonly heldCarts: string;
  readonly copy: (copyNumber: number) => string;
  readonly rounding: string;
  readonly float: string;
  readonly expected: string;
  readonly counted: string;
  readonly firstCount: string;
  readonly over: string;
  readonly short: string;
  readonly exact: string;
  readonly noSaleOpens: string;
  readonly compared: (compared: ToldComparison) => readonly string[];
  readonly chainedTo: (hash: string) => string;
  readonly seal: (hash: string) => string;
};

const pair = (left: string, amount: Money, bold = false): PrintBlock => ({
  kind: 'pair',
  left,
  right: plainFigures(amount),
  bold,
});

const count = (left: string, n: number): PrintBlock => ({ kind: 'pair', left, right: String(n) });

const negative = (amount: Money): Money => subtract(zero, amount);

/** Voids and returns and what stays of the sales without them; nothing where nothing went back. */
function givenBack({ voids, returns, net, keptWithoutReceipt: kept }: ZReport, words: ZReportWords): PrintBlock[] {
  const keptLine: PrintBlock[] = kept.count === 0 ? [] : [pair(words.keptWithoutReceipt(kept.count), kept.total)];
  if (voids.count + returns.count === 0) return keptLine;
  return [
    ...keptLine,
    { kind: 'rule' },
    pair(words.voids(voids.count), negative(voids.total)),
    pair(words.returns(returns.count), negative(returns.total)),
    pair(words.net, net.subtotal),
    ...net.taxes.map((tax) => pair(words.netTax(tax.name), tax.cents)),
    pair(words.netTotal, net.total, true),
  ];
}

function verdict(report: ZReport, words: ZReportWords): PrintBlock {
  if (report.overShort === 0) return { kind: 'pair', left: words.exact, right: '0.00', bold: true, size: 'double' };
  const name = report.overShort > 0 ? words.over : words.short;
  return { kind: 'pair', left: name, right: plainFigures(report.overShort), bold: true, size: 'double' };
}

function comparison({ compared }: ZReport, words: ZReportWords): PrintBlock[] {
  if (compared === undefined) return [];
  const lines = words.compared(compared).map((text, i): PrintBlock => ({ kind: 'text', text, bold: i === 0 }));
  return [...lines, { kind: 'rule' }];
}

/**
 * Lays out a Z report. `seal` and `previous` are the hashes of this report and of the one before it; their first sixteen
 * digits stand on the paper, so that a strip of paper and a database can be held against each other.
 */
export function zReportDocument(
  report: ZReport,
  chain: { readonly previous: string; readonly hash: string },
  words: ZReportWords,
  when: (at: number) => string,
): PrintDocument {
  const notReal = report.training ? words.training : report.sandbox ? words.sandbox : null;
  const band: PrintBlock[] = notReal === null ? [] : [{ kind: 'band', text: notReal }];
  const first = report.firstSaleNumber;
  const last = report.lastSaleNumber;
  const numbers: PrintBlock[] =
    first === null || last === null ? [] : [{ kind: 'text', text: words.saleNumbers(first, last) }];
  const recount: PrintBlock[] = report.firstCount === null ? [] : [pair(words.firstCount, report.firstCount)];
  return {
    blocks: [
      ...band,
      { kind: 'text', text: words.title(report.number), align: 'centre', bold: true, size: 'double' },
      { kind: 'text', text: `${report.terminal}  ${report.licence}`, align: 'centre' },
      { kind: 'rule' },
      { kind: 'pair', left: words.opened, right: words.by(when(report.openedAt), report.openedBy) },
      { kind: 'pair', left: words.closed, right: words.by(when(report.closedAt), report.closedBy) },
      { kind: 'rule' },
      { kind: 'pair', left: words.sales, right: String(report.sales) },
      ...numbers,
      pair(words.subtotal, report.subtotal),
      ...report.taxes.map((tax) => pair(tax.name, tax.cents)),
      pair(words.total, report.total, true),
      ...givenBack(report, words),
      { kind: 'rule' },
      pair(words.cash, report.cash),
      ...(report.refunded.cash === 0 ? [] : [pair(words.cashBack, negative(report.refunded.cash))]),
      pair(words.debit, report.debit),
      ...(report.refunded.debit === 0 ? [] : [pair(words.debitBack, negative(report.refunded.debit))]),
      pair(words.rounding, report.rounding),
      count(words.noSaleOpens, report.noSaleOpens),
      count(words.undone, report.undone),
      count(words.refused, report.refused),
      count(words.heldCarts, report.heldCarts),
      { kind: 'rule' },
      pair(words.float, report.float),
      pair(words.expected, report.expected),
      ...recount,
      pair(words.counted, report.counted, true),
      verdict(report, words),
      { kind: 'rule' },
      ...comparison(report, words),
      { kind: 'text', text: words.chainedTo(chain.previous.slice(0, 16)) },
      { kind: 'text', text: words.seal(chain.hash.slice(0, 16)) },
      ...band,
    ],
  };
}
