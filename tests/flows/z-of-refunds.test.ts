import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { verifyAgainstMetrc } from '../../src/main/hosts/verify-metrc.ts';
import { businessDay } from '../../src/shared/values/local-time.ts';
import { returnGoods, voidSale } from '../support/changes.ts';
import {
  type Counter,
  codeOf,
  FLOAT,
  fillCart,
  openForBusiness,
  payCash,
  sellOne,
  untilHandedOver,
} from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import type { GoodsName } from '../support/goods.ts';
import { openBooks } from '../support/reckoning.ts';
import { untilTrue } from '../support/wait.ts';

const asLead = { staffId: 'marisol', pin: '4444' };
const asBudtender = { staffId: 'dana', pin: '1111' };

async function sellForDebit(counter: Counter, goods: GoodsName): Promise<string> {
  await fillCart(counter, goods);
  await counter.call.tender.debit({});
  const { cart } = counter.now();
  await counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  await untilHandedOver(counter);
  return cart.saleId;
}

async function sellForCash(counter: Counter, ...goods: GoodsName[]): Promise<{ saleId: string; cents: number }> {
  const { lane } = await sellOne(counter, ...goods);
  if (lane.state !== 'signed') throw new Error('not signed');
  return { saleId: lane.saleId, cents: lane.totalCents };
}

const untilBack = (counter: Counter, saleId: string) =>
  counter.until('proved', ({ changes, refunded }) => changes.length === 0 && refunded?.saleId === saleId);

/** Counts nothing: what should be there is what is short. */
async function countNothing(counter: Counter): Promise<number> {
  await counter.call.staff.signIn(asLead);
  expect(codeOf(await counter.call.drawer.count({ pieces: [] }))).toBeNull();
  return counter.now().drawer?.result?.expectedCents ?? -1;
}

test('the Z of a day with voids and returns: gross, what went back, net, and a drawer that adds up; a refund counts where it was paid', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  const { call } = counter;
  await openForBusiness(counter);
  const stays = await sellForCash(counter, 'blueDream');
  const partly = await sellForCash(counter, 'gelato', 'vape');
  const debit = await sellForDebit(counter, 'gummies');
  shop.nextPost({ kind: 'refuse', message: 'Package is on administrative hold.' });
  await fillCart(counter, 'blueDream');
  await payCash(counter);
  await counter.until('refused', ({ cart }) => cart.saleRefusal !== null);
  await call.cart.hold({});
  await voidSale(counter, debit);
  const debitBack = (await untilBack(counter, debit)).refunded?.cents ?? 0;
  await returnGoods(counter, partly.saleId, [{ line: 2, quantity: '1' }]);
  const cashBack = (await untilBack(counter, partly.saleId)).refunded?.cents ?? 0;

  expect(await countNothing(counter)).toBe(20_000 + stays.cents + partly.cents - cashBack);
  expect(await call.drawer.close({})).toMatchObject({ error: { code: 'DRAWER_CARTS_HELD', facts: { held: 1 } } });
  expect(codeOf(await call.drawer.close({ heldCarts: 2 }))).toBe('DRAWER_CARTS_HELD');
  expect(codeOf(await call.drawer.close({ heldCarts: 1 }))).toBeNull();
  await untilTrue('the Z report is out', () => shop.paper().some((line) => line.startsWith('Seal ')));
  const z1 = openBooks(shop.data);
  const gross = stays.cents + partly.cents + debitBack;
  expect(z1.books.store.drawers.lastZ()?.body).toMatchObject({
    sales: 3,
    total: gross,
    cash: stays.cents + partly.cents,
    debit: debitBack,
    voids: { count: 1, total: debitBack },
    returns: { count: 1, total: cashBack },
    refunded: { cash: cashBack, debit: debitBack, total: cashBack + debitBack },
    net: { total: gross - cashBack - debitBack },
    undone: 0,
    refused: 1,
    heldCarts: 1,
    keptWithoutReceipt: { count: 0 },
  });
  z1.books.close();
  const paper = shop.paper().join('\n');
  for (const said of [
    /Voids: 1 +-/,
    /Returns: 1 +-/,
    /Net total +/,
    /Cash given back +-/,
    /Debit given back +-/,
    /Carts held +1/,
    /Refused by Metrc +1/,
  ])
    expect(paper).toMatch(said);
  expect(paper).toMatch(/To do on the PIN terminal/);

  // The next day: what was sold yesterday goes back out of today's drawer.
  await call.drawer.open(FLOAT);
  await call.staff.signIn(asBudtender);
  await voidSale(counter, stays.saleId);
  await untilBack(counter, stays.saleId);
  expect(await countNothing(counter)).toBe(20_000 - stays.cents);
  expect(codeOf(await call.drawer.close({ heldCarts: 1 }))).toBeNull();

  const rows = await call.drawer.zReports({});
  expect(rows.map(({ number, totalCents }) => [number, totalCents])).toEqual([
    [2, 0],
    [1, gross],
  ]);
  expect(await call.drawer.showZ({ number: 1 })).toContainEqual(expect.objectContaining({ left: 'Z REPORT 1' }));
  expect(codeOf(await call.drawer.copyZ({ number: 9 }))).toBe('Z_UNKNOWN');
  expect(codeOf(await call.drawer.copyZ({ number: 1 }))).toBeNull();
  await untilTrue('the copy', () => /C ?O ?P ?Y +1/.test(shop.paper().join('\n')));
  await call.staff.signIn(asBudtender);
  expect([await call.drawer.zReports({}), await call.drawer.showZ({ number: 1 })]).toEqual([[], null]);
  expect(codeOf(await call.drawer.copyZ({ number: 1 }))).toBe('NOT_ALLOWED');
  await counter.until('nothing is owed on paper', ({ waitingPrints }) => waitingPrints.length === 0);
  await counter.close();

  expect(openFindings(shop.data)).toEqual([]);
  const day = businessDay(Date.now(), 'America/Chicago', '00:00');
  let words = '';
  const say = (text: string): void => {
    words += text;
  };
  const verified = await verifyAgainstMetrc({
    configPath: shop.config,
    dataDir: shop.data,
    from: day,
    to: day,
    out: () => {},
    say,
  });
  expect([verified, words]).toEqual([0, expect.stringContaining('1 sale compared line by line: no difference.')]);
  // The figures are recomputed: somebody who changes a refund is found out, although every seal holds.
  const raw = new Database(join(shop.data, 'countersign.db'));
  raw.exec(
    "DROP TRIGGER refund_is_never_edited; UPDATE refund SET paid = paid - 100, rounding = rounding - 100 WHERE tender_kind = 'cash'",
  );
  raw.close();
  expect(openFindings(shop.data)).toHaveLength(4);
  expect(openFindings(shop.data)[0]).toMatch(/^Z report 1 says \d+ cents given back in cash; the records add up to/);
});

function openFindings(data: string): readonly string[] {
  const { books, findings } = openBooks(data);
  books.close();
  return findings;
}
