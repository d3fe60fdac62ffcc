/** A stored sale as the comparison with Metrc wants it. */
import { z } from 'zod';
import type { SaleHere } from '../domain/compare/records.ts';
import type { StoredSale } from '../ports/store.ts';

/** What of the request tells who bought. */
const Asked = z.tuple([
  z.object({ SalesCustomerType: z.string(), PatientLicenseNumber: z.string().nullable().default(null) }),
]);

/** @param requestBody the exact text that Metrc was asked; null where policy has erased it */
export function saleHere(sale: StoredSale, requestBody: string | null): SaleHere {
  const { phase } = sale.protocol;
  return {
    number: sale.number,
    saleNumber: sale.saleNumber,
    state: phase.state,
    metrcId: 'metrcId' in phase ? phase.metrcId : null,
    soldWall: sale.soldWall,
    customer: requestBody === null ? null : customerOf(requestBody),
    total: sale.subtotal,
    lines: sale.lines.map(({ label, quantity, unit, net }) => ({ label, quantity, unit, total: net })),
    settledByLead: sale.protocol.settledAs !== null,
  };
}

function customerOf(requestBody: string): SaleHere['customer'] {
  const [asked] = Asked.parse(JSON.parse(requestBody));
  return { type: asked.SalesCustomerType, patient: asked.PatientLicenseNumber };
}
