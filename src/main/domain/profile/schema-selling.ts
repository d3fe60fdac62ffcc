import { z } from 'zod';
import { Amount, filledListOf, Id, listOf, Measure, orNull, Ppm, Text, Years } from './schema-parts.ts';

/** The half of a profile that decides whether a cart may be sold and what it costs: buyers, classes, limits, taxes. */

export const BuyerType = z.strictObject({
  id: Id,
  min_age: Years.nullable(),
  max_age: Years.nullable().default(null),
  /** `birth_date`: no sale without an age. `licence`: the kind of licence proves it, an age is tested when known. */
  age_proof: z.enum(['birth_date', 'licence']).default('birth_date'),
  credential: z.enum([
    'photo_id',
    'registry_card+photo_id',
    'physician_recommendation+photo_id',
    'omma_patient_license',
    'omma_minor_license',
    'omma_caregiver_license',
  ]),
  purchaser: z.enum(['self', 'parent_or_guardian_on_license']).default('self'),
  one_patient_per_transaction: z.boolean().default(false),
  metrc_customer_type: z.enum(['Consumer', 'Patient', 'Caregiver', 'ExternalPatient', 'NonResidentConsumer']),
});
export type BuyerType = z.infer<typeof BuyerType>;

export const ProductClass = z.strictObject({
  id: Id,
  metrc_categories: listOf(Text),
  requires: listOf(Measure),
  restrict: z
    .array(z.strictObject({ buyer_types: filledListOf(Id), unless_flag: Id.nullable().default(null), code: Id }))
    .default([]),
});
export type ProductClass = z.infer<typeof ProductClass>;

/** `rolling_days:30` adds up the last thirty days; `state_allotment` has no cap of its own, only the state's figure counts. */
const Window = z.string().regex(/^(transaction|day|calendar_month|state_allotment|rolling_days:[1-9][0-9]{0,2})$/);

export const AllotmentGroup = z.enum(['flower', 'thc', 'concentrate', 'infused']);
export type AllotmentGroup = z.infer<typeof AllotmentGroup>;

export const Limit = z
  .strictObject({
    id: Id,
    buyer_types: filledListOf(Id),
    buyer_age_from: orNull(Years),
    buyer_age_below: orNull(Years),
    window: Window,
    unit: z.enum(['mg', 'flower_mg', 'thc_ug', 'floz_milli', 'count']),
    cap: Amount.nullable(),
    members: z
      .array(z.strictObject({ class: Id, measure: z.union([Measure, z.literal('count')]), weight: Amount }))
      .min(1),
    allotment_group: orNull(AllotmentGroup),
    on_exceed: z.enum(['block', 'notice']),
    source: Text,
  })
  .superRefine((limit, context) => {
    const byState = limit.window === 'state_allotment';
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (byState && limit.cap !== null) say('cap', 'the state sets the cap of this window: null is wanted');
    if (!byState && limit.cap === null) say('cap', 'a limit of this window needs a cap');
    if (byState && limit.allotment_group === null) say('allotment_group', 'which figure of the state counts?');
    if (limit.allotment_group !== null && limit.unit !== 'mg' && limit.unit !== 'flower_mg') {
      say('unit', 'the state allots ounces: a limit with an allotment group is counted in milligrams');
    }
  });
export type Limit = z.infer<typeof Limit>;

const TaxRounding = z.strictObject({
  level: z.enum(['invoice', 'line']),
  mode: z.literal('half_up'),
  decimals: z.literal(2),
});

export const Tax = z
  .strictObject({
    id: Id.refine((id) => id !== 'net', '"net" is the price itself'),
    name: Text,
    rate_ppm: Ppm,
    order: z.int().min(1),
    base: filledListOf(Id),
    classes: filledListOf(Id),
    buyer_types: filledListOf(Id),
    rounding: TaxRounding,
    separately_stated: z.boolean(),
    passthrough: z.boolean().default(false),
    illustrative: z.boolean().default(false),
    components: orNull(z.record(Id, Ppm).refine((parts) => Object.keys(parts).length > 0, 'empty')),
    exemptions: z.array(z.strictObject({ code: Id, classes: filledListOf(Id), proof: Text })).default([]),
    source: orNull(Text),
  })
  .superRefine((tax, context) => {
    if (!tax.illustrative && tax.source === null) {
      context.addIssue({ code: 'custom', path: ['source'], message: 'a rate that is no example needs its source' });
    }
  });
export type Tax = z.infer<typeof Tax>;
