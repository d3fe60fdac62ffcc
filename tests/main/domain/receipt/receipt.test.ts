import { expect, test } from 'vitest';
import { zReportDocument } from '../../../../src/main/domain/drawer/z-report.ts';
import type { PrintDocument } from '../../../../src/main/domain/receipt/print-document.ts';
import { type ReceiptFacts, receiptDocument } from '../../../../src/main/domain/receipt/receipt.ts';
import { cents, zero } from '../../../../src/shared/values/money.ts';
import { quantityOf } from '../../../../src/shared/values/quantity.ts';
import { paperWords } from '../../../../src/shared/words/paper-words.ts';

const facts: ReceiptFacts = {
  storeName: 'Prairie Lantern',
  address: '1408 N Western Ave',
  licence: 'DAAA-4K1Q-T7Z2',
  terminal: 'Counter 2',
  notReal: null,
  saleNumber: 417,
  soldWall: '2026-11-23T14:32:07.000',
  servedBy: 'Dana W.',
  patientLastFour: '4471',
  lines: [
    {
      itemName: 'Vape, 1 g',
      label: '1A40E0100009C3D000020917',
      quantity: quantityOf(25_000),
      unitPrice: cents(1000),
      net: cents(2500),
    },
  ],
  subtotal: cents(2500),
  taxes: [{ taxId: 'ok_sales', name: 'Sales tax', ratePpm: 86_250, cents: cents(216) }],
  total: cents(2716),
  tenderKind: 'cash',
  rounding: zero,
  given: cents(3000),
  change: cents(284),
  metrcReceipt: '0000000007',
  number: 'DAAA4K1QT7Z2-C2-0a1b2c3d-417',
  copy: null,
  footer: ['For patients only.'],
};

const textOf = (document: PrintDocument): string =>
  document.blocks
    .map((block) => {
      if (block.kind === 'pair') return `${block.left}|${block.right}`;
      if (block.kind === 'mark') return `${block.mark}|${block.lines.join('|')}`;
      if (block.kind === 'qr') return `qr|${block.data}`;
      return 'text' in block ? `${block.kind}|${block.text}` : block.kind;
    })
    .join('\n');
const print = (change: Partial<ReceiptFacts> = {}, language: 'en' | 'es' = 'en'): string =>
  textOf(receiptDocument({ ...facts, ...change }, paperWords[language].receipt));

test('a receipt names the store, its licence, each line with its tag, each tax, the total, the tender and the receipt', () => {
  const text = print();
  for (const part of [
    'PRAIRIE LANTERN',
    'Licence DAAA-4K1Q-T7Z2',
    'Sale 417, Counter 2|Nov 23, 2026 2:32 pm',
    'Served by Dana W.|Patient licence ..4471',
    'Vape, 1 g|25.00',
    '  tag ..0002 0917|2.5 x 10.00',
    'Sales tax 8.625 %|2.16',
    'TOTAL|$27.16',
    'Cash|30.00',
    'Change|2.84',
    'signed|Signed by Metrc|Receipt 0000000007',
    'qr|DAAA4K1QT7Z2-C2-0a1b2c3d-417',
    'For patients only.',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('COPY');
  expect(text).not.toContain('TRAINING');
});

test('debit shows no cash and no change; rounded cash shows the rounding', () => {
  const debit = print({ tenderKind: 'debit', given: cents(2716), change: zero });
  expect(debit).toContain('Debit|27.16');
  expect(debit).not.toMatch(/Cash|Change/);
  expect(print({ rounding: cents(-1), change: cents(285) })).toContain('Cash rounding|-0.01');
});

test('a copy says so with its number and its own time, a training receipt says so at head and foot and is not signed', () => {
  expect(print({ copy: { number: 2, wall: '2026-11-24T09:00:00.000' } })).toContain('band|COPY 2');
  const training = print({ notReal: 'training' });
  expect(training.match(/band\|TRAINING/g)).toHaveLength(2);
  expect(training).toContain('Not a sale.');
  expect(training).toContain('open|Practice Metrc only');
});

test.each([
  ['en', 'SANDBOX', 'Not a sale.'],
  ['es', 'PRUEBA', 'No es una venta.'],
] as const)('a sandbox receipt says so at head and foot, and that it is no sale (%s)', (language, word, notASale) => {
  const sandbox = print({ notReal: 'sandbox' }, language);
  expect(sandbox.split(`band|${word}`)).toHaveLength(3);
  expect(sandbox).toContain(notASale);
  expect(print({}, language)).not.toContain(word);
});

test('a sale without a patient names none, and Spanish has every word', () => {
  expect(print({ patientLastFour: null })).not.toContain('Patient licence');
  expect(print({}, 'es')).toContain('Firmado por Metrc');
});

test('a Z report with a recount shows both counts; exact, over and short are each said in their word', () => {
  const report = {
    number: 3,
    terminal: 'Counter 2',
    licence: 'L',
    training: false,
    sandbox: false,
    openedAt: 0,
    openedBy: 'M',
    closedAt: 1,
    closedBy: 'M',
    sales: 2,
    firstSaleNumber: 4,
    lastSaleNumber: 9,
    subtotal: cents(100),
    taxes: [],
    total: cents(100),
    cash: cents(100),
    debit: zero,
    rounding: zero,
    voids: { count: 0, total: zero },
    returns: { count: 0, total: zero },
    refunded: { subtotal: zero, taxes: [], total: zero, cash: zero, debit: zero, rounding: zero },
    net: { subtotal: cents(100), taxes: [], total: cents(100) },
    keptWithoutReceipt: { count: 0, total: zero },
    undone: 0,
    refused: 0,
    heldCarts: 2,
    float: cents(1000),
    expected: cents(1100),
    counted: cents(1100),
    firstCount: cents(900),
    overShort: zero,
    noSaleOpens: 1,
  };
  const chain = { previous: 'a'.repeat(64), hash: 'b'.repeat(64) };
  const z = (change: object): string =>
    textOf(zReportDocument({ ...report, ...change }, chain, paperWords.en.zReport, String));
  expect(z({})).toContain('First count|9.00\nCounted|11.00\nEXACT|0.00');
  expect(z({})).toContain('Sale 4 to sale 9');
  expect(z({})).toContain(`Seal ${'b'.repeat(16)}`);
  expect(z({})).not.toContain('band');
  expect(z({ sandbox: true })).toContain('band|SANDBOX');
  expect(z({ training: true })).toContain('band|TRAINING');
  expect(z({ overShort: cents(5) })).toContain('OVER|0.05');
  expect(z({ overShort: cents(-5) })).toContain('SHORT|-0.05');
  expect(z({})).toContain('Carts held|2');
  expect(z({})).not.toMatch(/Net|Voids|Returns|given back/);
  expect(z({ voids: { count: 1, total: cents(40) } })).toContain('Voids: 1|-0.40\nReturns: 0|0.00\nNet subtotal|1.00');
  expect(z({ keptWithoutReceipt: { count: 1, total: cents(40) } })).toContain('Void at Metrc, kept: 1|0.40');
  expect(z({ firstCount: null, firstSaleNumber: null, lastSaleNumber: null })).not.toMatch(/First count|to sale/);
});
