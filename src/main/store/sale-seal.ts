/**
 * What was sold, in one hash that stands in the sale's first journal entry: the SHA-256 of the canonical JSON of the sale with
 * its lines and taxes. The patient is left out, so that policy can erase one without breaking a seal.
 */

import { canonicalJson } from '../../shared/values/canonical-json.ts';
import type { SaleRecord } from '../ports/store.ts';
import { sha256 } from './journal.ts';

export function sealOfSale(sale: SaleRecord): string {
  const { id, saleNumber, number, fingerprint, businessDay, soldAt, soldWall, soldOffset } = sale;
  const { staffId, drawerSession, buyerType, agencyCheck, profile, subtotal, total } = sale;
  const { tenderKind, cashDue, rounding, given, change, lines, taxes } = sale;
  const when = { businessDay, soldAt, soldWall, soldOffset };
  const who = { staffId, drawerSession, buyerType, agencyCheck, profile };
  const money = { subtotal, total, tenderKind, cashDue, rounding, given, change };
  return sha256(canonicalJson({ id, saleNumber, number, fingerprint, ...when, ...who, ...money, lines, taxes }));
}
