import type { Dialect } from './dialect.ts';
import { type Json, spell } from './json-spelling.ts';

/** An HTTP answer before it is sent. */
export type Answer = {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export const empty = (status: number): Answer => ({ status, contentType: null, body: '' });

export const json = (value: Json, dialect: Dialect, status = 200): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(spell(value, dialect)),
});

/** A refusal in the form of the dialect. Rows have lower-case names in every dialect (docs/metrc-facts.md 6.2). */
export function refusal(
  messages: readonly { readonly row: number; readonly message: string }[],
  dialect: Dialect,
  status = 400,
): Answer {
  const forms: Record<Dialect['errors'], unknown> = {
    rows: messages,
    strings: messages.map(({ message }) => message),
    object: { Message: messages.map(({ message }) => message).join(' ') },
  };
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(forms[dialect.errors]) };
}
