import { z } from 'zod';
import { PackageLabel } from '../../shared/values/ids.ts';
import { parseQuantity } from '../../shared/values/quantity.ts';

/** The parts of a seed. Quantities are decimal text ("3.5") or JSON numbers with at most four decimals. */

export const decimal = z.union([z.number(), z.string()]).transform((value, context) => {
  const quantity = parseQuantity(String(value));
  if (quantity.ok) return quantity.value;
  context.addIssue({ code: 'custom', message: 'not a quantity with at most four decimals' });
  return z.NEVER;
});
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is YYYY-MM-DD');
const optionalDay = day.nullable().default(null);
export const licenceNumber = z.string().min(1).max(60);
const name = z.string().min(1);

const areas = [
  'receipts',
  'packages',
  'patients',
  'caregivers',
  'items',
  'locations',
  'employees',
  'labtests',
  'transfers',
  'retailid',
];

export const LicenceSeed = z.object({
  number: licenceNumber,
  name: z.string().default('Training store'),
  /**
   * Flags of the facility type, as Metrc names them ("CanSellToPatients": true). Those named here are shown and obeyed; of
   * those left out AdvancedSales and IsRetail are true and the others false, and sales are not measured by them.
   */
  flags: z.record(z.string(), z.boolean()).default({}),
});

export const KeyPairSeed = z.object({
  vendorKey: z.string().min(1),
  userKey: z.string().min(1),
  /** Shown as RecordedByUserName. */
  userName: z.string().default('Training user'),
  /** The licences these keys may act for; left out: all of them. */
  licences: z.array(licenceNumber).optional(),
  /** What these keys may not do, by area: "read" leaves reading, "none" nothing. Left out: everything is allowed. */
  rights: z.partialRecord(z.enum(areas), z.enum(['none', 'read', 'write'])).default({}),
});

export const ItemSeed = z.object({
  name,
  category: name,
  /** Net weight of one unit of a counted item. */
  unitWeight: z.object({ value: decimal, unit: z.string() }).nullable().default(null),
  strain: z.string().nullable().default(null),
  brand: z.string().nullable().default(null),
  /** THC in one unit of a counted item. */
  unitThcContent: z.object({ value: decimal, unit: z.string() }).nullable().default(null),
  unitThcPercent: decimal.nullable().default(null),
});

/** An item of the licence's list that need not lie in any package. */
export const ListedItemSeed = ItemSeed.extend({ unit: name.default('Each'), active: z.boolean().default(true) });

export const LabResultSeed = z.object({
  test: name,
  passed: z.boolean().default(true),
  level: z.number().nullable().default(null),
  comment: z.string().nullable().default(null),
  performedOn: optionalDay,
  released: z.boolean().default(true),
  revokedOn: optionalDay,
  expiresOn: optionalDay,
  informationalOnly: z.boolean().default(false),
  laboratory: z.string().default('Practice laboratory'),
});

export const PackageSeed = z.object({
  label: PackageLabel,
  /** Left out: the first licence of the seed. */
  licence: licenceNumber.optional(),
  item: ItemSeed,
  quantity: decimal,
  /** The full name of a unit of measure: "Grams", "Each". */
  unit: name,
  onHold: z.boolean().default(false),
  onRecall: z.boolean().default(false),
  finished: z.boolean().default(false),
  labState: z.string().default('TestPassed'),
  packagedOn: optionalDay,
  expiresOn: optionalDay,
  sellBy: optionalDay,
  useBy: optionalDay,
  /** The name of a location of the seed. */
  location: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
  labResults: z.array(LabResultSeed).default([]),
  /** How many units carry a Retail ID code; their codes count from 1. */
  qrCount: z.int().min(0).max(100_000).default(0),
});

const Allowance = z.object({
  /** The period of this row in days; null where the state sends none. */
  days: z.int().positive().nullable().default(null),
  flowerOunces: decimal.nullable().default(null),
  thcOunces: decimal.nullable().default(null),
  concentrateOunces: decimal.nullable().default(null),
  infusedOunces: decimal.nullable().default(null),
});

export const PatientSeed = z.object({
  number: z.string().min(1).max(60),
  active: z.boolean().default(true),
  expiresOn: optionalDay,
  /** One row for each allowance period, as the look-up shows them. Sales at the simulator do not lower them. */
  rows: z
    .array(Allowance)
    .min(1)
    .default([Allowance.parse({})]),
});

export const CaregiverSeed = z.object({
  number: z.string().min(1).max(60),
  active: z.boolean().default(true),
  patients: z.array(z.string()).default([]),
});

export const UnitSeed = z.object({
  name,
  abbreviation: name,
  quantityType: z.enum(['CountBased', 'WeightBased', 'VolumeBased']),
});

export const LocationSeed = z.object({
  name,
  licence: licenceNumber.optional(),
  type: z.string().default('Default Location Type'),
  active: z.boolean().default(true),
});

export const EmployeeSeed = z.object({
  name,
  employeeLicence: name,
  licence: licenceNumber.optional(),
  isOwner: z.boolean().default(false),
  isManager: z.boolean().default(false),
  isIndustryAdmin: z.boolean().default(false),
  permissions: z.array(z.string()).default(['view packages', 'view sales', 'manage sales']),
});

export const ReasonSeed = z.object({ name, requiresNote: z.boolean().default(false) });

/** A delivery on its way to a licence, or already there. */
export const TransferSeed = z.object({
  manifest: z.string().regex(/^\d{1,10}$/, 'a manifest number has up to ten digits'),
  licence: licenceNumber.optional(),
  shipper: z.object({ licence: licenceNumber, name }),
  shipmentType: z.string().default('Transfer'),
  /** UTC, ISO 8601. */
  departs: z.iso.datetime().nullable().default(null),
  arrives: z.iso.datetime().nullable().default(null),
  received: z.boolean().default(false),
  voided: z.boolean().default(false),
  packages: z
    .array(
      PackageSeed.omit({ licence: true, finished: true }).extend({
        /** Dollars for the whole package, with at most four decimals. */
        wholesalePrice: decimal.nullable().default(null),
      }),
    )
    .min(1),
});
