import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { FaultEffect } from '../../src/metrc/simulator/faults.ts';
import { PackageLabel, tagTail } from '../../src/shared/values/ids.ts';
import { describeRefusal } from '../../src/shared/words/refusals.ts';
import { type Counter, codeOf, fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import type { Shop } from '../support/shop.ts';
import { slipsOf } from '../support/slips.ts';

type Effect = z.input<typeof FaultEffect>;

/** Only where nothing answers must the post be given up soon; a busy machine needs time for all else. */
const submitMsFor = ({ kind }: Effect): number => (['silence', 'late'].includes(kind) ? 1200 : 6000);

async function readyToPay(
  practice: Readonly<Record<string, number>>,
  finished: Finished,
): Promise<{ shop: Shop; counter: Counter }> {
  const shop = await shopForTest({ practice }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream', 'gummies');
  return { shop, counter };
}

/** One live receipt, one slip with its number and money, one pulse at most. */
async function expectSoldOnce({ shop, counter }: { shop: Shop; counter: Counter }): Promise<void> {
  const { lane } = await untilHandedOver(counter, 15_000);
  const { sales, confirmedCount } = await counter.call.sales.ofDay({ day: null });
  expect(confirmedCount).toBe(1);
  const sold = sales.find((sale) => sale.state === 'CONFIRMED');
  expect(shop.live().map((receipt) => receipt.externalNumber)).toEqual([sold?.externalNumber]);
  expect(slipsOf(shop.paper()).map(({ number, totalCents }) => [number, totalCents])).toEqual([
    [sold?.externalNumber, sold?.totalCents],
  ]);
  // A machine too busy to hear the printer in time refuses the kick and says so; it never repeats it.
  const isRefused = lane.state === 'signed' && lane.drawer === 'refused';
  expect(shop.pulses()).toBe(isRefused ? 0 : 1);
}

/** How often Metrc was asked by number between the first and the second post. */
function looksBetweenPosts(shop: Shop): number {
  const requests = shop.simulator.ledger.requests();
  const [first, second] = requests.filter((one) => one.kind === 'receipts.post').map((one) => one.seq);
  if (first === undefined || second === undefined) throw new Error('it was not posted twice');
  return requests.filter((one) => one.kind === 'receipts.external' && one.seq > first && one.seq < second).length;
}

const untilUnknown = (counter: Counter) => counter.until('not known yet', ({ lane }) => lane.state === 'unknown');

test.concurrent('Metrc refuses: not recorded, the reason stays, the cart comes back under a new number and sells', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({}, onTestFinished);
  shop.nextPost({ kind: 'refuse', message: 'Package is on administrative hold.' });
  const before = counter.now().cart;
  await payCash(counter);
  const seen = await counter.until(
    'the cart is back',
    ({ cart, lane }) => lane.state === 'ready' && cart.lines.length === 2,
  );
  expect(seen.cart.saleRefusal).toMatchObject({ code: 'METRC_REFUSED', recorded: 'no' });
  expect(seen.cart.saleRefusal?.facts['message']).toContain('administrative hold');
  expect(seen.cart.saleNumber).toBeGreaterThan(before.saleNumber);
  expect(seen.cart.customer?.agencyCheck).toBe('recorded');
  expect([shop.live(), slipsOf(shop.paper()), shop.pulses()]).toEqual([[], [], 0]);
  await payCash(counter);
  await expectSoldOnce({ shop, counter });
});

test.concurrent('Metrc refuses because of one package: the words name its line, and without that line the rest sells', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({}, onTestFinished);
  const [held] = counter.now().cart.lines;
  if (!held) throw new Error('an empty cart');
  const label = PackageLabel.parse(held.label);
  shop.metrc.changePackage(label, { onHold: true });
  await payCash(counter);
  const { cart } = await counter.until('the cart is back', ({ cart: back }) => back.saleRefusal !== null);
  const refusal = cart.saleRefusal;
  expect(refusal?.facts).toMatchObject({ item: held.name, label: held.label });
  for (const [language, says] of [
    ['en', `Metrc refused this sale over ${held.name}, tag ${tagTail(held.label)}: Package ${held.label} is on hold.`],
    ['es', `Metrc rechazó esta venta por ${held.name}, etiqueta ${tagTail(held.label)}: Package`],
  ] as const) {
    expect(refusal && describeRefusal(refusal, language, 'America/Chicago').happened).toContain(says);
  }
  const line = cart.lines.find((one) => one.label === label);
  expect(codeOf(await counter.call.cart.voidLine({ lineId: line?.lineId ?? null }))).toBeNull();
  await payCash(counter);
  await expectSoldOnce({ shop, counter });
});

