/**
 * The rows of the fault table that stand in no other file, over the real register with real HTTP. The others: answers
 * that are lost or odd and applied late before W in metrc-answers.test.ts, late ones between W and H in
 * late-copies.test.ts, what happens behind our back in day-against-metrc.test.ts.
 */
import net from 'node:net';
import { expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Metrc } from '../../src/main/ports/metrc.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { createMetrc } from '../../src/metrc/client.ts';
import { type Counter, fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest, whenTestEnds } from '../support/for-test.ts';
import { KEYS, LICENCE } from '../support/goods.ts';
import { counterByHand } from '../support/parts.ts';
import type { Shop } from '../support/shop.ts';

/** The register's own client, but at another address. */
const clientAt = (baseUrl: string): Metrc => createMetrc({ baseUrl, licence: LICENCE, keys: KEYS, clock: systemClock });

/** Takes connections and breaks each at once, before anything can have come through it. */
async function breaker(): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenTestEnds(async () => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const NOT_SENT: readonly [string, (shop: Shop) => Promise<string> | string][] = [
  ['resolve failure', () => 'https://metrc.invalid'],
  ['connect failure', () => 'http://127.0.0.1:9'],
  ['TLS failure', (shop) => shop.simulator.url.replace('http://127.0.0.1', 'https://localhost')],
];

test.for(NOT_SENT)('%s: not sent, tried once more at once and cancelled, the cart is back', async ([, address]) => {
  const shop = await shopForTest();
  const broken = clientAt(await address(shop));
  const counter = await counterByHand(shop, {
    ports: ({ metrc }) => ({ metrc: { ...metrc, submitReceipt: (body) => broken.submitReceipt(body) } }),
  });
  await openForBusiness(counter);
  const { cart } = await fillCart(counter, 'gelato');
  await payCash(counter);
  const seen = await counter.until(
    'the cart is back',
    (now) => now.cart.saleNumber > cart.saleNumber && now.lane.state === 'ready',
  );
  expect(seen.cart.saleRefusal).toMatchObject({ code: 'METRC_UNREACHABLE', recorded: 'no' });
  expect(seen.cart.lines.map(({ label }) => label)).toEqual(cart.lines.map(({ label }) => label));
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(sales.map(({ state }) => state)).toEqual(['CANCELLED']);
  expect([shop.posts(), shop.live(), shop.paper(), shop.pulses()]).toEqual([0, [], [], 0]);
  await broken.close();
});

test('break before the last byte: not sent, and sold by the attempt after it', async () => {
  const shop = await shopForTest();
  const broken = clientAt(await breaker());
  const ends: string[] = [];
  const counter = await counterByHand(shop, {
    ports: ({ metrc }) => ({
      metrc: {
        ...metrc,
        submitReceipt: async (body) => {
          const outcome = await (ends.length === 0 ? broken : metrc).submitReceipt(body);
          ends.push(outcome.kind);
          return outcome;
        },
      },
    }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  await payCash(counter);
  await untilHandedOver(counter);
  expect(ends).toEqual(['not_sent', 'accepted']);
  expect([shop.posts(), shop.live().length]).toEqual([1, 1]);
  await broken.close();
});

async function readyToPay(finished: Finished): Promise<{ shop: Shop; counter: Counter }> {
  const shop = await shopForTest({}, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  return { shop, counter };
}

const WORDS = 'Package is on administrative hold.';
const BODIES: readonly [string, unknown][] = [
  ['rows', [{ row: 0, message: WORDS }]],
  ['an object with a message', { Message: WORDS }],
  ['the same in small letters', { message: WORDS }],
  ['plain strings', [WORDS]],
  ['a message with validation errors', { Message: 'Not valid.', ValidationErrors: [WORDS] }],
];

test.concurrent.for(BODIES)(
  '400 as %s on the first attempt: refused, the reason in view, the cart kept',
  async ([, body], { onTestFinished }) => {
    const { shop, counter } = await readyToPay(onTestFinished);
    const { cart } = counter.now();
    shop.nextPost({ kind: 'answer', applied: false, status: 400, body: JSON.stringify(body) });
    await payCash(counter);
    const seen = await counter.until('the cart is back', ({ cart: now }) => now.saleNumber > cart.saleNumber);
    expect(seen.cart.saleRefusal).toMatchObject({ code: 'METRC_REFUSED', recorded: 'no' });
    expect(seen.cart.saleRefusal?.facts['message']).toContain(WORDS);
    expect(seen.cart.lines.map(({ label }) => label)).toEqual(cart.lines.map(({ label }) => label));
    expect([shop.live(), shop.paper(), shop.pulses()]).toEqual([[], [], 0]);
  },
);

const TURNED_AWAY: readonly [string, Parameters<Shop['metrc']['fault']>[0], string][] = [
  [
    '401 while the keys live: the licence',
    { on: 'receipts.post', times: 1, effect: { kind: 'unauthorized' } },
    'licence',
  ],
  ['403 while the keys live: the licence', { on: 'receipts.post', times: 1, effect: { kind: 'forbidden' } }, 'licence'],
  ['401 to everything: the keys', { on: 'any', effect: { kind: 'unauthorized' } }, 'keys'],
  ['429: the rate', { on: 'receipts.post', times: 1, effect: { kind: 'too_many', retryAfterSeconds: 1 } }, 'rate'],
];

test.concurrent.for(TURNED_AWAY)(
  '%s, never absent and never refused',
  async ([, fault, because], { onTestFinished }) => {
    const { shop, counter } = await readyToPay(onTestFinished);
    shop.metrc.fault(fault);
    const { saleId } = await payCash(counter);
    const seen = await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
    expect(seen.lane).toMatchObject({ because: 'turned_away' });
    const reader = openReader({ dataDir: shop.data, migrationsDir: findAppFiles().migrations });
    if (!reader.ok) throw new Error(reader.error.happened);
    onTestFinished(() => reader.value.close());
    expect(reader.value.sales.attempts(saleId)[0]?.end).toMatchObject({ outcome: 'turned_away', because });
    expect([shop.live(), shop.paper(), shop.pulses()]).toEqual([[], [], 0]);
    shop.metrc.clearFaults();
    await untilHandedOver(counter);
    expect([shop.live().length, shop.posts()]).toEqual([1, 2]);
  },
);

test.concurrent('dead reads: nothing is decided while no read is good, then it is found, once', async ({
  onTestFinished,
}) => {
  const { shop, counter } = await readyToPay(onTestFinished);
  shop.nextPost({ kind: 'server_error', applied: true });
  shop.metrc.fault({ on: 'receipts.read', effect: { kind: 'server_error', applied: false } });
  shop.metrc.fault({ on: 'receipts.lists', effect: { kind: 'html', applied: false } });
  await payCash(counter);
  const seen = await counter.until('a look', ({ lane }) => lane.state === 'unknown' && lane.lastLook !== null);
  expect(seen.lane).toMatchObject({ lastLook: { showed: 'no_evidence' } });
  expect([shop.posts(), shop.paper(), shop.pulses()]).toEqual([1, [], 0]);
  shop.metrc.clearFaults();
  await untilHandedOver(counter);
  expect([shop.posts(), shop.live().length]).toEqual([1, 1]);
});
