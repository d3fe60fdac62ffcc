import { z } from 'zod';
import { rowId } from './fields.ts';
import { named } from './named.ts';

/** The answer to a POST. `Ids` in the order of the objects sent; once seen as null (docs/metrc-facts.md 1.7). */
export const Written = named({ Ids: z.array(rowId).nullable() }).transform((answer) => answer.Ids ?? []);
