import { z } from 'zod';
import { named } from './named.ts';

/** One page of a list. Rows are still unread, so that one odd row cannot hide the others from a reader that may skip it. */
export type ListPage = {
  readonly rows: readonly unknown[];
  /** Zero for an empty list (seen live, docs/metrc-facts.md 1.6). */
  readonly totalPages: number;
  /** How many rows all pages have together; null where Metrc does not say. */
  readonly totalRows: number | null;
};

const count = z.int().min(0).nullish();

const Envelope = named({
  Data: z.array(z.unknown()),
  Total: count,
  TotalRecords: count,
  TotalPages: count,
}).transform(
  (envelope): ListPage => ({
    rows: envelope.Data,
    totalPages: envelope.TotalPages ?? (envelope.Data.length === 0 ? 0 : 1),
    totalRows: envelope.TotalRecords ?? envelope.Total ?? null,
  }),
);

const BareArray = z
  .array(z.unknown())
  .transform((rows): ListPage => ({ rows, totalPages: rows.length === 0 ? 0 : 1, totalRows: rows.length }));

/** A list in either of the two shapes Metrc uses: the envelope, or a bare array, which is always the whole list. */
export const List = z.union([BareArray, Envelope]);
