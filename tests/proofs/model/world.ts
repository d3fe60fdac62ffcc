/**
 * The model check's world: one sale, the real reducer, a Metrc that may lose, delay and apply whatever was sent to it, and a
 * network that is against us. Time runs in whole ticks. Small on purpose: everything in it can be explored.
 */
import { mayBeParked, type step, submitted } from '../../../src/main/domain/sale/protocol.ts';
import type { Effect, Policy, Sale, SaleEvent } from '../../../src/main/domain/sale/sale.ts';

export type Reducer = typeof step;

export type Bounds = {
  /** Longest time after the last byte at which a POST can still take effect. */
  readonly D: number;
  readonly policy: Policy;
  readonly attempts: number;
  readonly crashes: number;
  readonly refusesDuplicates: boolean;
  /** Ticks after the last attempt during which the sale is watched (H). A look is made in the last of them at the latest. */
  readonly watch: number;
  /** Reads show the server as it was that many ticks ago. */
  readonly lag: number;
  /** A lead may set the sale aside while its outcome is unknown. */
  readonly parks?: boolean;
  /** A lead may ask for a void of a sale that stands. */
  readonly voids?: boolean;
};

/** What was sent and may still take effect: an attempt, or a void of one receipt. */
type Flying =
  | { readonly kind: 'post'; readonly attempt: number; readonly left: number }
  | { readonly kind: 'void'; readonly metrcId: number; readonly left: number };

export type Receipt = { readonly id: number; readonly live: boolean };

export type World = {
  readonly now: number;
  readonly sale: Sale;
  /** Effects of a written step that this process has still to carry out; a crash forgets them. */
  readonly due: readonly Effect[];
  /** The attempt this process is waiting for an answer to; null when none. */
  readonly awaiting: number | null;
  readonly flying: readonly Flying[];
  readonly receipts: readonly Receipt[];
  /** The receipts as they were in earlier ticks, newest first, for stale reads. */
  readonly past: readonly (readonly Receipt[])[];
  readonly crashes: number;
  /** What was printed: the id of the confirmation it stood on. */
  readonly printed: number | null;
  /** Ticks since the last attempt ended; null before that. */
  readonly quiet: number | null;
  /** A good read was made when the watch was over: it leaves the list unless something is still being removed. */
  readonly looked: boolean;
  /** Money went back while Metrc still had the sale. */
  readonly paidBackEarly: boolean;
};

export const birth = (): World => ({
  now: 0,
  sale: submitted(),
  due: [{ kind: 'send', attempt: 1 }],
  awaiting: null,
  flying: [],
  receipts: [],
  past: [],
  crashes: 0,
  printed: null,
  quiet: null,
  looked: false,
  paidBackEarly: false,
});

const nextId = (world: World): number => world.receipts.length + 1;

/** One written step: the new sale and what it demands. Paper is due in the same transaction, so it counts as printed here. */
function written(world: World, event: SaleEvent, bounds: Bounds, reduce: Reducer): World {
  const next = reduce(world.sale, event, bounds.policy);
  const isFulfilled = next.effects.some((effect) => effect.kind === 'fulfil');
  const printed = isFulfilled && next.sale.phase.state === 'CONFIRMED' ? next.sale.phase.metrcId : world.printed;
  const due = next.effects.filter((effect) => effect.kind === 'send' || effect.kind === 'void');
  const paysBack = next.effects.some((effect) => effect.kind === 'refund');
  const paidBackEarly = world.paidBackEarly || (paysBack && world.receipts.some((receipt) => receipt.live));
  return { ...world, sale: next.sale, due: [...world.due, ...due], printed, paidBackEarly };
}

const applied = (world: World): World => ({
  ...world,
  receipts: [...world.receipts, { id: nextId(world), live: true }],
});

const isDuplicate = (world: World): boolean => world.receipts.some((receipt) => receipt.live);

const voided = (world: World, metrcId: number): World => ({
  ...world,
  receipts: world.receipts.map((receipt) => (receipt.id === metrcId ? { ...receipt, live: false } : receipt)),
});

/** Everything that can follow a send that this process is waiting for. `flying` says what may still land later. */
function answers(world: World, bounds: Bounds, reduce: Reducer): World[] {
  const attempt = world.awaiting;
  if (attempt === null) return [];
  const settled = { ...world, awaiting: null, quiet: 0, looked: false };
  const say = (from: World, outcome: Extract<SaleEvent, { kind: 'answered' }>['outcome']): World =>
    written(from, { kind: 'answered', now: from.now, outcome }, bounds, reduce);
  const flying = { ...settled, flying: [...settled.flying, { kind: 'post' as const, attempt, left: bounds.D }] };
  const found: World[] = [
    say(settled, { kind: 'not_sent' }),
    say(settled, { kind: 'turned_away', because: 'rate', retryAfterMs: 0 }),
    // No definite answer: it may have landed, may land later, or never lands.
    say(flying, { kind: 'unknown' }),
    say(settled, { kind: 'unknown' }),
  ];
  if (bounds.refusesDuplicates && isDuplicate(settled)) {
    found.push(say(settled, { kind: 'refused', messages: ['number in use'] }));
    return found;
  }
  const taken = applied(settled);
  found.push(say(taken, { kind: 'accepted', metrcId: taken.receipts.length }), say(taken, { kind: 'unknown' }));
  // The package is gone when an earlier attempt of ours has taken it; otherwise Metrc may refuse for its own reasons.
  found.push(say(settled, { kind: 'refused', messages: ['no'] }));
  return found;
}

