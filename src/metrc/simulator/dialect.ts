import { z } from 'zod';

/** In what states of the union differ, or what nobody has established (api facts, section 9). */
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
  /** Spelling of the property names. */
  names: z.enum(['pascal', 'camel']),
  /** How text without a value is sent. */
  noText: z.enum(['null', 'empty']),
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
  names: 'pascal',
  noText: 'null',
  lists: 'envelope',
  errors: 'rows',
  patients: 401,
};
