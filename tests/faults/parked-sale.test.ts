/** Parking one sale in doubt: a lead's decision where the owner allows it, and what becomes of that sale and of the lane. */
import { expect, test, vi } from 'vitest';
import { type Counter, codeOf, FLOAT, fillCart, openForBusiness, payCash, sellOne } from '../support/counter.ts';
import { type Finished, shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';
import type { Shop } from '../support/shop.ts';
import { slipsOf } from '../support/slips.ts';

const LEAD = { leadId: 'marisol', pin: '4444', reason: 'Others are waiting' };

/** Metrc is looked at with every control read, so a test need not wait for the protocol's own quarter of a minute. */
const openCounter = (shop: Shop, finished: Finished) =>
  counterByHand(shop, { settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 250 } }) }, finished);

/** A sale in doubt on the lane, in a shop whose owner allows parking. */
async function inDoubt(finished: Finished, applied: boolean, options: { quietMs?: number; park?: boolean } = {}) {
  const shop = await shopForTest({ practice: { submitMs: 6000, quietMs: options.quietMs ?? 1500 } }, finished);
  shop.rewrite((json) => {
    json['policy'] = { park: options.park ?? true };
  });
  const counter = await openCounter(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  // No look shows anything before the test says so.
  if (applied) shop.metrc.fault({ on: 'receipts.read', times: 400, effect: { kind: 'server_error', applied: false } });
  shop.nextPost({ kind: 'server_error', applied });
  const sale = await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  const shows = (): void => shop.metrc.clearFaults();
  return { shop, counter, sale, shows };
}

const parked = (counter: Counter) => counter.until('parked', (seen) => seen.parked?.state === 'unknown');
const stateOf = async (counter: Counter, saleId: string) =>
  (await counter.call.sales.ofDay({ day: null })).sales.find((row) => row.saleId === saleId)?.state;

test.concurrent('a lead parks a sale in doubt: the lane sells on, and the parked one is signed, printed and said, without a pulse', async ({
  onTestFinished,
}) => {
  const { shop, counter, sale, shows } = await inDoubt(onTestFinished, true);
  expect(counter.now().mayPark).toBe(true);
  expect(codeOf(await counter.call.park.set(LEAD))).toBeNull();
  const seen = await parked(counter);
  expect(seen).toMatchObject({ lane: { state: 'ready' }, parked: { saleNumber: sale.saleNumber, keptCents: 20_000 } });
  shows();
  const end = await counter.until(
    'settled',
    (now) => now.parked?.state === 'signed' && now.parked.receipt === 'printed',
  );
  expect(end.parked).toMatchObject({ saleNumber: sale.saleNumber, changeCents: expect.any(Number) });
  expect([shop.pulses(), shop.live().length, slipsOf(shop.paper()).length]).toEqual([0, 1, 1]);
  expect(counter.ports.store.pulses.ofSale(sale.saleId)).toMatchObject({ outcome: 'not_sent', because: 'parked' });
  // The next customer gets the drawer, as always.
  await counter.call.tender.nextSale({});
  await sellOne(counter, 'gelato');
  expect([shop.pulses(), shop.live().length]).toEqual([1, 2]);
  expect(codeOf(await counter.call.park.seenTo({}))).toBeNull();
  expect(counter.now().parked).toBeNull();
});

test.concurrent('sold on while one is parked: both stand once, and the close of the drawer waits for the parked one', async ({
  onTestFinished,
}) => {
  const { shop, counter, sale, shows } = await inDoubt(onTestFinished, true);
  await counter.call.park.set(LEAD);
  await parked(counter);
  await sellOne(counter, 'gelato');
  expect(counter.now().parked).toMatchObject({ state: 'unknown' });
  await counter.call.staff.signIn({ staffId: 'marisol', pin: '4444' });
  const count = await counter.call.drawer.count(FLOAT);
  expect(count).toMatchObject({
    ok: false,
    error: { code: 'DRAWER_SALE_IN_DOUBT', recorded: 'not_known_yet', facts: { saleNumber: sale.saleNumber } },
  });
  shows();
  await counter.until('settled', (now) => now.parked?.state === 'signed');
  expect(codeOf(await counter.call.drawer.count(FLOAT))).toBeNull();
  // A sale that was in doubt keeps the drawer open until its quiet window has passed.
  await vi.waitUntil(async () => codeOf(await counter.call.drawer.close({})) === null, { timeout: 10_000 });
  expect([shop.live().length, shop.posts()]).toEqual([2, 2]);
});

test.concurrent('parked while a look is under way: that look counts for nothing, and the next comes by itself', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  const counter = await counterByHand(shop, { settings: () => ({ park: true }) }, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.metrc.fault({ on: 'receipts.read', times: 1, effect: { kind: 'delay', ms: 1500 } });
  shop.nextPost({ kind: 'server_error', applied: true });
  await payCash(counter);
  await counter.until('a look is under way', ({ lane }) => lane.state === 'unknown' && lane.nextLookAt === null);
  expect(codeOf(await counter.call.park.set(LEAD))).toBeNull();
  await counter.until('settled', (now) => now.parked?.state === 'signed');
  expect([shop.posts(), shop.live().length]).toEqual([1, 1]);
});

test.concurrent('a restart finds the parked sale parked, the lane free, and settles it by reading', async ({
  onTestFinished,
}) => {
  const { shop, counter, sale } = await inDoubt(onTestFinished, true);
  await counter.call.park.set(LEAD);
  await parked(counter);
  await counter.close();
  const next = await openCounter(shop, onTestFinished);
  expect(next.now()).toMatchObject({
    lane: { state: 'ready' },
    parked: { state: 'unknown', saleNumber: sale.saleNumber },
  });
  await openForBusiness(next);
  await sellOne(next, 'gelato');
  shop.metrc.clearFaults();
  const end = await next.until('settled', (now) => now.parked?.state === 'signed' && now.parked.receipt === 'printed');
  expect(end.parked).toMatchObject({ saleNumber: sale.saleNumber });
  expect([shop.live().length, shop.pulses()]).toEqual([2, 1]);
});

test.concurrent('the customer of a parked sale leaves and Metrc has it: it is voided, and the money is said to go back', async ({
  onTestFinished,
}) => {
  const { shop, counter, sale, shows } = await inDoubt(onTestFinished, true);
  await counter.call.park.set(LEAD);
  await parked(counter);
  expect(codeOf(await counter.call.park.customerLeaves({}))).toBeNull();
  expect(counter.now().parked).toMatchObject({ choice: 'leaves' });
  shows();
  const end = await counter.until('undone', (now) => now.parked?.state === 'undone');
  expect(end.parked).toMatchObject({ backCents: 20_000 });
  expect(await stateOf(counter, sale.saleId)).toBe('VOIDED');
  expect([shop.live(), shop.paper(), shop.pulses()]).toEqual([[], [], 0]);
});

test.concurrent('Metrc never had the parked sale: after the window it is asked once more with the same bytes, while others are sold', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await inDoubt(onTestFinished, false);
  await counter.call.park.set(LEAD);
  await parked(counter);
  await sellOne(counter, 'gelato');
  await counter.until('signed', (now) => now.parked?.state === 'signed');
  const posts = shop.simulator.ledger.requests().filter((one) => one.kind === 'receipts.post');
  const numbers = posts.map(({ body }) => JSON.parse(body ?? '')[0].ExternalReceiptNumber);
  expect(posts).toHaveLength(3);
  expect(posts[2]?.body).toBe(posts[0]?.body);
  expect(new Set(numbers).size).toBe(2);
  expect([shop.live().length, shop.pulses()]).toEqual([2, 1]);
});

