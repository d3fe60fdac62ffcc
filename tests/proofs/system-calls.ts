/**
 * One whole sale, from Pay to the end in order, call by call: the process is killed right before the n-th call by which
 * anything leaves it, or that call fails as a broken or full disk lets it fail. Then it is started again and reckoned with.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type End, liveOnce } from '../support/kill-chain.ts';
import type { Shop } from '../support/shop.ts';
import { CALLS_OUT, watchCalls, whyNoStrace } from '../support/strace.ts';
import { shopOfOneLead } from './kill-many.ts';
import { type Finding, type Proved, type Run, withHands } from './proved.ts';

/** What is done to the n-th of some calls. */
export type Blow = {
  readonly name: string;
  readonly calls: string;
  /** In the words of strace's --inject, without `when`. */
  readonly does: string;
  /** From the n-th on, not the n-th alone. */
  readonly lasts: boolean;
};

export const KILL: Blow = { name: 'killed before', calls: CALLS_OUT, does: 'signal=SIGKILL', lasts: false };

export const DISK_BLOWS: readonly Blow[] = [
  { name: 'no flush', calls: 'fsync,fdatasync', does: 'error=EIO', lasts: false },
  { name: 'no flush any more', calls: 'fsync,fdatasync', does: 'error=EIO', lasts: true },
  { name: 'no write', calls: 'pwrite64', does: 'error=EIO', lasts: false },
  { name: 'disk full', calls: 'pwrite64,ftruncate,fallocate', does: 'error=ENOSPC', lasts: true },
  { name: 'no read', calls: 'pread64', does: 'error=EIO', lasts: false },
];

/** Some sales on one set of records; after so many the reckoning would become slow. */
const POINTS_PER_SHOP = 12;
const SHOPS_AT_ONCE = 4;

const SALE = ['blueDream', 'gummies'] as const;

type Point = { readonly blow: Blow; readonly at: number };

const planOf = (shop: Shop, sells: boolean, mayFail: boolean) => ({
  config: shop.config,
  data: shop.data,
  sales: sells ? [SALE] : [],
  leaves: false,
  kill: null,
  holds: sells,
  mayFail,
});

function quiet(shop: Shop): void {
  // Filling the look-up is no part of a sale.
  shop.metrc.fault({ on: 'packages.lists', effect: { kind: 'server_error', applied: false } });
}

/** How many of such calls one undisturbed sale makes, on the thread that does the work. */
export async function callsOfOneSale(calls: string): Promise<number> {
  const shop = await shopOfOneLead();
  quiet(shop);
  try {
    const file = join(shop.folder, 'calls.txt');
    let pid = 0;
    let ended: Promise<void> = Promise.resolve();
    const take = async (of: number): Promise<void> => {
      pid = of;
      ({ ended } = await watchCalls(of, file, ['-e', `trace=${calls}`]));
    };
    const end: End = { by: 'hold', take, story: 'counting' };
    const { wrong } = await liveOnce(shop, { plan: planOf(shop, true, false), end });
    await ended;
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    const name = new RegExp(`^${pid} +(${calls.replaceAll(',', '|')})\\(`);
    const lines = readFileSync(file, 'utf8').split('\n');
    // What Node writes for itself after the end is no part of a sale.
    const last = lines.findIndex((line) => line.includes('\\"done\\"'));
    return lines.slice(0, last < 0 ? undefined : last).filter((line) => name.test(line)).length;
  } finally {
    await shop.close();
  }
}

type Struck = { readonly hit: boolean; readonly killed: boolean; readonly stopped: boolean; readonly wrong: string[] };

/** One sale with one blow, and the start after it, which has to settle everything. */
async function strike(shop: Shop, { blow, at }: Point): Promise<Struck> {
  const file = join(shop.folder, 'calls.txt');
  const inject = `inject=${blow.calls}:${blow.does}:when=${at}${blow.lasts ? '+' : ''}`;
  let ended: Promise<void> = Promise.resolve();
  const take = async (pid: number): Promise<void> => {
    ({ ended } = await watchCalls(pid, file, ['-e', `trace=${blow.calls}`, '-e', inject]));
  };
  const end: End = { by: 'hold', take, story: `${blow.name} call ${at}` };
  const struck = await liveOnce(shop, { plan: planOf(shop, true, blow !== KILL), end });
  await ended;
  const hit = struck.killed || readFileSync(file, 'utf8').includes('(INJECTED)');
  const after = await liveOnce(shop, { plan: planOf(shop, false, false), end: { by: 'nobody' } });
  const inWords = struck.stopped === null || struck.stopped === 'STORE_FAILED';
  return {
    hit,
    killed: struck.killed,
    stopped: struck.stopped !== null,
    wrong: [
      ...struck.wrong,
      ...(inWords ? [] : [`not stopped in words but: ${struck.stopped}`]),
      ...after.wrong.map((words) => `after the next start: ${words}`),
    ],
  };
}

/** @param points null strikes at every call; a number takes that many, spread over the sale. */
export async function strikeEverywhere(blows: readonly Blow[], points: number | null, run: Run): Promise<Proved> {
  const why = whyNoStrace();
  if (why !== null) return { counts: {}, findings: [], skippedBecause: why };
  const all: Point[] = [];
  for (const blow of blows) {
    const calls = await callsOfOneSale(blow.calls);
    const every = points === null ? 1 : Math.max(1, calls / points);
    // A few beyond the last call: another run makes a few more or less of them.
    for (let at = 1; at <= calls + (points === null ? 3 : 0); at += every) all.push({ blow, at: Math.floor(at) });
  }
  return strikeAt(all, run);
}

async function strikeAt(points: readonly Point[], run: Run): Promise<Proved> {
  const groups = Array.from({ length: Math.ceil(points.length / POINTS_PER_SHOP) }, (_, group) =>
    points.filter((__, index) => Math.floor(index / POINTS_PER_SHOP) === group),
  );
  const findings: Finding[] = [];
  const counts = { points: 0, hit: 0, killed: 0, 'stopped in words': 0 };
  await withHands(SHOPS_AT_ONCE, groups, async (group) => {
    const shop = await shopOfOneLead();
    quiet(shop);
    try {
      for (const point of group) {
        if (run.isOver()) return;
        const { hit, killed, stopped, wrong } = await strike(shop, point);
        counts.points += 1;
        counts.hit += hit ? 1 : 0;
        counts.killed += killed ? 1 : 0;
        counts['stopped in words'] += stopped ? 1 : 0;
        run.onProgress(`${counts.points} of ${points.length} points`);
        if (wrong.length === 0) continue;
        findings.push({ where: `${point.blow.name} call ${point.at}`, words: wrong.join('\n') });
        return;
      }
    } finally {
      await shop.close();
    }
  });
  return { counts, findings };
}
