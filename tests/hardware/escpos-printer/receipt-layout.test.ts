import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutDocument, plainText } from '../../../src/hardware/escpos-printer/document-layout.ts';
import { paperLines } from '../../../src/hardware/escpos-printer/simulator/paper.ts';
import { renderPaperPng } from '../../../src/hardware/escpos-printer/simulator/paper-png.ts';
import { paperView } from '../../../src/hardware/escpos-printer/simulator/paper-view.ts';
import { previewPaper } from '../../../src/hardware/escpos-printer/simulator/preview.ts';
import { receipt, trainingReceipt } from '../support/receipts.ts';

describe.each([32, 42, 48] as const)('at %i columns', (columns) => {
  test('the receipt is the golden one, line by line', async () => {
    await expect(`${paperLines(previewPaper(receipt, { columns })).join('\n')}\n`).toMatchFileSnapshot(
      `golden/receipt-${columns}.txt`,
    );
    await expect(plainText(trainingReceipt, columns)).toMatchFileSnapshot(`golden/training-${columns}-plain.txt`);
  });

  test('the picture of the receipt is the golden one, dot by dot', () => {
    const golden = new URL(`golden/training-${columns}.png`, import.meta.url);
    const png = renderPaperPng(previewPaper(trainingReceipt, { columns }), columns * 12);
    // To accept a new picture: write these bytes into the file and look at it.
    expect(dotsOf(png).equals(dotsOf(readFileSync(golden)))).toBe(true);
  });

  test('money is never cut or broken, however long the name before it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.boolean(),
        (name, cents, big) => {
          const money = `$${(cents / 100).toFixed(2)}`;
          const size = big ? 'double' : 'normal';
          const lines = layoutDocument({ blocks: [{ kind: 'pair', left: name, right: money, size }] }, columns);
          const texts = lines.map((line) => (line.kind === 'text' ? line.text : ''));
          expect(texts.some((text) => text.endsWith(money))).toBe(true);
          for (const line of lines)
            if (line.kind === 'text') expect(line.text.length).toBeLessThanOrEqual(columns / (line.double ? 2 : 1));
        },
      ),
    );
  });

  test('a document of anything keeps within the width of the paper', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 200 });
    const align = fc.constantFrom('left' as const, 'centre' as const, 'right' as const);
    const block = fc.oneof(
      fc.record({
        kind: fc.constant('text' as const),
        text: words,
        align,
        size: fc.constantFrom('normal' as const, 'double' as const),
      }),
      fc.record({ kind: fc.constant('pair' as const), left: words, right: words }),
      fc.record({ kind: fc.constant('band' as const), text: words }),
      fc.record({
        kind: fc.constant('mark' as const),
        mark: fc.constant('open' as const),
        lines: fc.array(words, { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        for (const line of layoutDocument({ blocks }, columns)) {
          if (line.kind === 'text') expect(line.text.length).toBeLessThanOrEqual(columns / (line.double ? 2 : 1));
          if (line.kind === 'mark')
            for (const { text } of line.lines) expect(text.length).toBeLessThanOrEqual(columns - 8);
        }
      }),
    );
  });
});

test('the bench sees the band, the mark with its lines, and the QR code', () => {
  const view = paperView(previewPaper(trainingReceipt, { columns: 48 }));
  expect(view[0]).toMatchObject({
    kind: 'line',
    inverse: true,
    double: true,
    text: expect.stringContaining('T R A I N I N G'),
  });
  const mark = view.find((item) => item.kind === 'picture_with_lines');
  expect(mark).toMatchObject({
    lines: [{ text: 'Practice Metrc only', bold: true }, { text: 'Receipt T000000417' }, { text: '' }],
  });
  expect(mark?.kind === 'picture_with_lines' && mark.columns.every((column) => column.length === 18)).toBe(true);
  expect(view).toContainEqual({ kind: 'qr', data: 'countersign:1188:9f2c41d07ab35e66' });
});

/** Head and dots of one of our own PNGs, without the compression, which may differ from one zlib to the next. */
function dotsOf(png: Uint8Array): Buffer {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf('IDAT');
  const length = bytes.readUInt32BE(at - 4);
  return Buffer.concat([bytes.subarray(16, 29), inflateSync(bytes.subarray(at + 4, at + 4 + length))]);
}
