/** After a sale has reached a state of its own: voids, corrections, the watch, and a lead's way out of a conflict. */
import {
  become,
  conflict,
  type LeadSettles,
  type Looked,
  type Phase,
  type Policy,
  type Sale,
  type SaleEvent,
  type Step,
  stay,
} from './sale.ts';

type Conflict = Extract<Phase, { state: 'CONFLICT' }>;

/** A lead decides on what was read at most this long ago (docs/sale-protocol.md 4.8). */
const EVIDENCE_MS = 60_000;

/** A void is proved by a read that shows the id archived, and repeated until one does. */
export function lookedWhileVoiding(
  sale: Sale,
  phase: Extract<Phase, { state: 'VOIDING' }>,
  event: Looked,
  policy: Policy,
): Step {
  const { metrcId, refund } = phase;
  if (event.foreign.includes(metrcId)) return conflict(sale, 'amended', [metrcId], event.now);
  if (event.archived.includes(metrcId)) {
    const next = become(sale, { state: 'VOIDED', metrcId });
    return refund ? { ...next, effects: [{ kind: 'refund' }] } : next;
  }
  if (event.ours.includes(metrcId)) return become(sale, { ...phase, missingSince: null }, { kind: 'void', metrcId });
  if (phase.missingSince === null) return become(sale, { ...phase, missingSince: event.now });
  // Not archived and not there: probably voided, but what Metrc does not show is not proved, and a lead says so.
  return event.now < phase.missingSince + policy.quietMs ? stay(sale) : conflict(sale, 'gone', [metrcId], event.now);
}

/** Survivor rule: the recorded id stays, or nothing; every other copy goes, one durable intent for each. */
function remove(sale: Sale, others: readonly number[]): Step {
  if (others.length === 0) return sale.removing === null ? stay(sale) : stay({ ...sale, removing: null });
  const removing = sale.removing !== null && others.includes(sale.removing) ? sale.removing : Math.min(...others);
  return { sale: { ...sale, removing }, effects: [{ kind: 'void', metrcId: removing }] };
}

function lookedWhileConfirmed(sale: Sale, phase: Extract<Phase, { state: 'CONFIRMED' }>, event: Looked): Step {
  const { metrcId } = phase;
  // Before anything else: a lead who lets a stranger stand beside it must not let stand what is voided.
  if (event.archived.includes(metrcId)) return conflict(sale, 'gone', [metrcId], event.now);
  // What a lead has let stand is no news any more: the watch would stop the lane for it again and again.
  if (event.foreign.length > 0 && sale.settledAs === null) {
    return event.foreign.includes(metrcId)
      ? conflict(sale, 'amended', [metrcId], event.now)
      : conflict(sale, 'foreign', event.foreign, event.now);
  }
  // Not shown and not shown archived is a read that lags, not news about a receipt that Metrc has signed.
  return remove(
    sale,
    event.ours.filter((id) => id !== metrcId),
  );
}

/** The watch: a good read about a sale that is settled. Whatever of it is at Metrc and should not be is removed. */
export function lookedWhileSettled(sale: Sale, event: Looked): Step {
  const { phase } = sale;
  switch (phase.state) {
    case 'CONFIRMED':
      return lookedWhileConfirmed(sale, phase, event);
    case 'CANCELLED':
    case 'REJECTED':
    case 'VOIDED':
      // A lead who let a foreign receipt stand has seen it; it is no news any more.
      if (event.foreign.length > 0 && sale.settledAs === null)
        return conflict(sale, 'foreign', event.foreign, event.now);
      return remove(sale, event.ours);
    default:
      return stay(sale);
  }
}

/** May another change begin? Not while one of unknown outcome could still land after it (docs/sale-protocol.md 8). */
const mayChange = (phase: Extract<Phase, { state: 'CONFIRMED' }>, now: number, policy: Policy): boolean =>
  phase.unsettledSince === null || now >= phase.unsettledSince + policy.quietMs;

export function changeAsked(
  sale: Sale,
  event: Extract<SaleEvent, { kind: 'void_asked' | 'edit_asked' }>,
  policy: Policy,
): Step {
  const { phase } = sale;
  if (phase.state !== 'CONFIRMED' || sale.removing !== null || !mayChange(phase, event.now, policy)) return stay(sale);
  const { metrcId } = phase;
  if (event.kind === 'void_asked')
    return become(sale, { state: 'VOIDING', metrcId, refund: true, missingSince: null }, { kind: 'void', metrcId });
  const version = phase.version + 1;
  return become(sale, { state: 'EDITING', metrcId, version, doubtful: false }, { kind: 'edit', metrcId, version });
}