function carriedOut(world: World, bounds: Bounds): World[] {
  const [effect, ...rest] = world.due;
  if (!effect) return [];
  const next = { ...world, due: rest };
  if (effect.kind === 'send') return effect.attempt > bounds.attempts ? [] : [{ ...next, awaiting: effect.attempt }];
  if (effect.kind !== 'void') return [next];
  const later = { kind: 'void' as const, metrcId: effect.metrcId, left: bounds.D };
  // Voiding twice is voiding once: the latest of several voids of one receipt stands for all.
  const others = next.flying.filter((flight) => flight.kind !== 'void' || flight.metrcId !== effect.metrcId);
  return [voided(next, effect.metrcId), next, { ...next, flying: [...others, later] }];
}

function landings(world: World, bounds: Bounds): World[] {
  return world.flying.map((flight, i) => {
    const rest = { ...world, flying: world.flying.filter((_, j) => j !== i) };
    if (flight.kind === 'void') return voided(rest, flight.metrcId);
    return bounds.refusesDuplicates && isDuplicate(rest) ? rest : applied(rest);
  });
}

function looks(world: World, bounds: Bounds, reduce: Reducer): World[] {
  if (world.awaiting !== null || world.due.length > 0 || world.sale.phase.state === 'SUBMITTING') return [];
  const shown = bounds.lag === 0 ? world.receipts : (world.past[bounds.lag - 1] ?? []);
  const ours = shown.filter((receipt) => receipt.live).map((receipt) => receipt.id);
  const archived = shown.filter((receipt) => !receipt.live).map((receipt) => receipt.id);
  // Only a look at a sale that was settled before it counts: the one that settles it has not looked for copies yet.
  const isSettled = ['CONFIRMED', 'CANCELLED', 'REJECTED', 'VOIDED'].includes(world.sale.phase.state);
  const looked = isSettled && world.quiet !== null && world.quiet >= bounds.watch;
  return [
    { ...written(world, { kind: 'looked', now: world.now, ours, archived, foreign: [] }, bounds, reduce), looked },
    written(world, { kind: 'look_failed', now: world.now }, bounds, reduce),
  ];
}

function wishes(world: World, bounds: Bounds, reduce: Reducer): World[] {
  const say = (kind: 'customer_leaves' | 'customer_waits' | 'void_asked'): World =>
    written(world, { kind, now: world.now }, bounds, reduce);
  const wish = world.sale.cancelWanted ? say('customer_waits') : say('customer_leaves');
  const isSettled = world.sale.phase.state === 'CONFIRMED' && world.due.length === 0;
  return [
    wish,
    ...(bounds.parks && mayBeParked(world.sale)
      ? [written(world, { kind: 'parked', now: world.now }, bounds, reduce)]
      : []),
    ...(bounds.voids && isSettled ? [say('void_asked')] : []),
  ];
}

/** The process dies: what was due is forgotten, what was sent flies on. */
function crash(world: World, bounds: Bounds, reduce: Reducer): World[] {
  if (world.crashes >= bounds.crashes) return [];
  const flying = world.awaiting === null ? [] : [{ kind: 'post' as const, attempt: world.awaiting, left: bounds.D }];
  const restarted = {
    ...world,
    due: [],
    awaiting: null,
    quiet: world.quiet === null && world.awaiting === null ? null : 0,
    looked: false,
    crashes: world.crashes + 1,
    flying: [...world.flying, ...flying],
  };
  return [written(restarted, { kind: 'restarted', now: world.now }, bounds, reduce)];
}

function tick(world: World, bounds: Bounds): World[] {
  // While an answer is awaited the request is not yet given up: the sender ends it first, which is another step.
  if (world.awaiting !== null || world.due.length > 0) return [];
  const flying = world.flying
    .map((flight) => ({ ...flight, left: flight.left - 1 }))
    .filter((flight) => flight.left > 0);
  const quiet = world.quiet === null ? null : Math.min(world.quiet + 1, bounds.watch);
  return [{ ...world, now: world.now + 1, quiet, flying, past: [world.receipts, ...world.past].slice(0, bounds.lag) }];
}

/** Every world that can follow this one. */
export const successors = (world: World, bounds: Bounds, reduce: Reducer): World[] => [
  ...carriedOut(world, bounds),
  ...answers(world, bounds, reduce),
  ...landings(world, bounds),
  ...looks(world, bounds, reduce),
  ...wishes(world, bounds, reduce),
  ...crash(world, bounds, reduce),
  ...tick(world, bounds),
];
