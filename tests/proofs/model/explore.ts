/** Breadth-first search over every interleaving; answers the shortest way to a broken invariant. */
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
  return null;
}

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
  ]);
}

const say = (world: World): string =>
  `t${world.now} ${world.sale.phase.state}(${world.sale.attempt})${world.sale.taint ? ' taint' : ''} live ${live(world).join(',') || '-'} flying ${world.flying.length}`;

export function explore(bounds: Bounds, reduce: Reducer, strictness: Strictness, most = 400_000): Explored {
  const first = birth();
  const seen = new Map<string, { readonly world: World; readonly from: string | null }>([
    [key(first, bounds), { world: first, from: null }],
  ]);
  const queue = [key(first, bounds)];
  let stuck = 0;
  for (let i = 0; i < queue.length; i += 1) {
    const at = queue[i] ?? '';
    const world = seen.get(at)?.world ?? first;
    const invariant = brokenInvariant(world, bounds, strictness);
    if (invariant !== null) return { states: seen.size, stuck, broken: { invariant, trace: traceOf(seen, at) } };
    const next = successors(world, bounds, reduce);
    if (next.length === 0) stuck += 1;
    for (const follower of next) {
      const name = key(follower, bounds);
      if (seen.has(name)) continue;
      if (seen.size >= most) throw new Error(`the model has more than ${most} states: choose smaller bounds`);
      seen.set(name, { world: follower, from: at });
      queue.push(name);
    }
  }
  return { states: seen.size, stuck, broken: null };
}

function traceOf(
  seen: ReadonlyMap<string, { readonly world: World; readonly from: string | null }>,
  end: string,
): string[] {
  const trace: string[] = [];
  for (let at: string | null = end; at !== null; ) {
    const entry = seen.get(at);
    if (!entry) break;
    trace.unshift(say(entry.world));
    at = entry.from;
  }
  return trace;
}
