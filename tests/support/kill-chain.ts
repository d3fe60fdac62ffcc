/**
 * One terminal's hard life: it is started, sells, is killed, and is started again on the same records, while Metrc and the
 * printer outside go on. Everything is drawn from a seed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { paperLines } from '../../src/hardware/escpos-printer/simulator/paper.ts';
import type { GoodsName } from './goods.ts';
import type { Plan, Said } from './killable-terminal.ts';
import { isCartKept, whatIsOpen, whatIsWrong } from './reckoning.ts';
import type { Shop } from './shop.ts';

export type Dice = { readonly of: (sides: number) => number; readonly pick: <T>(from: readonly T[]) => T };

/** mulberry32: small, even enough, and the same on every machine. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const of = (sides: number): number => Math.floor(next() * sides);
  return { of, pick: (from) => from[of(from.length)] as (typeof from)[number] };
}

type Faults = Parameters<Shop['nextPost']>[0];

const FAULTS: readonly Faults[] = [
  { kind: 'drop', applied: true, at: 'whole' },
  { kind: 'drop', applied: false, at: 'whole' },
  { kind: 'drop', applied: false, at: 'head' },
  { kind: 'server_error', applied: true },
  { kind: 'server_error', applied: false },
  { kind: 'silence', applied: true },
  { kind: 'silence', applied: false },
  { kind: 'fin', applied: true },
  { kind: 'late', ms: 150 },
  { kind: 'delay', ms: 60 },
  { kind: 'html', applied: true, status: 502 },
  { kind: 'empty', applied: true },
  { kind: 'truncated', applied: true },
  { kind: 'two_ids', applied: true },
  { kind: 'refuse', message: 'Package is on administrative hold.' },
  { kind: 'unauthorized' },
  { kind: 'too_many', retryAfterSeconds: 0 },
];

const GOODS: readonly GoodsName[] = ['blueDream', 'gelato', 'vape', 'gummies'];

/** When the next life ends: at an exact instant inside, at a moment after Pay, or at something seen from outside. */
export type End =
  | { readonly by: 'instant'; readonly kill: NonNullable<Plan['kill']> }
  | { readonly by: 'time'; readonly ms: number }
  | { readonly by: 'sight'; readonly of: 'pulse' | 'paper' | 'metrc' }
  /** Whoever takes hold of the process right before Pay, for strace: kills it, fails its calls, or only looks on. */
  | { readonly by: 'hold'; readonly take: (pid: number) => Promise<void>; readonly story: string }
  | { readonly by: 'nobody' };

export function drawEnd(dice: Dice): End {
  const when = dice.pick(['before', 'after'] as const);
  switch (dice.of(10)) {
    case 0:
    case 1:
    case 2:
      return { by: 'instant', kill: { since: 'pay', at: 'commit', when, count: 1 + dice.of(6) } };
    case 3:
    case 4:
      return { by: 'instant', kill: { since: 'pay', at: 'write', when, count: 1 + dice.of(14) } };
    case 5:
      return { by: 'instant', kill: { since: 'start', at: 'commit', when, count: 1 + dice.of(12) } };
    case 6:
      return { by: 'sight', of: dice.pick(['pulse', 'paper', 'metrc']) };
    default:
      return { by: 'time', ms: dice.of(70) };
  }
}

export type Life = {
  readonly killed: boolean;
  readonly wrong: readonly string[];
  readonly story: string;
  /** The code of the words with which the register stopped; null when it did not. */
  readonly stopped: string | null;
};

/** Where the children of this process keep what was compiled for them; whoever runs them removes it. */
export const COMPILED = fileURLToPath(new URL(`../../.cache/killable-${process.pid}`, import.meta.url));

const SCRIPT = fileURLToPath(new URL('./killable-terminal.ts', import.meta.url));
const LONGEST_LIFE_MS = 45_000;

type Birth = { readonly plan: Plan; readonly end: End; readonly nodeArgs?: readonly string[] };

/** The terminal in one file: a start then costs less than half of what several hundred source files cost. */
async function bundle(): Promise<string> {
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: NATIVES, target: 'node' },
    build: {
      outDir: COMPILED,
      emptyOutDir: false,
      ssr: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { terminal: SCRIPT },
        external: NATIVES,
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  });
  return join(COMPILED, 'terminal.mjs');
}

const NATIVES = ['better-sqlite3', 'serialport', 'node-hid'];
let bundled: Promise<string> | null = null;

