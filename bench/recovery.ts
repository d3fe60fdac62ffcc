/** What a doubt costs: calls for a sale, reads while one is unknown, and how soon a start with a long history asks Metrc. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { lookDelayMs } from '../src/main/domain/sale/protocol.ts';
import { startTerminal } from '../tests/e2e/support/terminal.ts';
import {
  type Counter,
  fillCart,
  openForBusiness,
  payCash,
  sellOne,
  startCounter,
  untilHandedOver,
} from '../tests/support/counter.ts';
import { openShop, type Shop } from '../tests/support/shop.ts';
import { untilTrue } from '../tests/support/wait.ts';

export type RecoveryMeasure = {
  /** Of one sale in whose making nothing went wrong, from Pay to the signature. */
  readonly normalSale: { readonly posts: number; readonly controlReads: number; readonly otherReads: number };
  /** Looks within W of 300 s by the schedule, and the reads of one absent look as counted at Metrc. */
  readonly unknown: { readonly looks: number; readonly readsOfALook: number; readonly reads: number };
  readonly starts: readonly {
    readonly pastSales: number;
    readonly fileBytes: number;
    /** Process start to the first read about the sale that was left unknown. */
    readonly firstReadMs: number;
  }[];
  /** The longest time the loop stood still from the first read to the signature, Metrc and printer in the same process. */
  readonly longestStallMs: number;
};

const QUIET_MS = 300_000;

const since = (shop: Shop, seq: number) => shop.simulator.ledger.requests().filter((one) => one.seq > seq);
const lastSeq = (shop: Shop): number => shop.simulator.ledger.requests().at(-1)?.seq ?? 0;

async function normalSale(shop: Shop, counter: Counter): Promise<RecoveryMeasure['normalSale']> {
  await sellOne(counter, 'vape');
  await counter.call.tender.nextSale({});
  await fillCart(counter, 'gelato');
  const from = lastSeq(shop);
  await payCash(counter);
  await untilHandedOver(counter);
  const asked = since(shop, from);
  const posts = asked.filter(({ kind }) => kind === 'receipts.post').length;
  const controlReads = asked.filter(({ path }) => path.startsWith('/facilities/')).length;
  return { posts, controlReads, otherReads: asked.length - posts - controlReads };
}

/** Leaves a sale behind that Metrc has and this register does not know of. Answers the reads of one absent look. */
async function leaveUnknown(shop: Shop, counter: Counter): Promise<number> {
  await counter.call.tender.nextSale({});
  await fillCart(counter, 'gelato');
  shop.nextPost({ kind: 'server_error', applied: false });
  await payCash(counter);
  await counter.until('unknown', ({ lane }) => lane.state === 'unknown');
  await counter.until('looked', ({ lane }) => lane.state === 'unknown' && lane.lastLook !== null);
  await untilTrue('between two looks', () => true);
  const from = lastSeq(shop);
  const before = counter.now().lane;
  const at = before.state === 'unknown' ? (before.lastLook?.at ?? 0) : 0;
  await counter.until('looked again', ({ lane }) => lane.state === 'unknown' && (lane.lastLook?.at ?? 0) > at);
  const reads = since(shop, from).length;
  await counter.close();
  return reads;
}

function looksWithin(ms: number): number {
  let looks = 0;
  for (let at = lookDelayMs(0); at <= ms; at += lookDelayMs(looks)) looks += 1;
  return looks;
}

/** Makes many sales of the one that is signed, in SQL: the same lines, taxes, request and attempt, other names. */
function makeHistory(data: string, sales: number): number {
  const file = join(data, 'countersign.db');
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  const model = db.prepare<[], { id: string }>("SELECT id FROM sale WHERE state = 'CONFIRMED' LIMIT 1").get();
  if (!model) throw new Error('no sale to copy');
  const columns = (table: string): string[] =>
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const other: Readonly<Record<string, string>> = {
    id: "'past-' || n",
    sale_id: "'past-' || n",
    sale_number: '10000000 + n',
    number: "number || '-' || n",
    metrc_id: '10000000 + n',
    entered: '10000000 + n',
  };
  db.transaction(() => {
    for (const table of ['sale', 'sale_line', 'sale_tax', 'metrc_request', 'metrc_attempt']) {
      const names = columns(table);
      const values = names.map((name) => other[name] ?? `"${name}"`);
      const key = table === 'sale' ? 'id' : 'sale_id';
      const list = names.map((name) => `"${name}"`).join(', ');
      db.prepare(
        `WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)
         INSERT INTO ${table} (${list}) SELECT ${values.join(', ')} FROM count, ${table} WHERE ${table}.${key} = ?`,
      ).run(sales, model.id);
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return statSync(file).size;
}

async function firstReadMs(shop: Shop): Promise<number> {
  const from = lastSeq(shop);
  const begun = performance.now();
  const isAboutReceipts = (): boolean => since(shop, from).some(({ kind }) => kind.startsWith('receipts.'));
  const starting = startTerminal({ data: shop.data, config: shop.config });
  await untilTrue('the first read', isAboutReceipts, 120_000);
  const ms = performance.now() - begun;
  await (await starting).stop();
  return ms;
}

/** The quiet window is long, so the sale stays unknown over all the starts. */
export async function measureRecovery(pastSales: number): Promise<RecoveryMeasure> {
  const shop = await openShop({ practice: { quietMs: QUIET_MS } });
  try {
    const counter = await startCounter({ config: shop.config, data: shop.data });
    await openForBusiness(counter);
    const normal = await normalSale(shop, counter);
    const readsOfALook = await leaveUnknown(shop, counter);
    const starts: RecoveryMeasure['starts'][number][] = [];
    const file = join(shop.data, 'countersign.db');
    starts.push({ pastSales: 0, fileBytes: statSync(file).size, firstReadMs: await firstReadMs(shop) });
    const fileBytes = makeHistory(shop.data, pastSales);
    starts.push({ pastSales, fileBytes, firstReadMs: await firstReadMs(shop) });
    const looks = looksWithin(QUIET_MS);
    const longestStallMs = await stallOfRecovery(shop);
    return {
      normalSale: normal,
      unknown: { looks, readsOfALook, reads: looks * readsOfALook },
      starts,
      longestStallMs,
    };
  } finally {
    await shop.close();
    rmSync(shop.data, { recursive: true, force: true });
  }
}

/** Lets a sale be found by reading and watches the loop meanwhile. */
async function stallOfRecovery(shop: Shop): Promise<number> {
  shop.rewrite((json) => {
    json['metrc'] = { ...(json['metrc'] as object), practice: { quietMs: 300, absentGapMs: 50, readsPerSecond: 1000 } };
  });
  const counter = await startCounter({ config: shop.config, data: shop.data });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await untilHandedOver(counter, 60_000).catch(() => counter.now());
  delay.disable();
  await counter.close();
  return delay.max / 1e6;
}
