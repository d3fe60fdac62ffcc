import { z } from 'zod';
import { Refusal } from './refusals.ts';

/** Whole cents. */
export const Cents = z.int();

export const CustomerView = z.object({
  /** A buyer type of the profile: "patient", "minor_patient", "caregiver", "adult". */
  buyerType: z.string(),
  licenceLastFour: z.string(),
  /** The profile's age bound this buyer type has passed by its licence; null when the profile sets none. */
  minAge: z.int().nullable(),
  /** YYYY-MM-DD. */
  expiresOn: z.string().nullable(),
  /** The state's own look-up through Metrc. */
  status: z.enum([
    'checking',
    'active',
    'not_active',
    'expired',
    'not_confirmed',
    'no_answer',
    'not_deployed',
    'not_needed',
  ]),
  /** The look-up a person makes in the agency's web tool at each sale (OMMA Verify). */
  agencyCheck: z.enum(['not_needed', 'needed', 'recorded']),
});

/** One cap with its use. Amounts are decimal text in `unit`, exact. */
export const LimitView = z.object({
  id: z.string(),
  unit: z.enum(['g', 'mg_thc', 'fl_oz', 'count']),
  used: z.string(),
  cap: z.string(),
  /** used / cap, for the bar; may pass 1. */
  ratio: z.number(),
  /** "3 x 28.0": one entry for each line that counts, with its sum, so that the arithmetic can be shown. */
  parts: z.array(z.object({ text: z.string(), amount: z.string() })),
});

/** The sum that makes a limit refusal: 56.60 + 28.35 = 84.95, limit 84.90, over 0.05. */
export const LimitSum = z.object({
  limitId: z.string(),
  unit: z.enum(['g', 'mg_thc', 'fl_oz', 'count']),
  before: z.array(z.object({ text: z.string(), amount: z.string() })),
  beforeTotal: z.string(),
  adding: z.string(),
  together: z.string(),
  cap: z.string(),
  over: z.string(),
});

export const LineView = z.object({
  lineId: z.int(),
  label: z.string(),
  /** Null while the name is not known yet (first sight of the package, Metrc still asked). */
  name: z.string().nullable(),
  /** Decimal text in the package's own unit. */
  quantity: z.string(),
  unit: z.string().nullable(),
  unitPriceCents: Cents.nullable(),
  netCents: Cents.nullable(),
  /** `checking`: Metrc is being asked about the package. `refused`: in view, not in the total, and why. */
  state: z.enum(['ok', 'checking', 'refused']),
  refusal: Refusal.nullable(),
  limitSum: LimitSum.nullable(),
});

export const TenderView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('cash'),
    givenCents: Cents,
    dueCents: Cents,
    roundingCents: Cents,
    changeCents: Cents,
    shortCents: Cents,
  }),
  z.object({ kind: z.literal('debit'), cents: Cents }),
]);

export const CartView = z.object({
  saleId: z.string(),
  /** What people call it: "Sale 417". Counts up per terminal. */
  saleNumber: z.int(),
  customer: CustomerView.nullable(),
  limits: z.array(LimitView),
  lines: z.array(LineView),
  newestLineId: z.int().nullable(),
  totals: z.object({
    subtotalCents: Cents,
    taxes: z.array(z.object({ id: z.string(), name: z.string(), ratePpm: z.int(), cents: Cents })),
    totalCents: Cents,
  }),
  tender: TenderView,
  /** Cash due: the total, rounded where the store rounds cash. */
  cashDueCents: Cents,
  /** Four amounts a customer may hand over, ascending, all above cash due. */
  smartNotesCents: z.array(Cents),
  /** Null when Pay may be pressed; otherwise the first thing that is missing. */
  payBlockedBecause: Refusal.nullable(),
  /** What Metrc said when it refused this cart's sale; the cart came back for it. Null once the cart changes. */
  saleRefusal: Refusal.nullable(),
  canUndo: z.boolean(),
});
export type CartView = z.infer<typeof CartView>;
export type LineView = z.infer<typeof LineView>;
export type LimitView = z.infer<typeof LimitView>;
export type LimitSum = z.infer<typeof LimitSum>;
export type CustomerView = z.infer<typeof CustomerView>;
export type TenderView = z.infer<typeof TenderView>;
