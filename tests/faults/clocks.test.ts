/** Clocks that jump while a sale is in doubt: the quiet window is not shortened, and what Metrc has is found all the same. */
import { expect, test } from 'vitest';
import { awakeClock, systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Clock } from '../../src/main/ports/clock.ts';
import { type Counter, fillCart, linkOf, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { type Finished, shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';
import type { Shop } from '../support/shop.ts';

const HOUR = 3_600_000;
const QUIET_MS = 1500;

type Shifted = { readonly clock: Clock; shift: number };

function shiftedClock(): Shifted {
  const state: Shifted = { shift: 0, clock: { ...systemClock, now: () => Date.now() + state.shift } };
  return state;
}

/** Metrc is looked at with every control read: an attempt that comes too early is seen to come too early. */
const openCounter = (shop: Shop, wall: Shifted, finished: Finished) =>
  counterByHand(
    shop,
    {
      ports: () => ({ clock: wall.clock }),
      settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 50 } }),
    },
    finished,
  );

/** A sale whose answer was lost; `quietSince` is when that was, on a clock that does not jump. */
async function inDoubt(applied: boolean, finished: Finished) {
  const shop = await shopForTest({ practice: { submitMs: 6000, quietMs: QUIET_MS } }, finished);
  const wall = shiftedClock();
  const counter = await openCounter(shop, wall, finished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  // No look shows anything before the clock has jumped.
  shop.metrc.fault({ on: 'receipts.read', times: 400, effect: { kind: 'server_error', applied: false } });
  shop.nextPost({ kind: 'server_error', applied });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  return { shop, wall, counter, quietSince: performance.now() };
}

/** The next attempt came, and not before the window had passed. */
async function askedAgainAfterTheWindow(shop: Shop, counter: Counter, quietSince: number): Promise<void> {
  let secondAt: number | null = null;
  const watch = setInterval(() => {
    if (shop.posts() > 1) secondAt ??= performance.now();
  }, 5);
  await untilHandedOver(counter);
  clearInterval(watch);
  // "Not known yet" was announced a moment after the window had begun.
  expect((secondAt ?? performance.now()) - quietSince).toBeGreaterThan(QUIET_MS - 100);
  expect([shop.posts(), shop.live().length]).toEqual([2, 1]);
}

test.concurrent('clock jumps forward an hour', async ({ onTestFinished }) => {
  const { shop, wall, counter, quietSince } = await inDoubt(false, onTestFinished);
  wall.shift = HOUR;
  shop.metrc.clearFaults();
  await askedAgainAfterTheWindow(shop, counter, quietSince);
});

test.concurrent('clock jumps back a day', async ({ onTestFinished }) => {
  const { shop, wall, counter, quietSince } = await inDoubt(false, onTestFinished);
  wall.shift = -24 * HOUR;
  shop.metrc.clearFaults();
  await askedAgainAfterTheWindow(shop, counter, quietSince);
});

test.concurrent('clock jumps back a day, and Metrc has the sale: it is found by reading', async ({
  onTestFinished,
}) => {
  const { shop, wall, counter } = await inDoubt(true, onTestFinished);
  wall.shift = -24 * HOUR;
  shop.metrc.clearFaults();
  await untilHandedOver(counter);
  // A list of a window that ends before it begins is empty and proves nothing: every look must really have looked.
  const windows = shop.simulator.ledger
    .requests()
    .flatMap(({ path }) => new URL(path, shop.simulator.url).search || [])
    .map((query) => new URLSearchParams(query))
    .map((query) => [query.get('lastModifiedStart'), query.get('lastModifiedEnd')])
    .filter(([from, to]) => from && to);
  expect(windows.length).toBeGreaterThan(1);
  expect(windows.filter(([from, to]) => Date.parse(from ?? '') >= Date.parse(to ?? ''))).toEqual([]);
  expect([shop.posts(), shop.live().length]).toEqual([1, 1]);
});

test.concurrent('daylight saving ends in the middle of a sale', async ({ onTestFinished }) => {
  const wall = shiftedClock();
  // In Oklahoma the hour from one to two comes twice that night: 7:00 UTC is two o'clock and one o'clock again.
  const setTo = (instant: string): void => {
    wall.shift = Date.parse(instant) - Date.now();
  };
  setTo('2026-11-01T06:30:00Z');
  const shop = await shopForTest(
    { practice: { submitMs: 6000, quietMs: QUIET_MS }, metrcClock: wall.clock },
    onTestFinished,
  );
  const counter = await openCounter(shop, wall, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'server_error', applied: false });
  setTo('2026-11-01T06:59:59.300Z');
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  await askedAgainAfterTheWindow(shop, counter, performance.now());
  const posts = () => shop.simulator.ledger.requests().filter((one) => one.kind === 'receipts.post');
  const [first, second] = posts().map(({ body }) => body ?? '');
  expect(second, 'the same bytes, with the time of the sale').toBe(first);
  expect(first).toContain('"SalesDateTime":"2026-11-01T01:59:5');
  await counter.call.tender.nextSale({});
  await fillCart(counter, 'gelato');
  await payCash(counter);
  await untilHandedOver(counter);
  const next = posts().at(-1)?.body ?? '';
  expect(next, 'an hour that comes twice').toContain('"SalesDateTime":"2026-11-01T01:00:');
  const { sales } = await counter.call.sales.ofDay({ day: null });
  expect(
    sales.map(({ saleNumber }) => saleNumber),
    'in the order of paying, the newest first',
  ).toEqual([2, 1]);
});

test.concurrent('a clock that is off by more than a minute is told at Metrc’s tile and still sells; beyond five nothing is sold', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  const wall = shiftedClock();
  const counter = await openCounter(shop, wall, onTestFinished);
  await openForBusiness(counter);
  wall.shift = 90_000;
  const told = await counter.until('told', (seen) => linkOf(seen, 'metrc')?.reason === 'clock_off');
  expect([linkOf(told, 'metrc')?.state, told.lane.state]).toEqual(['attention', 'ready']);
  wall.shift = 310_000;
  const seen = await counter.until('blocked', ({ lane }) => lane.state === 'blocked');
  expect(seen.lane).toMatchObject({ refusal: { code: 'METRC_CLOCK' } });
  wall.shift = 0;
  await counter.until('right again', (now) => now.lane.state === 'ready' && linkOf(now, 'metrc')?.state === 'ok');
});

test('a machine that slept an hour has not waited an hour, whatever its clock says of it', () => {
  let raw = 1000;
  const awake = awakeClock(() => raw);
  const begun = awake();
  for (let second = 0; second < 100; second += 1) {
    raw += 1000;
    awake();
  }
  expect(awake() - begun).toBe(100_000);
  raw += HOUR;
  expect(awake() - begun).toBeLessThanOrEqual(105_000);
  raw -= 50;
  const before = awake();
  raw += 10;
  expect(awake() - before, 'a step back takes nothing away').toBe(10);
});
