/** From what went over the wire to what the protocol and the records take of it. */
import type { SaleEvent } from '../domain/sale/sale.ts';
import type { Exchange, LookOutcome, SubmitOutcome } from '../ports/metrc.ts';
import type { AttemptEnd, LookRecord, Store, StoredSale } from '../ports/store.ts';
import type { Desk, MetrcHealth, OpenSale } from './desk.ts';

/** Of every answer to a look this much is kept. */
const KEPT_CHARACTERS = 8192;

/** Clocks further apart than this make it uncertain whether the last signed sale lies in the window of a look. */
const CANARY_CLOCK_MS = 100_000;
/** How long before this sale the last one may have been signed to be surely inside the window of a look. */
const CANARY_AGE_MS = 200_000;

export function attemptEnd(outcome: SubmitOutcome, at: number): AttemptEnd {
  const { exchange } = outcome;
  const because = 'because' in outcome ? outcome.because : null;
  return { outcome: outcome.kind, because, status: exchange.status, answer: exchange.body, at };
}

/** A yes that names the receipt of another sale is no answer about this one: it is looked for by its number instead. */
export function believable(desk: Desk, sale: OpenSale, outcome: SubmitOutcome): SubmitOutcome {
  const isStrange =
    outcome.kind === 'accepted' && desk.ports.store.sales.isIdOfAnother(outcome.metrcId, sale.record.id);
  return isStrange ? { kind: 'unknown', because: 'unreadable', exchange: outcome.exchange } : outcome;
}

/** `now` is monotonic. */
export function answeredEvent(outcome: SubmitOutcome, now: number): SaleEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'answered', now, outcome: { kind: 'accepted', metrcId: outcome.metrcId } };
    case 'refused':
      return { kind: 'answered', now, outcome: { kind: 'refused', messages: outcome.messages } };
    case 'turned_away': {
      const { because, retryAfterMs } = outcome;
      return { kind: 'answered', now, outcome: { kind: 'turned_away', because, retryAfterMs } };
    }
    default:
      return { kind: 'answered', now, outcome: { kind: outcome.kind } };
  }
}

/** What was asked and answered at a look, without keys, bodies cut short. */
export const evidence = (exchanges: readonly Exchange[]): unknown =>
  exchanges.map(({ method, path, status, body, askedAt, answeredAt }) => ({
    method,
    path,
    status,
    askedAt,
    answeredAt,
    body: body?.slice(0, KEPT_CHARACTERS) ?? null,
  }));

/** A look at Metrc as it is kept. */
export const lookRecord = (outcome: LookOutcome, at: number): LookRecord => ({
  at,
  showed: outcome.kind,
  because: outcome.kind === 'no_evidence' ? outcome.because : null,
  seen: evidence(outcome.exchanges),
});

/** As much of the desk as tells which sale was signed last, and how far Metrc's clock is away. */
type LastSigned = {
  readonly ports: { readonly store: { readonly sales: Pick<Store['sales'], 'latestConfirmed'> } };
  readonly metrc: Pick<MetrcHealth, 'clockOffsetMs'>;
};

/** The last signed sale, when a good list of the window must show it: a list that does not is no evidence. */
export function canary(
  desk: LastSigned,
  sale: { readonly record: Pick<StoredSale, 'soldAt'> },
): { readonly canaryId?: number } {
  const last = desk.ports.store.sales.latestConfirmed();
  const offset = desk.metrc.clockOffsetMs;
  // One that was in doubt was changed at Metrc long before it was confirmed here: it may rightly be outside the window.
  if (last?.protocol.phase.state !== 'CONFIRMED' || last.protocol.taint) return {};
  if (last.closedAt === null || offset === null) return {};
  const isSure = last.closedAt > sale.record.soldAt - CANARY_AGE_MS && Math.abs(offset) < CANARY_CLOCK_MS;
  return isSure ? { canaryId: last.protocol.phase.metrcId } : {};
}
