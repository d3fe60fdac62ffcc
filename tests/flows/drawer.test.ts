import { expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { codeOf, FLOAT, fillCart, linkOf, openForBusiness, payCash, sellOne } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';
import { openBooks } from '../support/reckoning.ts';
import { untilTrue } from '../support/wait.ts';

const asLead = { staffId: 'marisol', pin: '4444' };
const cash = (twenties: number, ones = 0) => ({
  pieces: [
    { denominationCents: 2000, count: twenties },
    { denominationCents: 100, count: ones },
  ],
});

test('a drawer is opened, counted blind, recounted once and closed; the Z report adds up and is on paper', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  const { call } = counter;
  await openForBusiness(counter);
  const { lane } = await sellOne(counter, 'blueDream');
  if (lane.state !== 'signed') throw new Error('not signed');
  const taken = lane.dueCents;
  expect(codeOf(await call.drawer.count(cash(10)))).toBe('NOT_ALLOWED');
  await call.staff.signIn(asLead);
  expect(codeOf(await call.drawer.close({}))).toBe('COUNT_NOT_FINAL');
  expect(counter.now().drawer).toMatchObject({ state: 'open', result: null });
  expect(codeOf(await call.drawer.count(cash(10)))).toBeNull();
  const first = counter.now().drawer;
  expect(first).toMatchObject({
    state: 'counted',
    result: {
      floatCents: 20_000,
      cashSalesCents: taken,
      expectedCents: 20_000 + taken,
      countedCents: 20_000,
      overShortCents: -taken,
      firstCountCents: null,
      mayRecount: true,
    },
  });
  expect(counter.now().cart.payBlockedBecause?.code).toBe('DRAWER_NOT_OPEN');
  expect(codeOf(await call.drawer.count(cash(11, 9)))).toBeNull();
  expect(counter.now().drawer?.result).toMatchObject({
    firstCountCents: 20_000,
    countedCents: 22_900,
    overShortCents: 22_900 - 20_000 - taken,
    mayRecount: false,
  });
  expect(codeOf(await call.drawer.count(cash(11, 9)))).toBe('RECOUNT_USED');
  expect(codeOf(await call.drawer.close({}))).toBeNull();
  expect(counter.now().drawer).toBeNull();
  await untilTrue('the Z report is out', () => shop.paper().some((line) => line.startsWith('Seal ')));
  const paper = shop.paper().join('\n');
  expect(paper).toMatch(/Z REPORT 1/);
  expect(paper).toMatch(/Counted +229\.00/);
  expect(paper).toMatch(/First count +200\.00/);
});

test('Z numbers have no gaps and each report seals the one before it; a new session needs a new float', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  const { call } = counter;
  await call.staff.signIn(asLead);
  for (let session = 1; session <= 3; session += 1) {
    expect(codeOf(await call.drawer.open(FLOAT))).toBeNull();
    expect(counter.now().drawer?.zNumber).toBe(session);
    expect(codeOf(await call.drawer.open(FLOAT))).toBe('DRAWER_ALREADY_OPEN');
    await call.drawer.count(cash(10));
    await call.drawer.close({});
  }
  await counter.until(
    'all three are printed',
    ({ waitingPrints, links }) => links.length > 0 && waitingPrints.length === 0,
    15_000,
  );
  await counter.close();
  const { books, findings } = openBooks(shop.data);
  expect(findings).toEqual([]);
  expect(books.store.drawers.lastZ()?.number).toBe(3);
  books.close();
  const reader = openReader({ dataDir: shop.data, migrationsDir: findAppFiles().migrations });
  if (!reader.ok) throw new Error('no records');
  expect(reader.value.zReports.verify().checked).toBe(3);
  reader.value.close();
});

