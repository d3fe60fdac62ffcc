import { expect, test } from 'vitest';
import { openReader } from '../../src/main/store/reader.ts';
import { databaseIn, problemOnOpening, tamper } from '../store/support/damage.ts';
import { confirm, saleOf, stocked, submit } from '../store/support/goods.ts';
import { migrationsDir, opened, temporaryFolder } from '../store/support/shop.ts';
import { proveDamage } from './damaged-pages.ts';
import { wholeRun } from './proved.ts';

test('a damaged page of any kind is refused or found, or nothing is wrong with a sale', { timeout: 120_000 }, () => {
  const { counts, findings } = proveDamage({ most: 1, draws: 1 }, wholeRun(1));
  expect(findings).toEqual([]);
  expect(counts['damages']).toBeGreaterThan(200);
  expect(counts['refused at the start']).toBeGreaterThan(100);
});

function folderWithSales(): string {
  const folder = temporaryFolder();
  const store = stocked(opened(folder));
  for (let n = 1; n <= 3; n += 1) {
    submit(store, saleOf(n));
    confirm(store, saleOf(n), n);
  }
  store.close();
  return folder;
}

const OPEN = `'{"attempt":1,"taint":false,"cancelWanted":false,"removing":null,"settledAs":null,"phase":{"state":"SUBMITTING"}}'`;

test.each([
  [
    'a sale that was settled is opened again',
    `UPDATE sale SET state = 'SUBMITTING', protocol = ${OPEN}, metrc_id = NULL WHERE sale_number = 2`,
  ],
  ['only its column says so', `UPDATE sale SET state = 'UNKNOWN' WHERE sale_number = 2`],
  ['it has another receipt at Metrc', 'UPDATE sale SET metrc_id = 77 WHERE sale_number = 2'],
  ['its total was changed', 'UPDATE sale SET given = given + 100, change = change + 100 WHERE sale_number = 2'],
  ['a line has another price', 'UPDATE sale_line SET unit_price = 1 WHERE line = 1'],
  ['a line has another package', `UPDATE sale_line SET label = '1A4FF0300000022000000009' WHERE line = 2`],
  ['a line is gone', 'DELETE FROM sale_line WHERE line = 2'],
  ['a tax was moved', 'UPDATE sale_tax SET cents = cents + 1 WHERE ordinal = 1'],
  ['the sale is gone', 'DELETE FROM sale WHERE sale_number = 3'],
  ['a state nobody knows', `UPDATE sale SET protocol = '{}' WHERE sale_number = 2`],
])('rows changed outside Countersign are refused at the start in words, and verify names the sale: %s', (_, sql) => {
  const folder = folderWithSales();
  expect(problemOnOpening(folder)).toBeNull();
  tamper(folder, sql);
  expect(problemOnOpening(folder), databaseIn(folder)).toBe('SALES_DIFFER');
  const reader = openReader({ dataDir: folder, migrationsDir });
  if (!reader.ok) throw new Error(reader.error.code);
  expect(reader.value.sales.verify().findings[0]?.words).toMatch(/^Sale \d/);
  expect(reader.value.journal.verify().findings).toEqual([]);
  reader.value.close();
});

test('a sale of long ago that stands open again is looked for in the whole journal', () => {
  const folder = folderWithSales();
  const store = opened(folder);
  store.transaction(() => {
    for (let n = 0; n < 1200; n += 1) store.journal.append({ at: n, kind: 'test', actor: null, body: {} });
  });
  store.close();
  tamper(folder, `UPDATE sale SET state = 'SUBMITTING', protocol = ${OPEN}, metrc_id = NULL WHERE sale_number = 1`);
  expect(problemOnOpening(folder)).toBe('SALES_DIFFER');
});

test('a sale that was changed long ago is found by verify, and does not delay the start', () => {
  const folder = folderWithSales();
  const store = opened(folder);
  store.transaction(() => {
    for (let n = 0; n < 1200; n += 1) store.journal.append({ at: n, kind: 'test', actor: null, body: {} });
  });
  store.close();
  tamper(folder, 'UPDATE sale_line SET unit_price = 1 WHERE line = 1');
  expect(problemOnOpening(folder)).toBeNull();
  const reader = openReader({ dataDir: folder, migrationsDir });
  if (!reader.ok) throw new Error(reader.error.code);
  expect(reader.value.sales.verify()).toMatchObject({ checked: 3, findings: [{ what: 'changed' }, {}, {}] });
  reader.value.close();
});
