/** The last signed sale as a canary: lists that must show it and do not are no evidence; one that need not be there locks nothing. */
import { expect, test } from 'vitest';
import { canary } from '../../src/main/actions/sale-evidence.ts';
import type { StoredSale } from '../../src/main/ports/store.ts';
import { fillCart, isSigned, openForBusiness, payCash, sellOne, untilHandedOver } from '../support/counter.ts';
import { shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';

test('after an outage in which Metrc took a sale long before it was found, the next sale in doubt is settled and the lane is free', async () => {
  // Metrc's clock stands still for what it takes during the outage: seven minutes before it is found.
  let behindMs = 0;
  const metrcClock = {
    now: () => Date.now() - behindMs,
    monotonic: () => performance.now(),
    after: (ms: number, work: () => void) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
  const shop = await shopForTest({ metrcClock, practice: { submitMs: 1200, quietMs: 2000 } });
  const counter = await counterByHand(shop, {
    settings: ({ waits }) => ({ waits: { ...waits, controlEveryMs: 100, controlRetryMs: 100 } }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'blueDream');
  shop.nextPost({ kind: 'late', ms: 1500 });
  await payCash(counter);
  await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
  behindMs = 420_000;
  await counter.until('Metrc has it', () => shop.live().length === 1);
  behindMs = 0;
  await counter.until('found', isSigned);
  await counter.until(
    'the clocks agree',
    ({ links, lane }) => lane.state === 'signed' && links.every(({ id, state }) => id !== 'metrc' || state === 'ok'),
  );
  await counter.call.tender.nextSale({});

  await fillCart(counter, 'gelato');
  shop.nextPost({ kind: 'server_error', applied: false });
  await payCash(counter);
  await counter.until('in doubt', ({ lane }) => lane.state === 'unknown');
  await untilHandedOver(counter);
  expect(shop.live()).toHaveLength(2);
});

test('only a sale that was signed without doubt, shortly before, with clocks that agree, must be in the lists', async () => {
  const shop = await shopForTest();
  const counter = await counterByHand(shop);
  await openForBusiness(counter);
  await sellOne(counter, 'vape');
  const last = counter.ports.store.sales.latestConfirmed();
  if (last?.protocol.phase.state !== 'CONFIRMED' || last.closedAt === null) throw new Error('not signed');
  const { closedAt } = last;
  const asked = (change: Partial<StoredSale>, clockOffsetMs: number | null, laterMs: number) =>
    canary(
      { ports: { store: { sales: { latestConfirmed: () => ({ ...last, ...change }) } } }, metrc: { clockOffsetMs } },
      { record: { soldAt: closedAt + laterMs } },
    );
  const { metrcId } = last.protocol.phase;
  expect(asked({}, 0, 1000)).toEqual({ canaryId: metrcId });
  expect(asked({}, -99_000, 199_000)).toEqual({ canaryId: metrcId });
  expect(asked({}, 0, 200_000), 'too long ago').toEqual({});
  expect(asked({}, 100_000, 1000), 'clocks apart').toEqual({});
  expect(asked({}, null, 1000), 'a clock nobody knows').toEqual({});
  expect(asked({ protocol: { ...last.protocol, taint: true } }, 0, 1000), 'once in doubt').toEqual({});
  expect(asked({ closedAt: null }, 0, 1000), 'not closed').toEqual({});
});
