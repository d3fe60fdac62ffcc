import { expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { codeOf, fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import { KEYS, LICENCE } from '../support/goods.ts';
import { untilTrue } from '../support/wait.ts';

/** A quiet window shorter than Metrc takes: what may never happen in a store happens here on purpose. */
const HASTY = { submitMs: 1200, quietMs: 150, absentGapMs: 20, watchEveryMs: 100, watchMs: 60_000 };

async function doubtful(finished: Finished, practice: Readonly<Record<string, number>> = {}) {
  const shop = await shopForTest({ practice: { ...HASTY, ...practice } }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  return { shop, counter };
}

/** What somebody does at Metrc's own pages, behind the register's back. */
async function atMetrc(url: string, method: 'DELETE' | 'PUT', path: string, body?: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/sales/v2/receipts${path}?licenseNumber=${LICENCE}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status).toBe(200);
}

const voidAtMetrc = (url: string, id: number): Promise<void> => atMetrc(url, 'DELETE', `/${id}`);

test.concurrent('a request that takes effect after the sale was sent again: the late copy is found and removed, the confirmed one stays', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await doubtful(onTestFinished);
  shop.nextPost({ kind: 'late', ms: 9000 });
  await payCash(counter);
  await untilHandedOver(counter, 20_000);
  const [confirmed] = shop.live();
  await untilTrue(
    'the late copy',
    () => shop.simulator.ledger.applies().filter(({ what }) => what === 'created').length === 2,
    20_000,
  );
  await untilTrue('its removal', () => shop.live().length === 1);
  expect(shop.live().map((receipt) => receipt.id)).toEqual([confirmed?.id]);
  expect([shop.pulses(), counter.now().lane.state]).toEqual([1, 'signed']);
});

test.concurrent('a phantom of a cancelled sale is found and removed', async ({ onTestFinished }) => {
  const { shop, counter } = await doubtful(onTestFinished);
  shop.nextPost({ kind: 'late', ms: 4000 });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown', 15_000);
  await counter.call.tender.customerLeaves({});
  await counter.until('free for the next customer', ({ lane }) => lane.state === 'ready', 20_000);
  await untilTrue('the phantom', () => shop.simulator.ledger.applies().some(({ what }) => what === 'created'));
  await untilTrue('its removal', () => shop.live().length === 0);
  expect([shop.paper(), shop.pulses()]).toEqual([[], 0]);
});

test.concurrent('a receipt voided at Metrc behind our back stops the lane until a lead says so, with PIN and reason', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await doubtful(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await untilHandedOver(counter, 20_000);
  const [receipt] = shop.live();
  await voidAtMetrc(shop.simulator.url, receipt?.id ?? 0);
  const held = await counter.until(
    'held for a lead',
    ({ lane }) => lane.state === 'conflict' && lane.lookedAt !== null,
  );
  expect(held.lane).toMatchObject({ kind: 'gone', metrcIds: [receipt?.id], mayBeSettled: true });
  const settle = (leadId: string, pin: string, reason: string) =>
    counter.call.conflict.settle({ as: 'gone', leadId, pin, reason });
  expect(codeOf(await settle('marisol', '4444', ' '))).toBe('REASON_MISSING');
  expect(codeOf(await settle('dana', '1111', 'voided on the web page'))).toBe('NOT_ALLOWED');
  expect(codeOf(await settle('marisol', '9999', 'voided on the web page'))).toBe('WRONG_PIN');
  expect(codeOf(await settle('marisol', '4444', 'voided on the web page'))).toBeNull();
  await counter.until('free again', ({ lane }) => lane.state !== 'conflict');
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(sales.map((row) => row.state)).toEqual(['VOIDED']);
});

test.concurrent('what a lead has let stand is no news to the watch: the lane is not stopped for it again', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await doubtful(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await untilHandedOver(counter, 20_000);
  const { requests } = shop.simulator.ledger;
  const [sent] = JSON.parse(requests().find(({ kind }) => kind === 'receipts.post')?.body ?? '[]');
  sent.Transactions[0].TotalAmount += 1;
  await atMetrc(shop.simulator.url, 'PUT', '', JSON.stringify([{ ...sent, Id: shop.live()[0]?.id }]));
  await counter.until(
    'held for a lead',
    ({ lane }) => lane.state === 'conflict' && lane.kind === 'amended' && lane.lookedAt !== null,
  );
  const settled = { as: 'amended', leadId: 'marisol', pin: '4444', reason: 'a price was mended at Metrc' } as const;
  expect(codeOf(await counter.call.conflict.settle(settled))).toBeNull();
  const looks = (): number => requests().filter(({ kind }) => kind === 'receipts.external').length;
  const before = looks();
  await untilTrue('more looks of the watch', () => looks() >= before + 3);
  expect(counter.now().lane.state).not.toBe('conflict');
});

test.concurrent('the watch ends when its time is over and a last look found nothing', async ({ onTestFinished }) => {
  const { shop, counter } = await doubtful(onTestFinished, { watchMs: 500 });
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await untilHandedOver(counter, 20_000);
  const reader = openReader({ dataDir: shop.data, migrationsDir: findAppFiles().migrations });
  if (!reader.ok) throw new Error(reader.error.happened);
  onTestFinished(() => reader.value.close());
  await untilTrue('the end of the watch', () => reader.value.sales.watched().length === 0, 15_000);
  expect(shop.live()).toHaveLength(1);
});
