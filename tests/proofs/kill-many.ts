/** Terminals that are killed at any instant, again and again, on the same records: a shop of its own for each chain. */
import { diceOf, drawEnd, drawFaults, drawPlan, liveOnce } from '../support/kill-chain.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type Finding, type Proved, type Run, withHands } from './proved.ts';

/** A chain longer than this makes the reckoning slow: it reads everything the shop has ever sold. */
const KILLS_PER_CHAIN = 25;

/** Lives wait most of their time; more at once than this and they only wait for each other. */
const CHAINS_AT_ONCE = 8;

/** With short windows, and one lead who does everything. */
export async function shopOfOneLead(practice: Readonly<Record<string, number>> = {}): Promise<Shop> {
  const shop = await openShop({
    practice: { submitMs: 400, quietMs: 300, absentGapMs: 50, ...practice },
    model: { msPerLine: 1 },
    inMemory: true,
  });
  shop.rewrite((json) => {
    json['users'] = [{ id: 'marisol', name: 'Marisol R.', role: 'lead', pin: '4444' }];
  });
  return shop;
}

type Chain = { readonly kills: number; readonly sold: number; readonly finding: Finding | null };

/** One chain; it ends at the first thing that is wrong, with the lives that led there. */
async function chain(seed: number, run: Run): Promise<Chain> {
  const shop = await shopOfOneLead();
  const dice = diceOf(seed);
  const history: string[] = [];
  let kills = 0;
  const end = (wrong: readonly string[]): Chain => ({
    kills,
    sold: shop.live().length,
    finding: wrong.length === 0 ? null : { where: `chain ${seed}`, words: [...history.slice(-4), ...wrong].join('\n') },
  });
  try {
    for (let life = 1; kills < KILLS_PER_CHAIN && !run.isOver(); life += 1) {
      const how = drawEnd(dice);
      const faults = drawFaults(shop, dice);
      const { killed, wrong, story } = await liveOnce(shop, { plan: drawPlan(shop, dice, how), end: how });
      history.push(`life ${life}: ${story}, fault ${faults}, ${killed ? 'killed' : 'ended in order'}`);
      if (killed) kills += 1;
      if (wrong.length > 0) return end(wrong);
      if (life >= KILLS_PER_CHAIN * 3) return end([`${life} lives and only ${kills} kills`]);
    }
    shop.metrc.clearFaults();
    const nobody = { by: 'nobody' } as const;
    const last = await liveOnce(shop, { plan: drawPlan(shop, dice, nobody), end: nobody });
    history.push('the last life, which nobody ends');
    return end(last.killed ? [...last.wrong, 'the last life was killed'] : last.wrong);
  } finally {
    await shop.close();
  }
}

/** The same seed draws the same lives; what the machine makes of a moment in time still differs. */
export async function killMany(kills: number, run: Run): Promise<Proved> {
  const seeds = Array.from({ length: Math.ceil(kills / KILLS_PER_CHAIN) }, (_, at) => run.seed * 1000 + at);
  let soFar = 0;
  const chains = await withHands(CHAINS_AT_ONCE, seeds, async (seed) => {
    if (run.isOver()) return { kills: 0, sold: 0, finding: null };
    const done = await chain(seed, run);
    soFar += done.kills;
    run.onProgress(`${soFar} of ${kills} kills`);
    return done;
  });
  const sum = (of: (one: Chain) => number): number => chains.reduce((all, one) => all + of(one), 0);
  return {
    counts: { kills: sum((one) => one.kills), sold: sum((one) => one.sold) },
    findings: chains.flatMap(({ finding }) => finding ?? []),
  };
}
