/** Which of Metrc's receipts are this sale: our number and our fingerprint, nothing less. */
import { createHmac } from 'node:crypto';
import { fingerprintText, type RequestedSale } from '../domain/sale/request.ts';
import type { EditShows, Sale } from '../domain/sale/sale.ts';
import type { MetrcReceipt } from '../ports/metrc.ts';
import type { SaleRecord, ShownReceipt } from '../ports/store.ts';
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

/** The fingerprint that a receipt of the sale bears in this version: 0 as sold, above that as a return has made it. */
const fingerprintIn = (desk: Desk, sale: SaleRecord, version: number): string =>
  (version === 0 ? null : desk.ports.store.changes.fingerprint(sale.id, version)) ?? sale.fingerprint;

/** What the recorded receipt may show. A voided one may show any version of the sale: nothing of it counts any more. */
function versionsOf(desk: Desk, sale: SaleRecord, { phase }: Sale): readonly string[] {
  if (phase.state !== 'VOIDED') return [fingerprintIn(desk, sale, 'version' in phase ? phase.version : 0)];
  return [sale.fingerprint, ...desk.ports.store.changes.of(sale.id).flatMap((change) => change.fingerprint ?? [])];
}

const recordedId = ({ phase }: Sale): number | null =>
  'metrcId' in phase ? phase.metrcId : 'recorded' in phase ? phase.recorded : null;

/**
 * Sorts receipts found under our number by whether they are this very sale and still live. The recorded receipt has to show
 * the sale as it stands; any other is a copy of what was first asked, or not ours.
 */
export function matchReceipts(
  desk: Desk,
  sale: SaleRecord,
  protocol: Sale,
  receipts: readonly MetrcReceipt[],
): Matched {
  const matched: Matched = { ours: [], archived: [], foreign: [] };
  const recorded = recordedId(protocol);
  const standing = versionsOf(desk, sale, protocol);
  for (const receipt of receipts) {
    const expected = receipt.metrcId === recorded ? standing : [sale.fingerprint];
    const isNumbered = receipt.externalNumber === sale.number;
    const isOurs = isNumbered && expected.includes(fingerprintOf(desk, asRequested(receipt, sale.number)));
    // One that was voided is gone, whatever somebody made of its content before.
    const isGone = receipt.archived && isNumbered;
    const bucket = isGone ? matched.archived : isOurs ? matched.ours : matched.foreign;
    bucket.push(receipt.metrcId);
  }
  return matched;
}

/** What the receipt that is being replaced shows; `version` is the one that Metrc is asked for. */
export function editShows(desk: Desk, sale: SaleRecord, version: number, receipt: MetrcReceipt): EditShows {
  if (receipt.archived) return 'gone';
  if (receipt.externalNumber !== sale.number) return 'other';
  const shown = fingerprintOf(desk, asRequested(receipt, sale.number));
  if (shown === fingerprintIn(desk, sale, version)) return 'new';
  return shown === fingerprintIn(desk, sale, version - 1) ? 'old' : 'other';
}

/** What of a receipt is kept beside a change: everything but who bought. */
export const shownReceiptOf = ({ metrcId, archived, total, lines }: MetrcReceipt): ShownReceipt => ({
  metrcId,
  archived,
  total,
  lines: lines.map(({ label, quantity, unit, total: amount }) => ({ label, quantity, unit, total: amount })),
});
