/** From Pay until Metrc's answer is known: SUBMITTING and UNKNOWN (docs/sale-protocol.md 4 to 7). */
import {
  type Answered,
  become,
  conflict,
  type Looked,
  nothingUnderWay,
  type Phase,
  type Policy,
  type Sale,
  type Step,
  stay,
  type TurnedAway,
} from './sale.ts';

/** How often a POST that provably never left is repeated at once before the sale is given up. */
const NOT_SENT_ATTEMPTS = 2;

type Unknown = Extract<Phase, { state: 'UNKNOWN' }>;

const unknown = (sale: Sale, now: number, turnedAway: TurnedAway | null): Step => ({
  sale: {
    ...sale,
    taint: sale.taint || turnedAway === null,
    phase: { state: 'UNKNOWN', turnedAway, quietFrom: now, firstAbsentAt: null },
  },
  effects: [],
});

const nextAttempt = (sale: Sale): Step => ({
  sale: { ...sale, attempt: sale.attempt + 1, phase: { state: 'SUBMITTING' } },
  effects: [{ kind: 'send', attempt: sale.attempt + 1 }],
});

/** Metrc has it. Of several copies the first is kept; the watch removes the others. */
function found(sale: Sale, ids: readonly number[]): Step {
  const metrcId = Math.min(...ids);
  return sale.cancelWanted
    ? become(
        sale,
        { state: 'VOIDING', metrcId, refund: false, version: 0, ...nothingUnderWay },
        { kind: 'void', metrcId },
      )
    : become(sale, { state: 'CONFIRMED', metrcId, version: 0, unsettledSince: null }, { kind: 'fulfil' });
}

export function answered(sale: Sale, { outcome, now }: Answered): Step {
  if (sale.phase.state !== 'SUBMITTING') return stay(sale);
  switch (outcome.kind) {
    case 'accepted':
      return found(sale, [outcome.metrcId]);
    case 'refused':
      // On attempt 2 or later no refusal is final: the earlier attempt may have consumed the package.
      return sale.attempt === 1 && !sale.taint
        ? become(sale, { state: 'REJECTED', messages: outcome.messages }, { kind: 'return_cart' })
        : unknown(sale, now, null);
    case 'turned_away':
      return sale.taint
        ? unknown(sale, now, null)
        : unknown(sale, now, { because: outcome.because, notBefore: now + (outcome.retryAfterMs ?? 0) });
    case 'not_sent':
      if (sale.taint) return unknown(sale, now, null);
      if (sale.attempt < NOT_SENT_ATTEMPTS && !sale.cancelWanted) return nextAttempt(sale);
      return become(sale, { state: 'CANCELLED' }, { kind: 'return_cart' });
    case 'unknown':
      return unknown(sale, now, null);
  }
}

/** The earliest moment at which a good absent read counts towards changing one's mind. */
export const absentCountsFrom = (phase: Unknown, policy: Policy): number =>
  phase.turnedAway ? phase.turnedAway.notBefore : phase.quietFrom + policy.quietMs;

function absent(sale: Sale, phase: Unknown, now: number, policy: Policy): Step {
  if (now < absentCountsFrom(phase, policy)) return stay(sale);
  if (phase.firstAbsentAt === null) return become(sale, { ...phase, firstAbsentAt: now });
  if (now < phase.firstAbsentAt + policy.absentGapMs) return stay(sale);
  return sale.cancelWanted ? become(sale, { state: 'CANCELLED' }) : nextAttempt(sale);
}

export function lookedWhileUnknown(sale: Sale, phase: Unknown, event: Looked, policy: Policy): Step {
  if (event.foreign.length > 0) return conflict(sale, 'foreign', event.foreign, event.now);
  if (event.ours.length > 0) return found(sale, event.ours);
  // Somebody voided our receipt at Metrc before we ever saw it live: neither confirmed nor absent.
  if (event.archived.length > 0) return conflict(sale, 'gone', event.archived, event.now);
  return absent(sale, phase, event.now, policy);
}

/** A new process: it cannot know whether the kernel sent the bytes of the one before, and its monotonic clock is a new one. */
export function restartedWhileAsking(sale: Sale, now: number): Step {
  const { phase } = sale;
  if (phase.state === 'SUBMITTING') return unknown(sale, now, null);
  if (phase.state !== 'UNKNOWN') return stay(sale);
  const turnedAway = phase.turnedAway && { ...phase.turnedAway, notBefore: now };
  return become(sale, { ...phase, turnedAway, quietFrom: now, firstAbsentAt: null });
}
