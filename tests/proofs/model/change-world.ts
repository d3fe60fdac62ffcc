/**
 * The model check's world for changes: one signed sale, the real reducer, a lead who asks for returns and voids, and a Metrc
 * that may lose, delay, refuse and apply whatever was sent to it. Time runs in whole ticks.
 */
import type { step } from '../../../src/main/domain/sale/protocol.ts';
import type { Effect, Policy, Sale, SaleEvent } from '../../../src/main/domain/sale/sale.ts';

type Reducer = typeof step;

export type ChangeBounds = {
  /** Longest time after the last byte at which a DELETE or a PUT can still take effect. */
  readonly D: number;
  readonly policy: Policy;
  readonly asks: number;
  readonly crashes: number;
};

type Asking = Extract<Effect, { kind: 'void' | 'edit' }>;
type Flying = { readonly asking: Asking; readonly left: number };

/** The receipt at Metrc: its content by version, or voided. `final` refuses every change from then on. */
type Receipt = { readonly shows: number; readonly archived: boolean; readonly final: boolean };

export type ChangeWorld = {
  readonly now: number;
  readonly sale: Sale;
  readonly due: Asking | null;
  readonly flying: readonly Flying[];
  readonly receipt: Receipt;
  readonly asks: number;
  readonly crashes: number;
  /** What money went back for, in order: the version of a return, or a void. */
  readonly refunds: readonly (number | 'void')[];
};

const signed: Sale = {
  attempt: 1,
  taint: false,
  cancelWanted: false,
  removing: null,
  settledAs: null,
  parked: false,
  phase: { state: 'CONFIRMED', metrcId: 1, version: 0, unsettledSince: null },
};

const birth: ChangeWorld = {
  now: 0,
  sale: signed,
  due: null,
  flying: [],
  receipt: { shows: 0, archived: false, final: false },
  asks: 0,
  crashes: 0,
  refunds: [],
};

const isAsking = (effect: Effect): effect is Asking => effect.kind === 'void' || effect.kind === 'edit';

function written(world: ChangeWorld, event: SaleEvent, bounds: ChangeBounds, reduce: Reducer): ChangeWorld {
  const next = reduce(world.sale, event, bounds.policy);
  const isPaid = next.effects.some((effect) => effect.kind === 'refund');
  const { phase } = next.sale;
  const paid = phase.state === 'CONFIRMED' ? phase.version : ('void' as const);
  const refunds = isPaid ? [...world.refunds, paid] : world.refunds;
  return { ...world, sale: next.sale, due: next.effects.find(isAsking) ?? world.due, refunds };
}

function applied(world: ChangeWorld, asking: Asking): ChangeWorld {
  const { receipt } = world;
  if (receipt.archived || receipt.final) return world;
  const changed = asking.kind === 'void' ? { ...receipt, archived: true } : { ...receipt, shows: asking.version };
  return { ...world, receipt: changed };
}

function answers(world: ChangeWorld, bounds: ChangeBounds, reduce: Reducer): ChangeWorld[] {
  const { due: asking } = world;
  if (asking === null) return [];
  const sent = { ...world, due: null };
  const say = (from: ChangeWorld, answer: 'definite' | 'refused' | 'unknown'): ChangeWorld =>
    written(from, { kind: 'change_answered', now: from.now, answer }, bounds, reduce);
  // The same asked twice is asked once: the latest of several stands for all.
  const others = sent.flying.filter((one) => JSON.stringify(one.asking) !== JSON.stringify(asking));
  const lost = { ...sent, flying: [...others, { asking, left: bounds.D }] };
  const found = [
    say(lost, 'unknown'),
    say(sent, 'unknown'),
    say(applied(sent, asking), 'unknown'),
    say(sent, 'definite'),
  ];
  if (world.receipt.archived || world.receipt.final) found.push(say(sent, 'refused'));
  else found.push(say(applied(sent, asking), 'definite'), say(sent, 'refused'));
  return found;
}

function looks(world: ChangeWorld, bounds: ChangeBounds, reduce: Reducer): ChangeWorld[] {
  const { phase } = world.sale;
  const { shows, archived } = world.receipt;
  const say = (event: SaleEvent): ChangeWorld => written(world, event, bounds, reduce);
  if (world.due !== null) return [];
  if (phase.state === 'EDITING') {
    const what = archived ? 'gone' : shows === phase.version ? 'new' : shows === phase.version - 1 ? 'old' : 'other';
    return [say({ kind: 'edit_looked', now: world.now, shows: what })];
  }
  if (phase.state !== 'VOIDING') return [];
  const isOurs = shows === phase.version;
  const ids = (is: boolean): number[] => (is ? [1] : []);
  return [
    say({
      kind: 'looked',
      now: world.now,
      ours: ids(isOurs && !archived),
      archived: ids(isOurs && archived),
      foreign: ids(!isOurs),
    }),
  ];
}

