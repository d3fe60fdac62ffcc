import { quantityToJson } from '../../shared/values/quantity.ts';
import type { Dialect } from './dialect.ts';
import type { MetrcSeed } from './seed.ts';
import type { StoredPackage, StoredReceipt, View } from './world.ts';

/** What Metrc would send, before the dialect has spelled it (api facts, sections 2.3, 3.2, 4.2, 4.3). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const instant = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');
const day = (at: number | null): string | null => (at === null ? null : instant(at).slice(0, 10));

export function receiptJson(receipt: StoredReceipt, view: View, seed: MetrcSeed, withLines: boolean): Json {
  const recorded = {
    RecordedDateTime: instant(receipt.recordedAt),
    RecordedByUserName: receipt.recordedBy,
    LastModified: instant(receipt.lastModified),
  };
  const line = ({ label, quantity, unit, total }: StoredReceipt['lines'][number]): Json => {
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
      InvoiceNumber: null,
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
    PatientRegistrationLocationId: null,
    TotalPackages: receipt.lines.length,
    TotalPrice: receipt.lines.reduce((sum, { total }) => sum + total, 0) / 100,
    // List rows never carry lines (api facts, section 2.1).
    Transactions: withLines ? receipt.lines.map(line) : [],
    IsFinal: receipt.final,
    ArchivedDate: day(receipt.archivedAt),
    ...recorded,
  };
}

export function packageJson(stored: StoredPackage, seed: MetrcSeed): Json {
  const unit = seed.units.find(({ name }) => name === stored.unit);
  const { item } = stored;
  return {
    Id: stored.id,
    Label: stored.label,
    PackageType: 'Product',
    Quantity: quantityToJson(stored.quantity),
    UnitOfMeasureName: stored.unit,
    UnitOfMeasureAbbreviation: unit?.abbreviation ?? null,
    Item: {
      Id: stored.id,
      Name: item.name,
      ProductCategoryName: item.category,
      StrainName: item.strain,
      ItemBrandId: item.brand === null ? 0 : stored.id,
      ItemBrandName: item.brand,
      UnitWeight: item.unitWeight === null ? null : quantityToJson(item.unitWeight.value),
      UnitWeightUnitOfMeasureName: item.unitWeight?.unit ?? null,
    },
    PackagedDate: stored.packagedOn,
    ExpirationDate: stored.expiresOn,
    SellByDate: stored.sellBy,
    UseByDate: stored.useBy,
    LabTestingState: stored.labState,
    IsOnHold: stored.onHold,
    IsOnHoldCombined: stored.onHold,
    IsOnInvestigation: false,
    IsOnInvestigationHold: false,
    IsOnInvestigationRecall: false,
    // Null was seen live in place of false (api facts, section 3.2).
    IsOnRecall: stored.onRecall ? true : null,
    IsOnRecallCombined: stored.onRecall,
    IsFinished: stored.finished,
    FinishedDate: stored.finished ? day(stored.lastModified) : null,
    ArchivedDate: null,
    LastModified: instant(stored.lastModified),
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

export function facilityJson(licence: MetrcSeed['licences'][number], index: number): Json {
  return {
    FacilityId: index + 1,
    Name: licence.name,
    Alias: null,
    DisplayName: licence.name,
    FacilityType: { AdvancedSales: true, IsRetail: true, ...licence.flags },
    License: { Number: licence.number, EmployeeLicenseNumber: null, LicenseType: 'Retail' },
  };
}

/** Spells a value in the dialect: the case of names, and what stands for no text. */
export function spell(value: Json, dialect: Dialect): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((one) => spell(one, dialect));
  const rename = (name: string): string =>
    dialect.names === 'camel' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      rename(name),
      // Only texts turn into "": a number or a flag without a value stays null.
      held === null && TEXTS.has(name) && dialect.noText === 'empty' ? '' : spell(held, dialect),
    ]),
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const TEXTS = new Set([
  'PatientLicenseNumber',
  'CaregiverLicenseNumber',
  'IdentificationMethod',
  'ExternalReceiptNumber',
  'InvoiceNumber',
  'RegistrationNumber',
  'StrainName',
  'ItemStrainName',
  'ItemBrandName',
  'UnitWeightUnitOfMeasureName',
  'Alias',
]);
