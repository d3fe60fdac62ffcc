import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { shopOfOneLead } from '../proofs/kill-many.ts';
import { fillCart, openForBusiness, payCash, untilHandedOver } from '../support/counter.ts';
import { shopForTest, whenTestEnds } from '../support/for-test.ts';
import { COMPILED, liveOnce } from '../support/kill-chain.ts';
import { counterByHand } from '../support/parts.ts';
import { slipsOf } from '../support/slips.ts';
import { untilTrue } from '../support/wait.ts';

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

test('a process that is stopped (SIGSTOP) for longer than the time-out in the middle of a sale, and goes on: one receipt, one slip', async ({
  skip,
}) => {
  if (process.platform === 'win32') skip('skipped, because Windows has no SIGSTOP');
  const shop = await shopOfOneLead();
  whenTestEnds(() => shop.close());
  shop.nextPost({ kind: 'delay', ms: 300 });
  let stops = Promise.resolve();
  const take = async (pid: number): Promise<void> => {
    stops = untilTrue('Metrc is asked', () => shop.posts() > 0).then(async () => {
      process.kill(pid, 'SIGSTOP');
      // Longer than the time-out of 400 ms and the quiet window of 300 ms together.
      await pause(1500);
      process.kill(pid, 'SIGCONT');
    });
  };
  const plan = {
    config: shop.config,
    data: shop.data,
    sales: [['blueDream']],
    leaves: false,
    kill: null,
    holds: true,
  } as const;
  const { wrong } = await liveOnce(shop, { plan, end: { by: 'hold', take, story: 'stopped' } });
  await stops;
  expect(wrong).toEqual([]);
  expect([shop.live().length, slipsOf(shop.paper()).length]).toEqual([1, 1]);
});

test.each([
  ['forwards', 3_600_000],
  ['backwards', -3_600_000],
])(
  'the wall clock jumps %s while a sale is in doubt, as after a suspend: the quiet window is waited for all the same',
  async (_, jumpMs) => {
    const shop = await shopForTest({ practice: { submitMs: 400, quietMs: 2500 } });
    let offset = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + offset };
    const counter = await counterByHand(shop, { ports: () => ({ clock }) });
    await openForBusiness(counter);
    await fillCart(counter, 'blueDream');
    shop.nextPost({ kind: 'silence', applied: false });
    await payCash(counter);
    await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
    offset = jumpMs;
    await pause(1500);
    expect(shop.posts()).toBe(1);
    offset = 0;
    await untilHandedOver(counter, 30_000);
    const posts = shop.simulator.ledger.requests().filter(({ kind }) => kind === 'receipts.post');
    expect(posts).toHaveLength(2);
    expect((posts[1]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(2500);
    expect([shop.live().length, shop.pulses()]).toEqual([1, 1]);
  },
);
