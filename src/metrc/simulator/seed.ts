import { z } from 'zod';
import {
  CaregiverSeed,
  EmployeeSeed,
  KeyPairSeed,
  LicenceSeed,
  ListedItemSeed,
  LocationSeed,
  PackageSeed,
  PatientSeed,
  ReasonSeed,
  TransferSeed,
  UnitSeed,
} from './seed-parts.ts';

/**
 * What a simulated Metrc starts with, as JSON. Everything with a default may be left out.
 */

const USUAL_UNITS: readonly z.input<typeof UnitSeed>[] = [
  { name: 'Each', abbreviation: 'ea', quantityType: 'CountBased' },
  { name: 'Grams', abbreviation: 'g', quantityType: 'WeightBased' },
  { name: 'Kilograms', abbreviation: 'kg', quantityType: 'WeightBased' },
  { name: 'Milligrams', abbreviation: 'mg', quantityType: 'WeightBased' },
  { name: 'Ounces', abbreviation: 'oz', quantityType: 'WeightBased' },
  { name: 'Pounds', abbreviation: 'lb', quantityType: 'WeightBased' },
  { name: 'Fluid Ounces', abbreviation: 'fl oz', quantityType: 'VolumeBased' },
  { name: 'Gallons', abbreviation: 'gal', quantityType: 'VolumeBased' },
  { name: 'Pints', abbreviation: 'pt', quantityType: 'VolumeBased' },
  { name: 'Liters', abbreviation: 'l', quantityType: 'VolumeBased' },
  { name: 'Milliliters', abbreviation: 'ml', quantityType: 'VolumeBased' },
];

const CUSTOMER_TYPES = ['Consumer', 'Patient', 'Caregiver', 'ExternalPatient', 'NonResidentConsumer'];

const ADJUST_REASONS: readonly z.input<typeof ReasonSeed>[] = [
  { name: 'Drying' },
  { name: 'Entry Error', requiresNote: true },
  { name: 'Incorrect Quantity', requiresNote: true },
  { name: 'Scale Variance' },
  { name: 'Theft', requiresNote: true },
  { name: 'Waste (Unusable Product)' },
];

export const MetrcSeed = z
  .object({
    licences: z.array(LicenceSeed).min(1),
    keys: z.array(KeyPairSeed).min(1),
    packages: z.array(PackageSeed).default([]),
    patients: z.array(PatientSeed).default([]),
    customerTypes: z.array(z.string()).default([...CUSTOMER_TYPES]),
    units: z.array(UnitSeed).default([...USUAL_UNITS]),
    caregivers: z.array(CaregiverSeed).default([]),
    /** Items besides those that lie in packages. */
    items: z.array(ListedItemSeed).default([]),
    locations: z
      .array(LocationSeed)
      .default(() => ['Sales floor', 'Vault'].map((name) => LocationSeed.parse({ name }))),
    employees: z.array(EmployeeSeed).default([]),
    adjustReasons: z.array(ReasonSeed).default(() => ADJUST_REASONS.map((reason) => ReasonSeed.parse(reason))),
    transfers: z.array(TransferSeed).default([]),
    counties: z.array(z.string()).default(['Practice County']),
    paymentTypes: z.array(z.string()).default(['Cash', 'Debit']),
    /** Where out-of-state patients are registered. */
    registrationLocations: z.array(z.string()).default(['Another state']),
  })
  .superRefine((seed, context) => {
    const licences = new Set(seed.licences.map((licence) => licence.number));
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    for (const { label, licence, unit } of seed.packages) {
      if (licence !== undefined && !licences.has(licence)) complain(`package ${label} is of an unknown licence`);
      if (!seed.units.some(({ name }) => name === unit)) complain(`package ${label} has an unknown unit: ${unit}`);
    }
    for (const { manifest, licence } of seed.transfers) {
      if (licence !== undefined && !licences.has(licence)) complain(`transfer ${manifest} is of an unknown licence`);
    }
    const labels = [...seed.packages, ...seed.transfers.flatMap((transfer) => transfer.packages)].map((p) => p.label);
    if (new Set(labels).size < labels.length) complain('a label occurs twice');
    if (new Set(seed.transfers.map((t) => t.manifest)).size < seed.transfers.length)
      complain('a manifest occurs twice');
    if (new Set(seed.patients.map((p) => p.number)).size < seed.patients.length) complain('a patient occurs twice');
  });
export type MetrcSeed = z.output<typeof MetrcSeed>;
/** A seed as it is written down, with what has a default left out. */
export type MetrcSeedInput = z.input<typeof MetrcSeed>;