test.concurrent('a parked sale that Metrc contradicts holds the lane again, for a lead', async ({ onTestFinished }) => {
  const { shop, counter, sale } = await inDoubt(onTestFinished, false, { quietMs: 60_000 });
  await counter.call.park.set(LEAD);
  await parked(counter);
  const body = shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post')?.body ?? '';
  const [asked] = JSON.parse(body);
  const foreign = [{ ...asked, Transactions: [{ ...asked.Transactions[0], TotalAmount: 1 }] }];
  await fetch(`${shop.simulator.url}/sales/v2/receipts?licenseNumber=DAAA-4K1Q-T7Z2`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('vendor-key-of-the-tests:user-key-of-the-tests').toString('base64')}`,
    },
    body: JSON.stringify(foreign),
  });
  const seen = await counter.until('conflict', ({ lane }) => lane.state === 'conflict');
  expect(seen).toMatchObject({ lane: { saleNumber: sale.saleNumber, kind: 'foreign' }, parked: null });
});

test.concurrent('only a lead, with PIN and reason, only one sale, and only where the owner allows it', async ({
  onTestFinished,
}) => {
  const { shop, counter, shows } = await inDoubt(onTestFinished, true);
  expect(codeOf(await counter.call.park.set({ ...LEAD, reason: ' ' }))).toBe('REASON_MISSING');
  expect(codeOf(await counter.call.park.set({ ...LEAD, pin: '9999' }))).toBe('WRONG_PIN');
  expect(codeOf(await counter.call.park.set({ ...LEAD, leadId: 'dana', pin: '1111' }))).toBe('NOT_ALLOWED');
  expect(counter.now()).toMatchObject({ lane: { state: 'unknown' }, parked: null });
  await counter.call.park.set(LEAD);
  await parked(counter);
  expect(codeOf(await counter.call.park.set(LEAD)), 'nothing is in doubt on the lane').toBe('SALE_NOT_OPEN');
  await fillCart(counter, 'gelato');
  shop.nextPost({ kind: 'server_error', applied: false });
  await payCash(counter);
  await counter.until('a second one in doubt', ({ lane }) => lane.state === 'unknown');
  expect(counter.now().mayPark).toBe(false);
  expect(codeOf(await counter.call.park.set(LEAD))).toBe('PARK_TAKEN');
  shows();
});

test.concurrent('where the owner has not decided for it, nothing is offered and nothing parked', async ({
  onTestFinished,
}) => {
  const { counter, shows } = await inDoubt(onTestFinished, true, { park: false });
  expect(counter.now().mayPark).toBe(false);
  expect(codeOf(await counter.call.park.set(LEAD))).toBe('PARK_NOT_ALLOWED');
  expect(counter.now()).toMatchObject({ lane: { state: 'unknown' }, parked: null });
  shows();
});
