import { expect, test } from 'vitest';
import { fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { untilTrue } from '../support/wait.ts';

test('a yes that names the receipt of the sale before is not believed: the sale is found by its own number', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  await payCash(counter);
  await untilHandedOver(counter, 12_000);
  const first = shop.live()[0]?.id;
  await counter.call.tender.nextSale({});
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'answer', applied: true, status: 200, body: JSON.stringify({ Ids: [first], Warnings: null }) });
  await payCash(counter);
  await untilHandedOver(counter, 12_000);
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(new Set(sales.map((row) => row.metrcId))).toEqual(new Set(shop.live().map((receipt) => receipt.id)));
  await untilTrue('the second pulse', () => shop.pulses() === 2);
  expect(shop.live()).toHaveLength(2);
});

test('a gateway that says 404 in JSON after the sale was passed on does not refuse it: it is found', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'answer', applied: true, status: 404, body: '{"message":"no Route matched"}' });
  await payCash(counter);
  await untilHandedOver(counter, 12_000);
  expect([shop.live().length, shop.posts(), shop.pulses()]).toEqual([1, 1, 1]);
});
