/** Columns that hold JSON: parsed at the door by the schema of the domain type they hold. */
import type { z } from 'zod';
import { z as zod } from 'zod';
import { cents, type Money } from '../../shared/values/money.ts';
import { type Quantity, quantityOf } from '../../shared/values/quantity.ts';

/** Unknown fields are ignored, so that a column written by a later version can still be read. */
export function parseColumn<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  return schema.parse(JSON.parse(text));
}

export const MoneyColumn = zod.int().transform((n): Money => cents(n));
export const QuantityColumn = zod.int().transform((n): Quantity => quantityOf(n));

/**
 * Are two types the same, field by field? A schema that mirrors a domain type is held against it with this, so that the
 * compiler complains when one of them changes alone: `const same: Same<A, B> = true`.
 */
export type Same<A, B> =
  (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** The same shape with everything readonly and intersections written out, so that only the shape is compared. */
type Plain<T> = T extends number | string | boolean | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? readonly Plain<E>[]
    : { readonly [K in keyof T]: Plain<T[K]> };
