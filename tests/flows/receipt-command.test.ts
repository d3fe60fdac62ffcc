import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { createDecoder } from '../../src/hardware/escpos-printer/simulator/decoder.ts';
import { type PaperItem, paperLines } from '../../src/hardware/escpos-printer/simulator/paper.ts';
import { receiptCommand } from '../../src/main/hosts/receipt-command.ts';
import { openForBusiness, sellOne } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';

/** What a printer makes of these bytes. */
function printed(bytes: Uint8Array): string[] {
  const paper: PaperItem[] = [];
  const nothing = () => {};
  const decoder = createDecoder({
    print: (item) => paper.push(item),
    pulse: () => expect.unreachable('a receipt opens no drawer'),
    automaticStatus: nothing,
    paperStatusAsked: nothing,
    identityAsked: nothing,
    processIdAsked: nothing,
    unknown: nothing,
  });
  for (const byte of bytes) decoder.push(byte);
  return paperLines(paper);
}

/** The black bands across a picture of paper: their heights in dots. */
function bandsOf(picture: Buffer): number[] {
  const { width, height, data } = PNG.sync.read(picture);
  const bands: number[] = [];
  let rows = 0;
  for (let y = 0; y <= height; y += 1) {
    let dark = 0;
    for (let x = 0; y < height && x < width; x += 1) if ((data[(y * width + x) * 4] ?? 255) < 128) dark += 1;
    if (dark > width / 2) rows += 1;
    else {
      if (rows > 12) bands.push(rows);
      rows = 0;
    }
  }
  return bands;
}

test('the receipt command gives a copy and says so, as text, as bytes and as a picture; the original is printed once, by the register', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await sellOne(counter, 'blueDream');
  const outOf = (format: string): Buffer => {
    const out = join(shop.folder, `receipt.${format}`);
    receiptCommand({ sale: '1', format, columns: '48', dots: undefined, out, config: shop.config, data: shop.data });
    return readFileSync(out);
  };
  const marked = /^\W*C ?O ?P ?Y\W*$/;
  const original = shop.paper();
  expect(original.filter((line) => marked.test(line))).toEqual([]);
  const text = outOf('text').toString().split('\n');
  expect(text.filter((line) => marked.test(line))).toHaveLength(1);
  expect(text.join('\n')).toMatch(/TOTAL +\$28\.91/);
  expect(printed(outOf('escpos')).filter((line) => marked.test(line))).toHaveLength(1);
  // Beside the two bands that say SANDBOX, at head and foot.
  expect(bandsOf(outOf('png'))).toHaveLength(3);
  expect(shop.paper()).toEqual(original);
});
