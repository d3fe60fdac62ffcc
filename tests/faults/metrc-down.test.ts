import { expect, test } from 'vitest';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { codeOf, fillCart, linkOf, openForBusiness, payCash, sellOne, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import { tagOf } from '../support/goods.ts';
import { counterByHand } from '../support/parts.ts';
import type { ShopOptions } from '../support/shop.ts';

async function counterWithCart(finished: Finished, options: ShopOptions = {}) {
  const shop = await shopForTest(options, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  return { shop, counter };
}

test('Metrc goes down at Pay: provably not sent, the cart is back at once with the reason, and sells when Metrc is back', async () => {
  const shop = await shopForTest();
  // Nobody looks at the way between the loss and Pay: the sale itself meets it.
  const counter = await counterByHand(shop, {
    settings: ({ waits }) => ({ waits: { ...waits, wayEveryMs: 60_000 } }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  await shop.metrc.down();
  const { saleNumber } = await payCash(counter);
  const back = await counter.until(
    'the cart is back',
    ({ cart }) => cart.lines.length === 1 && cart.saleNumber > saleNumber,
  );
  expect(back.cart.saleRefusal).toMatchObject({ code: 'METRC_UNREACHABLE', recorded: 'no' });
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(sales.map(({ state }) => state)).toEqual(['CANCELLED']);
  await counter.until('the tile says why', (seen) => linkOf(seen, 'metrc')?.reason === 'refused_connection');
  await shop.metrc.up();
  await counter.until('Metrc answers again', (seen) => linkOf(seen, 'metrc')?.state === 'ok');
  await payCash(counter);
  await untilHandedOver(counter);
  expect(shop.live()).toHaveLength(1);
});

test('Metrc down for long before Pay: sales are blocked with the reason, the cart is kept, and the block clears itself', async () => {
  const shop = await shopForTest();
  let ahead = 0;
  const counter = await counterByHand(shop, {
    ports: ({ clock }) => ({ clock: { ...clock, now: () => clock.now() + ahead } }),
    settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 100, controlRetryMs: 100 } }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  await shop.metrc.down();
  await counter.until('the tile says so', (seen) => linkOf(seen, 'metrc')?.state === 'attention');
  // A hiccup of a few seconds does not turn the screen red.
  expect(counter.now().lane.state).toBe('ready');
  ahead = 11_000;
  const blocked = await counter.until('blocked', ({ lane }) => lane.state === 'blocked');
  expect(blocked.lane).toMatchObject({ refusal: { code: 'METRC_UNREACHABLE', recorded: 'no' } });
  ahead = 0;
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { cart } = counter.now();
  const refused = await counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(codeOf(refused)).toBe('METRC_UNREACHABLE');
  expect(counter.now().cart.lines).toHaveLength(1);
  await shop.metrc.up();
  await counter.until('clear again', ({ lane }) => lane.state === 'ready');
  await payCash(counter);
  await untilHandedOver(counter);
  expect([shop.live().length, shop.posts()]).toEqual([1, 1]);
});

test.concurrent('keys that Metrc does not take: blocked, and it says keys', async ({ onTestFinished }) => {
  const shop = await shopForTest({}, onTestFinished);
  shop.rewrite((json) => {
    json['metrc'] = { ...(json['metrc'] as object), keys: { vendorKey: 'wrong', userKey: 'wrong' } };
  });
  const counter = await counterForTest(shop, onTestFinished);
  const { lane } = await counter.until('blocked', (seen) => seen.lane.state === 'blocked');
  expect(lane).toMatchObject({ refusal: { code: 'METRC_KEYS', recorded: 'no' } });
  expect(linkOf(counter.now(), 'metrc')).toMatchObject({ state: 'down', reason: 'keys' });
});

test.concurrent('keys that do not cover this licence: blocked, and it names the licence', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  shop.rewrite((json) => {
    json['metrc'] = { ...(json['metrc'] as object), keys: { vendorKey: 'other-vendor', userKey: 'other-user' } };
  });
  const counter = await counterForTest(shop, onTestFinished);
  const { lane } = await counter.until('blocked', (seen) => seen.lane.state === 'blocked');
  expect(lane).toMatchObject({ refusal: { code: 'METRC_LICENCE', facts: { licence: 'DAAA-4K1Q-T7Z2' } } });
});

test.concurrent("this machine's clock far from Metrc's: blocked, and it says by how much", async ({
  onTestFinished,
}) => {
  const metrcClock = { ...systemClock, now: () => Date.now() + 400_000 };
  const shop = await shopForTest({ metrcClock }, onTestFinished);
  const counter = await counterForTest(shop, onTestFinished);
  const { lane } = await counter.until('blocked', (seen) => seen.lane.state === 'blocked');
  expect(lane.state === 'blocked' && lane.refusal.code).toBe('METRC_CLOCK');
  expect(lane.state === 'blocked' && Number(lane.refusal.facts['seconds'])).toBeGreaterThan(395);
});

test.concurrent.for([
  ['an HTML page', { kind: 'html', applied: false }, 'unreadable'],
  ['an empty body', { kind: 'empty', applied: false }, 'unreadable'],
  ['wrong types', { kind: 'wrong_types', applied: false }, 'unreadable'],
  ['a 500', { kind: 'server_error', applied: false }, 'server_error'],
  ['a 429', { kind: 'too_many' }, 'rate'],
] as const)(
  '%s where Metrc should say who we are: the tile says so and a package is not taken on trust',
  async ([, effect, reason], { onTestFinished }) => {
    const { shop, counter } = await counterWithCart(onTestFinished);
    shop.metrc.fault({ on: 'read', effect });
    expect(codeOf(await counter.call.cart.addPackage({ label: tagOf('vape') }))).toBeNull();
    const seen = await counter.until('the vape is out again', ({ cart }) =>
      cart.lines.some((line) => line.refusal?.code === 'PACKAGE_NO_ANSWER'),
    );
    expect(seen.cart.lines.filter((line) => line.state === 'ok')).toHaveLength(1);
    await counter.until('the tile says why', (now) => linkOf(now, 'metrc')?.reason === reason);
    shop.metrc.clearFaults();
    await counter.until('Metrc answers again', (now) => linkOf(now, 'metrc')?.state === 'ok');
    expect(await sellOne(counter, 'vape')).toMatchObject({ lane: { state: 'signed' } });
  },
);
