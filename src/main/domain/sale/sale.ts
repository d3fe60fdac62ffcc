/**
 * A sale as the protocol sees it: docs/sale-protocol.md in types. Times are milliseconds of the monotonic clock of this
 * process; they are written with the rest and mean nothing to the next process, which starts every window again.
 */

export type TurnedAway = { readonly because: 'keys' | 'licence' | 'rate'; readonly notBefore: number };

/** What was found where something else should be, and so holds the sale for a lead (docs/sale-protocol.md 4.8). */
export type ConflictKind =
  /** Our recorded id is there with other content. */
  | 'amended'
  /** Our recorded id is archived or no longer found. */
  | 'gone'
  /** Our number is there with content that is not ours. */
  | 'foreign';

/** A change of a receipt that is asked of Metrc and not proved. */
type UnderWay = {
  /** An asking of it ended then without a definite answer and could still take effect; null: none can. */
  readonly doubtfulSince: number | null;
  /** Metrc has refused the last asking in its own words. */
  readonly refused: boolean;
  /** The first good read that no longer showed the receipt at all; null while it is shown. */
  readonly missingSince: number | null;
};

/** A case holds only what is true in that state. */
export type Phase =
  | { readonly state: 'SUBMITTING' }
  | {
      readonly state: 'UNKNOWN';
      /** A complete 401, 403 or 429: nothing of that attempt is under way, so the quiet window is not waited for. */
      readonly turnedAway: TurnedAway | null;
      /** Start of the quiet window W. */
      readonly quietFrom: number;
      /** The first good absent read that counts; null until there is one. */
      readonly firstAbsentAt: number | null;
    }
  | {
      readonly state: 'CONFIRMED';
      readonly metrcId: number;
      /** 0 as sold; counts up with every correction that Metrc has shown. */
      readonly version: number;
      /** A change of unknown outcome was proved then and could land once more: another must wait W. Null: none can. */
      readonly unsettledSince: number | null;
    }
  | { readonly state: 'REJECTED'; readonly messages: readonly string[] }
  | { readonly state: 'CANCELLED' }
  /** `refund`: a lead voids a sale that stood, so money goes back when it is proved. */
  | ({
      readonly state: 'VOIDING';
      readonly metrcId: number;
      readonly refund: boolean;
      /** The version of the receipt that is being voided. */
      readonly version: number;
    } & UnderWay)
  | { readonly state: 'VOIDED'; readonly metrcId: number }
  /** A replacement of the receipt is asked; `version` is the one that Metrc is to show. */
  | ({ readonly state: 'EDITING'; readonly metrcId: number; readonly version: number } & UnderWay)
  | {
      readonly state: 'CONFLICT';
      readonly kind: ConflictKind;
      /** What Metrc shows under our number, or our own id that changed. */
      readonly metrcIds: readonly number[];
      /** Our confirmed id; null when there never was one. */
      readonly recorded: number | null;
      /** The version of the receipt that was last proved. */
      readonly version: number;
      /** A lead had asked for the void, and the money goes back once it is settled that the receipt is gone. */
      readonly refund: boolean;
      readonly quietFrom: number;
      readonly firstAbsentAt: number | null;
      /** Two good reads after the window showed nothing of ours. */
      readonly absenceProved: boolean;
      /** A receipt that is exactly ours and live, as the last good read showed it; null when there is none. */
      readonly oursLive: number | null;
    };

export type Sale = {
  /** Counted up before each POST; the first is 1. */
  readonly attempt: number;
  /** Set, and never cleared, as soon as one attempt ended without a definite answer. */
  readonly taint: boolean;
  readonly cancelWanted: boolean;
  /** A lead has set it aside while its outcome was unknown: the lane goes on, the protocol with it too. */
  readonly parked: boolean;
  /** A copy or phantom of this sale that was found at Metrc and is being removed; one at a time. */
  readonly removing: number | null;
  /** How a lead settled a conflict; null when there was none. */
  readonly settledAs: 'amended_at_metrc' | 'voided_at_metrc' | 'foreign_at_metrc' | null;
  readonly phase: Phase;
};

