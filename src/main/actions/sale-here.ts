/** A stored sale as the comparison with Metrc wants it. */
import { add } from '../../shared/values/money.ts';
import type { SaleHere } from '../domain/compare/records.ts';
import { type GivenBack, standingLines } from '../domain/sale/plan-change.ts';
import { buyerOf } from '../domain/sale/request.ts';
import type { StoredSale } from '../ports/store.ts';

/**
 * The sale as it stands, without what has come back.
 * @param requestBody the exact text that Metrc was asked; null where policy has erased it
 */
export function saleHere(sale: StoredSale, requestBody: string | null, givenBack: GivenBack): SaleHere {
  const { phase } = sale.protocol;
  const lines = standingLines(sale, givenBack);
  const buyer = requestBody === null ? null : buyerOf(requestBody);
  return {
    number: sale.number,
    saleNumber: sale.saleNumber,
    state: phase.state,
    metrcId: 'metrcId' in phase ? phase.metrcId : null,
    soldWall: sale.soldWall,
    customer: buyer && { type: buyer.customerType, patient: buyer.patientLicence },
    total: add(...lines.map((line) => line.net)),
    lines: lines.map(({ label, quantity, unit, net }) => ({ label, quantity, unit, total: net })),
    settledByLead: sale.protocol.settledAs !== null,
  };
}
