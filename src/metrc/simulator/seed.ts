import { z } from 'zod';
import { PackageLabel } from '../../shared/values/ids.ts';
import { parseQuantity } from '../../shared/values/quantity.ts';

/**
 * What a simulated Metrc starts with, as JSON. Quantities are decimal text ("3.5") or JSON numbers with at most four
 * decimals. Everything with a default may be left out.
 */

const decimal = z.union([z.number(), z.string()]).transform((value, context) => {
  const quantity = parseQuantity(String(value));
  if (quantity.ok) return quantity.value;
  context.addIssue({ code: 'custom', message: 'not a quantity with at most four decimals' });
  return z.NEVER;
});
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is YYYY-MM-DD');
const optionalDay = day.nullable().default(null);
const licenceNumber = z.string().min(1).max(60);

const Licence = z.object({
  number: licenceNumber,
  name: z.string().default('Training store'),
  /** Flags of the facility type, as Metrc names them ("CanSellToPatients": true). Only shown, never enforced. */
  flags: z.record(z.string(), z.boolean()).default({}),
});

const KeyPair = z.object({
  vendorKey: z.string().min(1),
  userKey: z.string().min(1),
  /** Shown as RecordedByUserName. */
  userName: z.string().default('Training user'),
  /** The licences these keys may act for; left out: all of them. */
  licences: z.array(licenceNumber).optional(),
});

const Item = z.object({
  name: z.string().min(1),
  category: z.string().min(1),
  /** Net weight of one unit of a counted item. */
  unitWeight: z.object({ value: decimal, unit: z.string() }).nullable().default(null),
  strain: z.string().nullable().default(null),
  brand: z.string().nullable().default(null),
});

export const PackageSeed = z.object({
  label: PackageLabel,
  /** Left out: the first licence of the seed. */
  licence: licenceNumber.optional(),
  item: Item,
  quantity: decimal,
  /** The full name of a unit of measure: "Grams", "Each". */
  unit: z.string().min(1),
  onHold: z.boolean().default(false),
  onRecall: z.boolean().default(false),
  finished: z.boolean().default(false),
  labState: z.string().default('TestPassed'),
  packagedOn: optionalDay,
  expiresOn: optionalDay,
  sellBy: optionalDay,
  useBy: optionalDay,
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

const UnitOfMeasure = z.object({
  name: z.string().min(1),
  abbreviation: z.string().min(1),
  quantityType: z.enum(['CountBased', 'WeightBased', 'VolumeBased']),
});

const USUAL_UNITS: readonly z.infer<typeof UnitOfMeasure>[] = [
  { name: 'Each', abbreviation: 'ea', quantityType: 'CountBased' },
  { name: 'Grams', abbreviation: 'g', quantityType: 'WeightBased' },
  { name: 'Kilograms', abbreviation: 'kg', quantityType: 'WeightBased' },
  { name: 'Milligrams', abbreviation: 'mg', quantityType: 'WeightBased' },
  { name: 'Ounces', abbreviation: 'oz', quantityType: 'WeightBased' },
  { name: 'Pounds', abbreviation: 'lb', quantityType: 'WeightBased' },
  { name: 'Fluid Ounces', abbreviation: 'fl oz', quantityType: 'VolumeBased' },
  { name: 'Liters', abbreviation: 'l', quantityType: 'VolumeBased' },
  { name: 'Milliliters', abbreviation: 'ml', quantityType: 'VolumeBased' },
];

const CUSTOMER_TYPES = ['Consumer', 'Patient', 'Caregiver', 'ExternalPatient', 'NonResidentConsumer'];

export const MetrcSeed = z
  .object({
    licences: z.array(Licence).min(1),
    keys: z.array(KeyPair).min(1),
    packages: z.array(PackageSeed).default([]),
    patients: z.array(PatientSeed).default([]),
    customerTypes: z.array(z.string()).default([...CUSTOMER_TYPES]),
    units: z.array(UnitOfMeasure).default([...USUAL_UNITS]),
  })
  .superRefine((seed, context) => {
    const licences = new Set(seed.licences.map((licence) => licence.number));
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    for (const { label, licence, unit } of seed.packages) {
      if (licence !== undefined && !licences.has(licence)) complain(`package ${label} is of an unknown licence`);
      if (!seed.units.some(({ name }) => name === unit)) complain(`package ${label} has an unknown unit: ${unit}`);
    }
    if (new Set(seed.packages.map((p) => p.label)).size < seed.packages.length) complain('a label occurs twice');
    if (new Set(seed.patients.map((p) => p.number)).size < seed.patients.length) complain('a patient occurs twice');
  });
export type MetrcSeed = z.output<typeof MetrcSeed>;
/** A seed as it is written down, with what has a default left out. */
export type MetrcSeedInput = z.input<typeof MetrcSeed>;