test('a sale in doubt keeps the drawer from being counted and closed, and the budtender from opening it', async () => {
  const shop = await shopForTest({ practice: { submitMs: 6000, quietMs: 60_000 } });
  const counter = await counterForTest(shop);
  const { call } = counter;
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'server_error', applied: false });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  expect(await call.drawer.noSale({ reason: 'change' })).toMatchObject({
    ok: false,
    error: { code: 'SALE_IN_DOUBT', recorded: 'not_known_yet' },
  });
  await call.staff.signIn(asLead);
  expect(await call.drawer.count(cash(10))).toMatchObject({
    ok: false,
    error: { code: 'DRAWER_SALE_IN_DOUBT', recorded: 'not_known_yet' },
  });
  expect(codeOf(await call.drawer.close({}))).toBe('DRAWER_SALE_IN_DOUBT');
  expect(codeOf(await call.drawer.noSale({ reason: 'change' }))).toBeNull();
  await untilTrue('the lead opened it', () => shop.pulses() === 1);
});

test('a no-sale opening needs a reason, is journalled, makes one pulse and stands on the Z report', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  const { call } = counter;
  await openForBusiness(counter);
  expect(codeOf(await call.drawer.noSale({ reason: '   ' }))).toBe('REASON_MISSING');
  expect(codeOf(await call.drawer.noSale({ reason: 'change for a twenty' }))).toBeNull();
  await counter.until('the drawer is seen open', ({ drawerPosition }) => drawerPosition === 'open');
  expect(shop.pulses()).toBe(1);
  await call.staff.signIn(asLead);
  await call.drawer.count(cash(10));
  await call.drawer.close({});
  await untilTrue('the Z report is out', () => shop.paper().some((line) => /^Opened without a sale +1$/.test(line)));
});

test('a drawer whose cable is out is not opened, not later either', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  shop.printer.setTaken(true);
  shop.printer.swap({});
  await counter.until('it is gone', ({ links }) => links.find(({ id }) => id === 'drawer')?.state === 'down');
  expect(codeOf(await counter.call.drawer.noSale({ reason: 'change' }))).toBe('DRAWER_NOT_CONNECTED');
  shop.printer.setTaken(false);
  await counter.until('it is back', ({ links }) => links.find(({ id }) => id === 'drawer')?.state === 'ok', 15_000);
  expect(shop.pulses()).toBe(0);
}, 30_000);

test('a drawer left open: the tile says so, the journal has one line, selling and opening go on, and shut it is well again', async () => {
  const shop = await shopForTest();
  shop.rewrite((json) => {
    Object.assign(json['devices'] as object, { drawer: { sensor: 'highIsOpen', leftOpenAfterMs: 1000 } });
  });
  const kinds: string[] = [];
  const counter = await counterByHand(shop, {
    ports: ({ store }) => ({
      store: {
        ...store,
        journal: {
          ...store.journal,
          append: (entry) => {
            kinds.push(entry.kind);
            return store.journal.append(entry);
          },
        },
      },
    }),
  });
  await openForBusiness(counter);
  await sellOne(counter, 'blueDream');
  const seen = await counter.until('it is said', (now) => linkOf(now, 'drawer')?.reason === 'left_open');
  expect(linkOf(seen, 'drawer')).toMatchObject({ state: 'attention' });
  expect(seen).toMatchObject({ drawerPosition: 'open', lane: { state: 'signed' } });
  expect(codeOf(await counter.call.drawer.noSale({ reason: 'change for a twenty' }))).toBeNull();
  await counter.call.tender.nextSale({});
  await sellOne(counter, 'vape');
  shop.printer.machine.drawer.close();
  await counter.until('it is well again', (now) => linkOf(now, 'drawer')?.state === 'ok');
  expect(kinds.filter((kind) => kind === 'drawer.left_open')).toHaveLength(1);
});

test.for([
  ['a denomination that does not exist', [{ denominationCents: 300, count: 1 }]],
  [
    'a denomination named twice',
    [
      { denominationCents: 100, count: 1 },
      { denominationCents: 100, count: 2 },
    ],
  ],
] as const)('a count with %s is refused', async ([, pieces]) => {
  const counter = await counterForTest(await shopForTest());
  await counter.call.staff.signIn(asLead);
  expect(codeOf(await counter.call.drawer.open({ pieces: [...pieces] }))).toBe('COUNT_BAD');
  expect(counter.now().drawer).toBeNull();
});
