/** The measured process of many-sales.ts: a whole register, with a stop-watch around what is Metrc's and at the drawer. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from '../src/main/actions/desk.ts';
import { findAppFiles } from '../src/main/hosts/app-files.ts';
import { bringIn, equipmentOf, readConfig, secretsOf } from '../src/main/hosts/compose.ts';
import { settingsOf } from '../src/main/hosts/settings-of.ts';
import { systemClock } from '../src/main/hosts/system-clock.ts';
import { createRegister } from '../src/main/register.ts';
import { ballastIn } from '../src/main/store/ballast.ts';
import { openStore } from '../src/main/store/open.ts';
import {
  type Counter,
  counterOf,
  fillCart,
  openForBusiness,
  payCash,
  untilHandedOver,
} from '../tests/support/counter.ts';
import type { Memory, SalesMeasure } from './many-sales.ts';
import { spread } from './spread.ts';

/** Sales that warm the process up and are not counted. */
const WARM_UP = 50;
const RAW_BYTES = Buffer.alloc(4000, 'x');

type Work = { readonly config: string; readonly data: string; readonly sales: number; readonly early: number };

/** When things happened in the sale that is under way, on this process's monotonic clock in milliseconds. */
type StopWatch = { askedAt: number; answeredAt: number; pulsedAt: number; controlMs: number };

/** The same object with some of its methods replaced; all others run on the original. */
function withOther<T extends object>(real: T, others: Partial<T>): T {
  return new Proxy(real, {
    get(target, name) {
      const value: unknown = Reflect.get(Reflect.has(others, name) ? others : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function watched(ports: Ports, watch: StopWatch): Ports {
  const { metrc, drawer } = ports;
  return {
    ...ports,
    metrc: withOther(metrc, {
      async control() {
        const from = performance.now();
        const read = await metrc.control();
        watch.controlMs += performance.now() - from;
        return read;
      },
      async submitReceipt(body) {
        watch.askedAt = performance.now();
        const outcome = await metrc.submitReceipt(body);
        watch.answeredAt = performance.now();
        return outcome;
      },
    }),
    drawer: withOther(drawer, {
      kick() {
        watch.pulsedAt = performance.now();
        return drawer.kick();
      },
    }),
  };
}

async function openRegister(work: Work, watch: StopWatch): Promise<Counter> {
  const { jurisdictions, migrations } = findAppFiles();
  const config = readConfig(work.config);
  const settings = settingsOf(config, jurisdictions, Date.now());
  mkdirSync(work.data, { recursive: true });
  const secrets = secretsOf(config, work.config, work.data);
  const opened = openStore({ dataDir: work.data, migrationsDir: migrations, clock: systemClock });
  if (!opened.ok) throw new Error(opened.error.happened);
  const store = opened.value;
  await bringIn(store, config);
  const ports: Ports = {
    store,
    ...equipmentOf(config, settings, secrets),
    clock: systemClock,
    secrets,
    freeBytes: () => 1e12,
    ballast: ballastIn(work.data),
    newId: randomUUID,
    log: ({ what, error }) => console.error(what, error),
  };
  const register = createRegister(watched(ports, watch), settings, null);
  return counterOf({ register, close: register.close });
}

function memoryAfter(sales: number): Memory {
  // Twice: what the first round frees may have held more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { sales, heapBytes: heapUsed, rssBytes: rss };
}

/** Two appends with fsync of about what a sale writes: the machine's own limit, under whatever else it does just now. */
function rawWrites(file: number): number {
  const from = performance.now();
  for (let n = 0; n < 2; n += 1) {
    writeSync(file, RAW_BYTES);
    fsyncSync(file);
  }
  return performance.now() - from;
}

async function measure(work: Work): Promise<SalesMeasure> {
  const watch: StopWatch = { askedAt: 0, answeredAt: 0, pulsedAt: 0, controlMs: 0 };
  const counter = await openRegister(work, watch);
  await openForBusiness(counter);
  const before: number[] = [];
  const after: number[] = [];
  const raw: number[] = [];
  const rawFile = openSync(join(work.data, 'raw.log'), 'a');
  let early: Memory | null = null;
  for (let sale = 1; sale <= work.sales; sale += 1) {
    await fillCart(counter, 'vape', 'gummies', 'blueDream');
    watch.controlMs = 0;
    const from = performance.now();
    await payCash(counter);
    await untilHandedOver(counter, 20_000);
    if (sale > WARM_UP) {
      before.push(watch.askedAt - from - watch.controlMs);
      after.push(watch.pulsedAt - watch.answeredAt);
      raw.push(rawWrites(rawFile));
    }
    if (sale === work.early) early = memoryAfter(sale);
  }
  const late = memoryAfter(work.sales);
  await counter.close();
  closeSync(rawFile);
  return {
    ownMs: spread(before.map((ms, at) => ms + (after[at] ?? 0))),
    beforeMetrcMs: spread(before),
    afterMetrcMs: spread(after),
    rawMs: spread(raw),
    early: early ?? late,
    late,
  };
}

// The parent of this process writes the work; nobody else starts it.
const measured = await measure(JSON.parse(process.env['BENCH_WORK'] ?? '{}') as Work);
process.send?.(measured, () => process.exit(0));
