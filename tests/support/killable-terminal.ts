/**
 * A terminal in a process of its own that sells until it is killed. It can kill itself at an exact instant: right before
 * or right after the n-th commit of its database or the n-th write to a socket. Every line it says is written with a plain
 * write, so that a line that was read is something that had happened.
 */
import { readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import Database from 'better-sqlite3';
import type { Snapshot } from '../../src/shared/contract/snapshot.ts';
import { type Counter, FLOAT, fillCart, isSigned, linkOf, startCounter } from './counter.ts';
import { type GoodsName, tagOf } from './goods.ts';

export type Plan = {
  readonly config: string;
  readonly data: string;
  /** Goods of each sale. */
  readonly sales: readonly (readonly GoodsName[])[];
  /** The customer of a sale in doubt leaves. */
  readonly leaves: boolean;
  /** What the lead does with the last sale once it is signed. */
  readonly change?: 'void' | 'return';
  readonly kill: {
    /** From which moment instants are counted. */
    readonly since: 'start' | 'pay' | 'change';
    readonly at: 'commit' | 'write';
    readonly when: 'before' | 'after';
    readonly count: number;
  } | null;
  /** Waits for a word on stdin before Pay, so that somebody can take hold of this process. */
  readonly holds?: boolean;
  /** What is written may fail: it then ends as soon as the register has stopped, and says so. */
  readonly mayFail?: boolean;
};

export type Said =
  | { readonly say: 'up' }
  | { readonly say: 'cart'; readonly saleId: string; readonly lines: number }
  | { readonly say: 'paying'; readonly saleId: string; readonly saleNumber: number }
  | { readonly say: 'settled'; readonly saleId: string; readonly lane: string }
  | { readonly say: 'holding' }
  /** The register has stopped, with the code of the words it shows. */
  | { readonly say: 'stopped'; readonly code: string }
  | { readonly say: 'done' };

const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);

const plan: Plan = JSON.parse(process.argv[2] ?? '');
let armed = plan.kill?.since === 'start';
let instants = 0;
let held = false;

function instant(at: 'commit' | 'write', when: 'before' | 'after'): void {
  const { kill } = plan;
  if (!armed || kill?.at !== at || kill.when !== when) return;
  instants += 1;
  if (instants === kill.count) process.kill(process.pid, 'SIGKILL');
}

const { transaction } = Database.prototype;
// The wrapper has the shape that better-sqlite3 gives a transaction: a function with its variants as properties.
Database.prototype.transaction = function (this: Database.Database, work: (...values: unknown[]) => unknown) {
  const made = transaction.call(this, work);
  const watched =
    (run: (...values: unknown[]) => unknown) =>
    (...values: unknown[]): unknown => {
      if (this.inTransaction) return run(...values);
      instant('commit', 'before');
      const answer = run(...values);
      instant('commit', 'after');
      return answer;
    };
  const { deferred, immediate, exclusive } = made;
  return Object.assign(watched(made), {
    default: watched(made),
    deferred: watched(deferred),
    immediate: watched(immediate),
    exclusive: watched(exclusive),
  });
} as typeof transaction;

const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, ...values: unknown[]): boolean {
  instant('write', 'before');
  // The same values go on unchanged, so they fit.
  const answer = (write as (...all: unknown[]) => boolean).apply(this, values);
  instant('write', 'after');
  return answer;
} as typeof write;

const isBusy = (state: string): boolean => ['asking', 'unknown', 'conflict', 'blocked'].includes(state);

const stoppedBy = (counter: Counter): string | null => {
  const { lane } = counter.now();
  return plan.mayFail && lane.state === 'blocked' && lane.refusal.code === 'STORE_FAILED' ? lane.refusal.code : null;
};

class Stopped extends Error {}

/** Waits; a register that stops meanwhile ends the life. */
async function untilOrStopped(counter: Counter, what: string, isTrue: (seen: Snapshot) => boolean): Promise<void> {
  await counter.until(what, (seen) => stoppedBy(counter) !== null || isTrue(seen), plan.mayFail ? 6_000 : 30_000);
  const code = stoppedBy(counter);
  if (code !== null) throw new Stopped(code);
}

