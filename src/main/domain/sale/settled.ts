/** After a sale has reached a state of its own: the watch, and a lead's way out of a conflict. */
import {
  become,
  conflict,
  type LeadSettles,
  type Looked,
  nothingUnderWay,
  type Phase,
  type Policy,
  type Sale,
  type Step,
  stay,
} from './sale.ts';

type Conflict = Extract<Phase, { state: 'CONFLICT' }>;

/** A lead decides on what was read at most this long ago (docs/sale-protocol.md 4.8). */
const EVIDENCE_MS = 60_000;

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
  // What a lead has let stand is no news any more.
  const isAmended = event.foreign.includes(metrcId) && sale.settledAs !== 'amended_at_metrc';
  if (isAmended) return conflict(sale, 'amended', [metrcId], event.now);
  const strangers = sale.settledAs === 'foreign_at_metrc' ? [] : event.foreign.filter((id) => id !== metrcId);
  if (strangers.length > 0) return conflict(sale, 'foreign', strangers, event.now);
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
        { state: 'CONFIRMED', metrcId, version: phase.version, unsettledSince: null },
      );
    case 'gone':
      if (metrcId === undefined) return stay(sale);
      // Where a lead had asked for the void, what that lead was to give back goes back now; else no money moves by itself.
      return become(
        { ...sale, settledAs: 'voided_at_metrc' },
        { state: 'VOIDED', metrcId },
        ...(phase.refund ? [{ kind: 'refund' as const }] : []),
      );
    case 'foreign':
      return besideForeign(sale, phase);
  }
}

/** What becomes of a sale beside a stranger's receipt under its number: only what good reads showed of ours decides. */
function besideForeign(sale: Sale, phase: Conflict): Step {
  const settled: Sale = { ...sale, settledAs: 'foreign_at_metrc' };
  const { recorded, oursLive, version } = phase;
  if (recorded !== null && oursLive !== null) {
    return become(settled, { state: 'CONFIRMED', metrcId: recorded, version, unsettledSince: null });
  }
  if (oursLive !== null && sale.cancelWanted) {
    const voiding = { state: 'VOIDING', metrcId: oursLive, refund: false, version, ...nothingUnderWay } as const;
    return become(settled, voiding, { kind: 'void', metrcId: oursLive });
  }
  // Ours is there, exactly: it stands, whatever else stands beside it.
  if (oursLive !== null) {
    const ours = { state: 'CONFIRMED', metrcId: oursLive, version: 0, unsettledSince: null } as const;
    return become(settled, ours, { kind: 'fulfil' });
  }
  if (!phase.absenceProved) return stay(sale);
  if (recorded === null) return become(settled, { state: 'CANCELLED' });
  // A sale that was voided before the stranger came is voided still; what a lead was to give back for that goes back.
  return become(
    settled,
    { state: 'VOIDED', metrcId: recorded },
    ...(phase.refund ? [{ kind: 'refund' as const }] : []),
  );
}

/** A new process starts the windows again. */
export function restartedWhenSettled(sale: Sale, now: number): Step {
  const { phase } = sale;
  if (phase.state === 'CONFLICT')
    return become(sale, { ...phase, quietFrom: now, firstAbsentAt: null, absenceProved: false, oursLive: null });
  if (phase.state === 'VOIDING' && !phase.refund)
    return phase.missingSince === null ? stay(sale) : become(sale, { ...phase, missingSince: null });
  if (phase.state === 'EDITING' || phase.state === 'VOIDING')
    return become(sale, { ...phase, doubtfulSince: now, refused: false, missingSince: null });
  if (phase.state === 'CONFIRMED' && phase.unsettledSince !== null)
    return become(sale, { ...phase, unsettledSince: now });
  return stay(sale);
}
