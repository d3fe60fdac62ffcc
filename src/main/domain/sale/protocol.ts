/**
 * The sale protocol: the one place that decides what becomes of a sale once a cashier has pressed Pay.
 *
 * A pure reducer: an event comes in, the new sale and the effects it demands go out. Every change is written in one
 * transaction before any of its effects begins. Times are milliseconds of the monotonic clock of this process.
 */

export type TurnedAway = { readonly because: 'keys' | 'licence' | 'rate'; readonly notBefore: number };

/** A case holds only what is true in that state. `archived` ids are receipts of ours that Metrc shows as voided. */
export type Phase =
  | { readonly state: 'SUBMITTING' }
  | {
      readonly state: 'UNKNOWN';
      /** A complete 401, 403 or 429: nothing of that attempt is under way, so the quiet window is not waited for. */
      readonly turnedAway: TurnedAway | null;
      /** Start of the quiet window W. Volatile: a new process starts the window again. */
      readonly quietFrom: number;
      /** The first good absent read that counts; null until there is one. Volatile. */
      readonly firstAbsentAt: number | null;
    }
  | { readonly state: 'CONFIRMED'; readonly metrcId: number }
  | { readonly state: 'REJECTED'; readonly messages: readonly string[] }
  | { readonly state: 'CANCELLED' }
  | { readonly state: 'VOIDING'; readonly metrcId: number }
  | { readonly state: 'VOIDED'; readonly metrcId: number }
  | { readonly state: 'CONFLICT'; readonly metrcIds: readonly number[] };

export type Sale = {
  /** Counted up before each POST; the first is 1. */
  readonly attempt: number;
  /** Set, and never cleared, as soon as one attempt ended without a definite answer. */
  readonly taint: boolean;
  readonly cancelWanted: boolean;
  readonly phase: Phase;
};

export type SaleEvent =
  /** This process found the sale in the database at its start. */
  | { readonly kind: 'restarted'; readonly now: number }
  | {
      readonly kind: 'answered';
      readonly now: number;
      readonly outcome:
        | { readonly kind: 'accepted'; readonly metrcId: number }
        | { readonly kind: 'refused'; readonly messages: readonly string[] }
        | {
            readonly kind: 'turned_away';
            readonly because: TurnedAway['because'];
            readonly retryAfterMs: number | null;
          }
        | { readonly kind: 'not_sent' }
        | { readonly kind: 'unknown' };
    }
  /** A good read. `ours` match number and fingerprint and live; `archived` match and are voided; `foreign` do not match. */
  | {
      readonly kind: 'looked';
      readonly now: number;
      readonly ours: readonly number[];
      readonly archived: readonly number[];
      readonly foreign: readonly number[];
    }
  /** A read that proves nothing. */
  | { readonly kind: 'look_failed'; readonly now: number }
  | { readonly kind: 'customer_leaves'; readonly now: number }
  | { readonly kind: 'customer_waits'; readonly now: number };

export type Effect =
  /** POST the sale's body as attempt `attempt`; only after the transaction returned. */
  | { readonly kind: 'send'; readonly attempt: number }
  | { readonly kind: 'void'; readonly metrcId: number }
  /** Metrc has signed: pulse, receipt, cash ledger. */
  | { readonly kind: 'fulfil' }
  /** The cart comes back as a new draft with a new number. */
  | { readonly kind: 'return_cart' };

export type Policy = {
  /** W: the quiet window after an attempt of unknown outcome. */
  readonly quietMs: number;
  /** Two good absent reads count only when they are at least this far apart. */
  readonly absentGapMs: number;
  /** H: how long a tainted sale stays on the watch list after its last attempt. */
  readonly watchMs: number;
};

export type Step = { readonly sale: Sale; readonly effects: readonly Effect[] };

/** How often a POST that provably never left is repeated at once before the sale is given up. */
const NOT_SENT_ATTEMPTS = 2;

export const submitted = (): Sale => ({
  attempt: 1,
  taint: false,
  cancelWanted: false,
  phase: { state: 'SUBMITTING' },
});

/** A sale that still blocks the lane. VOIDING blocks it only while it follows the customer's wish to leave. */
export const isUnresolved = (sale: Sale): boolean =>
  ['SUBMITTING', 'UNKNOWN', 'VOIDING', 'CONFLICT'].includes(sale.phase.state);

const stay = (sale: Sale): Step => ({ sale, effects: [] });
const become = (sale: Sale, phase: Phase, ...effects: Effect[]): Step => ({ sale: { ...sale, phase }, effects });

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

