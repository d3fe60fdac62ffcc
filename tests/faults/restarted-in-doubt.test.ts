/** A register that is started again and again with a sale in doubt makes no progress, and says so. */
import { expect, test } from 'vitest';
import { quickRestarts } from '../../src/main/domain/sale/restarts.ts';
import { fillCart, openForBusiness, payCash } from '../support/counter.ts';
import { shopForTest } from '../support/for-test.ts';
import { counterByHand } from '../support/parts.ts';

test('restarted twice within W: the screen counts it, the journal raises the alarm, and nothing is sent meanwhile', async () => {
  const shop = await shopForTest({ practice: { quietMs: 60_000 } });
  const counter = await counterByHand(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'vape');
  shop.nextPost({ kind: 'server_error', applied: false });
  await payCash(counter);
  const first = await counter.until('in doubt', ({ lane }) => lane.state === 'unknown');
  expect(first.lane).toMatchObject({ quickRestarts: 0 });
  await counter.close();
  for (const restarts of [1, 2, 3]) {
    const next = await counterByHand(shop);
    expect(next.now().lane).toMatchObject({ state: 'unknown', afterRestart: true, quickRestarts: restarts });
    const alarms = next.ports.store.journal.recent('alarm.restarts', 1000);
    expect(alarms.map(({ body }) => body)).toEqual(
      [2, 3]
        .filter((count) => count <= restarts)
        .map((count) => ({ number: expect.any(String), quickRestarts: count })),
    );
    await next.close();
  }
  expect([shop.posts(), shop.live()]).toEqual([1, []]);
});

test('only starts that follow each other within the window count, and only the last ones in a row', () => {
  expect(quickRestarts([0, 10, 20], 300)).toBe(2);
  expect(quickRestarts([0, 400, 410], 300), 'the first one had its time').toBe(1);
  expect(quickRestarts([0, 10, 310], 300), 'the last one had its time').toBe(0);
  expect(quickRestarts([0, 300], 300)).toBe(0);
  expect(quickRestarts([1000, 900, 950], 300), 'a clock that was set back in between').toBe(2);
  expect(quickRestarts([5], 300)).toBe(0);
});
