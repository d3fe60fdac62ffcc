import { quantityToJson } from '../../shared/values/quantity.ts';
import { dayJson as day, instantJson as instant, type Json } from './json-spelling.ts';
import type { MetrcSeed } from './seed.ts';
import type { StoredReceipt, View } from './world.ts';

/** Receipts, patients and facilities as Metrc would send them (docs/metrc-facts.md 2.3, 4.2, 4.3). */

export function receiptJson(receipt: StoredReceipt, view: View, seed: MetrcSeed, withLines: boolean): Json {
  const recorded = {
    RecordedDateTime: instant(receipt.recordedAt),
    RecordedByUserName: receipt.recordedBy,
    LastModified: instant(receipt.lastModified),
  };
  const line = ({ label, quantity, unit, total, ...more }: StoredReceipt['lines'][number]): Json => {
    const sold = view.package(label);
    return {
      PackageId: sold?.id ?? 0,
      PackageLabel: label,
      ProductName: sold?.item.name ?? null,
      ProductCategoryName: sold?.item.category ?? null,
      ItemStrainName: sold?.item.strain ?? null,
      QuantitySold: quantityToJson(quantity),
      UnitOfMeasureName: unit,
      UnitOfMeasureAbbreviation: seed.units.find(({ name }) => name === unit)?.abbreviation ?? null,
      TotalPrice: total / 100,
      InvoiceNumber: more.invoiceNumber ?? null,
      QrCodes: more.qrCodes ?? null,
      ...recorded,
    };
  };
  return {
    Id: receipt.id,
    ReceiptNumber: receipt.receiptNumber,
    ExternalReceiptNumber: receipt.externalNumber,
    SalesDateTime: receipt.salesDateTime,
    SalesCustomerType: receipt.customerType,
    PatientLicenseNumber: receipt.patientLicence,
    CaregiverLicenseNumber: receipt.caregiverLicence,
    IdentificationMethod: receipt.identificationMethod,
    PatientRegistrationLocationId: receipt.registrationLocationId ?? null,
    TotalPackages: receipt.lines.length,
    TotalPrice: receipt.lines.reduce((sum, { total }) => sum + total, 0) / 100,
    // List rows never carry lines (docs/metrc-facts.md 2.1).
    Transactions: withLines ? receipt.lines.map(line) : [],
    IsFinal: receipt.final,
    ArchivedDate: day(receipt.archivedAt),
    ...recorded,
  };
}

export function patientJson(patient: MetrcSeed['patients'][number]): Json {
  return patient.rows.map((row) => {
    const ounces = (name: string, available: number | null): Record<string, Json> => ({
      [`${name}OuncesAllowed`]: 0,
      [`${name}OuncesPurchased`]: 0,
      [`${name}OuncesAvailable`]: available === null ? null : available / 10_000,
    });
    return {
      PatientLicenseNumber: patient.number,
      IdentificationMethod: null,
      RegistrationNumber: null,
      Active: patient.active,
      ...ounces('Flower', row.flowerOunces),
      ...ounces('Thc', row.thcOunces),
      ...ounces('Concentrate', row.concentrateOunces),
      ...ounces('Infused', row.infusedOunces),
      PurchaseAmountDays: row.days,
      PatientLicenseExpirationDate: patient.expiresOn ?? '0001-01-01',
      PatientRegistrationStartDate: '0001-01-01',
    };
  });
}

/** The flags a register looks at; the others of a facility type are not simulated. */
const FLAGS = [
  ...['IsMedical', 'IsRetail', 'IsHemp', 'AdvancedSales'],
  ...['CanSellToConsumers', 'CanSellToPatients', 'CanSellToExternalPatients', 'CanSellToCaregivers'],
  ...['RetailSalesToNonResidentConsumer', 'SalesRequirePatientNumber', 'SalesRequireExternalPatientNumber'],
  ...['SalesRequireExternalPatientIdentificationMethod', 'SalesRequireCaregiverNumber'],
  ...['SalesRequireCaregiverPatientNumber', 'CanDeliverSalesToConsumers', 'CanDeliverSalesToPatients'],
  ...['IsSalesDeliveryHub', 'CanHaveMemberPatients', 'CanReportPatientCheckIns', 'CanReturnPackageQuantity'],
  ...['CanTrackFinishedGoods', 'CanDownloadProductLabel', 'CanUseComplianceLabel', 'CanCreateDerivedPackages'],
  ...['CanCreateOpeningBalancePackages', 'CanTransferFromExternalFacilities', 'EnableExternalIdentifier'],
];

export function facilityJson(licence: MetrcSeed['licences'][number], index: number): Json {
  const none = Object.fromEntries(FLAGS.map((name) => [name, false]));
  return {
    FacilityId: index + 1,
    HireDate: '0001-01-01',
    IsOwner: false,
    IsManager: true,
    IsFinancialContact: false,
    Email: null,
    Occupations: [],
    Name: licence.name,
    Alias: null,
    DisplayName: licence.name,
    CredentialedDate: null,
    SupportActivationDate: null,
    SupportExpirationDate: null,
    FacilityType: { ...none, AdvancedSales: true, IsRetail: true, ...licence.flags },
    License: {
      Number: licence.number,
      EmployeeLicenseNumber: null,
      StartDate: '2024-01-01',
      EndDate: null,
      LicenseType: 'Retail',
    },
    AllowTransferOfOnHoldPackages: false,
    AllowTransferOfOnRecallPackages: false,
  };
}
