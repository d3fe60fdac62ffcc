/** What Metrc is asked, byte for byte, and how one of its receipts is recognised as ours. */
import { type Money, plainFigures } from '../../../shared/values/money.ts';
import { type Quantity, quantityText, quantityToJson } from '../../../shared/values/quantity.ts';

export type RequestedLine = {
  readonly label: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** Line total before tax and after discounts: Metrc's TotalAmount. */
  readonly net: Money;
};

export type RequestedSale = {
  readonly number: string;
  /** The facility's wall clock without zone; fixed in the intent and never changed in a retry. */
  readonly soldWall: string;
  readonly customerType: string;
  readonly patientLicence: string | null;
  readonly lines: readonly RequestedLine[];
};

/** The exact body of POST /sales/v2/receipts: one receipt, because nobody promises that several are all-or-nothing. */
export function requestBody(sale: RequestedSale): string {
  return JSON.stringify([
    {
      SalesDateTime: sale.soldWall,
      ExternalReceiptNumber: sale.number,
      SalesCustomerType: sale.customerType,
      PatientLicenseNumber: sale.patientLicence,
      CaregiverLicenseNumber: null,
      IdentificationMethod: null,
      PatientRegistrationLocationId: null,
      Transactions: sale.lines.map((line) => ({
        PackageLabel: line.label,
        Quantity: quantityToJson(line.quantity),
        UnitOfMeasure: line.unit,
        TotalAmount: line.net / 100,
      })),
    },
  ]);
}

const canonicalLine = (line: RequestedLine): string =>
  [line.label.toUpperCase(), quantityText(line.quantity), line.unit.toLowerCase(), plainFigures(line.net)].join('|');

/**
 * The text whose keyed hash is the fingerprint (docs/sale-protocol.md 2). Two receipts are the same sale only when
 * number and fingerprint match. Lines are sorted, and a missing patient number equals an empty one, because Metrc reads back "".
 */
export function fingerprintText(sale: RequestedSale): string {
  const lines = sale.lines.map(canonicalLine).sort();
  return JSON.stringify([
    sale.number,
    sale.soldWall,
    sale.customerType.toLowerCase(),
    sale.patientLicence ?? '',
    lines,
  ]);
}

/**
 * The beginning of every external number of one terminal: `<licence code>-<terminal>-`. Receipts of other terminals are
 * none of its business (docs/sale-protocol.md 10).
 */
export const numberPrefix = (licence: string, terminal: string): string =>
  `${licence.replace(/[^A-Za-z0-9]/g, '').slice(0, 24)}-${terminal}-`;

/** A number that no other sale of any terminal ever has; the epoch is the database file's own. */
export const externalNumber = (sale: {
  readonly licence: string;
  readonly terminal: string;
  readonly epoch: string;
  readonly saleNumber: number;
}): string => `${numberPrefix(sale.licence, sale.terminal)}${sale.epoch}-${sale.saleNumber}`;
