/** The cart until Metrc is asked. Pure: every change gives a new draft; the caller saves it before it is shown. */
import { z } from 'zod';
import { PackageLabel, SaleId } from '../../shared/values/ids.ts';
import { cents, type Money } from '../../shared/values/money.ts';
import { type Quantity, quantityOf } from '../../shared/values/quantity.ts';

const MoneySchema = z.int().transform((n): Money => cents(n));
const QuantitySchema = z
  .int()
  .positive()
  .transform((n): Quantity => quantityOf(n));

const DraftLine = z.object({
  lineId: z.int().positive(),
  label: PackageLabel,
  quantity: QuantitySchema,
  /** Retail ID units scanned into this line; the same unit is never taken twice. */
  unitIds: z.array(z.string()),
});

const DraftCustomer = z.object({
  /** The patient's number as scanned or typed: opaque text. Leaves the draft with it; never logged. */
  number: z.string(),
  buyerType: z.string(),
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
  expiresOn: z.string().nullable(),
  /** Ten-thousandths of an ounce that the state still allows, by Metrc's group; null where it gives no figure. */
  allotment: z
    .object({
      flower: z.int().nullable(),
      thc: z.int().nullable(),
      concentrate: z.int().nullable(),
      infused: z.int().nullable(),
    })
    .nullable(),
  agencyCheck: z.object({ at: z.int(), by: z.string(), showed: z.enum(['active', 'not_active']) }).nullable(),
});

const Tender = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cash'), given: MoneySchema }),
  z.object({ kind: z.literal('debit') }),
]);

export const Draft = z.object({
  saleId: SaleId,
  saleNumber: z.int().positive(),
  startedAt: z.int(),
  nextLineId: z.int().positive(),
  lines: z.array(DraftLine).max(400),
  customer: DraftCustomer.nullable(),
  tender: Tender.nullable(),
});
export type Draft = z.infer<typeof Draft>;
export type DraftLine = z.infer<typeof DraftLine>;
export type DraftCustomer = z.infer<typeof DraftCustomer>;
export type Tender = z.infer<typeof Tender>;

export const emptyDraft = (saleId: string, saleNumber: number, startedAt: number): Draft => ({
  saleId,
  saleNumber,
  startedAt,
  nextLineId: 1,
  lines: [],
  customer: null,
  tender: null,
});

/** Any change of what is sold drops the chosen tender: nobody may pay a total they have not seen. */
const changed = (draft: Draft, lines: readonly DraftLine[]): Draft => ({ ...draft, lines: [...lines], tender: null });

export function addLine(draft: Draft, label: string, quantity: Quantity, unitIds: readonly string[]): Draft {
  const line: DraftLine = { lineId: draft.nextLineId, label, quantity, unitIds: [...unitIds] };
  return { ...changed(draft, [...draft.lines, line]), nextLineId: draft.nextLineId + 1 };
}

export const setQuantity = (draft: Draft, lineId: number, quantity: Quantity): Draft =>
  changed(
    draft,
    draft.lines.map((line) => (line.lineId === lineId ? { ...line, quantity } : line)),
  );

/** One more serialised unit of a package that already stands in the cart. */
export const addUnit = (draft: Draft, lineId: number, quantity: Quantity, unitId: string): Draft =>
  changed(
    draft,
    draft.lines.map((line) =>
      line.lineId === lineId ? { ...line, quantity, unitIds: [...line.unitIds, unitId] } : line,
    ),
  );

export const removeLine = (draft: Draft, lineId: number): Draft =>
  changed(
    draft,
    draft.lines.filter((line) => line.lineId !== lineId),
  );

export const withCustomer = (draft: Draft, customer: DraftCustomer | null): Draft => ({
  ...draft,
  customer,
  tender: null,
});

export const withTender = (draft: Draft, tender: Tender | null): Draft => ({ ...draft, tender });

export const isEmpty = (draft: Draft): boolean => draft.lines.length === 0 && draft.customer === null;
