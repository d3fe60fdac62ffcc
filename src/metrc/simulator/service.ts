import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { callOf } from './calls.ts';
import type { FaultSchedule } from './faults.ts';
import { askMetrc } from './metrc.ts';
import type { MetrcState } from './metrc-state.ts';
import { type Course, courseOf } from './misbehaviour.ts';
import { readBody } from './request-body.ts';
import type { Sockets } from './sockets.ts';
import type { Timers } from './timers.ts';

type Served = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly seq: number };

/** Serves one request to the simulated Metrc: its fault, if one meets it, and otherwise its answer. */
export function createService(parts: {
  readonly state: MetrcState;
  readonly faults: FaultSchedule;
  readonly sockets: Sockets;
  readonly later: Timers['later'];
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { state, faults, sockets, later } = parts;
  const { ledger, clock } = state;

  const sendAnswer = (answer: Answer, cut: boolean, { request, response, seq }: Served): void => {
    if (response.destroyed) return;
    ledger.amend(seq, { status: answer.status });
    const body = Buffer.from(answer.body, 'utf8');
    if (answer.contentType !== null) response.setHeader('Content-Type', answer.contentType);
    response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
    if (cut) response.write(body.subarray(0, body.length >> 1), () => sockets.closeInOrder(request));
    else response.end(body);
  };

  const follow = (course: Course, run: (late: boolean) => Answer, served: Served): void => {
    switch (course.kind) {
      case 'reset':
        sockets.reset(served.request);
        break;
      case 'close':
        sockets.closeInOrder(served.request);
        break;
      case 'silence':
        break;
      case 'send': {
        const deliver = (): void => sendAnswer(course.answer, course.cut, served);
        if (course.afterMs === 0) deliver();
        else later(course.afterMs, deliver);
        break;
      }
      case 'run_later':
        later(course.afterMs, () => {
          const answer = run(!course.send || served.request.socket.destroyed);
          if (course.send) sendAnswer(answer, false, served);
        });
    }
  };

  return async (request, response) => {
    const method = request.method ?? 'GET';
    const path = request.url ?? '/';
    const call = callOf(method, path) ?? { method, parts: [], query: new URLSearchParams(), kind: 'unknown' };
    const effect = faults.take(call.kind, method);
    const entry = { at: clock.now(), method, path, kind: call.kind, body: '', complete: false, status: null };
    const connection = sockets.numberOf(request);
    const seq = ledger.request({ ...entry, connection, fault: effect?.kind ?? null });
    if (effect?.kind === 'drop' && effect.at === 'head') return sockets.reset(request);
    const body = await readBody(request);
    ledger.amend(seq, { body: body.text, complete: body.complete });
    // What every server does: no handler runs on a request that did not come whole.
    if (!body.complete) return;
    const { authorization } = request.headers;
    const agoMs = effect?.kind === 'stale' ? effect.ms : 0;
    const run = (late: boolean): Answer =>
      askMetrc(state, { call, authorization, body: body.text, request: seq, agoMs, late });
    follow(
      courseOf(effect, () => run(false), state.dialect()),
      run,
      { request, response, seq },
    );
  };
}
