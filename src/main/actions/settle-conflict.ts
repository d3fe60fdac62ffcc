/** A lead's way out when Metrc shows something that the records contradict (docs/sale-protocol.md 4). */
import { type Answer, refuse } from '../../shared/contract/refusals.ts';
import { err, ok } from '../../shared/values/result.ts';
import type { ConflictKind } from '../domain/sale/sale.ts';
import type { Desk } from './desk.ts';
import type { SaleRunner } from './settle-sale.ts';
import { checkPin } from './sign-in.ts';

export type Settlement = {
  readonly as: ConflictKind;
  readonly leadId: string;
  readonly pin: string;
  readonly reason: string;
};

/** Both names are written: the lead whose PIN it was, and whoever stood at the counter. What was seen is kept with it. */
export async function settleConflict(desk: Desk, runner: SaleRunner, input: Settlement): Promise<Answer> {
  const reason = input.reason.trim();
  if (desk.openSale?.protocol.phase.state !== 'CONFLICT') return err(refuse('SALE_NOT_OPEN'));
  if (reason === '') return err(refuse('REASON_MISSING'));
  const lead = await checkPin(desk, { staffId: input.leadId, pin: input.pin });
  if (!lead.ok) return lead;
  if (lead.value.role !== 'lead') return err(refuse('NOT_ALLOWED', { needed: 'lead' }));
  const sale = desk.openSale;
  const { store, clock } = desk.ports;
  const isSettled = runner.leadSettles(input.as, () => {
    const look = sale.lastLook && { at: sale.lastLook.at, showed: sale.lastLook.showed };
    const body = { number: sale.record.number, as: input.as, reason, atTheCounter: desk.signedIn?.id ?? null, look };
    store.journal.append({ at: clock.now(), kind: 'conflict.settled', actor: lead.value.id, body });
  });
  return isSettled ? ok(null) : err({ ...refuse('CONFLICT_NOT_SETTLED'), recorded: 'not_known_yet' });
}
