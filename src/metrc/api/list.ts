import { z } from 'zod';
import { optionalFigure } from './fields.ts';
import { named } from './named.ts';

/** One page of a list. Rows are still unread, so that one odd row cannot hide the others from a reader that may skip it. */
export type ListPage = {
  readonly rows: readonly unknown[];
  /** Zero for an empty list (seen live, docs/metrc-facts.md 1.6); null where Metrc does not say. */
  readonly totalPages: number | null;
  /** How many rows all pages have together; null where Metrc does not say. */
  readonly totalRows: number | null;
};

const count = optionalFigure.pipe(z.int().min(0).nullable());

const Envelope = named({
  Data: z.array(z.unknown()),
  Total: count,
  TotalRecords: count,
  TotalPages: count,
}).transform(
  (envelope): ListPage => ({
    rows: envelope.Data,
    totalPages: envelope.TotalPages,
    totalRows: envelope.TotalRecords ?? envelope.Total,
  }),
);

const BareArray = z.array(z.unknown()).transform((rows): ListPage => ({ rows, totalPages: null, totalRows: null }));

/** A list in either of the two shapes Metrc uses: the envelope, or a bare array, which may be the whole list or a page. */
export const List = z.union([BareArray, Envelope]);

/** The rows of an answer that is never paged, bare as documented or in an envelope. */
export const bareRows = List.transform(({ rows }) => [...rows]);
