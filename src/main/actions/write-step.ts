/** One step of the sale protocol, written: the state, the watch, the journal. Runs inside the caller's transaction. */
import { isUnresolved } from '../domain/sale/protocol.ts';
import type { Sale, Step } from '../domain/sale/sale.ts';
import type { ShownReceipt, StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { writeChangeEnd } from './refund-sale.ts';

/** A sale whose protocol moves on: the one on the lane, one that is watched, or one that is voided or returned. */
export type MovingSale = {
  readonly record: StoredSale;
  protocol: Sale;
  /** An earlier process had begun it, and nobody may be at the counter. */
  readonly afterRestart?: boolean;
};

const isAsking = (sale: Sale): boolean => ['SUBMITTING', 'UNKNOWN'].includes(sale.phase.state);

/**
 * Until when a sale is looked at after Metrc was asked: H where an answer was lost. Where Metrc said no in any way (a
 * refusal, a 401), once more after W, because a no may be said of what was recorded all the same
 * (docs/decisions/0027-the-day-against-metrc.md). Never, where it said yes at once.
 */
function watchUntil(desk: Desk, before: Sale, { taint, attempt, phase }: Sale, at: number): number | null {
  const { quietMs, watchMs } = desk.settings.policy;
  if (taint) return at + watchMs;
  const wasTurnedAway = before.phase.state === 'UNKNOWN' && before.phase.turnedAway !== null;
  return phase.state === 'REJECTED' || wasTurnedAway || attempt > 1 ? at + quietMs : null;
}

/** `shown`: the recorded receipt as the read that led here showed it; null where none did. */
export function writeStep(
  desk: Desk,
  sale: MovingSale,
  next: Step,
  at: number,
  shown: ShownReceipt | null = null,
): void {
  const { store } = desk.ports;
  const before = sale.protocol;
  const { attempt, taint, cancelWanted, removing, settledAs, phase } = next.sale;
  const closedAt = isUnresolved(next.sale) ? null : (sale.record.closedAt ?? at);
  // The watch runs from the last attempt; what it finds does not make it longer.
  const watch = isAsking(before) ? { watchUntil: watchUntil(desk, before, next.sale, at) } : {};
  const signed = next.effects.some((effect) => effect.kind === 'fulfil') ? { signedAt: at } : {};
  store.sales.progress(sale.record.id, next.sale, { closedAt, ...watch, ...signed });
  writeChangeEnd(desk, sale, next, at, shown);
  const moved = phase.state !== before.phase.state || attempt !== before.attempt || removing !== before.removing;
  if (!moved) return;
  const metrcId = 'metrcId' in phase ? phase.metrcId : null;
  const { number } = sale.record;
  const body = { number, from: before.phase.state, attempt, taint, cancelWanted, metrcId, removing, settledAs };
  store.journal.append({ at, kind: `sale.${phase.state.toLowerCase()}`, actor: desk.signedIn?.id ?? null, body });
}