function found(sale: Sale, ids: readonly number[]): Step {
  const metrcId = Math.min(...ids);
  return sale.cancelWanted
    ? become(sale, { state: 'VOIDING', metrcId }, { kind: 'void', metrcId })
    : become(sale, { state: 'CONFIRMED', metrcId }, { kind: 'fulfil' });
}

function answered(sale: Sale, event: Extract<SaleEvent, { kind: 'answered' }>): Step {
  if (sale.phase.state !== 'SUBMITTING') return stay(sale);
  const { outcome, now } = event;
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
function absentCountsFrom(phase: Extract<Phase, { state: 'UNKNOWN' }>, policy: Policy): number {
  return phase.turnedAway ? phase.turnedAway.notBefore : phase.quietFrom + policy.quietMs;
}

function absent(sale: Sale, phase: Extract<Phase, { state: 'UNKNOWN' }>, now: number, policy: Policy): Step {
  if (now < absentCountsFrom(phase, policy)) return stay(sale);
  if (phase.firstAbsentAt === null) return become(sale, { ...phase, firstAbsentAt: now });
  if (now < phase.firstAbsentAt + policy.absentGapMs) return stay(sale);
  return sale.cancelWanted ? become(sale, { state: 'CANCELLED' }) : nextAttempt(sale);
}

function looked(sale: Sale, event: Extract<SaleEvent, { kind: 'looked' }>, policy: Policy): Step {
  const { phase } = sale;
  if (phase.state === 'VOIDING') {
    if (event.archived.includes(phase.metrcId)) return become(sale, { state: 'VOIDED', metrcId: phase.metrcId });
    if (event.ours.includes(phase.metrcId)) return become(sale, phase, { kind: 'void', metrcId: phase.metrcId });
    return event.foreign.includes(phase.metrcId)
      ? become(sale, { state: 'CONFLICT', metrcIds: event.foreign })
      : stay(sale);
  }
  if (phase.state !== 'UNKNOWN') return stay(sale);
  if (event.foreign.length > 0) return become(sale, { state: 'CONFLICT', metrcIds: event.foreign });
  if (event.ours.length > 0) return found(sale, event.ours);
  // Somebody voided our receipt at Metrc before we ever saw it live: neither confirmed nor absent.
  if (event.archived.length > 0) return become(sale, { state: 'CONFLICT', metrcIds: event.archived });
  return absent(sale, phase, event.now, policy);
}

/** Applies one event. Events that mean nothing in a state leave the sale as it is; none ever throws. */
export function step(sale: Sale, event: SaleEvent, policy: Policy): Step {
  switch (event.kind) {
    case 'restarted':
      // A process cannot know whether the kernel sent its bytes, and the monotonic clock is a new one.
      if (sale.phase.state === 'SUBMITTING') return unknown(sale, event.now, null);
      if (sale.phase.state !== 'UNKNOWN') return stay(sale);
      return become(sale, {
        ...sale.phase,
        turnedAway: sale.phase.turnedAway && { ...sale.phase.turnedAway, notBefore: event.now },
        quietFrom: event.now,
        firstAbsentAt: null,
      });
    case 'answered':
      return answered(sale, event);
    case 'looked':
      return looked(sale, event, policy);
    case 'look_failed':
      return stay(sale);
    case 'customer_leaves':
      return ['SUBMITTING', 'UNKNOWN'].includes(sale.phase.state) ? stay({ ...sale, cancelWanted: true }) : stay(sale);
    case 'customer_waits':
      // The wish to leave may be taken back only while nothing has been done about it.
      return ['SUBMITTING', 'UNKNOWN'].includes(sale.phase.state) ? stay({ ...sale, cancelWanted: false }) : stay(sale);
  }
}

/** Milliseconds until the next look: 1, 2, 5, 10, 20 s after the attempt ended, then every 15 s (section 7). */
export function lookDelayMs(looksSoFar: number): number {
  const at = [1000, 2000, 5000, 10_000, 20_000];
  const next = at[looksSoFar];
  if (next === undefined) return 15_000;
  return next - (at[looksSoFar - 1] ?? 0);
}

/** When an UNKNOWN sale may at the earliest be asked again or cancelled, on the monotonic clock. */
export function quietEnds(sale: Sale, policy: Policy): number | null {
  return sale.phase.state === 'UNKNOWN' ? absentCountsFrom(sale.phase, policy) : null;
}
