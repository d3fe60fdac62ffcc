import type { Snapshot, StaffView } from '../../shared/contract/snapshot.ts';
import type { Intent } from './intent.ts';
import { LONGEST_PIN, neighbour, SHORTEST_PIN } from './step-sign-in.ts';
import { asking, type Stepped, stay } from './stepped.ts';
import type { Conflict, SettleMissing, Settling, Ui } from './ui.ts';

/** A lead decides on a look of the last minute (docs/sale-protocol.md 4.8). */
const LOOK_HOLDS_MS = 60_000;

/** Those who may decide. */
export const leadsOf = (snapshot: Snapshot): readonly StaffView[] =>
  snapshot.staff.filter((person) => person.role === 'lead');

/** Digits alone are no reason: they are a PIN that went into the wrong field. */
export const isReason = (text: string): boolean => /\p{L}/u.test(text);

/**
 * What keeps a lead from deciding now, the first thing first; null when nothing does. Before the decision is begun only
 * the missing proof counts: looks go on meanwhile.
 */
export function settleMissing(lane: Conflict, settling: Settling | null, now: number): SettleMissing | null {
  if (!lane.mayBeSettled) return 'notProved';
  if (settling === null) return null;
  if (lane.lookedAt === null || now - lane.lookedAt > LOOK_HOLDS_MS) return 'lookOld';
  if (settling.leadId === null) return 'chooseLead';
  if (settling.pin.length < SHORTEST_PIN) return 'typePin';
  return isReason(settling.reason) ? null : 'sayWhy';
}

/** A lead's decision: name, PIN and reason in any order, then the corner key or Enter. Null when the intent is no part of it. */
export function stepConflict(ui: Ui, intent: Intent, snapshot: Snapshot, now: number): Stepped | null {
  const { lane } = snapshot;
  if (lane.state !== 'conflict') return null;
  const { settling } = ui;
  if (settling === null) return intent.do === 'corner' ? begin(ui, lane, snapshot, now) : null;
  const change = (part: Partial<Settling>): Stepped => stay({ ...ui, settling: { ...settling, ...part } });
  switch (intent.do) {
    case 'chooseStaff':
      return change({ leadId: intent.staffId, pin: '' });
    case 'move':
      return change({ leadId: neighbour(settling.leadId, intent.by, leadsOf(snapshot)), pin: '' });
    case 'digits':
      if (!/^\d+$/.test(intent.digits) || settling.leadId === null) return stay(ui);
      return change({ pin: `${settling.pin}${intent.digits}`.slice(0, LONGEST_PIN) });
    case 'backspace':
      return change({ pin: settling.pin.slice(0, -1) });
    case 'clear':
      return change({ pin: '' });
    case 'settleReason':
      return change({ reason: intent.reason });
    case 'enter':
    case 'corner':
      return settle(ui, settling, lane, now);
    default:
      return null;
  }
}

/** A lead who is signed in decides, or the only one there is; everybody else chooses a name first. */
function begin(ui: Ui, lane: Conflict, snapshot: Snapshot, now: number): Stepped {
  const missing = settleMissing(lane, null, now);
  if (missing !== null) return stay({ ...ui, note: { about: 'settle', missing } });
  const leads = leadsOf(snapshot);
  const lead =
    leads.find((person) => person.id === snapshot.signedIn?.id) ?? (leads.length === 1 ? leads[0] : undefined);
  return stay({
    ...ui,
    // Somebody has come: the tone has done its work.
    toneQuiet: true,
    settling: {
      saleNumber: lane.saleNumber,
      as: lane.kind,
      leadId: lead?.id ?? null,
      pin: '',
      reason: '',
      asked: false,
    },
  });
}

function settle(ui: Ui, settling: Settling, lane: Conflict, now: number): Stepped {
  const missing = settleMissing(lane, settling, now);
  if (missing !== null || settling.leadId === null) {
    return stay({ ...ui, note: { about: 'settle', missing: missing ?? 'chooseLead' } });
  }
  const { as, leadId, pin } = settling;
  return asking(
    { ...ui, settling: { ...settling, pin: '', asked: true } },
    { call: 'conflict.settle', input: { as, leadId, pin, reason: settling.reason.trim() } },
  );
}
