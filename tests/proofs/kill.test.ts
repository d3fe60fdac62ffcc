import { rmSync } from 'node:fs';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { COMPILED, diceOf, drawEnd, drawFaults, drawPlan, liveOnce } from '../support/kill-chain.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** The same seed draws the same lives; what the machine makes of a moment in time still differs. */
const SEED = Number(process.env['COUNTERSIGN_KILL_SEED'] ?? 685_150);
const CHAINS = 5;
const KILLS_PER_CHAIN = 20;

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

async function shopOfOneLead(): Promise<Shop> {
  const shop = await openShop({ practice: { submitMs: 400, quietMs: 300, absentGapMs: 50 }, model: { msPerLine: 1 } });
  shop.rewrite((json) => {
    json['users'] = [{ id: 'marisol', name: 'Marisol R.', role: 'lead', pin: '4444' }];
  });
  onTestFinished(() => shop.close());
  return shop;
}

/** Answers how often the terminal was killed and how many sales came of it. */
async function chain(seed: number): Promise<{ readonly kills: number; readonly sold: number }> {
  const shop = await shopOfOneLead();
  const dice = diceOf(seed);
  const history: string[] = [];
  let kills = 0;
  for (let life = 1; kills < KILLS_PER_CHAIN; life += 1) {
    const end = drawEnd(dice);
    const faults = drawFaults(shop, dice);
    const { killed, wrong, story } = await liveOnce(shop, { plan: drawPlan(shop, dice, end), end });
    history.push(`life ${life}: ${story}, fault ${faults}, ${killed ? 'killed' : 'ended in order'}`);
    expect(wrong, `seed ${seed} of ${SEED}\n${history.slice(-4).join('\n')}`).toEqual([]);
    if (killed) kills += 1;
    expect(life).toBeLessThan(KILLS_PER_CHAIN * 3);
  }
  shop.metrc.clearFaults();
  const end = { by: 'nobody' } as const;
  const last = await liveOnce(shop, { plan: drawPlan(shop, dice, end), end });
  expect({ wrong: last.wrong, killed: last.killed }, `the last life of seed ${seed} of ${SEED}`).toEqual({
    wrong: [],
    killed: false,
  });
  return { kills, sold: shop.live().length };
}

test(`killed more than a hundred times at any instant, nothing is lost, doubled or printed unsigned (seed ${SEED})`, async () => {
  const ends = await Promise.all(Array.from({ length: CHAINS }, (_, at) => chain(SEED * 100 + at)));
  const kills = ends.reduce((sum, end) => sum + end.kills, 0);
  expect(kills).toBeGreaterThanOrEqual(100);
  expect(ends.reduce((sum, end) => sum + end.sold, 0)).toBeGreaterThan(20);
}, 240_000);
