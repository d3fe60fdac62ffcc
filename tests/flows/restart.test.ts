import { expect, test } from 'vitest';
import { fillCart, linkOf, openForBusiness, payCash, sellOne } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import { slipsOf } from '../support/slips.ts';

/** A sale whose answer was lost, and the register closed in the middle of it. */
async function closedInDoubt(finished: Finished, applied: boolean) {
  const shop = await shopForTest({ practice: { submitMs: 1200 } }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await sellOne(counter, 'gelato');
  shop.printer.machine.drawer.close();
  await fillCart(counter, 'vape', 'gummies');
  shop.nextPost({ kind: 'silence', applied });
  const sale = await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  await counter.close();
  return { shop, sale };
}

test.concurrent('restarted in doubt and Metrc has it: found by reading, the owed original is printed, no drawer opens late', async ({
  onTestFinished,
}) => {
  const { shop, sale } = await closedInDoubt(onTestFinished, true);
  const posts = shop.posts();
  const counter = await counterForTest(shop, onTestFinished);
  const seen = await counter.until('printed', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed');
  expect(seen.lane).toMatchObject({ saleId: sale.saleId, drawer: 'not_sent' });
  expect(slipsOf(shop.paper()).map(({ saleNumber, isCopy }) => [saleNumber, isCopy])).toEqual([
    [sale.saleNumber - 1, false],
    [sale.saleNumber, false],
  ]);
  expect([shop.posts(), shop.live().length, shop.pulses()]).toEqual([posts, 2, 1]);
});

test.concurrent('restarted in doubt and Metrc never had it: in doubt at once, the same bytes once more after the window', async ({
  onTestFinished,
}) => {
  const { shop, sale } = await closedInDoubt(onTestFinished, false);
  const counter = await counterForTest(shop, onTestFinished);
  expect(counter.now().lane).toMatchObject({ state: 'unknown', afterRestart: true, saleNumber: sale.saleNumber });
  const seen = await counter.until('printed', (s) => s.lane.state === 'signed' && s.lane.receipt === 'printed', 12_000);
  expect(seen.lane).toMatchObject({ saleId: sale.saleId, drawer: 'not_sent' });
  const [, first, second] = shop.simulator.ledger.requests().filter((one) => one.kind === 'receipts.post');
  expect(second?.body).toBe(first?.body);
  expect([shop.live().length, shop.pulses()]).toEqual([2, 1]);
});

test.concurrent('restarted in doubt while Metrc is down: stays in doubt and says why, and settles when Metrc is back', async ({
  onTestFinished,
}) => {
  const { shop } = await closedInDoubt(onTestFinished, true);
  await shop.metrc.down();
  const counter = await counterForTest(shop, onTestFinished);
  const doubt = await counter.until(
    'a look that proves nothing',
    ({ lane }) => lane.state === 'unknown' && lane.lastLook !== null,
  );
  expect(doubt.lane).toMatchObject({ lastLook: { showed: 'no_evidence', because: 'refused_connection' } });
  expect(linkOf(doubt, 'metrc')?.state).not.toBe('ok');
  await shop.metrc.up();
  await counter.until('settled', ({ lane }) => lane.state === 'signed');
  expect(shop.live()).toHaveLength(2);
});

test.concurrent('a sale that customer left before the restart is voided after it, not confirmed', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({ practice: { submitMs: 1200 } }, onTestFinished);
  const counter = await counterForTest(shop, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'silence', applied: true });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  await counter.call.tender.customerLeaves({});
  await counter.close();
  const next = await counterForTest(shop, onTestFinished);
  await next.until('free', ({ lane }) => lane.state === 'ready');
  expect([shop.live(), shop.paper(), shop.pulses()]).toEqual([[], [], 0]);
});

test.concurrent('the cart on the counter and the held ones are there again after a restart, and are read anew', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  const counter = await counterForTest(shop, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream', 'vape');
  await counter.call.cart.hold({});
  const held = counter.now().held[0];
  expect(held).toMatchObject({ lines: 2, by: 'Dana W.' });
  await fillCart(counter, 'gelato');
  await counter.close();

  const next = await counterForTest(shop, onTestFinished);
  await openForBusiness(next);
  const seen = await next.until('read anew', ({ cart }) => cart.lines[0]?.state === 'ok');
  expect(seen.cart.lines.map(({ name }) => name)).toEqual(['Gelato 41 flower, 3.5 g']);
  expect(seen.cart.customer).toMatchObject({ status: 'active', agencyCheck: 'recorded' });
  expect(await next.call.cart.resume({ saleId: held?.saleId ?? '' })).toEqual({ ok: true, value: null });
  const resumed = await next.until(
    'both lines are read',
    ({ cart }) => cart.lines.length === 2 && cart.lines.every((l) => l.state === 'ok'),
  );
  expect(resumed.cart.saleNumber).toBe(held?.saleNumber);
  expect(resumed.held.map(({ lines }) => lines)).toEqual([1]);
});
