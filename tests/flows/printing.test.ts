import { expect, test } from 'vitest';
import { codeOf, fillCart, linkOf, openForBusiness, payCash, sellOne, untilHandedOver } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { slipsOf } from '../support/slips.ts';
import { untilTrue } from '../support/wait.ts';

test('paper out before the sale: it is signed and the drawer opens all the same, and the receipt comes with new paper', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  shop.printer.machine.runOutAfter(0);
  await counter.until('the tile says so', (seen) => linkOf(seen, 'printer')?.reason === 'paper_out');
  await fillCart(counter, 'vape');
  await payCash(counter);
  const seen = await counter.until(
    'signed and open',
    ({ lane }) => lane.state === 'signed' && lane.drawer === 'opened',
  );
  expect(seen.lane).toMatchObject({ receipt: 'owed' });
  expect(seen.waitingPrints).toMatchObject([{ kind: 'receipt', state: 'owed' }]);
  expect(shop.paper()).toEqual([]);
  shop.printer.machine.loadPaper();
  await untilHandedOver(counter);
  expect(slipsOf(shop.paper())).toHaveLength(1);
  expect([shop.live().length, shop.pulses()]).toEqual([1, 1]);
});

test('paper out in the middle: printed only when the rest came out, once', async () => {
  const shop = await shopForTest({ model: { msPerLine: 2 } });
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.printer.machine.runOutAfter(8);
  await payCash(counter);
  await counter.until('the tile says so', (seen) => linkOf(seen, 'printer')?.reason === 'paper_out');
  expect(counter.now().lane).toMatchObject({ state: 'signed', receipt: 'printing' });
  shop.printer.machine.loadPaper();
  await untilHandedOver(counter);
  expect(slipsOf(shop.paper()).map(({ isCopy, totalCents }) => [isCopy, totalCents])).toEqual([[false, 2891]]);
});

test('the printer is gone: the sale stands, no pulse is sent late, and the receipt prints when it is back', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.printer.setTaken(true);
  shop.printer.swap({});
  await counter.until('the printer is gone', (seen) => linkOf(seen, 'printer')?.state === 'down');
  await payCash(counter);
  const seen = await counter.until('signed', ({ lane }) => lane.state === 'signed' && lane.drawer === 'refused');
  expect(seen.lane).toMatchObject({ receipt: 'owed' });
  shop.printer.setTaken(false);
  await counter.until('printed', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed', 15_000);
  expect([slipsOf(shop.paper()).length, shop.pulses()]).toEqual([1, 0]);
}, 30_000);

test('a copy says COPY with its number, and the original stays the only one', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await sellOne(counter, 'vape');
  for (const _ of [1, 2]) expect(codeOf(await counter.call.sales.reprint({ saleId: null }))).toBeNull();
  await untilTrue('three slips', () => slipsOf(shop.paper()).filter(({ number }) => number !== null).length === 3);
  const [original, first, second] = slipsOf(shop.paper());
  expect([original?.isCopy, first?.isCopy, second?.isCopy]).toEqual([false, true, true]);
  expect(second?.lines.join('\n')).toMatch(/C ?O ?P ?Y ? +2/);
  expect([first?.number, first?.totalCents]).toEqual([original?.number, original?.totalCents]);
  expect((await counter.call.sales.ofDay({ day: null })).sales[0]?.copies).toBe(2);
  expect(shop.pulses()).toBe(1);
});

test('closed in the middle of a receipt: offered after the restart, not repeated; what a person asks for then is a copy', async () => {
  const shop = await shopForTest({ model: { msPerLine: 20 } });
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  await payCash(counter);
  await untilTrue('the head of the receipt is out', () => shop.paper().some((line) => line.startsWith('Sale ')));
  await counter.close();
  const next = await counterForTest(shop);
  const seen = await next.until('the printer answers', (now) => linkOf(now, 'printer')?.state === 'ok');
  expect(seen.waitingPrints).toMatchObject([{ kind: 'receipt', state: 'unknown', reason: 'app_ended' }]);
  const [waiting] = seen.waitingPrints;
  expect(codeOf(await next.call.prints.retry({ jobId: waiting?.jobId ?? '' }))).toBe('NOT_SIGNED_IN');
  expect(next.now().waitingPrints).toHaveLength(1);
  await openForBusiness(next);
  expect(codeOf(await next.call.prints.retry({ jobId: waiting?.jobId ?? '' }))).toBeNull();
  await next.until('nothing waits', ({ waitingPrints }) => waitingPrints.length === 0, 12_000);
  const slips = slipsOf(shop.paper());
  expect(slips.filter(({ isCopy }) => !isCopy)).toHaveLength(1);
  expect(slips.filter(({ isCopy }) => isCopy)).toHaveLength(1);
});

test('a receipt that waits for paper can be given up by a person', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.printer.machine.runOutAfter(0);
  await counter.until('no paper', (seen) => linkOf(seen, 'printer')?.reason === 'paper_out');
  await payCash(counter);
  const seen = await counter.until('it waits', ({ waitingPrints }) => waitingPrints.length === 1);
  expect(codeOf(await counter.call.prints.cancel({ jobId: seen.waitingPrints[0]?.jobId ?? '' }))).toBeNull();
  await counter.until(
    'given up',
    ({ lane, waitingPrints }) => lane.state === 'signed' && lane.receipt === 'cancelled' && waitingPrints.length === 0,
  );
  shop.printer.machine.loadPaper();
  await counter.until('the printer answers', (now) => linkOf(now, 'printer')?.state === 'ok');
  expect(codeOf(await counter.call.prints.retry({ jobId: 'nothing' }))).toBe('PRINT_JOB_UNKNOWN');
  expect(shop.paper()).toEqual([]);
});
