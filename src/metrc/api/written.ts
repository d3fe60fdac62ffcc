import { z } from 'zod';
import { rowId } from './fields.ts';
import { named } from './named.ts';

/** The answer to a POST. `Ids` in the order of the objects sent; null was seen on an older server (api facts, section 1.7). */
export const Written = named({ Ids: z.array(rowId).nullable() }).transform((answer) => answer.Ids ?? []);
