import type { z } from 'zod';

/**
 * The one door for what Metrc sends: JSON by its content type, JSON by its text, and of the expected shape. Null stands
 * for "this proves nothing": an error page, a broken or partial body, wrong types.
 */
export function readJson<S extends z.ZodType>(
  schema: S,
  answer: { readonly contentType: string | null; readonly text: string },
): z.output<S> | null {
  const raw = jsonOf(answer);
  if (raw === undefined) return null;
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

/** The JSON value of a body, or undefined where the body is none. */
export function jsonOf(answer: { readonly contentType: string | null; readonly text: string }): unknown {
  if (answer.contentType === null || !isJsonType(answer.contentType)) return undefined;
  try {
    return JSON.parse(answer.text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function isJsonType(contentType: string): boolean {
  // A header that came twice is joined with a comma.
  const mediaType = (contentType.split(/[;,]/)[0] ?? '').trim().toLowerCase();
  return mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json');
}
