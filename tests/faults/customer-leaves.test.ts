import { expect, test } from 'vitest';
import { codeOf, fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';

async function unknownSale(finished: Finished, applied: boolean) {
  const shop = await shopForTest({ practice: { submitMs: 6000 } }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'server_error', applied });
  const sale = await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  const stateOfSale = async () => {
    const { sales } = await counter.call.sales.ofDay({ day: null });
    return sales.find((row) => row.saleId === sale.saleId)?.state;
  };
  return { shop, counter, stateOfSale };
}

test.concurrent('the customer leaves and Metrc has it: it is voided, proved by a read, nothing is printed or opened', async ({
  onTestFinished,
}) => {
  const { shop, counter, stateOfSale } = await unknownSale(onTestFinished, true);
  expect(codeOf(await counter.call.tender.customerLeaves({}))).toBeNull();
  expect(counter.now().lane).toMatchObject({ state: 'unknown', choice: 'leaves' });
  await counter.until('free for the next customer', ({ lane }) => lane.state === 'ready');
  expect(await stateOfSale()).toBe('VOIDED');
  expect(shop.live()).toEqual([]);
  expect(shop.simulator.ledger.applies().map(({ what }) => what)).toEqual(['created', 'voided']);
  expect([shop.paper(), shop.pulses()]).toEqual([[], 0]);
});

test.concurrent('the customer leaves and Metrc never had it: cancelled after two absent reads, never sent again', async ({
  onTestFinished,
}) => {
  const { shop, counter, stateOfSale } = await unknownSale(onTestFinished, false);
  await counter.call.tender.customerLeaves({});
  await counter.until('free for the next customer', ({ lane }) => lane.state === 'ready');
  expect(await stateOfSale()).toBe('CANCELLED');
  expect([shop.posts(), shop.live(), shop.paper(), shop.pulses()]).toEqual([1, [], [], 0]);
});

test.concurrent('the customer leaves, then waits after all: the sale is sent again and stands', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await unknownSale(onTestFinished, false);
  await counter.call.tender.customerLeaves({});
  await counter.call.tender.customerWaits({});
  expect(counter.now().lane).toMatchObject({ choice: 'waits' });
  await untilHandedOver(counter, 12_000);
  expect([shop.posts(), shop.live().length]).toEqual([2, 1]);
});

test.concurrent('the customer leaves while Metrc is still asked: its late yes is voided', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({ practice: { submitMs: 6000 } }, onTestFinished);
  const counter = await counterForTest(shop, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'delay', ms: 700 });
  await payCash(counter);
  await counter.call.tender.customerLeaves({});
  expect(counter.now().lane).toMatchObject({ state: 'asking', customerLeaves: true });
  await counter.until('free for the next customer', ({ lane }) => lane.state === 'ready');
  expect([shop.live(), shop.paper(), shop.pulses()]).toEqual([[], [], 0]);
});

test.concurrent('a void that Metrc does not answer is asked again until a read shows it', async ({
  onTestFinished,
}) => {
  const { shop, counter, stateOfSale } = await unknownSale(onTestFinished, true);
  shop.metrc.fault({ on: 'receipts.delete', times: 1, effect: { kind: 'server_error', applied: false } });
  await counter.call.tender.customerLeaves({});
  await counter.until('free for the next customer', ({ lane }) => lane.state === 'ready', 12_000);
  expect(await stateOfSale()).toBe('VOIDED');
  expect(shop.live()).toEqual([]);
});

test.concurrent('a foreign receipt under our number: conflict, nothing printed, nothing deleted, and a restart keeps it', async ({
  onTestFinished,
}) => {
  const { shop, counter, stateOfSale } = await unknownSale(onTestFinished, false);
  const { sales } = await counter.call.sales.ofDay({ day: null });
  const body = shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post')?.body ?? '';
  const [asked] = JSON.parse(body);
  const foreign = [{ ...asked, Transactions: [{ ...asked.Transactions[0], TotalAmount: 1 }] }];
  const response = await fetch(`${shop.simulator.url}/sales/v2/receipts?licenseNumber=DAAA-4K1Q-T7Z2`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from('vendor-key-of-the-tests:user-key-of-the-tests').toString('base64')}`,
    },
    body: JSON.stringify(foreign),
  });
  expect(response.status).toBe(200);
  const seen = await counter.until('conflict', ({ lane }) => lane.state === 'conflict');
  expect(seen.lane).toMatchObject({ saleNumber: sales[0]?.saleNumber, metrcIds: [shop.live()[0]?.id] });
  expect(await stateOfSale()).toBe('CONFLICT');
  expect([shop.live().length, shop.paper(), shop.pulses()]).toEqual([1, [], 0]);
  await counter.close();
  const next = await counterForTest(shop, onTestFinished);
  expect(next.now().lane).toMatchObject({ state: 'conflict' });
  expect(shop.live()).toHaveLength(1);
});
