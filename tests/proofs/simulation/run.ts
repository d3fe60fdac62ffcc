/**
 * The whole terminal in virtual time: real modules, a seeded world, faults of every kind, and a witness that holds what the
 * records commit against Metrc's own ledger and the paper after each event. The same seed gives the same history.
 */

import { serve } from './cashier.ts';
import { chanceOf } from './chance.ts';
import { drawCut, noCut } from './cuts.ts';
import { comesToRest } from './ending.ts';
import { type Figures, LONG_D, SHORT_D } from './figures.ts';
import { type Life, PowerCut, startLife } from './life.ts';
import type { Mistake } from './mistakes.ts';
import { openShop, type Shop } from './shop.ts';
import { clearSky, makeWeather } from './weather.ts';

export type Simulation = {
  readonly sales: number;
  readonly faults: number;
  readonly restarts: number;
  readonly virtualHours: number;
  /** Everything that was ever wrong, with the seed, the last events and how to see it again; empty when all is well. */
  readonly wrong: string[];
  /** How often each kind of event happened. */
  readonly tally: ReadonlyMap<string, number>;
  /** A hash over the whole history. */
  readonly fingerprint: string;
};

export type SimulationOptions = {
  readonly seed: number;
  readonly sales: number;
  readonly onProgress?: (sales: number) => void;
  readonly mistake?: Mistake;
  /** Hears every event of the history, to be read when something went wrong. */
  readonly onEvent?: (line: string) => void;
};

/** A world sells that many at most; then another begins, from the next seed: lists and records stay as short as a day's. */
export const SALES_OF_A_WORLD = 250;

/** Virtual time after which a world that has not sold its sales is stuck. */
const LONGEST_MS = 14 * 24 * 3_600_000;

export async function runSimulation(options: SimulationOptions): Promise<Simulation> {
  const seeds = chanceOf(options.seed);
  let sum: Simulation = {
    sales: 0,
    faults: 0,
    restarts: 0,
    virtualHours: 0,
    wrong: [],
    tally: new Map(),
    fingerprint: '',
  };
  for (let world = 0; sum.sales < options.sales && sum.wrong.length === 0; world += 1) {
    // The first world of a seed is the seed's own, so that a world that went wrong can be run alone.
    const seed = world === 0 ? options.seed : seeds.of(2 ** 31);
    const figures = options.mistake?.figures ?? (seed % 2 === 0 ? SHORT_D : LONG_D);
    const sales = Math.min(SALES_OF_A_WORLD, options.sales - sum.sales);
    const one = await runWorld({ seed, sales, figures, mistake: options.mistake ?? null, onEvent: options.onEvent });
    sum = {
      sales: sum.sales + one.sales,
      faults: sum.faults + one.faults,
      restarts: sum.restarts + one.restarts,
      virtualHours: sum.virtualHours + one.virtualHours,
      wrong: one.wrong,
      tally: added(sum.tally, one.tally),
      fingerprint: sum.fingerprint + one.fingerprint.slice(0, 16),
    };
    options.onProgress?.(sum.sales);
  }
  return sum;
}

function added(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const sum = new Map(a);
  for (const [kind, times] of b) sum.set(kind, (sum.get(kind) ?? 0) + times);
  return sum;
}

type WorldOptions = {
  readonly seed: number;
  readonly sales: number;
  readonly figures: Figures;
  readonly mistake: Mistake | null;
  readonly onEvent: SimulationOptions['onEvent'];
};

async function runWorld({ seed, sales, figures, mistake, onEvent }: WorldOptions): Promise<Simulation> {
  const random = Math.random;
  const shop = await openShop(seed, figures, onEvent);
  // What is left to Math.random (the pause before a new connection) is drawn from the seed as well.
  Math.random = shop.chance('machine').roll;
  const unheard = (error: unknown): void =>
    shop.witness.say(`nobody caught: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('unhandledRejection', unheard);
  try {
    await live(shop, sales, mistake);
  } catch (error) {
    shop.witness.say(`the simulation broke: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    process.off('unhandledRejection', unheard);
    Math.random = random;
    await shop.close();
  }
  const { faults, restarts, witness, time } = shop;
  const wrong = witness.wrong.length === 0 ? [] : [report(shop, { seed, sales, figures })];
  const virtualHours = time.now() / 3_600_000;
  return {
    sales: witness.sales.size,
    faults,
    restarts,
    virtualHours,
    wrong,
    tally: shop.tally,
    fingerprint: shop.fingerprint(),
  };
}

async function live(shop: Shop, sales: number, mistake: Mistake | null): Promise<void> {
  const { time, witness } = shop;
  const chance = shop.chance('lives');
  const isWrong = (): boolean => witness.wrong.length > 0;
  const isSold = (): boolean => isWrong() || witness.sales.size >= sales;
  const weather = makeWeather(shop, isSold);
  while (!isSold()) {
    const life = startLife(shop, chance.happens(0.85) ? drawCut(chance) : noCut, mistake);
    const last = witness.sales.size + 5 + chance.of(30);
    await ends(shop, life, () => serve(shop, life, () => isSold() || witness.sales.size >= last), isWrong);
    await time.runUntil(
      () => false,
      () => feels(shop),
      chance.pick([0, 10, 1000, 30_000]),
    );
    if (!isSold()) shop.restarts += 1;
  }
  await time.runUntil(
    () => weather.isOver() || isWrong(),
    () => feels(shop),
    LONGEST_MS,
  );
  if (isWrong()) return;
  await clearSky(shop);
  const life = startLife(shop, noCut, mistake);
  await ends(shop, life, () => comesToRest(shop, life), isWrong);
}

/** After each event: a pulse on a drawer that is open already changes nothing that could be seen. */
const feels = ({ machine, witness }: Shop): void => witness.pulsesAre(machine.drawer.pulses().length);

/** Lets somebody do something at a register until it is done or the power goes, and closes what is left. */
async function ends(shop: Shop, life: Life, work: () => Promise<void>, isWrong: () => boolean): Promise<void> {
  let isDone = false;
  let broke: unknown = null;
  work().then(
    () => {
      isDone = true;
    },
    (error) => {
      broke = error;
    },
  );
  const goesOn = await shop.time.runUntil(
    () => isDone || broke !== null || isWrong(),
    () => feels(shop),
    LONGEST_MS,
  );
  if (!goesOn) shop.witness.say('nothing goes on: the counter has waited for two weeks');
  if (broke !== null && !(broke instanceof PowerCut)) throw broke;
  if (!life.isDead() && !isWrong() && shop.chance('lives').happens(0.5)) return closeInOrder(shop, life);
  life.cutNow();
  await life.end();
}

async function closeInOrder(shop: Shop, life: Life): Promise<void> {
  let isClosed = false;
  const closing = life.end().then(() => {
    isClosed = true;
  });
  await shop.time.runUntil(
    () => isClosed,
    () => feels(shop),
    60_000,
  );
  if (!isClosed) shop.witness.say('the register did not close');
  else await closing;
}

function report(shop: Shop, { seed, sales, figures }: Pick<WorldOptions, 'seed' | 'sales' | 'figures'>): string {
  return [
    `seed ${seed}, after ${shop.witness.sales.size} sales (${figures.name}):`,
    ...shop.witness.wrong.slice(0, 5).map((what) => `  ${what}`),
    'last events:',
    ...shop.lastEvents().map((event) => `  ${event}`),
    'again: ',
    `  COUNTERSIGN_SIM_SEED=${seed} COUNTERSIGN_SIM_SALES=${sales} npx vitest run tests/proofs/simulation.test.ts`,
  ].join('\n');
}