const FOUND_BY_LOOKING: readonly [string, Effect][] = [
  ['the connection is reset after Metrc took it', { kind: 'drop', applied: true, at: 'whole' }],
  ['the connection is closed in order without an answer', { kind: 'fin', applied: true }],
  ['Metrc is silent after it took it', { kind: 'silence', applied: true }],
  ['Metrc takes it late, after nobody waits any more', { kind: 'late', ms: 1400 }],
  ['a 500 comes although it was taken', { kind: 'server_error', applied: true }],
  ['a 503 error page comes although it was taken', { kind: 'html', applied: true, status: 503 }],
  ['a 200 with HTML', { kind: 'html', applied: true }],
  ['a 200 with an empty body', { kind: 'empty', applied: true }],
  ['a 200 with wrong types', { kind: 'wrong_types', applied: true }],
  ['a 200 of the wrong content type', { kind: 'wrong_content_type', applied: true }],
  ['an answer with two ids', { kind: 'two_ids', applied: true }],
  ['an answer without an id', { kind: 'zero_ids', applied: true }],
  ['half an answer', { kind: 'truncated', applied: true }],
  ['a redirect', { kind: 'redirect', applied: true }],
  [
    'a 409, whatever it may mean',
    { kind: 'answer', applied: true, status: 409, body: '[{"row":0,"message":"Conflict"}]' },
  ],
  [
    'a 4xx that Metrc did not write',
    { kind: 'answer', applied: true, status: 400, contentType: 'text/html', body: '<p>no</p>' },
  ],
];

test.concurrent.for(FOUND_BY_LOOKING)(
  '%s: not known yet, then found by reading: one receipt, one slip, one pulse',
  async ([, effect], { onTestFinished }) => {
    const { shop, counter } = await readyToPay({ submitMs: submitMsFor(effect) }, onTestFinished);
    shop.nextPost(effect);
    await payCash(counter);
    const { lane } = await untilUnknown(counter);
    expect(lane).toMatchObject({ state: 'unknown', attempt: 1, choice: null, afterRestart: false });
    expect([slipsOf(shop.paper()), shop.pulses()]).toEqual([[], 0]);
    await expectSoldOnce({ shop, counter });
    expect(shop.posts()).toBe(1);
  },
);

const SENT_AGAIN: readonly [string, Effect][] = [
  ['a 500 before Metrc took it', { kind: 'server_error', applied: false }],
  ['silence and nothing was taken', { kind: 'silence', applied: false }],
  ['the connection is reset and nothing was taken', { kind: 'drop', applied: false, at: 'whole' }],
  ['a complete 401', { kind: 'unauthorized' }],
  ['a complete 403', { kind: 'forbidden' }],
  ['a 429 that asks for a second', { kind: 'too_many', retryAfterSeconds: 1 }],
];

test.concurrent.for(SENT_AGAIN)(
  '%s: sent once more only after two absent reads, the same bytes, sold once',
  async ([, effect], { onTestFinished }) => {
    const { shop, counter } = await readyToPay({ submitMs: submitMsFor(effect) }, onTestFinished);
    shop.nextPost(effect);
    await payCash(counter);
    await untilUnknown(counter);
    await expectSoldOnce({ shop, counter });
    const posts = shop.simulator.ledger.requests().filter((one) => one.kind === 'receipts.post');
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toBe(posts[0]?.body);
    expect(looksBetweenPosts(shop)).toBeGreaterThanOrEqual(2);
  },
);

test.concurrent('a look that began inside the quiet window does not count, however late its answer comes', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({ submitMs: 6000, quietMs: 1200 }, onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: false });
  shop.metrc.fault({ on: 'receipts.external', times: 1, effect: { kind: 'delay', ms: 500 } });
  await payCash(counter);
  await untilUnknown(counter);
  await expectSoldOnce({ shop, counter });
  expect(looksBetweenPosts(shop)).toBe(3);
});

test.concurrent('Pay pressed twice at the same moment, and once more after it, makes one receipt', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({}, onTestFinished);
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { saleId, totals } = counter.now().cart;
  const press = () => counter.call.tender.pay({ saleId, totalCents: totals.totalCents });
  const answers = await Promise.all([press(), press(), press()]);
  expect(answers.map(codeOf)).toEqual([null, null, null]);
  await expectSoldOnce({ shop, counter });
  expect(codeOf(await press())).toBeNull();
  expect(shop.posts()).toBe(1);
});

test.concurrent('keys that die in the middle of a sale: nothing is good evidence, it says keys, and it settles once they live again', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({}, onTestFinished);
  shop.metrc.fault({ on: 'any', effect: { kind: 'unauthorized' } });
  await payCash(counter);
  const seen = await counter.until('a look', ({ lane }) => lane.state === 'unknown' && lane.lastLook !== null);
  expect(seen.lane).toMatchObject({ because: 'turned_away', lastLook: { showed: 'no_evidence', because: 'keys' } });
  await counter.until('a second look', ({ lane }) => lane.state === 'unknown' && (lane.lastLook?.at ?? 0) > seen.now);
  expect([shop.posts(), slipsOf(shop.paper()), shop.pulses()]).toEqual([1, [], 0]);
  shop.metrc.clearFaults();
  await expectSoldOnce({ shop, counter });
  expect(shop.posts()).toBe(2);
});

test.concurrent('Metrc shows an old state while it is asked again: a stale absence does not make a second receipt', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay({ submitMs: 6000, quietMs: 2500 }, onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  shop.metrc.fault({ on: 'receipts.read', times: 3, effect: { kind: 'stale', ms: 60_000 } });
  await payCash(counter);
  await untilUnknown(counter);
  await expectSoldOnce({ shop, counter });
  expect(shop.posts()).toBe(1);
});
