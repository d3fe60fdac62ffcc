import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ports } from '../../src/main/actions/desk.ts';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Settings } from '../../src/main/ports/settings.ts';
import { StoreFault } from '../../src/main/ports/store.ts';
import { openStore } from '../../src/main/store/open.ts';
import { codeOf, fillCart, linkOf, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';

const diskFull = (): StoreFault =>
  new StoreFault({
    code: 'DISK_FULL',
    happened: 'The disk is full.',
    toDo: 'Free some space.',
    detail: null,
    holder: null,
  });

/** Lets the transaction of the store fail that writes an entry of this kind into the journal, until it is healed. */
function breakAt(kind: string) {
  const state = { broken: false, failures: 0 };
  const ports = ({ store }: Ports): Partial<Ports> => ({
    store: {
      ...store,
      journal: {
        ...store.journal,
        append: (entry) => {
          if (state.broken && entry.kind === kind) {
            state.failures += 1;
            throw diskFull();
          }
          return store.journal.append(entry);
        },
      },
    },
  });
  return { state, ports };
}

test('the intent cannot be written: nothing is sent, and the next start has the cart as it was', async () => {
  const shop = await shopForTest();
  const { state, ports } = breakAt('sale.submitting');
  const counter = await counterByHand(shop, { ports });
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { cart } = counter.now();
  state.broken = true;
  const press = () => counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(await press()).toMatchObject({ ok: false, error: { code: 'STORE_FAILED', recorded: 'not_known_yet' } });
  expect(counter.now().lane).toMatchObject({
    state: 'blocked',
    refusal: { code: 'STORE_FAILED', recorded: 'not_known_yet' },
  });
  expect(codeOf(await press())).toBe('STORE_FAILED');
  expect([shop.posts(), shop.pulses(), shop.paper()]).toEqual([0, 0, []]);
  expect(counter.now().cart.lines).toHaveLength(1);
  await counter.close();
  const next = await counterForTest(shop);
  await openForBusiness(next);
  await next.until(
    'the cart is still there',
    ({ cart: kept }) => kept.lines[0]?.state === 'ok' && kept.saleId === cart.saleId,
  );
  await payCash(next);
  await untilHandedOver(next);
  expect(shop.live()).toHaveLength(1);
});

test('the outcome cannot be written, again and again: nothing is printed, no drawer opens, and the next start settles it by reading', async () => {
  const shop = await shopForTest();
  const { state, ports } = breakAt('sale.confirmed');
  const counter = await counterByHand(shop, { ports });
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  state.broken = true;
  await payCash(counter);
  const seen = await counter.until('stopped', ({ lane }) => lane.state === 'blocked');
  expect(seen.lane).toMatchObject({ refusal: { code: 'STORE_FAILED', recorded: 'not_known_yet' } });
  expect(shop.live()).toHaveLength(1);
  expect([shop.pulses(), shop.paper()]).toEqual([0, []]);
  expect(codeOf(await counter.call.drawer.count({ pieces: [] }))).not.toBeNull();
  await counter.close();
  const next = await counterForTest(shop);
  await next.until('printed', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed');
  expect([shop.live().length, shop.posts(), shop.pulses()]).toEqual([1, 1, 0]);
});

test('little room on the disk: selling stops before the reserve is touched, says how much is left, and starts again by itself', async () => {
  const shop = await shopForTest();
  let free = 1e12;
  const counter = await counterByHand(shop, {
    ports: () => ({ freeBytes: () => free }),
    settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 50 } }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  free = 63 * 1024 * 1024;
  const seen = await counter.until('blocked', ({ lane }) => lane.state === 'blocked');
  expect(seen.lane).toMatchObject({ refusal: { code: 'DISK_LOW', facts: { freeMegabytes: 63 } } });
  expect(seen.cart.payBlockedBecause?.code).toBe('DISK_LOW');
  expect(linkOf(seen, 'metrc'), 'nothing is the matter with Metrc').toMatchObject({ state: 'ok', reason: null });
  free = 65 * 1024 * 1024;
  await counter.until('clear', ({ lane }) => lane.state === 'ready');
});

test('the file of the lock is deleted: selling stops in words, a second register takes the records over, and only that one sells', async () => {
  const shop = await shopForTest();
  const quick = { settings: ({ waits }: Settings) => ({ waits: { ...waits, controlEveryMs: 50 } }) };
  const first = await counterByHand(shop, quick);
  await openForBusiness(first);
  await fillCart(first, 'blueDream');
  await first.call.tender.cash({ givenCents: 20_000 });
  const { cart } = first.now();
  rmSync(join(shop.data, 'countersign.lock.db'));
  const seen = await first.until('stopped', ({ lane }) => lane.state === 'blocked');
  expect(seen.lane).toMatchObject({
    refusal: { code: 'RECORDS_TAKEN', recorded: 'no', facts: { lockFile: 'countersign.lock.db' } },
    nextLookAt: null,
  });
  const press = () => first.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(codeOf(await press())).toBe('RECORDS_TAKEN');
  const second = await counterForTest(shop);
  await expect(first.call.tender.clear({})).rejects.toThrow();
  await first.close();
  await openForBusiness(second);
  await second.until(
    'the cart is there',
    ({ cart: kept }) => kept.lines[0]?.state === 'ok' && kept.saleId === cart.saleId,
  );
  await payCash(second);
  await untilHandedOver(second);
  expect([shop.live().length, shop.posts(), shop.pulses()]).toEqual([1, 1, 1]);
});

test('a second register took the records over while Metrc was asked: the first prints nothing, opens nothing, and says why', async () => {
  const shop = await shopForTest({ practice: { quietMs: 60_000 } });
  const first = await counterByHand(shop, {
    settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 600_000 } }),
  });
  await openForBusiness(first);
  await fillCart(first, 'blueDream');
  shop.nextPost({ kind: 'delay', ms: 1500 });
  await payCash(first);
  await first.until('asking', ({ lane }) => lane.state === 'asking');
  rmSync(join(shop.data, 'countersign.lock.db'));
  // Another one has signed in, and has not got so far as to read anything.
  const taker = openStore({ dataDir: shop.data, migrationsDir: findAppFiles().migrations, clock: systemClock });
  if (!taker.ok) throw new Error(taker.error.happened);
  await first.until('stopped', ({ lane }) => lane.state === 'blocked');
  expect(first.now().lane).toMatchObject({ refusal: { recorded: 'not_known_yet' } });
  expect([shop.pulses(), shop.paper().length]).toEqual([0, 0]);
  await first.close();
  taker.value.close();
  const second = await counterForTest(shop);
  await second.until('settled by reading', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed');
  expect([shop.live().length, shop.posts(), shop.pulses()]).toEqual([1, 1, 0]);
});

