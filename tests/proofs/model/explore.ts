/** Breadth-first search over every interleaving; answers the shortest way to a broken invariant. */
import { holdsTheLane, isUnresolved } from '../../../src/main/domain/sale/protocol.ts';
import type { Sale } from '../../../src/main/domain/sale/sale.ts';
import { type Bounds, birth, type Reducer, successors, type World } from './world.ts';

export type Broken = { readonly invariant: string; readonly trace: readonly string[] };
export type Explored = { readonly states: number; readonly broken: Broken | null; readonly stuck: number };

/** `D < W`: at every instant. Otherwise when the sale leaves the watch: nothing can land and nothing is being removed. */
export type Strictness = 'at_every_instant' | 'when_the_watch_ends';

const live = (world: World): number[] => world.receipts.filter((receipt) => receipt.live).map((receipt) => receipt.id);

/** The watch ends H after the last attempt, and not before a look has found nothing left to remove. */
const watchEnds = (world: World, bounds: Bounds): boolean =>
  world.quiet !== null &&
  world.quiet >= bounds.watch &&
  world.looked &&
  world.sale.removing === null &&
  world.due.length === 0;

const closedWithout = (sale: Sale): boolean => ['CANCELLED', 'REJECTED'].includes(sale.phase.state);

/** The name of the first invariant of docs/sale-protocol.md 11 that does not hold; null when all do. */
export function brokenInvariant(world: World, bounds: Bounds, strictness: Strictness): string | null {
  const { sale } = world;
  const judged = strictness === 'at_every_instant' || watchEnds(world, bounds);
  if (world.printed !== null && !world.receipts.some((receipt) => receipt.id === world.printed))
    return 'I1 printed before Metrc had it';
  if (judged && live(world).length > 1) return 'I2 two live receipts';
  if (judged && closedWithout(sale) && live(world).length > 0) return 'I3 a live receipt of a sale that is given up';
  if (sale.phase.state === 'VOIDED' && judged && live(world).length > 0) return 'I3 a live receipt of a voided sale';
  if (sale.phase.state === 'CONFIRMED' && !live(world).includes(sale.phase.metrcId))
    return 'I4 a confirmed id that is not live';
  if (world.awaiting !== null && sale.phase.state !== 'SUBMITTING') return 'I6 an attempt open outside SUBMITTING';
  if (watchEnds(world, bounds) && !isUnresolved(sale) && world.flying.some((flight) => flight.kind === 'post'))
    return 'I8 a closed sale with an attempt that can still land';
  if (world.paidBackEarly) return 'I9 money went back while Metrc has the sale';
  if (holdsTheLane(sale) && !isUnresolved(sale)) return 'L2 the lane is held by a sale that is settled';
  return null;
}

/** L1: settled, or asking for more attempts than the bounds allow to be followed. */
const isAtAnEnd = (world: World, bounds: Bounds): boolean =>
  !isUnresolved(world.sale) || world.due.some((effect) => effect.kind === 'send' && effect.attempt > bounds.attempts);

/** Times count only as differences, and beyond the windows not at all. */
function key(world: World, bounds: Bounds): string {
  const farthest = bounds.policy.quietMs + bounds.policy.absentGapMs + 1;
  const ago = (at: number | null): number | null => (at === null ? null : Math.min(world.now - at, farthest));
  const { phase } = world.sale;
  const timeless =
    phase.state === 'UNKNOWN'
      ? {
          ...phase,
          quietFrom: ago(phase.quietFrom),
          firstAbsentAt: ago(phase.firstAbsentAt),
          turnedAway: phase.turnedAway && { ...phase.turnedAway, notBefore: ago(phase.turnedAway.notBefore) },
        }
      : phase;
  const flying = world.flying.map((flight) => JSON.stringify(flight)).sort();
  return JSON.stringify([
    { ...world.sale, phase: timeless },
    world.due,
    world.awaiting,
    flying,
    world.receipts,
    world.past,
    world.crashes,
    world.printed,
    world.quiet,
    world.looked,
    world.paidBackEarly,
  ]);
}

const say = (world: World): string =>
  `t${world.now} ${world.sale.phase.state}(${world.sale.attempt})${world.sale.taint ? ' taint' : ''} live ${live(world).join(',') || '-'} flying ${world.flying.length}`;

/** One state that was found: how it was reached, and from where else it can be. */
type Found = { readonly world: World; readonly from: number | null; readonly reachedFrom: number[] };

/**
 * @param most states; more of them are an error, and a sign of bounds that are too wide
 * @returns the shortest way to a broken invariant, a state from which no end can be reached included
 */
export function explore(bounds: Bounds, reduce: Reducer, strictness: Strictness, most = 400_000): Explored {
  const found: Found[] = [{ world: birth(), from: null, reachedFrom: [] }];
  const names = new Map<string, number>([[key(birth(), bounds), 0]]);
  let stuck = 0;
  const broken = (invariant: string, at: number): Explored => ({
    states: found.length,
    stuck,
    broken: { invariant, trace: traceOf(found, at) },
  });
  for (let at = 0; at < found.length; at += 1) {
    const { world } = found[at] as Found;
    const invariant = brokenInvariant(world, bounds, strictness);
    if (invariant !== null) return broken(invariant, at);
    const next = successors(world, bounds, reduce);
    if (next.length === 0) stuck += 1;
    for (const follower of next) {
      const name = key(follower, bounds);
      const known = names.get(name);
      if (known !== undefined) {
        found[known]?.reachedFrom.push(at);
        continue;
      }
      if (found.length >= most) throw new Error(`the model has more than ${most} states: choose smaller bounds`);
      names.set(name, found.length);
      found.push({ world: follower, from: at, reachedFrom: [at] });
    }
  }
  const hopeless = withoutAnEnd(found, bounds);
  return hopeless === null
    ? { states: found.length, stuck, broken: null }
    : broken('L1 no end can be reached', hopeless);
}

/** The first state from which no end can be reached; null when there is none. Walks backwards from all ends. */
function withoutAnEnd(found: readonly Found[], bounds: Bounds): number | null {
  const canEnd = found.map(({ world }) => isAtAnEnd(world, bounds));
  const queue = canEnd.flatMap((can, at) => (can ? [at] : []));
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const before of found[at]?.reachedFrom ?? []) {
      if (canEnd[before]) continue;
      canEnd[before] = true;
      queue.push(before);
    }
  }
  const first = canEnd.indexOf(false);
  return first < 0 ? null : first;
}

function traceOf(found: readonly Found[], end: number): string[] {
  const trace: string[] = [];
  for (let at: number | null = end; at !== null; ) {
    const entry: Found | undefined = found[at];
    if (!entry) break;
    trace.unshift(say(entry.world));
    at = entry.from;
  }
  return trace;
}
