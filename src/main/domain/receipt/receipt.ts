/** A confirmed sale told for paper. Pure; words come in as an argument, figures are the sale's own. */
import { type Money, plainFigures } from '../../../shared/values/money.ts';
import { type Quantity, quantityText } from '../../../shared/values/quantity.ts';
import type { PrintBlock, PrintDocument } from './print-document.ts';

export type ReceiptFacts = {
  readonly storeName: string;
  readonly address: string;
  readonly licence: string;
  readonly terminal: string;
  /** A banner at head and foot: practice and sandbox sales are no sales. Null on a real one. */
  readonly notReal: 'training' | 'sandbox' | null;
  readonly saleNumber: number;
  /** Wall clock of the store: "2026-11-23T14:32:07.000". */
  readonly soldWall: string;
  readonly servedBy: string;
  readonly patientLastFour: string | null;
  readonly lines: readonly {
    readonly itemName: string;
    readonly label: string;
    readonly quantity: Quantity;
    readonly unitPrice: Money;
    readonly net: Money;
  }[];
  readonly subtotal: Money;
  readonly taxes: readonly {
    readonly taxId: string;
    readonly name: string;
    readonly ratePpm: number;
    readonly cents: Money;
  }[];
  readonly total: Money;
  readonly tenderKind: 'cash' | 'debit';
  readonly rounding: Money;
  readonly given: Money;
  readonly change: Money;
  readonly metrcReceipt: string;
  /** The external number: what the QR code holds and Metrc can be asked for. */
  readonly number: string;
  /** Null on the original. A copy that the register itself did not print has no number. */
  readonly copy: { readonly number: number | null; readonly wall: string } | null;
  readonly footer: readonly string[];
};

/** The words of a receipt, from the one catalogue. */
export type ReceiptWords = {
  readonly licence: (licence: string) => string;
  readonly sale: (saleNumber: number, terminal: string) => string;
  readonly servedBy: (name: string) => string;
  readonly patient: (lastFour: string) => string;
  readonly tag: (tail: string) => string;
  readonly subtotal: string;
  readonly taxName: (id: string, name: string, ratePpm: number) => string;
  readonly total: string;
  readonly cash: string;
  readonly debit: string;
  readonly change: string;
  readonly rounding: string;
  readonly signed: string;
  readonly practice: string;
  readonly metrcReceipt: (number: string) => string;
  readonly scanToFind: readonly string[];
  readonly training: string;
  readonly notASale: string;
  readonly sandbox: string;
  readonly copy: (copyNumber: number | null) => string;
  readonly when: (wall: string) => string;
};

const tail = (label: string): string => `..${label.slice(-8, -4)} ${label.slice(-4)}`;

function head(sale: ReceiptFacts, words: ReceiptWords): PrintBlock[] {
  const patient = sale.patientLastFour === null ? '' : words.patient(sale.patientLastFour);
  return [
    { kind: 'text', text: sale.storeName.toUpperCase(), align: 'centre', bold: true, size: 'double' },
    { kind: 'text', text: sale.address, align: 'centre' },
    { kind: 'text', text: words.licence(sale.licence), align: 'centre' },
    { kind: 'feed', lines: 1 },
    { kind: 'pair', left: words.sale(sale.saleNumber, sale.terminal), right: words.when(sale.soldWall) },
    { kind: 'pair', left: words.servedBy(sale.servedBy), right: patient },
    { kind: 'rule' },
  ];
}

const lines = (sale: ReceiptFacts, words: ReceiptWords): PrintBlock[] =>
  sale.lines.flatMap((line): PrintBlock[] => [
    { kind: 'pair', left: line.itemName, right: plainFigures(line.net), bold: true },
    {
      kind: 'pair',
      left: `  ${words.tag(tail(line.label))}`,
      right: `${quantityText(line.quantity)} x ${plainFigures(line.unitPrice)}`,
    },
  ]);

function money(sale: ReceiptFacts, words: ReceiptWords): PrintBlock[] {
  const rounding: PrintBlock[] =
    sale.rounding === 0 ? [] : [{ kind: 'pair', left: words.rounding, right: plainFigures(sale.rounding) }];
  const cash: PrintBlock[] = [
    ...rounding,
    { kind: 'pair', left: words.cash, right: plainFigures(sale.given) },
    { kind: 'pair', left: words.change, right: plainFigures(sale.change), bold: true },
  ];
  const tender: PrintBlock[] =
    sale.tenderKind === 'cash' ? cash : [{ kind: 'pair', left: words.debit, right: plainFigures(sale.given) }];
  return [
    { kind: 'rule' },
    { kind: 'pair', left: words.subtotal, right: plainFigures(sale.subtotal) },
    ...sale.taxes.map(
      (tax): PrintBlock => ({
        kind: 'pair',
        left: words.taxName(tax.taxId, tax.name, tax.ratePpm),
        right: plainFigures(tax.cents),
      }),
    ),
    { kind: 'pair', left: words.total, right: `$${plainFigures(sale.total)}`, bold: true, size: 'double' },
    ...tender,
    { kind: 'rule' },
  ];
}

/** Lays out the facts in the order of the receipt; one of training or the sandbox says so at head and foot. */
export function receiptDocument(sale: ReceiptFacts, words: ReceiptWords): PrintDocument {
  const isTraining = sale.notReal === 'training';
  const banner: PrintBlock[] = sale.notReal === null ? [] : [{ kind: 'band', text: words[sale.notReal] }];
  const notASale: PrintBlock[] =
    sale.notReal === null
      ? []
      : [
          { kind: 'text', text: words.notASale, align: 'centre', bold: true },
          { kind: 'feed', lines: 1 },
        ];
  const copy: PrintBlock[] = sale.copy
    ? [
        { kind: 'band', text: words.copy(sale.copy.number) },
        { kind: 'text', text: words.when(sale.copy.wall), align: 'centre', bold: true },
      ]
    : [];
  return {
    blocks: [
      ...banner,
      ...notASale,
      ...copy,
      ...head(sale, words),
      ...lines(sale, words),
      ...money(sale, words),
      {
        kind: 'mark',
        mark: isTraining ? 'open' : 'signed',
        lines: [
          isTraining ? words.practice : words.signed,
          words.metrcReceipt(sale.metrcReceipt),
          words.when(sale.soldWall),
        ],
      },
      { kind: 'rule' },
      { kind: 'qr', data: sale.number, lines: words.scanToFind },
      ...sale.footer.map((text): PrintBlock => ({ kind: 'text', text, align: 'centre' })),
      ...banner,
    ],
  };
}
