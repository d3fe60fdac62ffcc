import { z } from 'zod';

/** In what states of the union differ, or what nobody has established (docs/metrc-facts.md 9). */
const Choices = z.object({
  /** What the look by external number answers where there is no such receipt. */
  absent: z.union([z.literal(401), z.literal(404), z.literal('empty'), z.literal('empty_body')]),
  /** The shape of that look where there is one. */
  external: z.enum(['object', 'array']),
  /** Whether that look carries the lines. */
  externalLines: z.boolean(),
  /** Whether that look finds archived receipts. */
  externalShowsArchived: z.boolean(),
  /** A second receipt with the same external number. */
  duplicates: z.enum(['allowed', 'refused']),
  /** A sale of more than the package holds. */
  oversell: z.enum(['refused', 'allowed']),
  /** A sale in another unit than the package's, of the same kind: 500 Milligrams out of a package in Grams. */
  units: z.enum(['refused', 'converted']),
  /** A list's window of more than 24 hours: taken, refused, or silently cut to its first 24. */
  windows: z.enum(['any', 'refused', 'cut']),
  /** What a list without a window holds: the last day's changes, or everything. */
  span: z.enum(['day', 'all']),
  /** What PUT adjust takes its quantity for (docs/metrc-facts.md 3.4). */
  putAdjust: z.enum(['final', 'delta']),
  /** Spelling of the property names. */
  names: z.enum(['pascal', 'camel']),
  /** How text without a value is sent. */
  noText: z.enum(['null', 'empty']),
  /** How a date without a value is sent: null, the first day of year 1, or not at all. */
  noDate: z.enum(['null', 'year_one', 'left_out']),
  /** How instants are written: with +00:00, with Z, or with the facility's own offset. */
  instants: z.enum(['offset', 'zulu', 'facility']),
  /** How sale times are read back: with three decimals or without. */
  saleTimes: z.enum(['milliseconds', 'seconds']),
  /** Shape of the lists. A bare array is always the whole list. */
  lists: z.enum(['envelope', 'bare']),
  /** Body of a refusal. */
  errors: z.enum(['rows', 'object', 'strings']),
  /** The patient look-up: deployed or not, and what it answers for an unknown patient. */
  patients: z.union([z.literal('not_deployed'), z.literal(401), z.literal(404), z.literal('empty')]),
});
export type Dialect = z.output<typeof Choices>;

/** What to have otherwise than usual. */
export const DialectChanges = Choices.partial();
export type DialectChanges = z.output<typeof DialectChanges>;

export const USUAL_DIALECT: Dialect = {
  absent: 401,
  external: 'object',
  externalLines: true,
  externalShowsArchived: false,
  duplicates: 'allowed',
  oversell: 'refused',
  units: 'refused',
  windows: 'any',
  span: 'day',
  putAdjust: 'final',
  names: 'pascal',
  noText: 'null',
  noDate: 'null',
  instants: 'offset',
  saleTimes: 'milliseconds',
  lists: 'envelope',
  errors: 'rows',
  patients: 401,
};
