import type { ListPage } from './api/list.ts';

/** What of one list has been read so far. */
export type WalkSoFar = {
  /** The page that was just read, as it was asked for. */
  readonly page: number;
  readonly read: ListPage;
  /** How many different rows there are, before this page and with it; null before the first page. */
  readonly rowsBefore: number;
  readonly rows: number;
  /** How many rows came, those that came twice counted twice. */
  readonly rowsSeen: number;
};

export type WalkStep =
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'not_whole' };

const page = (number: number): WalkStep => ({ kind: 'page', page: number });

/**
 * Where a walk through the pages of a list goes on, and whether it has seen all of it. Pages are asked from 1, as
 * documented (docs/metrc-facts.md 1.6). What Metrc says of the length is held against what came: a list whose pages do not
 * add up was changing under our hands, or counts its pages from 0, which is tried once. A list that says nothing of its
 * length is walked until a page brings nothing new, and page 0 is asked too, because a row that was not read must never
 * count as a row that is not there.
 */
export function walkOn(walk: WalkSoFar): WalkStep {
  const { totalPages, totalRows } = walk.read;
  if (totalRows !== null) return walkCounted(walk, totalRows, totalPages);
  if (totalPages !== null && walk.page > 0 && walk.page < totalPages) return page(walk.page + 1);
  if (walk.page === 0) return { kind: 'whole' };
  return walk.rows > walk.rowsBefore && totalPages === null ? page(walk.page + 1) : page(0);
}

function walkCounted(
  { page: asked, rows, rowsBefore, rowsSeen }: WalkSoFar,
  totalRows: number,
  totalPages: number | null,
): WalkStep {
  // An empty list has no pages at all: the count of pages is 0 there, not 1.
  if (asked > 0 && totalPages !== null && asked < totalPages) return page(asked + 1);
  if (rows === totalRows) return { kind: rows === rowsSeen || asked === 0 ? 'whole' : 'not_whole' };
  if (rows > totalRows || asked === 0) return { kind: 'not_whole' };
  return totalPages === null && rows > rowsBefore ? page(asked + 1) : page(0);
}

/** Page 0 of a list that counts from 1: some refuse to be asked for it, which only says that there is none. */
export const isNoSuchPage = (asked: number, status: number | null): boolean =>
  asked === 0 && (status === 400 || status === 404);
