/** A refund told for paper: what came back of which sale, what goes back in money, and that Metrc has shown it. Pure. */
import { type Money, plainFigures } from '../../../shared/values/money.ts';
import { type Quantity, quantityText } from '../../../shared/values/quantity.ts';
import type { PrintBlock, PrintDocument } from './print-document.ts';
import type { ReceiptWords } from './receipt.ts';

export type RefundFacts = {
  readonly storeName: string;
  readonly address: string;
  readonly licence: string;
  readonly terminal: string;
  readonly notReal: 'training' | 'sandbox' | null;
  readonly kind: 'void' | 'return';
  /** Of the sale that is given back. */
  readonly saleNumber: number;
  readonly soldWall: string;
  /** Wall clock of the store when Metrc had shown it. */
  readonly wall: string;
  readonly patientLastFour: string | null;
  readonly lines: readonly {
    readonly itemName: string;
    readonly label: string;
    readonly quantity: Quantity;
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
  readonly rounding: Money;
  readonly paid: Money;
  readonly tenderKind: 'cash' | 'debit';
  readonly metrcReceipt: string;
  readonly number: string;
};

export type RefundWords = {
  readonly title: string;
  readonly ofSale: (saleNumber: number, terminal: string) => string;
  readonly soldOn: (when: string) => string;
  readonly inCash: string;
  /** A debit refund is made on the PIN terminal by a person; the slip says that it is still to be done there. */
  readonly onCard: string;
  readonly voided: string;
  readonly corrected: string;
  readonly totalBack: string;
};

type Words = Pick<
  ReceiptWords,
  | 'licence'
  | 'patient'
  | 'tag'
  | 'subtotal'
  | 'taxName'
  | 'rounding'
  | 'practice'
  | 'metrcReceipt'
  | 'scanToFind'
  | 'training'
  | 'sandbox'
  | 'when'
> &
  RefundWords;

const tail = (label: string): string => `..${label.slice(-8, -4)} ${label.slice(-4)}`;

function head(refund: RefundFacts, words: Words): PrintBlock[] {
  const patient = refund.patientLastFour === null ? '' : words.patient(refund.patientLastFour);
  return [
    { kind: 'text', text: refund.storeName.toUpperCase(), align: 'centre', bold: true, size: 'double' },
    { kind: 'text', text: refund.address, align: 'centre' },
    { kind: 'text', text: words.licence(refund.licence), align: 'centre' },
    { kind: 'feed', lines: 1 },
    { kind: 'band', text: words.title },
    { kind: 'pair', left: words.ofSale(refund.saleNumber, refund.terminal), right: words.when(refund.wall) },
    { kind: 'pair', left: words.soldOn(words.when(refund.soldWall)), right: patient },
    { kind: 'rule' },
  ];
}

function money(refund: RefundFacts, words: Words): PrintBlock[] {
  const rounding: PrintBlock[] =
    refund.rounding === 0 ? [] : [{ kind: 'pair', left: words.rounding, right: plainFigures(refund.rounding) }];
  const how = refund.tenderKind === 'cash' ? words.inCash : words.onCard;
  return [
    { kind: 'rule' },
    { kind: 'pair', left: words.subtotal, right: plainFigures(refund.subtotal) },
    ...refund.taxes.map(
      (tax): PrintBlock => ({
        kind: 'pair',
        left: words.taxName(tax.taxId, tax.name, tax.ratePpm),
        right: plainFigures(tax.cents),
      }),
    ),
    { kind: 'pair', left: words.totalBack, right: `$${plainFigures(refund.total)}`, bold: true, size: 'double' },
    ...rounding,
    { kind: 'pair', left: how, right: plainFigures(refund.paid), bold: true },
    { kind: 'rule' },
  ];
}

/** Lays out a refund slip. It is made only when Metrc has shown the void or the correction. */
export function refundSlip(refund: RefundFacts, words: Words): PrintDocument {
  const banner: PrintBlock[] = refund.notReal === null ? [] : [{ kind: 'band', text: words[refund.notReal] }];
  const isTraining = refund.notReal === 'training';
  const shown = refund.kind === 'void' ? words.voided : words.corrected;
  return {
    blocks: [
      ...banner,
      ...head(refund, words),
      ...refund.lines.flatMap((line): PrintBlock[] => [
        { kind: 'pair', left: line.itemName, right: plainFigures(line.net), bold: true },
        { kind: 'pair', left: `  ${words.tag(tail(line.label))}`, right: quantityText(line.quantity) },
      ]),
      ...money(refund, words),
      {
        kind: 'mark',
        mark: isTraining ? 'open' : 'signed',
        lines: [isTraining ? words.practice : shown, words.metrcReceipt(refund.metrcReceipt), words.when(refund.wall)],
      },
      { kind: 'rule' },
      { kind: 'qr', data: refund.number, lines: words.scanToFind },
      ...banner,
    ],
  };
}

/** The same slip once more, where nobody can say whether the first one is on paper. */
export const markedCopy = (
  document: PrintDocument,
  words: { readonly copy: string; readonly when: string },
): PrintDocument => ({
  blocks: [
    { kind: 'band', text: words.copy },
    { kind: 'text', text: words.when, align: 'centre', bold: true },
    ...document.blocks,
  ],
});
