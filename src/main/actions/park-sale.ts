/**
 * Parking: where the owner allows it, a lead sets one sale in doubt aside. Its goods and its money stay at the counter, it is
 * settled as before, the drawer does not close over it, and the lane goes on selling (docs/decisions/0022).
 */
import { type Answer, refuse } from '../../shared/contract/refusals.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { mayBeParked } from '../domain/sale/protocol.ts';
import type { StoredSale } from '../ports/store.ts';
import type { Desk, OpenSale } from './desk.ts';
import { type SaleAftermath, shownReceipt } from './finish-sale.ts';
import { checkPin } from './sign-in.ts';

/** What follows when a parked sale is settled: its paper, and words. Nothing happens to the customer who is served. */
export function parkedAftermath(
  desk: Desk,
  onLane: SaleAftermath,
  after: { readonly pokePrinter: () => void; readonly holdLane: (sale: StoredSale) => void },
): SaleAftermath {
  return {
    writeFulfilment: onLane.writeFulfilment,
    // Another customer's cart stands on the counter: the goods that were set aside are scanned again.
    writeReturnedCart: () => {},
    closed: (sale) => {
      const { phase } = sale.protocol;
      desk.parked = null;
      const record = desk.ports.store.sales.find(sale.record.id) ?? sale.record;
      const isSigned = phase.state === 'CONFIRMED';
      const metrcReceipt = isSigned ? shownReceipt(desk.settings.mode === 'training', phase.metrcId) : null;
      desk.parkedEnd = { record, metrcReceipt };
      after.pokePrinter();
      desk.changed();
    },
    conflict: (sale) => {
      desk.parked = null;
      after.holdLane({ ...sale.record, protocol: sale.protocol });
    },
    metrcInTrouble: onLane.metrcInTrouble,
    pokePrinter: after.pokePrinter,
  };
}

/** The sale that may be parked now, or why none may. */
function parkable(desk: Desk): Result<OpenSale, ReturnType<typeof refuse>> {
  const sale = desk.openSale;
  if (!desk.settings.park) return err(refuse('PARK_NOT_ALLOWED'));
  if (!sale || !mayBeParked(sale.protocol)) return err(refuse('SALE_NOT_OPEN'));
  const other = desk.parked ?? desk.parkedEnd;
  if (other)
    return err({ ...refuse('PARK_TAKEN', { saleNumber: other.record.saleNumber }), recorded: 'not_known_yet' });
  return ok(sale);
}

/** May the person at the screen be offered it? */
export const isParkable = (desk: Desk): boolean => parkable(desk).ok;

/** Both names are written: the lead whose PIN it was, and whoever stood at the counter. */
export async function parkSale(
  desk: Desk,
  sales: { readonly park: (also: () => void) => boolean },
  input: { readonly leadId: string; readonly pin: string; readonly reason: string },
): Promise<Answer> {
  const reason = input.reason.trim();
  const first = parkable(desk);
  if (!first.ok) return first;
  if (reason === '') return err(refuse('REASON_MISSING'));
  const lead = await checkPin(desk, { staffId: input.leadId, pin: input.pin });
  if (!lead.ok) return lead;
  if (lead.value.role !== 'lead') return err(refuse('NOT_ALLOWED', { needed: 'lead' }));
  // Metrc may have shown what it has while the PIN was looked at, and the next customer may be there already.
  const still = parkable(desk);
  if (!still.ok) return still;
  if (still.value !== first.value) return err(refuse('SALE_NOT_OPEN'));
  const { store, clock } = desk.ports;
  const { number } = first.value.record;
  const isParked = sales.park(() => {
    const body = { number, reason, atTheCounter: desk.signedIn?.id ?? null };
    store.journal.append({ at: clock.now(), kind: 'sale.parked', actor: lead.value.id, body });
  });
  return isParked ? ok(null) : err(desk.blocked?.refusal ?? refuse('SALE_NOT_OPEN'));
}

/** Puts the words about a settled parked sale away: somebody has given change or money back. Who it was is written. */
export function parkedSeenTo(desk: Desk): Answer {
  if (!desk.signedIn) return err(refuse('NOT_SIGNED_IN'));
  const end = desk.parkedEnd;
  if (!end) return err(refuse('SALE_NOT_OPEN'));
  const { store, clock } = desk.ports;
  const actor = desk.signedIn.id;
  const body = { number: end.record.number, metrcReceipt: end.metrcReceipt };
  store.transaction(() => store.journal.append({ at: clock.now(), kind: 'sale.parked_seen_to', actor, body }));
  desk.parkedEnd = null;
  desk.changed();
  return ok(null);
}
