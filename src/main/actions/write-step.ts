/** One step of the sale protocol, written: the state, the watch, the journal. Runs inside the caller's transaction. */
import { refuse } from '../../shared/contract/refusals.ts';
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
  const watch = isAsking(before) ? { watchUntil: taint ? at + desk.settings.policy.watchMs : null } : {};
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

/** A store that cannot write stops the register: what is open is settled by reading at the next start. */
export function stopForStore(desk: Desk, error: unknown): void {
  desk.ports.log({ what: 'the outcome of a sale could not be written', error });
  const refusal = { ...refuse('STORE_FAILED'), recorded: 'not_known_yet' as const };
  desk.blocked = { refusal, since: desk.ports.clock.now() };
  desk.changed();
}