/** A PUT without a definite answer may land later; its proof is a read all the same. */
export function editAnswered(sale: Sale, event: Extract<SaleEvent, { kind: 'edit_answered' }>): Step {
  const { phase } = sale;
  return phase.state === 'EDITING' && !event.definite ? become(sale, { ...phase, doubtful: true }) : stay(sale);
}

/** A correction is proved by a read that shows exactly it, and repeated until one does. */
export function editLooked(sale: Sale, event: Extract<SaleEvent, { kind: 'edit_looked' }>): Step {
  const { phase } = sale;
  if (phase.state !== 'EDITING') return stay(sale);
  const { metrcId, version } = phase;
  switch (event.shows) {
    case 'new':
      // A PUT that may still land shows this very version again; only another change must wait for it.
      return become(
        sale,
        { state: 'CONFIRMED', metrcId, version, unsettledSince: phase.doubtful ? event.now : null },
        { kind: 'refund' },
      );
    case 'old':
      return become(sale, phase, { kind: 'edit', metrcId, version });
    case 'other':
      return conflict(sale, 'amended', [metrcId], event.now);
    case 'gone':
      return conflict(sale, 'gone', [metrcId], event.now);
  }
}

/** While a conflict waits for a lead, good reads go on: they prove whether anything of ours is there. */
export function lookedInConflict(sale: Sale, phase: Conflict, event: Looked, policy: Policy): Step {
  const oursLive = event.ours.length === 0 ? null : Math.min(...event.ours);
  if (oursLive !== null) return become(sale, { ...phase, firstAbsentAt: null, absenceProved: false, oursLive });
  if (phase.oursLive !== null) return become(sale, { ...phase, oursLive: null });
  if (phase.absenceProved || event.now < phase.quietFrom + policy.quietMs) return stay(sale);
  if (phase.firstAbsentAt === null) return become(sale, { ...phase, firstAbsentAt: event.now });
  if (event.now < phase.firstAbsentAt + policy.absentGapMs) return stay(sale);
  return become(sale, { ...phase, absenceProved: true });
}

/** The lead's decision. One that does not fit what was found, or stands on an old read, changes nothing. */
export function leadSettles(sale: Sale, event: LeadSettles): Step {
  const { phase } = sale;
  if (phase.state !== 'CONFLICT' || phase.kind !== event.as || event.now - event.evidenceAt > EVIDENCE_MS)
    return stay(sale);
  const [shown] = phase.metrcIds;
  const metrcId = phase.recorded ?? shown;
  switch (event.as) {
    case 'amended':
      if (metrcId === undefined) return stay(sale);
      return become(
        { ...sale, settledAs: 'amended_at_metrc' },
        { state: 'CONFIRMED', metrcId, version: 0, unsettledSince: null },
      );
    case 'gone':
      if (metrcId === undefined) return stay(sale);
      return become({ ...sale, settledAs: 'voided_at_metrc' }, { state: 'VOIDED', metrcId });
    case 'foreign':
      return besideForeign(sale, phase);
  }
}

/** What becomes of a sale beside a stranger's receipt under its number: only what good reads showed of ours decides. */
function besideForeign(sale: Sale, phase: Conflict): Step {
  const settled: Sale = { ...sale, settledAs: 'foreign_at_metrc' };
  const { recorded, oursLive } = phase;
  if (recorded !== null && oursLive !== null) {
    return become(settled, { state: 'CONFIRMED', metrcId: recorded, version: 0, unsettledSince: null });
  }
  if (oursLive !== null && sale.cancelWanted) {
    const voiding = { state: 'VOIDING', metrcId: oursLive, refund: false, missingSince: null } as const;
    return become(settled, voiding, { kind: 'void', metrcId: oursLive });
  }
  // Ours is there, exactly: it stands, whatever else stands beside it.
  if (oursLive !== null) {
    const ours = { state: 'CONFIRMED', metrcId: oursLive, version: 0, unsettledSince: null } as const;
    return become(settled, ours, { kind: 'fulfil' });
  }
  if (!phase.absenceProved) return stay(sale);
  // A sale that was voided before the stranger came is voided still.
  return become(settled, recorded === null ? { state: 'CANCELLED' } : { state: 'VOIDED', metrcId: recorded });
}

/** A new process starts the windows again. */
export function restartedWhenSettled(sale: Sale, now: number): Step {
  const { phase } = sale;
  if (phase.state === 'CONFLICT')
    return become(sale, { ...phase, quietFrom: now, firstAbsentAt: null, absenceProved: false, oursLive: null });
  if (phase.state === 'EDITING') return become(sale, { ...phase, doubtful: true });
  if (phase.state === 'VOIDING' && phase.missingSince !== null) return become(sale, { ...phase, missingSince: null });
  if (phase.state === 'CONFIRMED' && phase.unsettledSince !== null)
    return become(sale, { ...phase, unsettledSince: now });
  return stay(sale);
}
