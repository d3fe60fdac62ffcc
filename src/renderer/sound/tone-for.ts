import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Tone } from './tones.ts';

/** The tone of a change from one snapshot to the next; null when nothing is to be heard. Blocked repeats by itself. */
export function toneFor(before: Snapshot | null, after: Snapshot): Tone | null {
  if (before === null || after.signedIn === null) return null;
  const lane = laneTone(before, after);
  if (lane !== null) return lane;
  const scanned = after.lastScan !== null && after.lastScan.at !== before.lastScan?.at;
  if (scanned && after.lastScan?.refusal != null) return 'refused';
  if (newlyRefused(before, after)) return 'refused';
  if (agencyAsked(before, after)) return 'choice';
  const outcome = after.lastScan?.outcome;
  return scanned && outcome !== 'not_used' && outcome !== 'waiting' ? 'item' : null;
}

function laneTone(before: Snapshot, after: Snapshot): Tone | null {
  const [from, to] = [before.lane, after.lane];
  if (to.state === 'signed' && (from.state !== 'signed' || from.saleId !== to.saleId)) return 'signed';
  if (to.state === 'unknown' && from.state !== 'unknown') return 'choice';
  // Sales go on after they were stopped: the good news has the same tone as a signature.
  if (to.state === 'ready' && (from.state === 'blocked' || from.state === 'unknown' || from.state === 'conflict'))
    return 'signed';
  if (to.state === 'ready' && from.state === 'asking') return 'refused';
  return null;
}

/** A line that was being checked, or was fine, is refused now: Metrc has said no after the scan. */
function newlyRefused(before: Snapshot, after: Snapshot): boolean {
  const refusedBefore = new Set(
    before.cart.lines.filter((line) => line.state === 'refused').map((line) => line.lineId),
  );
  const sameSale = before.cart.saleId === after.cart.saleId;
  return sameSale && after.cart.lines.some((line) => line.state === 'refused' && !refusedBefore.has(line.lineId));
}

const agencyAsked = (before: Snapshot, after: Snapshot): boolean =>
  after.cart.customer?.agencyCheck === 'needed' && before.cart.customer?.agencyCheck !== 'needed';
