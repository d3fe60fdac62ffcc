import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Words } from '../../shared/words/catalogue.ts';
import type { FunctionKey } from './intent.ts';
import type { Ui } from './ui.ts';

type Reason = keyof Words['keys'];

const ALWAYS: readonly FunctionKey[] = ['F1', 'F3'];
const WHILE_STOPPED: readonly FunctionKey[] = ['F1', 'F3', 'F8', 'F9', 'F10'];

/** Is the register stopped with the whole screen at this moment? A sale in doubt stops it 20 s after the time-out. */
export function isStopped(snapshot: Snapshot, now: number): boolean {
  const { lane } = snapshot;
  return (
    lane.state === 'blocked' || lane.state === 'conflict' || (lane.state === 'unknown' && now >= lane.wholeScreenAt)
  );
}

/** Why a function key cannot be used now, as a key of the words; null when it can. The core decides again when it is asked. */
export function keyBlocked(key: FunctionKey, snapshot: Snapshot, ui: Ui, now: number): Reason | null {
  const { lane, cart } = snapshot;
  if (isStopped(snapshot, now)) return WHILE_STOPPED.includes(key) ? null : 'notWhileBlocked';
  if (ALWAYS.includes(key)) return null;
  if (lane.state === 'asking') return 'notWhileAsking';
  if (lane.state === 'unknown') return 'notWhileUnknown';
  if (key === 'F4' || key === 'F6') {
    if (lane.state === 'signed') return key === 'F4' && snapshot.held.length > 0 ? null : 'notAfterSigned';
    if (ui.screen === 'drawer') return 'notWhileCounting';
    if (key === 'F6') return cart.lines.length === 0 ? 'nothingToVoid' : null;
    return cart.lines.length === 0 && cart.customer === null && snapshot.held.length === 0 ? 'nothingToHold' : null;
  }
  if (ui.screen === 'drawer' && (key === 'F2' || key === 'F9')) return 'notWhileCounting';
  return null;
}

/** F4 holds what is on the counter, or takes something back when the counter is empty. */
export function holdsOrResumes(snapshot: Snapshot): 'hold' | 'resume' {
  const empty = snapshot.cart.lines.length === 0 && snapshot.cart.customer === null;
  return (empty || snapshot.lane.state === 'signed') && snapshot.held.length > 0 ? 'resume' : 'hold';
}

/** F2 records the look at the agency's tool while that is missing; otherwise it opens the customer. */
export const needsAgencyCheck = (snapshot: Snapshot): boolean =>
  snapshot.lane.state === 'ready' && snapshot.cart.customer?.agencyCheck === 'needed';