/** A good read. `ours` match number and fingerprint and live; `archived` match and are voided; `foreign` do not match. */
export type Looked = {
  readonly kind: 'looked';
  readonly now: number;
  readonly ours: readonly number[];
  readonly archived: readonly number[];
  readonly foreign: readonly number[];
};

export type Answered = {
  readonly kind: 'answered';
  readonly now: number;
  readonly outcome:
    | { readonly kind: 'accepted'; readonly metrcId: number }
    | { readonly kind: 'refused'; readonly messages: readonly string[] }
    | { readonly kind: 'turned_away'; readonly because: TurnedAway['because']; readonly retryAfterMs: number | null }
    | { readonly kind: 'not_sent' }
    | { readonly kind: 'unknown' };
};

/** A lead's way out of a conflict. `evidenceAt` is when the good read was made that the lead has seen. */
export type LeadSettles = {
  readonly kind: 'lead_settles';
  readonly now: number;
  readonly as: ConflictKind;
  readonly evidenceAt: number;
};

/** `gone` is archived; `missing` is not shown at all. */
export type EditShows = 'new' | 'old' | 'other' | 'gone' | 'missing';

export type SaleEvent =
  /** This process found the sale in the database at its start. */
  | { readonly kind: 'restarted'; readonly now: number }
  | Answered
  | Looked
  /** A read that proves nothing. */
  | { readonly kind: 'look_failed'; readonly now: number }
  | { readonly kind: 'customer_leaves'; readonly now: number }
  | { readonly kind: 'customer_waits'; readonly now: number }
  /** A lead sets it aside; goods and money stay at the counter. */
  | { readonly kind: 'parked'; readonly now: number }
  | { readonly kind: 'void_asked'; readonly now: number }
  | { readonly kind: 'edit_asked'; readonly now: number }
  /** A PUT or a DELETE ended. `definite`: nothing of it can take effect later. */
  | { readonly kind: 'change_answered'; readonly now: number; readonly answer: 'definite' | 'refused' | 'unknown' }
  /** A good read of the receipt that is being replaced: which version it shows. */
  | { readonly kind: 'edit_looked'; readonly now: number; readonly shows: EditShows }
  | LeadSettles;

export type Effect =
  /** POST the sale's body as attempt `attempt`; only after the transaction returned. */
  | { readonly kind: 'send'; readonly attempt: number }
  /** DELETE one receipt by its id. */
  | { readonly kind: 'void'; readonly metrcId: number }
  /** PUT the receipt as version `version`. */
  | { readonly kind: 'edit'; readonly metrcId: number; readonly version: number }
  /** Metrc has signed: pulse, receipt, cash ledger. */
  | { readonly kind: 'fulfil' }
  /** Metrc shows the void or the correction: the money goes back. */
  | { readonly kind: 'refund' }
  /** Metrc has refused the void or the correction, and shows the receipt as it was: the sale stands. */
  | { readonly kind: 'change_refused' }
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

/** A change at its beginning. */
export const nothingUnderWay: UnderWay = { doubtfulSince: null, refused: false, missingSince: null };

export const stay = (sale: Sale): Step => ({ sale, effects: [] });
export const become = (sale: Sale, phase: Phase, ...effects: Effect[]): Step => ({ sale: { ...sale, phase }, effects });

/** Metrc shows something that the records contradict: nothing goes on by itself. */
export function conflict(sale: Sale, kind: ConflictKind, metrcIds: readonly number[], now: number): Step {
  const { phase } = sale;
  const recorded = 'metrcId' in phase ? phase.metrcId : null;
  const version = 'version' in phase ? phase.version : 0;
  const quietFrom = phase.state === 'UNKNOWN' ? phase.quietFrom : now;
  return become(sale, {
    state: 'CONFLICT',
    kind,
    metrcIds,
    recorded,
    // What is being replaced is what was last proved.
    version: phase.state === 'EDITING' ? version - 1 : version,
    refund: phase.state === 'VOIDING' && phase.refund,
    quietFrom,
    firstAbsentAt: null,
    absenceProved: false,
    oursLive: null,
  });
}
