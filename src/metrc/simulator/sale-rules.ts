import { z } from 'zod';
import { readRetailId } from '../../main/domain/scan/retail-id.ts';
import { quantityOf, quantityText } from '../../shared/values/quantity.ts';
import { amount, money, optionalText, rowId } from '../api/fields.ts';
import { named } from '../api/named.ts';
import type { Dialect } from './dialect.ts';
import type { MetrcSeed } from './seed.ts';
import { inUnit } from './units.ts';
import type { StoredLine, StoredPackage, View } from './world.ts';

/** A receipt as it is sent to Metrc (docs/metrc-facts.md 2.2). A zone in its time is refused: the field is local. */
export const SentReceipt = named({
  Id: rowId.nullish(),
  SalesDateTime: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?$/, 'SalesDateTime must be a local time without zone'),
  ExternalReceiptNumber: optionalText,
  SalesCustomerType: z.string(),
  PatientLicenseNumber: optionalText,
  CaregiverLicenseNumber: optionalText,
  IdentificationMethod: optionalText,
  PatientRegistrationLocationId: z.int().nullish(),
  Transactions: z
    .array(
      named({
        PackageLabel: z.string(),
        Quantity: amount,
        UnitOfMeasure: z.string(),
        TotalAmount: money,
        InvoiceNumber: optionalText,
        QrCodes: z.array(z.string()).nullish(),
      }).transform(
        (line): StoredLine => ({
          label: line.PackageLabel.toUpperCase(),
          quantity: line.Quantity,
          unit: line.UnitOfMeasure,
          total: line.TotalAmount,
          invoiceNumber: line.InvoiceNumber,
          qrCodes: line.QrCodes ?? null,
        }),
      ),
    )
    .min(1, 'a sale has at least one transaction'),
});
export type SentReceipt = z.output<typeof SentReceipt>;

type Rules = {
  readonly view: View;
  readonly seed: MetrcSeed;
  readonly dialect: Dialect;
  readonly licence: string;
  /** YYYY-MM-DD, for expired patients. */
  readonly today: string;
};

/**
 * Why Metrc would not record this sale; empty where it would. The words are ours: no text of a refused sale was found in
 * public material (docs/metrc-facts.md 6.3).
 * @param taken what was already taken from each package in the same request (less what is given back), in
 *   ten-thousandths; what this sale takes is added
 */
export function objections(sale: SentReceipt, rules: Rules, taken: Map<string, number>): string[] {
  return [...buyerObjections(sale, rules), ...lineObjections(sale.Transactions, rules, taken)];
}

/** The flag of the facility type that allows a customer type. One that the seed does not name forbids nothing. */
const ALLOWED_BY: Readonly<Record<string, string>> = {
  Consumer: 'CanSellToConsumers',
  Patient: 'CanSellToPatients',
  Caregiver: 'CanSellToCaregivers',
  ExternalPatient: 'CanSellToExternalPatients',
  NonResidentConsumer: 'RetailSalesToNonResidentConsumer',
};

function buyerObjections(sale: SentReceipt, { seed, today, licence }: Rules): string[] {
  const type = seed.customerTypes.find((known) => known.toLowerCase() === sale.SalesCustomerType.toLowerCase());
  if (type === undefined) return [`Customer type ${sale.SalesCustomerType} is not valid.`];
  const flags = seed.licences.find(({ number }) => number === licence)?.flags ?? {};
  if (flags[ALLOWED_BY[type] ?? ''] === false) return [`The facility may not sell to customers of type ${type}.`];
  if (type === 'ExternalPatient') return externalPatientObjections(sale, flags);
  if (type !== 'Patient' && type !== 'Caregiver') return [];
  const patient = seed.patients.find(({ number }) => number === sale.PatientLicenseNumber);
  if (!patient) return ['Patient license number was not found.'];
  if (!patient.active) return ['Patient license is not active.'];
  if (patient.expiresOn !== null && patient.expiresOn < today) return ['Patient license has expired.'];
  return type === 'Caregiver' && sale.CaregiverLicenseNumber === null
    ? ['A caregiver license number is required.']
    : [];
}

function externalPatientObjections(sale: SentReceipt, flags: Readonly<Record<string, boolean>>): string[] {
  if (sale.PatientLicenseNumber === null && flags['SalesRequireExternalPatientNumber'] !== false) {
    return ['A patient license number is required.'];
  }
  const needsMethod = flags['SalesRequireExternalPatientIdentificationMethod'] === true;
  return needsMethod && sale.IdentificationMethod === null ? ['An identification method is required.'] : [];
}

function lineObjections(lines: readonly StoredLine[], rules: Rules, taken: Map<string, number>): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const stored = rules.view.package(line.label);
    if (stored?.licence !== rules.licence || stored.finished) {
      found.push(`Package ${line.label} is not available.`);
      continue;
    }
    if (stored.onHold) found.push(`Package ${line.label} is on hold.`);
    if (stored.onRecall) found.push(`Package ${line.label} is on recall.`);
    const isSameUnit = stored.unit.toLowerCase() === line.unit.toLowerCase();
    const amount =
      isSameUnit || rules.dialect.units === 'converted' ? inUnit(line.quantity, line.unit, stored.unit) : null;
    if (amount === null) {
      found.push(`Unit of measure ${line.unit} does not match package ${line.label}, which is held in ${stored.unit}.`);
      continue;
    }
    if (line.quantity <= 0) found.push(`Quantity for package ${line.label} must be above zero.`);
    const takenBefore = taken.get(line.label) ?? 0;
    taken.set(line.label, takenBefore + amount);
    const held = quantityOf(stored.quantity - takenBefore);
    if (rules.dialect.oversell === 'refused' && amount > held) {
      found.push(`Package ${line.label} holds only ${quantityText(held)} ${stored.unit}.`);
    }
    found.push(...codeObjections(line, stored));
  }
  return found;
}

/** Codes are looked at only where the package is known to carry some. */
function codeObjections(line: StoredLine, stored: StoredPackage): string[] {
  if (stored.qrCount === 0) return [];
  return (line.qrCodes ?? []).flatMap((code) => {
    const read = readRetailId(code);
    const isItsOwn = read.kind === 'read' && read.id.tag === stored.label && read.id.unit <= stored.qrCount;
    return isItsOwn ? [] : [`Code ${code} does not belong to package ${stored.label}.`];
  });
}
