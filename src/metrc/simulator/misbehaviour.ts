import type { Answer } from './answer.ts';
import { refusal } from './answer.ts';
import type { Dialect } from './dialect.ts';
import type { FaultEffect } from './faults.ts';

/** What becomes of one whole request. `run` makes it take effect and answers what Metrc would say. */
export type Course =
  | { readonly kind: 'send'; readonly answer: Answer; readonly afterMs: number; readonly cut: boolean }
  | { readonly kind: 'run_later'; readonly afterMs: number; readonly send: boolean }
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' }
  | { readonly kind: 'silence' };

const JSON_TYPE = 'application/json';
const ERROR_PAGE = '<html><head><title>Service Unavailable</title></head><body><h2>HTTP Error 503.</h2></body></html>';

const send = (answer: Answer, afterMs = 0, cut = false): Course => ({ kind: 'send', answer, afterMs, cut });

const plain = (status: number, headers: Readonly<Record<string, string>> = {}): Course =>
  send({ status, contentType: null, body: '', headers });

/** Turns a fault into what the server does. Pure but for `run`. */
export function courseOf(effect: FaultEffect | null, run: () => Answer, dialect: Dialect): Course {
  if (effect === null || effect.kind === 'stale') return send(run());
  if (effect.kind === 'delay') {
    return effect.applied ? send(run(), effect.ms) : { kind: 'run_later', afterMs: effect.ms, send: true };
  }
  if (effect.kind === 'late') return { kind: 'run_later', afterMs: effect.ms, send: false };
  const effective = 'applied' in effect && effect.applied;
  const answer = effective ? run() : null;
  switch (effect.kind) {
    case 'refuse':
      return send(refusal([{ row: 0, message: effect.message }], dialect, effect.status));
    case 'unauthorized':
      return plain(401);
    case 'forbidden':
      return plain(403);
    case 'too_many': {
      const seconds = effect.retryAfterSeconds;
      return plain(429, seconds === null ? {} : { 'Retry-After': String(seconds) });
    }
    case 'drop':
      return { kind: 'reset' };
    case 'fin':
      return { kind: 'close' };
    case 'silence':
      return { kind: 'silence' };
    case 'redirect':
      return plain(302, { Location: effect.location });
    default:
      return send(spoiled(effect, answer), 0, effect.kind === 'truncated');
  }
}

type Spoiling = Extract<
  FaultEffect,
  {
    kind:
      | 'server_error'
      | 'html'
      | 'empty'
      | 'wrong_types'
      | 'wrong_content_type'
      | 'two_ids'
      | 'zero_ids'
      | 'truncated'
      | 'huge'
      | 'answer';
  }
>;

/** A bad answer in place of the good one, which is null where the request took no effect. */
function spoiled(effect: Spoiling, answer: Answer | null): Answer {
  const good = answer?.body ?? '{"Ids":[900001],"Warnings":null}';
  const status = answer?.status ?? 200;
  switch (effect.kind) {
    case 'server_error':
      return { status: effect.status, contentType: JSON_TYPE, body: '{"Message":"An error has occurred."}' };
    case 'html':
      return { status: effect.status, contentType: 'text/html', body: ERROR_PAGE };
    case 'empty':
      return { status: effect.status, contentType: null, body: '' };
    case 'wrong_types':
      return { status, contentType: JSON_TYPE, body: '{"Ids":"none","Data":{"Id":"x"},"Id":"x","TotalPages":"many"}' };
    case 'wrong_content_type':
      return { status, contentType: 'text/plain', body: good };
    case 'two_ids':
      return { status, contentType: JSON_TYPE, body: '{"Ids":[900001,900002],"Warnings":null}' };
    case 'zero_ids':
      return { status, contentType: JSON_TYPE, body: '{"Ids":[],"Warnings":null}' };
    case 'truncated':
      return { status, contentType: JSON_TYPE, body: good };
    case 'huge':
      return { status, contentType: JSON_TYPE, body: ' '.repeat(effect.bytes) + good };
    case 'answer':
      return { status: effect.status, contentType: effect.contentType, body: effect.body };
  }
}
