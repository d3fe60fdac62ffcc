import type { Asked, Exchange, MetrcTrouble, SubmitOutcome } from '../main/ports/metrc.ts';
import { readErrorBody } from './api/error-body.ts';
import { jsonOf, readJson } from './api/json-door.ts';
import { Written } from './api/written.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { TalkEnd } from './talk.ts';
import { retryAfterMs, troubleOfStatus } from './trouble.ts';

/**
 * The answers that refuse what was sent: Metrc's own validation (docs/metrc-facts.md 6.1). Any other 4xx may come from a
 * gateway on the way, whose words are no word of Metrc's about the receipt (docs/decisions/0014-what-is-a-refusal.md).
 */
const REFUSALS = new Set([400, 413]);

/**
 * The answers that may say "recorded". 202 says that something was taken in and may be done later, 203 that another than
 * Metrc speaks, 206 that it is a part (docs/decisions/0028-what-is-a-yes.md): the sale is then found by reading.
 */
const SAYS_DONE = new Set([200, 201]);

/**
 * What the end of a send proves about the receipt (docs/sale-protocol.md 4). Pure. A 401 or 403 is `turned_away`
 * because of the keys; only a control read can tell whether it was the licence.
 * @param now the wall clock in UTC milliseconds, for a Retry-After that names a date
 */
export function verdictOf(
  end: TalkEnd,
  exchange: Exchange,
  tools: { readonly now: number; readonly blot: (text: string) => string },
): SubmitOutcome {
  if (!end.released) {
    const because = end.kind === 'broken' ? end.because : earlyTrouble(end.answer.status);
    return { kind: 'not_sent', because, exchange };
  }
  if (end.kind === 'broken') return { kind: 'unknown', because: end.because, exchange };
  const { status } = end.answer;
  const unknown = (because: MetrcTrouble): SubmitOutcome => ({ kind: 'unknown', because, exchange });
  if (status === 401 || status === 403 || status === 429) {
    const retryAfter = retryAfterMs(end.answer.headers.get('retry-after') ?? null, tools.now);
    return { kind: 'turned_away', because: status === 429 ? 'rate' : 'keys', retryAfterMs: retryAfter, exchange };
  }
  const answer = textOf(end.answer);
  if (SAYS_DONE.has(status)) {
    const ids = readJson(Written, answer);
    return ids?.length === 1 && ids[0] !== undefined
      ? { kind: 'accepted', metrcId: ids[0], exchange }
      : unknown('unreadable');
  }
  if (REFUSALS.has(status)) {
    const messages = readErrorBody(answer);
    return messages === null
      ? unknown('unreadable')
      : { kind: 'refused', status, messages: messages.map(tools.blot), exchange };
  }
  return unknown(status < 300 ? 'unreadable' : troubleOfStatus(status));
}

/**
 * What the end of a PUT or a DELETE says. A complete yes is Metrc's own JSON or nothing at all: a page of somebody on the
 * way is no answer.
 */
export function changeVerdict(
  end: TalkEnd,
  exchange: Exchange,
  tools: { readonly now: number; readonly blot: (text: string) => string },
): Pick<Asked, 'answer' | 'messages'> {
  if (end.kind === 'answered' && end.released && end.answer.status >= 200 && end.answer.status < 300) {
    const answer = textOf(end.answer);
    const isMetrcs = answer !== null && (answer.text.trim() === '' || jsonOf(answer) !== undefined);
    return { answer: isMetrcs ? 'done' : 'unknown', messages: [] };
  }
  const verdict = verdictOf(end, exchange, tools);
  if (verdict.kind === 'refused') return { answer: 'refused', messages: verdict.messages };
  return { answer: verdict.kind === 'accepted' ? 'done' : verdict.kind, messages: [] };
}

/** An answer that came before the request was whole says only why it makes no sense to go on. */
function earlyTrouble(status: number): MetrcTrouble {
  return status < 400 ? 'unreadable' : troubleOfStatus(status);
}

/** The text of an answer; its body was unpacked where that could be done, and says so itself where not. */
const textOf = (answer: HttpAnswer): { readonly contentType: string | null; readonly text: string } => ({
  contentType: answer.headers.get('content-type') ?? null,
  text: answer.body.toString('utf8'),
});
