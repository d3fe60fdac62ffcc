/**
 * The sale protocol (docs/sale-protocol.md): the one place that decides what becomes of a sale once a cashier has pressed
 * Pay.
 *
 * A pure reducer: an event comes in, the new sale and the effects it demands go out. Every change is written in one
 * transaction before any of its effects begins. Times are milliseconds of the monotonic clock of this process.
 */
import { absentCountsFrom, answered, lookedWhileUnknown, restartedWhileAsking } from './asking.ts';
import { changeAnswered, changeAsked, editLooked, lookedWhileVoiding } from './changing.ts';
import { type Policy, type Sale, type SaleEvent, type Step, stay } from './sale.ts';
import { leadSettles, lookedInConflict, lookedWhileSettled, restartedWhenSettled } from './settled.ts';

export const submitted = (): Sale => ({
  attempt: 1,
  taint: false,
  cancelWanted: false,
  parked: false,
  removing: null,
  settledAs: null,
  phase: { state: 'SUBMITTING' },
});

/** A sale that is not settled: it must be resolved before anything is closed over it. */
export const isUnresolved = (sale: Sale): boolean =>
  ['SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT'].includes(sale.phase.state);

/**
 * Does it hold the lane? A void or a correction that a lead asked for holds only its own receipt, and one that was parked
 * nothing, unless Metrc shows something that only a lead can decide.
 */
export const holdsTheLane = (sale: Sale): boolean => {
  const { phase, parked } = sale;
  if (phase.state === 'CONFLICT') return true;
  if (parked) return false;
  return ['SUBMITTING', 'UNKNOWN'].includes(phase.state) || (phase.state === 'VOIDING' && !phase.refund);
};

/** A void or a return that a lead asked for: the sale stood, and it holds only its own receipt. */
export const isChanging = ({ phase }: Sale): boolean =>
  phase.state === 'EDITING' || (phase.state === 'VOIDING' && phase.refund);

/** May a lead set it aside? Only while nothing of it is being sent and nobody knows what Metrc has. */
export const mayBeParked = (sale: Sale): boolean => sale.phase.state === 'UNKNOWN' && !sale.parked;

function looked(sale: Sale, event: Extract<SaleEvent, { kind: 'looked' }>, policy: Policy): Step {
  const { phase } = sale;
  switch (phase.state) {
    case 'UNKNOWN':
      return lookedWhileUnknown(sale, phase, event, policy);
    case 'VOIDING':
      return lookedWhileVoiding(sale, phase, event, policy);
    case 'CONFLICT':
      return lookedInConflict(sale, phase, event, policy);
    default:
      return lookedWhileSettled(sale, event);
  }
}

/** Applies one event. Events that mean nothing in a state leave the sale as it is; none ever throws. */
export function step(sale: Sale, event: SaleEvent, policy: Policy): Step {
  const isAsking = sale.phase.state === 'SUBMITTING' || sale.phase.state === 'UNKNOWN';
  switch (event.kind) {
    case 'restarted':
      return isAsking ? restartedWhileAsking(sale, event.now) : restartedWhenSettled(sale, event.now);
    case 'answered':
      return answered(sale, event);
    case 'looked':
      return looked(sale, event, policy);
    case 'customer_leaves':
      return isAsking ? stay({ ...sale, cancelWanted: true }) : stay(sale);
    case 'customer_waits':
      // The wish to leave may be taken back only while nothing has been done about it.
      return isAsking ? stay({ ...sale, cancelWanted: false }) : stay(sale);
    case 'parked':
      // Nothing but the lane is changed by it: every window, look and attempt goes on as before.
      return mayBeParked(sale) ? stay({ ...sale, parked: true }) : stay(sale);
    case 'void_asked':
    case 'edit_asked':
      return changeAsked(sale, event, policy);
    case 'change_answered':
      return changeAnswered(sale, event);
    case 'edit_looked':
      return editLooked(sale, event, policy);
    case 'lead_settles':
      return leadSettles(sale, event);
    default:
      // A read that proves nothing changes nothing.
      return stay(sale);
  }
}

/** Milliseconds until the next look: 1, 2, 5, 10, 20 s after the attempt, then every 15 s (docs/sale-protocol.md 7). */
export function lookDelayMs(looksSoFar: number): number {
  const at = [1000, 2000, 5000, 10_000, 20_000];
  const next = at[looksSoFar];
  if (next === undefined) return 15_000;
  return next - (at[looksSoFar - 1] ?? 0);
}

/** When an UNKNOWN sale may at the earliest be asked again or cancelled, on the monotonic clock. */
export const quietEnds = (sale: Sale, policy: Policy): number | null =>
  sale.phase.state === 'UNKNOWN' ? absentCountsFrom(sale.phase, policy) : null;
