import type { Dialect } from './dialect.ts';
import type { Json } from './json-spelling.ts';

/** A row of a list and the instant that decides whether a window holds it. */
export type Listed = { readonly lastModified: number; readonly json: () => Json };

/** The span of a list that names none (docs/metrc-facts.md 1.6: about a day, and silently). */
const DAY_MS = 24 * 3_600_000;
const LARGEST_PAGE = 20;

/** One page of a list as the query asks for it, or what is wrong with the query. */
export function listPage(
  rows: readonly Listed[],
  query: URLSearchParams,
  dialect: Pick<Dialect, 'lists' | 'windows' | 'span'>,
  now: number,
): { readonly json: Json } | { readonly wrong: string } {
  const from = instantOf(query, 'lastModifiedStart');
  const to = instantOf(query, 'lastModifiedEnd');
  const page = countOf(query, 'pageNumber') ?? 1;
  const pageSize = countOf(query, 'pageSize');
  if (Number.isNaN(from) || Number.isNaN(to)) return { wrong: 'lastModifiedStart and lastModifiedEnd are ISO 8601.' };
  if (Number.isNaN(page) || Number.isNaN(pageSize)) return { wrong: 'pageNumber and pageSize are numbers from 1.' };
  if (pageSize !== null && pageSize > LARGEST_PAGE) return { wrong: `pageSize is at most ${LARGEST_PAGE}.` };
  const begin = from ?? (dialect.span === 'all' ? Number.NEGATIVE_INFINITY : (to ?? now) - DAY_MS);
  const isTooLong = from !== null && (to ?? now) - begin > DAY_MS;
  if (isTooLong && dialect.windows === 'refused') return { wrong: 'The window is longer than 24 hours.' };
  const end = isTooLong && dialect.windows === 'cut' ? begin + DAY_MS : (to ?? now);
  const found = rows
    .filter((row) => row.lastModified >= begin && row.lastModified <= end)
    .toSorted((a, b) => a.lastModified - b.lastModified);
  if (dialect.lists === 'bare') return { json: found.map((row) => row.json()) };
  const shown = pageSize === null ? found : found.slice((page - 1) * pageSize, page * pageSize);
  const data = shown.map((row) => row.json());
  return {
    json: {
      Data: data,
      Total: found.length,
      TotalRecords: found.length,
      PageSize: found.length === 0 ? 0 : (pageSize ?? found.length),
      RecordsOnPage: data.length,
      Page: page,
      CurrentPage: page,
      TotalPages: found.length === 0 ? 0 : Math.ceil(found.length / (pageSize ?? found.length)),
    },
  };
}

function instantOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text === null ? null : Date.parse(text);
}

function countOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
}
