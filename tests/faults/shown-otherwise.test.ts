/** Metrc shows a receipt otherwise than it was sent: by its own way of writing, or because somebody was at it. */
import { expect, test } from 'vitest';
import { codeOf, fillCart, isSigned, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import { KEYS, LICENCE } from '../support/goods.ts';
import { untilTrue } from '../support/wait.ts';

async function readyToPay(finished: Finished) {
  const shop = await shopForTest({ practice: { watchEveryMs: 200, watchMs: 60_000 } }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  const atMetrc = async (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    const authorization = `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`;
    const answer = await fetch(`${shop.simulator.url}/sales/v2/receipts${path}?licenseNumber=${LICENCE}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(200);
  };
  return { shop, counter, atMetrc };
}

test.concurrent('sale times read back without decimals: the receipt of a sale in doubt is known again', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay(onTestFinished);
  shop.metrc.dialect({ saleTimes: 'seconds' });
  shop.nextPost({ kind: 'drop', applied: true });
  await payCash(counter);
  const seen = await counter.until(
    'signed, or held for a lead',
    (now) => isSigned(now) || now.lane.state === 'conflict',
  );
  expect(seen.lane.state).toBe('signed');
  await untilHandedOver(counter);
  expect([shop.posts(), shop.live().length]).toEqual([1, 1]);
});

test.concurrent('a receipt that was amended and then voided at Metrc is gone: nobody is asked to let it stand', async ({
  onTestFinished,
}) => {
  const { shop, counter, atMetrc } = await readyToPay(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  const deleting = shop.metrc.fault({ on: 'receipts.delete', effect: { kind: 'server_error', applied: false } });
  const reading = shop.metrc.fault({ on: 'receipts.by_id', effect: { kind: 'server_error', applied: false } });
  await counter.call.tender.customerLeaves({});
  const asked = (kind: string) => shop.simulator.ledger.requests().find((one) => one.kind === kind);
  await untilTrue('the void is asked', () => asked('receipts.delete') !== undefined);
  const [sent] = JSON.parse(asked('receipts.post')?.body ?? '[]');
  const id = shop.live()[0]?.id;
  sent.Transactions[0].TotalAmount += 1;
  await atMetrc('PUT', '', [{ ...sent, Id: id }]);
  shop.metrc.clearFaults(deleting);
  await atMetrc('DELETE', `/${id}`);
  shop.metrc.clearFaults(reading);
  const seen = await counter.until('free, or held for a lead', ({ lane }) => lane.state !== 'unknown');
  expect(seen.lane.state).toBe('ready');
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(sales.map((row) => row.state)).toEqual(['VOIDED']);
});

test.concurrent('our receipt voided and a stranger under our number: the lead is asked about the void first', async ({
  onTestFinished,
}) => {
  const { shop, counter, atMetrc } = await readyToPay(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await untilHandedOver(counter);
  const [sent] = JSON.parse(shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post')?.body ?? '[]');
  sent.Transactions[0].TotalAmount += 1;
  // Both at once, as the watch sees them: no look may fall between the two.
  const reading = shop.metrc.fault({ on: 'receipts.read', effect: { kind: 'server_error', applied: false } });
  const id = shop.live()[0]?.id;
  await atMetrc('POST', '', [sent]);
  await atMetrc('DELETE', `/${id}`);
  shop.metrc.clearFaults(reading);
  const seen = await counter.until('held for a lead', ({ lane }) => lane.state === 'conflict');
  expect(seen.lane).toMatchObject({ kind: 'gone', metrcIds: [id] });
});

test.concurrent("a stranger's receipt under the number of a voided sale: settled, the sale is voided still", async ({
  onTestFinished,
}) => {
  const { shop, counter, atMetrc } = await readyToPay(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  await counter.call.tender.customerLeaves({});
  await counter.until('voided', ({ lane }) => lane.state === 'ready');
  const [sent] = JSON.parse(shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post')?.body ?? '[]');
  sent.Transactions[0].TotalAmount += 1;
  await atMetrc('POST', '', [sent]);
  await counter.until('to be settled', ({ lane }) => lane.state === 'conflict' && lane.mayBeSettled);
  const settled = { as: 'foreign', leadId: 'marisol', pin: '4444', reason: 'typed by hand at Metrc' } as const;
  await counter.until('looked at', ({ lane }) => lane.state === 'conflict' && lane.lookedAt !== null);
  expect(codeOf(await counter.call.conflict.settle(settled))).toBeNull();
  await counter.until('free again', ({ lane }) => lane.state !== 'conflict');
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect([sales.map((row) => row.state), shop.pulses(), shop.paper()]).toEqual([['VOIDED'], 0, []]);
});
