import type { z } from 'zod';

export type Row = { readonly row: number; readonly message: string };

/** More objects than this in one request are refused with 413 (docs/metrc-facts.md 1.7). */
export const MOST_OBJECTS = 10;

/** The rows of a body, which is an array also for one object (docs/metrc-facts.md 1.7). */
export function readRows<S extends z.ZodType>(
  body: string,
  schema: S,
): { readonly rows: readonly z.output<S>[] } | { readonly wrong: readonly Row[] } | 'too_many' {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    return { wrong: [{ row: 0, message: 'The body is not JSON.' }] };
  }
  if (!Array.isArray(raw) || raw.length === 0) return { wrong: [{ row: 0, message: 'The body is not an array.' }] };
  if (raw.length > MOST_OBJECTS) return 'too_many';
  const rows: z.output<S>[] = [];
  const wrong: Row[] = [];
  for (const [row, value] of raw.entries()) {
    const parsed = schema.safeParse(value);
    if (parsed.success) rows.push(parsed.data);
    else
      wrong.push(
        ...parsed.error.issues.map((issue) => ({ row, message: `${issue.path.join('.')}: ${issue.message}` })),
      );
  }
  return wrong.length > 0 ? { wrong } : { rows };
}