async function start({ plan, nodeArgs }: Birth): Promise<ChildProcess> {
  bundled ??= bundle();
  // A line can be spoiled only where the sources are loaded as they are.
  const script = nodeArgs ? SCRIPT : await bundled;
  return spawn(process.execPath, [...(nodeArgs ?? []), script, JSON.stringify(plan)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Compiled once, not some hundred times.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
}

/** Watches the printer: paper about a sale that Metrc does not have at that moment is wrong, whatever comes later. */
function watchPaper(shop: Shop, onPaper: () => void): { readonly wrong: string[]; readonly stop: () => void } {
  const { machine } = shop.printer;
  let seen = machine.paper().length;
  const wrong: string[] = [];
  const stop = machine.onChange(() => {
    const paper = machine.paper();
    for (const line of paperLines(paper.slice(seen))) {
      const saleNumber = /Sale (\d+), Counter/.exec(line)?.[1];
      if (saleNumber === undefined) continue;
      const isThere = shop.live().some((receipt) => receipt.externalNumber?.endsWith(`-${saleNumber}`));
      if (!isThere) wrong.push(`sale ${saleNumber} was printed before Metrc had it`);
    }
    if (paper.length > seen) onPaper();
    seen = paper.length;
  });
  return { wrong, stop };
}

const storyOf = (end: End): string => (end.by === 'hold' ? end.story : JSON.stringify(end));

/** Lets one life run to its end, and says what is wrong afterwards. */
export async function liveOnce(shop: Shop, birth: Birth): Promise<Life> {
  const { end } = birth;
  const child = await start(birth);
  const words: string[] = [];
  let killed = false;
  let cart: { readonly saleId: string; readonly lines: number } | null = null;
  let done = false;
  let stopped: string | null = null;
  const kill = (): void => {
    killed = child.exitCode === null && child.signalCode === null && child.kill('SIGKILL');
  };
  const pulsesBefore = shop.pulses();
  const paidIn = new Set<string>();
  const paper = watchPaper(shop, () => {
    if (end.by === 'sight' && end.of === 'paper') kill();
  });
  const stopPulse = shop.printer.machine.onChange(() => {
    if (end.by === 'sight' && end.of === 'pulse' && shop.pulses() > pulsesBefore) kill();
  });
  const lookAtMetrc = (): void => {
    if (paidIn.size > 0 && shop.posts() > postsBefore) kill();
  };
  const sighting = end.by === 'sight' && end.of === 'metrc' ? setInterval(lookAtMetrc, 1) : undefined;
  const postsBefore = shop.posts();
  const tooLong = setTimeout(() => {
    words.push(`still there after ${LONGEST_LIFE_MS} ms`);
    child.kill('SIGKILL');
  }, LONGEST_LIFE_MS);
  const hear = (said: Said): void => {
    if (said.say === 'cart') cart = said;
    if (said.say === 'done') done = true;
    if (said.say === 'stopped') stopped = said.code;
    if (said.say === 'holding' && end.by === 'hold') {
      end.take(child.pid ?? 0).then(
        () => child.stdin?.write('.'),
        (error: unknown) => {
          words.push(String(error));
          child.kill('SIGKILL');
        },
      );
    }
    if (said.say !== 'paying') return;
    paidIn.add(said.saleId);
    if (end.by === 'time') setTimeout(kill, end.ms);
  };
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaints += text.toString();
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => hear(JSON.parse(line)));
  const left = await new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? String(code)));
  });
  clearTimeout(tooLong);
  clearInterval(sighting);
  stopPulse();
  paper.stop();
  if (left !== 'SIGKILL' && !done && stopped === null)
    words.push(`ended by itself with ${left}: ${complaints.slice(-2000)}`);
  const late = shop.pulses() - pulsesBefore;
  if (late > paidIn.size) words.push(`${late} pulses while ${paidIn.size} sales were paid`);
  const wrong = [...words, ...paper.wrong, ...whatIsWrong(shop)];
  const { saleId, lines: cartLines } = cart ?? { saleId: null, lines: 0 };
  if (saleId !== null && !isCartKept(shop, saleId, cartLines)) wrong.push(`the cart ${saleId} is lost`);
  if (done) wrong.push(...whatIsOpen(shop).map((open) => `at the end ${open}`));
  return { killed: killed || left === 'SIGKILL', wrong, story: storyOf(end), stopped };
}

/** What a life sells. */
export function drawPlan(shop: Shop, dice: Dice, end: End): Plan {
  const basket = (): GoodsName[] => GOODS.filter(() => dice.of(2) === 0).concat(dice.pick(GOODS));
  return {
    config: shop.config,
    data: shop.data,
    sales: end.by === 'nobody' ? [] : [[...new Set(basket())], [...new Set(basket())]],
    leaves: dice.of(6) === 0,
    kill: end.by === 'instant' ? end.kill : null,
    holds: end.by === 'hold',
  };
}

/** With what a life has to fight at Metrc. */
export function drawFaults(shop: Shop, dice: Dice): string {
  shop.metrc.clearFaults();
  // Filling the look-up is no part of a sale, and a hundred starts need not do it a hundred times.
  shop.metrc.fault({ on: 'packages.lists', effect: { kind: 'server_error', applied: false } });
  if (dice.of(100) >= 35) return 'none';
  const fault = dice.pick(FAULTS);
  shop.nextPost(fault, 1 + dice.of(2));
  if (dice.of(4) === 0) {
    shop.metrc.fault({ on: 'receipts.read', times: 1, effect: { kind: 'server_error', applied: false } });
  }
  return JSON.stringify(fault);
}
