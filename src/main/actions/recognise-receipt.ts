/** Which of Metrc's receipts are this sale: our number and our fingerprint, nothing less. */
import { createHmac } from 'node:crypto';
import { fingerprintText, type RequestedSale } from '../domain/sale/request.ts';
import type { MetrcReceipt } from '../ports/metrc.ts';
import type { SaleRecord } from '../ports/store.ts';
import type { Desk } from './desk.ts';

/** Keyed commitment: proves a value without holding it. Patient numbers and fingerprints are kept only so. */
export const commitment = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

export const fingerprintOf = (desk: Desk, sale: RequestedSale): string =>
  commitment(desk.ports.secrets.commitmentKey(), fingerprintText(sale));

const asRequested = (receipt: MetrcReceipt, number: string): RequestedSale => ({
  number,
  soldWall: receipt.salesDateTime,
  customerType: receipt.customerType,
  patientLicence: receipt.patientLicence,
  lines: receipt.lines.map((line) => ({
    label: line.label,
    quantity: line.quantity,
    unit: line.unit,
    net: line.total,
  })),
});

export type Matched = { readonly ours: number[]; readonly archived: number[]; readonly foreign: number[] };

/** Sorts receipts found under our number by whether they are this very sale and still live. */
export function matchReceipts(desk: Desk, sale: SaleRecord, receipts: readonly MetrcReceipt[]): Matched {
  const matched: Matched = { ours: [], archived: [], foreign: [] };
  for (const receipt of receipts) {
    const isNumbered = receipt.externalNumber === sale.number;
    const isOurs = isNumbered && fingerprintOf(desk, asRequested(receipt, sale.number)) === sale.fingerprint;
    // One that was voided is gone, whatever somebody made of its content before.
    const isGone = receipt.archived && isNumbered;
    const bucket = isGone ? matched.archived : isOurs ? matched.ours : matched.foreign;
    bucket.push(receipt.metrcId);
  }
  return matched;
}
