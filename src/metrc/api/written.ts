import { z } from 'zod';
import { named } from './named.ts';

/**
 * The answer to a POST. `Ids` in the order of the objects sent; once seen as null (docs/metrc-facts.md 1.7). An id is a
 * number here and nothing else: a yes in another form is no yes, and the receipt is found by reading.
 */
export const Written = named({ Ids: z.array(z.int().positive()).nullable() }).transform((answer) => answer.Ids ?? []);