function asked(world: ChangeWorld, bounds: ChangeBounds, reduce: Reducer): ChangeWorld[] {
  if (world.asks >= bounds.asks || world.sale.phase.state !== 'CONFIRMED') return [];
  const next = { ...world, asks: world.asks + 1 };
  return (['void_asked', 'edit_asked'] as const)
    .map((kind) => written(next, { kind, now: world.now }, bounds, reduce))
    .filter((after) => after.sale !== world.sale);
}

function rest(world: ChangeWorld, bounds: ChangeBounds, reduce: Reducer): ChangeWorld[] {
  const landings = world.flying.map(({ asking }, at) =>
    applied({ ...world, flying: world.flying.filter((_, other) => other !== at) }, asking),
  );
  const crashed = { ...world, due: null, crashes: world.crashes + 1 };
  const lostDue = world.due === null ? [] : [{ asking: world.due, left: bounds.D }];
  const crashes =
    world.crashes >= bounds.crashes
      ? []
      : [
          crashed,
          {
            ...crashed,
            flying: [
              ...crashed.flying.filter((one) => JSON.stringify(one.asking) !== JSON.stringify(world.due)),
              ...lostDue,
            ],
          },
        ].map((from) => written(from, { kind: 'restarted', now: from.now }, bounds, reduce));
  const flying = world.flying.map((one) => ({ ...one, left: one.left - 1 })).filter(({ left }) => left > 0);
  const ticked = world.due === null ? [{ ...world, now: world.now + 1, flying }] : [];
  const final = world.receipt.final ? [] : [{ ...world, receipt: { ...world.receipt, final: true } }];
  return [...landings, ...crashes, ...ticked, ...final];
}

/** The first thing that is wrong in this world; null when all is well. */
function broken({ sale, receipt, refunds, flying }: ChangeWorld): string | null {
  const { phase } = sale;
  if (new Set(refunds).size !== refunds.length) return 'money went back twice for one change';
  if (refunds.at(-1) === 'void' && !receipt.archived) return 'money went back and the receipt is live';
  const paidFor = refunds.findLast((one) => one !== 'void');
  if (typeof paidFor === 'number' && receipt.shows < paidFor)
    return 'money went back and the goods are on the receipt again';
  if (phase.state === 'VOIDED' && !receipt.archived) return 'voided here and live at Metrc';
  if (phase.state === 'CONFIRMED' && (receipt.archived || receipt.shows !== phase.version))
    // What may still land shows this very version again.
    return flying.every(({ asking }) => asking.kind === 'edit' && asking.version === phase.version)
      ? 'the sale stands here and Metrc shows another'
      : 'the sale stands here while another change can land';
  return null;
}

function key(world: ChangeWorld, { policy }: ChangeBounds): string {
  const ago = (at: number | null): number | null => (at === null ? null : Math.min(world.now - at, policy.quietMs + 1));
  const { phase } = world.sale;
  const timeless =
    phase.state === 'CONFIRMED'
      ? { ...phase, unsettledSince: ago(phase.unsettledSince) }
      : phase.state === 'VOIDING' || phase.state === 'EDITING'
        ? { ...phase, doubtfulSince: ago(phase.doubtfulSince), missingSince: ago(phase.missingSince) }
        : phase.state;
  const flying = world.flying.map((one) => JSON.stringify(one)).sort();
  return JSON.stringify([timeless, world.due, flying, world.receipt, world.asks, world.crashes, world.refunds]);
}

/** Searches every interleaving within the bounds; answers the first broken rule with the way to it. */
export function exploreChanges(
  bounds: ChangeBounds,
  reduce: Reducer,
  most = 300_000,
): { readonly states: number; readonly broken: string | null } {
  const seen = new Set([key(birth, bounds)]);
  const queue: { readonly world: ChangeWorld; readonly way: string }[] = [{ world: birth, way: '' }];
  for (const { world, way } of queue) {
    const wrong = broken(world);
    const here = `${way} > ${world.sale.phase.state}`;
    if (wrong !== null) return { states: seen.size, broken: `${wrong}:${here}` };
    for (const step of [answers, looks, asked, rest]) {
      for (const next of step(world, bounds, reduce)) {
        const name = key(next, bounds);
        if (seen.has(name)) continue;
        if (seen.size >= most) throw new Error(`the model has more than ${most} states: choose smaller bounds`);
        seen.add(name);
        queue.push({ world: next, way: here });
      }
    }
  }
  return { states: seen.size, broken: null };
}
