import { z } from 'zod';
import type { MetrcReceipt } from '../../main/ports/metrc.ts';
import { amount, flag, money, optionalDay, optionalInstant, optionalText, rowId, wallClock } from './fields.ts';
import { bareRows } from './list.ts';
import { named } from './named.ts';

const Line = named({
  PackageLabel: z.string().min(1),
  QuantitySold: amount,
  UnitOfMeasureName: z.string().min(1),
  TotalPrice: money,
}).transform((line) => ({
  label: line.PackageLabel.toUpperCase(),
  quantity: line.QuantitySold,
  unit: line.UnitOfMeasureName,
  total: line.TotalPrice,
}));

/** A receipt as one look-up shows it, with the instant of its last change, which decides in which window it is listed. */
export type ShownReceipt = { readonly receipt: MetrcReceipt; readonly lastModified: number | null };

/** One receipt, with or without its lines (docs/metrc-facts.md 2.3). */
export const Receipt = named({
  Id: rowId,
  ReceiptNumber: optionalText,
  ExternalReceiptNumber: optionalText,
  SalesDateTime: wallClock,
  SalesCustomerType: z.string(),
  PatientLicenseNumber: optionalText,
  TotalPrice: money,
  Transactions: z.array(Line).nullish(),
  IsFinal: flag,
  ArchivedDate: optionalDay,
  LastModified: optionalInstant,
}).transform(
  (shown): ShownReceipt => ({
    receipt: {
      metrcId: shown.Id,
      receiptNumber: shown.ReceiptNumber,
      externalNumber: shown.ExternalReceiptNumber,
      salesDateTime: shown.SalesDateTime,
      customerType: shown.SalesCustomerType,
      patientLicence: shown.PatientLicenseNumber,
      archived: shown.ArchivedDate !== null,
      final: shown.IsFinal,
      total: shown.TotalPrice,
      lines: shown.Transactions ?? [],
    },
    lastModified: shown.LastModified,
  }),
);

/**
 * The look-up by external number: an array in 2024, one object in 2026 (docs/metrc-facts.md 2.5), and an envelope where a
 * list is one everywhere.
 */
export const ReceiptsByNumber = z.union([
  bareRows.pipe(z.array(Receipt)).transform((receipts) => ({ form: 'array' as const, receipts })),
  Receipt.transform((receipt) => ({ form: 'object' as const, receipts: [receipt] })),
]);

/** What a list row must say for the proof; list rows never carry lines. */
export const ReceiptRow = named({
  Id: rowId,
  ExternalReceiptNumber: optionalText,
  ArchivedDate: optionalDay,
}).transform((row) => ({
  metrcId: row.Id,
  externalNumber: row.ExternalReceiptNumber,
  archived: row.ArchivedDate !== null,
}));
export type ReceiptRow = z.output<typeof ReceiptRow>;
