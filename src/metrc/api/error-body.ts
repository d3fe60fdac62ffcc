import { z } from 'zod';
import { jsonOf } from './json-door.ts';
import { named } from './named.ts';

const words = z.string().trim().min(1);

const Rows = z.array(z.union([words, named({ message: words }).transform((row) => row.message)])).min(1);

const Validation = z.union([words, named({ Message: words }).transform((row) => row.Message)]);

const WithMessage = named({ Message: words, ValidationErrors: z.array(Validation).nullish().catch(null) }).transform(
  (body) => [body.Message, ...(body.ValidationErrors ?? [])],
);

const ErrorBody = z.union([Rows, WithMessage]);

/**
 * The messages of an error in any of Metrc's own forms: rows, an object with a message, plain strings, a message with
 * validation errors (docs/metrc-facts.md 6.2). Null for an empty body, HTML and all else, which are nobody's words.
 */
export function readErrorBody(answer: {
  readonly contentType: string | null;
  readonly text: string;
}): readonly string[] | null {
  const parsed = ErrorBody.safeParse(jsonOf(answer));
  return parsed.success ? parsed.data : null;
}
