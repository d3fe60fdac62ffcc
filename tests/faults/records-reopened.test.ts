/** The records fail in the middle of a sale and are opened again by the register itself; the disk fails for real. */
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ports } from '../../src/main/actions/desk.ts';
import type { Settings } from '../../src/main/ports/settings.ts';
import { StoreFault } from '../../src/main/ports/store.ts';
import { ballastFile, ballastIn } from '../../src/main/store/ballast.ts';
import {
  type Counter,
  codeOf,
  fillCart,
  openForBusiness,
  payCash,
  sellOne,
  untilHandedOver,
} from '../support/counter.ts';
import { NO_LIMITS, NO_SMALL_DISK, smallDisk, writesFail } from '../support/failing-disk.ts';
import { shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';
import type { Shop } from '../support/shop.ts';
import { slipsOf } from '../support/slips.ts';

const MB = 1024 * 1024;

/** A cart at the counter; Metrc will take its time with the answer. */
async function slowSale(shop: Shop, counter: Counter): Promise<void> {
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  shop.nextPost({ kind: 'delay', ms: 500 });
  await payCash(counter);
  await counter.until('asking', ({ lane }) => lane.state === 'asking');
}

const settled = (counter: Counter) =>
  counter.until('printed', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed');

test('EIO when the outcome is written: nothing is printed or opened, the screen says so, and it is settled by reading without a restart', async ({
  skip,
}) => {
  if (NO_LIMITS) skip(NO_LIMITS);
  const shop = await shopForTest();
  const counter = await counterByHand(shop);
  await slowSale(shop, counter);
  const before = counter.ports.store.epoch;
  const heal = writesFail();
  const seen = await counter.until(
    'a second try is planned',
    ({ lane }) => lane.state === 'blocked' && (lane.nextLookAt ?? 0) > Date.now(),
  );
  expect(seen.lane).toMatchObject({
    refusal: { code: 'STORE_FAILED', recorded: 'not_known_yet', facts: { problem: 'DISK_ERROR' } },
  });
  expect([shop.live().length, shop.pulses(), shop.paper()]).toEqual([1, 0, []]);
  heal();
  const done = await settled(counter);
  expect(done.lane).toMatchObject({ saleNumber: 1, drawer: 'not_sent', changeCents: expect.any(Number) });
  expect([shop.posts(), shop.live().length, shop.pulses(), slipsOf(shop.paper()).length]).toEqual([1, 1, 0, 1]);
  const again = counter.ports.store.journal.recent('records.opened_again', 100);
  expect(again).toMatchObject([{ body: { problem: 'DISK_ERROR' } }]);
  // Nothing is left of it: the next sale has a pulse again, and a number of the new opening.
  shop.printer.machine.drawer.close();
  await counter.call.tender.nextSale({});
  await sellOne(counter, 'vape');
  expect([shop.live().length, shop.pulses()]).toEqual([2, 1]);
  const [first, second] = shop.live().map(({ externalNumber }) => externalNumber);
  expect(first).toContain(before);
  expect(second).not.toContain(before);
});

test('the disk is full when the outcome is written: the ballast makes room, the sale is settled, and selling waits for room', async ({
  skip,
}) => {
  const shop = await shopForTest();
  mkdirSync(shop.data, { recursive: true });
  if (smallDisk(shop.data, '24m') === null) skip(NO_SMALL_DISK);
  const free = (): number => {
    const { bavail, bsize } = statfsSync(shop.data);
    return bavail * bsize;
  };
  const counter = await counterByHand(shop, {
    ports: () => ({ freeBytes: free, ballast: ballastIn(shop.data, 8 * MB) }),
    settings: ({ waits }) => ({ diskReserveBytes: 4 * MB, waits: { ...waits, controlEveryMs: 50 } }),
  });
  expect(ballastIn(shop.data, 8 * MB).inPlace(), 'made at the start').toBe(true);
  await slowSale(shop, counter);
  const filler = join(shop.data, 'filler');
  fillUp(filler, free);
  const done = await settled(counter);
  expect(done.lane).toMatchObject({ drawer: 'not_sent' });
  expect([shop.posts(), shop.live().length, shop.pulses(), slipsOf(shop.paper()).length]).toEqual([1, 1, 0, 1]);
  await counter.call.tender.nextSale({});
  const low = await counter.until('no room yet', ({ lane }) => lane.state === 'blocked');
  expect(low.lane).toMatchObject({ refusal: { code: 'DISK_LOW' } });
  expect(ballastIn(shop.data, 8 * MB).inPlace()).toBe(false);
  rmSync(filler);
  await counter.until('selling again', ({ lane }) => lane.state === 'ready');
  expect(ballastIn(shop.data, 8 * MB).inPlace(), 'made again').toBe(true);
});

/** To the last byte: what is left is less than a page. */
function fillUp(file: string, free: () => number): void {
  let pieces = 0;
  for (let size = 4 * MB; size >= 4096; size = free() < size ? size / 2 : size) {
    try {
      writeFileSync(`${file}`, Buffer.alloc(size), { flag: 'a' });
      pieces += 1;
    } catch {
      size /= 2;
    }
  }
  expect([pieces > 0, free() < 4096]).toEqual([true, true]);
}

test('the intent fails and does not stand: nothing was sent, the cart is back by itself, and the sale is made', async ({
  skip,
}) => {
  if (NO_LIMITS) skip(NO_LIMITS);
  const shop = await shopForTest();
  const counter = await counterByHand(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { cart } = counter.now();
  const heal = writesFail();
  const answer = await counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(answer).toMatchObject({ ok: false, error: { code: 'STORE_FAILED', recorded: 'not_known_yet' } });
  expect(counter.now().lane).toMatchObject({ state: 'blocked', refusal: { code: 'STORE_FAILED' } });
  heal();
  const back = await counter.until('the cart is back', ({ lane }) => lane.state === 'ready');
  expect(back.cart).toMatchObject({ saleId: cart.saleId, tender: { kind: 'cash', givenCents: 20_000 } });
  expect(shop.posts()).toBe(0);
  await payCash(counter);
  await untilHandedOver(counter);
  expect([shop.posts(), shop.live().length, shop.pulses()]).toEqual([1, 1, 1]);
});

/** Commits stand and are told as failed: what a flush that fails after the write leads to. `at` names the journal entry. */
function toldAsFailed(at: string) {
  const state = { armed: false, inside: false };
  const ports = ({ store }: Ports): Partial<Ports> => ({
    store: {
      ...store,
      journal: {
        ...store.journal,
        append: (entry) => {
          state.inside ||= state.armed && entry.kind === at;
          return store.journal.append(entry);
        },
      },
      transaction: (work) => {
        const done = store.transaction(work);
        if (!state.inside) return done;
        state.inside = false;
        state.armed = false;
        throw new StoreFault({ code: 'DISK_ERROR', happened: '', toDo: '', detail: null, holder: null });
      },
    },
  });
  return { state, ports };
}

test.concurrent('the intent fails and stands: the sale is in doubt as after a restart, and is asked with the same bytes once the window has passed', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({ practice: { quietMs: 700 } }, onTestFinished);
  const { state, ports } = toldAsFailed('sale.submitting');
  const settings = ({ waits }: Settings) => ({ waits: { ...waits, controlEveryMs: 250 } });
  const counter = await counterByHand(shop, { ports, settings }, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { cart } = counter.now();
  state.armed = true;
  const answer = await counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(codeOf(answer)).toBe('STORE_FAILED');
  const doubt = await counter.until('in doubt', ({ lane }) => lane.state === 'unknown');
  expect(doubt.lane).toMatchObject({ saleNumber: cart.saleNumber, because: 'records', quickRestarts: 0 });
  expect(shop.posts(), 'nothing was sent before the window').toBe(0);
  const done = await settled(counter);
  expect(done.lane).toMatchObject({ saleId: cart.saleId, drawer: 'not_sent' });
  expect([shop.posts(), shop.live().length, shop.pulses()]).toEqual([1, 1, 0]);
  expect(done.cart.saleId, 'and the counter has its next cart').toBe(cart.saleId);
});

test.concurrent('the outcome is told as failed and stands: it is read back, printed once, and no drawer opens', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  const { state, ports } = toldAsFailed('sale.confirmed');
  const counter = await counterByHand(shop, { ports }, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  state.armed = true;
  await payCash(counter);
  const done = await settled(counter);
  expect(done.lane).toMatchObject({ saleNumber: 1, drawer: 'not_sent' });
  expect([shop.posts(), shop.live().length, shop.pulses(), slipsOf(shop.paper()).length]).toEqual([1, 1, 0, 1]);
  await counter.call.tender.nextSale({});
  shop.printer.machine.drawer.close();
  await sellOne(counter, 'vape');
  expect([shop.live().length, shop.pulses()]).toEqual([2, 1]);
});

test.concurrent('the records fail while Metrc is asked and work again before its answer: the sale ends as if nothing had been', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  const { state, ports } = toldAsFailed('staff.signed_in');
  const counter = await counterByHand(shop, { ports }, onTestFinished);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  shop.nextPost({ kind: 'delay', ms: 700 });
  await payCash(counter);
  await counter.until('asking', ({ lane }) => lane.state === 'asking');
  state.armed = true;
  await expect(counter.call.staff.signIn({ staffId: 'dana', pin: '1111' })).rejects.toThrow();
  await counter.until('opened again', ({ lane }) => lane.state === 'asking');
  const done = await untilHandedOver(counter);
  expect(done.lane).toMatchObject({ saleNumber: 1 });
  expect([shop.posts(), shop.live().length, shop.pulses()]).toEqual([1, 1, 1]);
});

test.concurrent('the ballast is gone: with room it is made again, without room nothing is sold, and a disk that takes none is said', async ({
  onTestFinished,
}) => {
  const shop = await shopForTest({}, onTestFinished);
  let free = 1e12;
  let takes = true;
  const counter = await counterByHand(
    shop,
    {
      ports: ({ ballast }) => ({ freeBytes: () => free, ballast: { ...ballast, make: () => takes && ballast.make() } }),
      settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 50 } }),
    },
    onTestFinished,
  );
  const there = (): boolean => ballastIn(shop.data).inPlace();
  await openForBusiness(counter);
  expect(there()).toBe(true);
  // The reserve is free, but not the room for the ballast beside it.
  free = 70 * MB;
  rmSync(ballastFile(shop.data));
  const low = await counter.until('blocked', ({ lane }) => lane.state === 'blocked');
  expect(low.lane).toMatchObject({ refusal: { code: 'DISK_LOW', facts: { freeMegabytes: 70 } } });
  expect(there()).toBe(false);
  takes = false;
  free = 1e12;
  const refused = await counter.until(
    'no ballast',
    ({ lane }) => lane.state === 'blocked' && lane.refusal.code === 'BALLAST_MISSING',
  );
  expect(refused.cart.payBlockedBecause?.code).toBe('BALLAST_MISSING');
  takes = true;
  await counter.until('selling again', ({ lane }) => lane.state === 'ready');
  expect(there()).toBe(true);
});
