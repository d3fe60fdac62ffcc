import { z } from 'zod';
import { Amount, CashRounding, filledListOf, Id, Instant, listOf, orNull, SaleHours, Text } from './schema-parts.ts';
import {
  Discounts,
  IdPolicy,
  Packaging,
  Receipt,
  Reporting,
  Returns,
  Signature,
  Staff,
  StateLookup,
  UnitTags,
} from './schema-policy.ts';
import { BuyerType, Limit, ProductClass, Tax } from './schema-selling.ts';

const Jurisdiction = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  state: z.string().regex(/^[A-Z]{2}$/),
  program: z.enum(['medical', 'adult', 'dual']),
  regulator: Text,
  tax_agency: Text,
});

/**
 * One jurisdiction's rules as data, `jurisdiction-profile/1` (docs/jurisdiction-profiles.md). Every object is strict: a
 * field or a value this program does not know makes the profile unusable, because a rule that is not understood must
 * not be skipped. Defaults are filled in by the parse, so a reader never asks whether a field was left out.
 */
export const ProfileSchema = z.strictObject({
  schema: z.literal('jurisdiction-profile/1'),
  profile_id: Id,
  revision: z.int().min(1),
  jurisdiction: Jurisdiction,
  effective_from: Instant,
  effective_to: Instant.nullable(),
  time_zone: z.string().regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/),
  day_boundary_local: z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/),
  ounce_mg: Amount,
  buyer_types: z.array(BuyerType).min(1),
  product_classes: z.array(ProductClass).min(1),
  limits: z.array(Limit),
  state_lookup: StateLookup,
  taxes: z.array(Tax),
  discounts: Discounts.prefault({}),
  bundling: z.enum(['itemised_only', 'non_itemised_bundle_taxed_whole']).default('itemised_only'),
  cash_rounding: z.strictObject({ default: CashRounding, store_may_choose: filledListOf(CashRounding) }),
  sale_hours: SaleHours.nullable(),
  id_policy: IdPolicy,
  receipt: Receipt,
  reporting: Reporting,
  records: z
    .strictObject({ retention_years: z.int().min(1), onsite: z.boolean() })
    .default({ retention_years: 7, onsite: true }),
  returns: Returns,
  staff: Staff.prefault({}),
  packaging: Packaging.prefault({}),
  unit_tags: UnitTags.prefault({}),
  extra_reports: listOf(z.enum(['prescription_monitor_24h'])).default([]),
  assumptions: z.array(Text),
  signature: orNull(Signature),
});

type Parsed = z.infer<typeof ProfileSchema>;

/** A profile that has passed the schema and the loader's own checks. Field names are those of the file. */
export type Profile = Omit<Parsed, 'state_lookup'> & {
  readonly state_lookup: Omit<Parsed['state_lookup'], 'buyer_types'> & { readonly buyer_types: readonly string[] };
};
