/** A receipt that stands is voided or replaced: asked, asked again until a read proves it, or refused (docs/sale-protocol.md 8). */
import {
  become,
  conflict,
  type Effect,
  type Looked,
  nothingUnderWay,
  type Phase,
  type Policy,
  type Sale,
  type SaleEvent,
  type Step,
  stay,
} from './sale.ts';

type Voiding = Extract<Phase, { state: 'VOIDING' }>;
type Editing = Extract<Phase, { state: 'EDITING' }>;

/** May another change begin? Not while one of unknown outcome could still land after it. */
const mayChange = (phase: Extract<Phase, { state: 'CONFIRMED' }>, now: number, policy: Policy): boolean =>
  phase.unsettledSince === null || now >= phase.unsettledSince + policy.quietMs;

/** A lead asks for a void or a correction. What was amended at Metrc is not ours to change any more. */
export function changeAsked(
  sale: Sale,
  event: Extract<SaleEvent, { kind: 'void_asked' | 'edit_asked' }>,
  policy: Policy,
): Step {
  const { phase } = sale;
  if (phase.state !== 'CONFIRMED' || sale.removing !== null || !mayChange(phase, event.now, policy)) return stay(sale);
  if (sale.settledAs === 'amended_at_metrc') return stay(sale);
  const { metrcId, version } = phase;
  if (event.kind === 'void_asked') {
    const voiding = { state: 'VOIDING', metrcId, refund: true, version, ...nothingUnderWay } as const;
    return become(sale, voiding, { kind: 'void', metrcId });
  }
  const editing = { state: 'EDITING', metrcId, version: version + 1, ...nothingUnderWay } as const;
  return become(sale, editing, { kind: 'edit', metrcId, version: version + 1 });
}

/** An asking without a definite answer may land later; its proof is a read all the same. */
export function changeAnswered(sale: Sale, event: Extract<SaleEvent, { kind: 'change_answered' }>): Step {
  const { phase } = sale;
  if (phase.state !== 'EDITING' && phase.state !== 'VOIDING') return stay(sale);
  const doubtfulSince = event.answer === 'unknown' ? event.now : phase.doubtfulSince;
  const refused = event.answer === 'refused';
  const isSame = doubtfulSince === phase.doubtfulSince && refused === phase.refused;
  return isSame ? stay(sale) : become(sale, { ...phase, doubtfulSince, refused });
}

/**
 * The receipt is shown as it was. It is asked again, unless Metrc has refused: then the sale stands as it stood, once no
 * earlier asking can take effect any more.
 */
function asItWas(
  sale: Sale,
  phase: Voiding | Editing,
  now: number,
  policy: Policy,
  change: { readonly standing: number; readonly again: Effect },
): Step {
  const shown = { ...phase, missingSince: null };
  // A customer who left has no lead beside: such a void goes on until it is proved.
  const isRefused = phase.refused && (phase.state === 'EDITING' || phase.refund);
  if (!isRefused) return become(sale, shown, change.again);
  if (phase.doubtfulSince !== null && now < phase.doubtfulSince + policy.quietMs) return become(sale, shown);
  const stands = {
    state: 'CONFIRMED',
    metrcId: phase.metrcId,
    version: change.standing,
    unsettledSince: null,
  } as const;
  return become(sale, stands, { kind: 'change_refused' });
}

/** Not archived and not there: what Metrc does not show is not proved, and after the quiet window a lead says what it is. */
function missing(sale: Sale, phase: Voiding | Editing, now: number, policy: Policy): Step {
  if (phase.missingSince === null) return become(sale, { ...phase, missingSince: now });
  return now < phase.missingSince + policy.quietMs ? stay(sale) : conflict(sale, 'gone', [phase.metrcId], now);
}

/** A void is proved by a read that shows the id archived, and repeated until one does. */
export function lookedWhileVoiding(sale: Sale, phase: Voiding, event: Looked, policy: Policy): Step {
  const { metrcId, refund, version } = phase;
  if (event.foreign.includes(metrcId)) return conflict(sale, 'amended', [metrcId], event.now);
  if (event.archived.includes(metrcId)) {
    const next = become(sale, { state: 'VOIDED', metrcId });
    return refund ? { ...next, effects: [{ kind: 'refund' }] } : next;
  }
  if (!event.ours.includes(metrcId)) return missing(sale, phase, event.now, policy);
  return asItWas(sale, phase, event.now, policy, { standing: version, again: { kind: 'void', metrcId } });
}

/** A correction is proved by a read that shows exactly it, and repeated until one does. */
export function editLooked(sale: Sale, event: Extract<SaleEvent, { kind: 'edit_looked' }>, policy: Policy): Step {
  const { phase } = sale;
  if (phase.state !== 'EDITING') return stay(sale);
  const { metrcId, version } = phase;
  switch (event.shows) {
    case 'new':
      // A PUT that may still land shows this very version again; only another change must wait for it.
      return become(
        sale,
        { state: 'CONFIRMED', metrcId, version, unsettledSince: phase.doubtfulSince === null ? null : event.now },
        { kind: 'refund' },
      );
    case 'old':
      return asItWas(sale, phase, event.now, policy, {
        standing: version - 1,
        again: { kind: 'edit', metrcId, version },
      });
    case 'other':
      return conflict(sale, 'amended', [metrcId], event.now);
    case 'gone':
      return conflict(sale, 'gone', [metrcId], event.now);
    case 'missing':
      return missing(sale, phase, event.now, policy);
  }
}
