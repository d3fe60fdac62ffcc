/** Who stands at the counter, and whether their role may do this. */
import { type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { StaffRow } from '../ports/store.ts';
import type { Desk } from './desk.ts';

/** The person at the counter, or the refusal that there is none or that their role may not do this. */
export function atTheCounter(desk: Desk, ...roles: StaffRow['role'][]): Result<StaffRow, Refusal> {
  if (!desk.signedIn) return err(refuse('NOT_SIGNED_IN'));
  if (roles.length > 0 && !roles.includes(desk.signedIn.role))
    return err(refuse('NOT_ALLOWED', { needed: roles.join(', ') }));
  return ok(desk.signedIn);
}
