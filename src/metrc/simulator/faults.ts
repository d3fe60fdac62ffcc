import { z } from 'zod';
import { seededDice } from './dice.ts';
import { ROUTE_KINDS } from './routes.ts';

/** The kinds of calls a fault may be set on: those of the routes, and `unknown` for a path that is not deployed. */
export const CallKind = z.enum([...ROUTE_KINDS, 'unknown']);
export type CallKind = z.infer<typeof CallKind>;

const AREAS = ['receipts', 'packages', 'items', 'locations', 'employees', 'labtests', 'transfers', 'retailid'] as const;

/**
 * A group takes in its members: an area every call of it, `receipts.read` and `packages.read` the GETs of one, `read`
 * every GET, `write` everything else, `any` all calls (the control API is never touched).
 */
export const FaultTarget = z.union([
  CallKind,
  z.enum([...AREAS, 'receipts.read', 'packages.read', 'read', 'write', 'any']),
]);
export type FaultTarget = z.infer<typeof FaultTarget>;

const ms = z.int().min(0).max(3_600_000);
/** Whether the call takes effect before things go wrong. */
const applied = z.boolean();

export const FaultEffect = z.discriminatedUnion('kind', [
  /** Takes effect at once and answers later; with `applied: false` takes effect after the wait, client there or not. */
  z.object({ kind: z.literal('delay'), ms, applied: applied.default(true) }),
  /** Metrc's own refusal. */
  z.object({ kind: z.literal('refuse'), message: z.string().min(1), status: z.int().min(400).max(499).default(400) }),
  z.object({ kind: z.literal('unauthorized') }),
  z.object({ kind: z.literal('forbidden') }),
  z.object({ kind: z.literal('too_many'), retryAfterSeconds: z.int().min(0).nullable().default(1) }),
  z.object({ kind: z.literal('server_error'), applied, status: z.int().min(500).max(599).default(500) }),
  /** Resets the connection (RST): at the head of the request, or when it is whole. */
  z.object({
    kind: z.literal('drop'),
    applied: applied.default(false),
    at: z.enum(['head', 'whole']).default('whole'),
  }),
  /** Closes the connection in order (FIN) without an answer. */
  z.object({ kind: z.literal('fin'), applied }),
  /** Never answers and keeps the connection open. */
  z.object({ kind: z.literal('silence'), applied }),
  /** Never answers; takes effect that many milliseconds after the whole request came, client there or not. */
  z.object({ kind: z.literal('late'), ms }),
  z.object({ kind: z.literal('html'), applied, status: z.int().min(200).max(599).default(200) }),
  z.object({ kind: z.literal('empty'), applied, status: z.int().min(200).max(599).default(200) }),
  /** JSON of the wrong shape. */
  z.object({ kind: z.literal('wrong_types'), applied }),
  /** The right JSON under the wrong content type. */
  z.object({ kind: z.literal('wrong_content_type'), applied }),
  z.object({ kind: z.literal('two_ids'), applied }),
  z.object({ kind: z.literal('zero_ids'), applied }),
  z.object({
    kind: z.literal('redirect'),
    location: z.string().default('/elsewhere'),
    applied: applied.default(false),
  }),
  /** Half of the answer, then the connection is closed in order. */
  z.object({ kind: z.literal('truncated'), applied }),
  /** Good JSON behind that many blanks. */
  z.object({ kind: z.literal('huge'), bytes: z.int().min(1).max(100_000_000), applied }),
  /** Any answer at all. */
  z.object({
    kind: z.literal('answer'),
    applied,
    status: z.int().min(200).max(599),
    contentType: z.string().nullable().default('application/json'),
    body: z.string(),
  }),
  /** Reads show the world as it was that long ago (at most ten minutes). */
  z.object({ kind: z.literal('stale'), ms: z.int().min(0).max(600_000) }),
]);
export type FaultEffect = z.output<typeof FaultEffect>;

export const Fault = z.object({
  on: FaultTarget.default('any'),
  /** How many calls it meets; left out or null: until it is cleared. */
  times: z.int().positive().nullable().default(null),
  /** How many calls pass before it begins. */
  after: z.int().min(0).default(0),
  /** How likely a call is met that could be: 1 is always. A call that is spared is not counted in `times`. */
  chance: z.number().min(0).max(1).default(1),
  /** The same seed spares and meets the same calls again, counted from when the fault is set. */
  seed: z.int().min(0).max(4_294_967_295).default(1),
  effect: FaultEffect,
});
export type Fault = z.output<typeof Fault>;
export type FaultInput = z.input<typeof Fault>;

type Scheduled = {
  readonly id: number;
  readonly fault: Fault;
  skip: number;
  left: number | null;
  readonly roll: () => number;
};

export type FaultSchedule = {
  /** Adds one fault and answers its id. Faults are met in the order in which they were added, one for each call. */
  add(fault: FaultInput): number;
  clear(id?: number): void;
  list(): readonly { readonly id: number; readonly fault: Fault; readonly left: number | null }[];
  /** The effect that meets this call, used up by one. */
  take(kind: CallKind, method: string): FaultEffect | null;
};

export function createFaultSchedule(): FaultSchedule {
  let scheduled: Scheduled[] = [];
  let lastId = 0;
  return {
    add(input) {
      const fault = Fault.parse(input);
      lastId += 1;
      scheduled.push({ id: lastId, fault, skip: fault.after, left: fault.times, roll: seededDice(fault.seed) });
      return lastId;
    },
    clear(id) {
      scheduled = id === undefined ? [] : scheduled.filter((one) => one.id !== id);
    },
    list: () => scheduled.map(({ id, fault, left }) => ({ id, fault, left })),
    take(kind, method) {
      for (const one of scheduled) {
        if (!meets(one.fault.on, kind, method)) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        if (one.fault.chance < 1 && one.roll() >= one.fault.chance) continue;
        if (one.left !== null) one.left -= 1;
        scheduled = scheduled.filter((other) => other.left !== 0);
        return one.fault.effect;
      }
      return null;
    },
  };
}

function meets(on: FaultTarget, kind: CallKind, method: string): boolean {
  if (on === 'any' || on === kind) return true;
  if (on === 'read') return method === 'GET';
  if (on === 'write') return method !== 'GET';
  if (kind.startsWith(`${on}.`)) return true;
  if (on === 'receipts.read') return method === 'GET' && kind.startsWith('receipts.');
  return on === 'packages.read' && kind.startsWith('packages.');
}