async function untilFree(counter: Counter): Promise<void> {
  const seen = await counter.until('settled or in doubt', ({ lane }) => !['asking'].includes(lane.state), 20_000);
  if (seen.lane.state === 'unknown' && plan.leaves) await counter.call.tender.customerLeaves({});
  await untilOrStopped(counter, 'the lane is free', ({ lane }) => !isBusy(lane.state));
}

/** A busy machine may lose an answer about a package, which takes its line out again: it is scanned once more, as a person would. */
async function fillPatiently(counter: Counter, goods: readonly GoodsName[]): Promise<void> {
  try {
    await fillCart(counter, ...goods);
  } catch (error) {
    const missing = goods.filter(
      (name) => !counter.now().cart.lines.some(({ label, state }) => label === tagOf(name) && state === 'ok'),
    );
    if (missing.length === 0) throw error;
    await counter.call.tender.nextSale({});
    await fillCart(counter, ...missing);
  }
}

async function sell(counter: Counter, goods: readonly GoodsName[]): Promise<void> {
  const { call } = counter;
  const before = counter.now().cart;
  const isFilled = !isSigned(counter.now()) && before.lines.length > 0;
  await fillPatiently(counter, isFilled ? [] : goods);
  const { cart } = counter.now();
  say({ say: 'cart', saleId: cart.saleId, lines: cart.lines.length });
  await call.tender.cash({ givenCents: 40_000 });
  if (plan.kill?.since === 'pay') armed = true;
  if (plan.holds && !held) {
    held = true;
    say({ say: 'holding' });
    readSync(0, new Uint8Array(1));
  }
  say({ say: 'paying', saleId: cart.saleId, saleNumber: cart.saleNumber });
  await call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  await untilFree(counter);
  const { lane, cart: after } = counter.now();
  say({ say: 'settled', saleId: cart.saleId, lane: lane.state });
  if (lane.state === 'ready' && after.lines.length > 0) return sell(counter, []);
  await untilOrStopped(counter, 'paper and drawer are seen to', (seen) =>
    seen.lane.state === 'signed' ? seen.lane.receipt === 'printed' && seen.lane.drawer !== 'due' : true,
  );
}

/** Voids the last sale, or takes its second line back, and waits until Metrc has shown it. */
async function changeLast(counter: Counter, change: 'void' | 'return'): Promise<void> {
  const { call } = counter;
  const { sales } = await call.sales.ofDay({ day: null });
  const saleId = sales[0]?.saleId ?? '';
  const byLead = { saleId, leadId: 'marisol', pin: '4444', reason: 'wrong goods' };
  if (plan.kill?.since === 'change') armed = true;
  if (change === 'void') await call.sales.void(byLead);
  else await call.sales.returnGoods({ ...byLead, lines: [{ line: 2, quantity: '1' }] });
  await counter.until('proved', ({ changes, refunded }) => changes.length === 0 && refunded?.saleId === saleId);
  await counter.until('the slip is out', ({ waitingPrints }) => waitingPrints.length === 0);
}

async function live(counter: Counter): Promise<void> {
  await untilFree(counter);
  await counter.call.staff.signIn({ staffId: 'marisol', pin: '4444' });
  if (counter.now().drawer === null) await counter.call.drawer.open(FLOAT);
  await counter.until('the printer answers', (seen) => linkOf(seen, 'printer')?.state === 'ok');
  for (const goods of plan.sales) await sell(counter, goods);
  if (plan.change !== undefined) await changeLast(counter, plan.change);
  await untilOrStopped(counter, 'nothing is owed on paper', ({ waitingPrints }) =>
    waitingPrints.every(({ state }) => state === 'unknown'),
  );
}

const counter = await startCounter({ config: plan.config, data: plan.data });
say({ say: 'up' });
try {
  await live(counter);
  await counter.close();
  say({ say: 'done' });
} catch (error) {
  if (!plan.mayFail) throw error;
  say({ say: 'stopped', code: error instanceof Stopped ? error.message : String(error).slice(0, 300) });
  process.exit(0);
}