test('a pulse whose end cannot be written is logged and stops nothing', async () => {
  const shop = await shopForTest();
  const said: string[] = [];
  const counter = await counterByHand(shop, {
    ports: ({ store }) => ({
      log: ({ what }) => void said.push(what),
      store: {
        ...store,
        pulses: {
          ...store.pulses,
          end: () => {
            throw diskFull();
          },
        },
      },
    }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  await payCash(counter);
  await counter.until('printed', ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed');
  expect(shop.pulses()).toBe(1);
  await counter.until('said', () => said.includes('drawer pulse'));
});

test('the records cannot even be read any more while Metrc is asked: the screen says so, and does not stay on "Asking Metrc"', async () => {
  const shop = await shopForTest();
  const counter = await counterByHand(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  shop.nextPost({ kind: 'delay', ms: 400 });
  await payCash(counter);
  await counter.until('asking', ({ lane }) => lane.state === 'asking');
  // Records that can not be opened again by this process: every later read and write throws.
  counter.ports.store.close();
  const seen = await counter.until('stopped', ({ lane }) => lane.state === 'blocked');
  expect(seen.lane).toMatchObject({ refusal: { code: 'STORE_SHUT', recorded: 'not_known_yet' } });
  expect([shop.pulses(), shop.paper()]).toEqual([0, []]);
  await counter.close();
  const next = await counterForTest(shop);
  await next.until(
    'settled by reading',
    ({ waitingPrints, lane }) => lane.state === 'signed' && waitingPrints.length === 0,
  );
  expect([shop.live().length, shop.pulses()]).toEqual([1, 0]);
});
