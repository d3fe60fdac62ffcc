import { z } from 'zod';
import { filledListOf, Id, listOf, Text } from './schema-parts.ts';

/** The half of a profile that says how the counter works: look-ups, identity, receipt, reporting, returns, staff. */

export const StateLookup = z
  .strictObject({
    metrc_patient_status: z.enum(['required', 'where_available', 'none']),
    buyer_types: filledListOf(Id).optional(),
    agency_portal: z.enum(['none', 'omma_verify_required']).default('none'),
    use_metrc_allotment: z.enum(['none', 'if_present_take_lower', 'take_lower']).default('none'),
  })
  .superRefine((lookup, context) => {
    if (lookup.metrc_patient_status === 'where_available' && lookup.agency_portal === 'none') {
      context.addIssue({
        code: 'custom',
        path: ['agency_portal'],
        message: 'without the state, an agency check must stand',
      });
    }
    if (lookup.use_metrc_allotment === 'take_lower' && lookup.metrc_patient_status !== 'required') {
      const message = 'a figure that must be there needs a look-up that must answer';
      context.addIssue({ code: 'custom', path: ['metrc_patient_status'], message });
    }
  });

export const Discounts = z.strictObject({
  allowed: z.boolean().default(true),
  free_cannabis: z.enum(['allowed', 'manager_review', 'forbidden']).default('manager_review'),
  below_cost: z.enum(['allowed', 'forbidden', 'no_rule_found']).default('no_rule_found'),
  loyalty: z.enum(['allowed', 'forbidden', 'no_rule_found']).default('no_rule_found'),
});

/** Longest pattern a profile may give: it is matched against whatever is scanned. */
const LONGEST_PATTERN = 200;

const AnchoredPattern = z
  .string()
  .max(LONGEST_PATTERN)
  .regex(/^\^.*\$$/, 'the pattern must be anchored at both ends')
  .refine((source) => {
    try {
      new RegExp(source);
      return true;
    } catch {
      return false; // a SyntaxError is the only way RegExp says no
    }
  }, 'no regular expression');

export const IdPolicy = z.strictObject({
  accept: filledListOf(
    z.enum([
      'photo_id',
      'registry_card+photo_id',
      'physician_recommendation+photo_id',
      'omma_card',
      'omma_approval_email_or_portal+photo_id',
      'photo_of_omma_card+photo_id',
    ]),
  ),
  photo_id_required_unless: z.enum(['omma_card_with_photo']).nullable().default(null),
  verify_each_sale: z.boolean(),
  check_times: z.int().min(1).max(2).default(1),
  scanner_required: z.boolean().default(false),
  expiry_inclusive: z.boolean(),
  store_scan: z.enum(['none', 'hash_only', 'fields']),
  retention_days: z.int().min(0).nullable().default(null),
  patient_number_form: AnchoredPattern.nullable().default(null),
});

export const Receipt = z.strictObject({
  must_print: filledListOf(
    z.enum([
      'licence_name',
      'licence_number',
      'date_time',
      'line_items',
      'each_tax',
      'total',
      'tenders',
      'receipt_number',
    ]),
  ),
  must_not_print: listOf(z.enum(['patient_name', 'full_patient_licence', 'birth_date'])),
  text: z.array(Text).default([]),
});

const DayOfMonth = z.int().min(1).max(31).nullable().default(null);
const Hours = z.int().min(0).nullable().default(null);

/** There is one way to report and one thing to do without an answer. A profile that asks for a queue does not load. */
export const Reporting = z.strictObject({
  mode: z.literal('synchronous_per_sale'),
  on_no_confirmation: z.literal('block'),
  legal_deadline_hours: Hours,
  backfill_hours_after_restore: Hours,
  daily_reconciliation: z.enum(['none', 'close_of_business']).default('none'),
  monthly_report_day: DayOfMonth,
  tax_return_day: DayOfMonth,
});

export const Returns = z.strictObject({
  customer_returns: z.enum(['none', 'adverse_only', 'destroy_only', 'allowed', 'not_established']),
  resale_of_returns: z.boolean(),
  refund_allowed: z.boolean().default(true),
});

export const Staff = z.strictObject({
  credential_required: z.boolean().default(false),
  pending_ok: z.boolean().default(false),
});

const Milligrams = z.int().min(0).nullable().default(null);

export const Packaging = z.strictObject({
  prepackaged_only: z.boolean().default(false),
  min_mg: Milligrams,
  max_mg: Milligrams,
  exit_package: z.enum(['none', 'child_resistant', 'opaque_child_resistant']).default('none'),
});

export const UnitTags = z.strictObject({
  package_tag: z.enum(['required']).default('required'),
  retail_item_id: z.enum(['required', 'optional', 'not_established']).default('not_established'),
});

export const Signature = z.strictObject({
  alg: z.literal('ed25519'),
  key_id: Text,
  sig: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});
