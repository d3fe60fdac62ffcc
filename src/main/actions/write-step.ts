/** One step of the sale protocol, written: the state, the watch, the journal. Runs inside the caller's transaction. */
import { isUnresolved } from '../domain/sale/protocol.ts';
import type { Sale, Step } from '../domain/sale/sale.ts';
import type { StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';

/** A sale whose protocol moves on: the one on the lane, or one that is watched. */
export type MovingSale = { readonly record: StoredSale; protocol: Sale };

const isAsking = (sale: Sale): boolean => ['SUBMITTING', 'UNKNOWN'].includes(sale.phase.state);

export function writeStep(desk: Desk, sale: MovingSale, next: Step, at: number): void {
  const { store } = desk.ports;
  const before = sale.protocol;
  const { attempt, taint, cancelWanted, removing, settledAs, phase } = next.sale;
  const closedAt = isUnresolved(next.sale) ? null : (sale.record.closedAt ?? at);
  // The watch runs from the last attempt; what it finds does not make it longer.
  const watch = isAsking(before) ? { watchUntil: taint ? at + desk.settings.policy.watchMs : null } : {};
  store.sales.progress(sale.record.id, next.sale, { closedAt, ...watch });
  const moved = phase.state !== before.phase.state || attempt !== before.attempt || removing !== before.removing;
  if (!moved) return;
  const metrcId = 'metrcId' in phase ? phase.metrcId : null;
  const { number } = sale.record;
  const body = { number, from: before.phase.state, attempt, taint, cancelWanted, metrcId, removing, settledAs };
  store.journal.append({ at, kind: `sale.${phase.state.toLowerCase()}`, actor: desk.signedIn?.id ?? null, body });
}
