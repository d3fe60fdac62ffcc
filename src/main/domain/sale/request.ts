/** What Metrc is asked, byte for byte, and how one of its receipts is recognised as ours. */
import { z } from 'zod';
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

const AskedReceipt = z.tuple([z.looseObject({ Transactions: z.array(z.looseObject({})) })]);

/**
 * The body of the receipt's replacement: what was asked at first, with the lines that are left and nothing else changed.
 * @param body the exact text of the first request; its transactions are the sale's lines in their order
 * @param left the lines that stay, `line` counting from 1
 */
export function replacementBody(body: string, left: readonly (RequestedLine & { readonly line: number })[]): string {
  const [receipt] = AskedReceipt.parse(JSON.parse(body));
  const transactions = left.map(({ line, quantity, net }) => ({
    ...receipt.Transactions[line - 1],
    Quantity: quantityToJson(quantity),
    TotalAmount: net / 100,
  }));
  return JSON.stringify([{ ...receipt, Transactions: transactions }]);
}

/** Who bought, as Metrc was told. */
const AskedBuyer = z.tuple([
  z.looseObject({ SalesCustomerType: z.string(), PatientLicenseNumber: z.string().nullable().default(null) }),
]);

/** Reads the buyer back out of a request. */
export function buyerOf(body: string): Pick<RequestedSale, 'customerType' | 'patientLicence'> {
  const [asked] = AskedBuyer.parse(JSON.parse(body));
  return { customerType: asked.SalesCustomerType, patientLicence: asked.PatientLicenseNumber };
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
