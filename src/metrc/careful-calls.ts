import type { Clock } from '../main/ports/clock.ts';
import type { Asked, ControlRead, Exchange, Metrc, SubmitOutcome } from '../main/ports/metrc.ts';
import { callPath, type MetrcAddress } from './address.ts';
import { type Asker, controlPath, controlReadOf, keysOrLicence } from './asker.ts';
import { exchangeOf } from './exchange.ts';
import type { Credentials } from './keys.ts';
import type { ReadBudget } from './read-budget.ts';
import { editBody } from './receipt-edit.ts';
import type { CarefulRequest, Sender } from './sender.ts';
import type { TalkEnd } from './talk.ts';
import { pauseAskedMs } from './trouble.ts';
import { changeVerdict, verdictOf } from './verdict.ts';
import type { Wire, WireAnswer } from './wire.ts';

/** What goes through the careful sender: everything that changes something, and the control read that comes before it. */
export type CarefulCalls = Pick<Metrc, 'control' | 'submitReceipt' | 'editReceipt' | 'voidReceipt'>;

type Parts = {
  readonly address: MetrcAddress;
  readonly licence: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly wire: Wire;
  readonly budget: ReadBudget;
  readonly asker: Asker;
};

export function createCarefulCalls(parts: Parts): CarefulCalls {
  const { address, licence, credentials, clock, sender, wire, budget, asker } = parts;
  const receipts = (...more: number[]): string =>
    callPath(address, ['sales', 'v2', 'receipts', ...more], { licenseNumber: licence });

  const send = async (request: CarefulRequest): Promise<{ readonly end: TalkEnd; readonly exchange: Exchange }> => {
    const { method, path } = request;
    const askedAt = clock.now();
    const end = await sender.send(request);
    keepPause(end, clock.now());
    return { end, exchange: exchangeOf({ method, path, askedAt }, cameIn(end, clock.now()), credentials.blot) };
  };

  /** Metrc's pause holds for every read, whatever was asked when it was named. */
  const keepPause = (end: TalkEnd, now: number): void => {
    if (end.kind !== 'answered') return;
    budget.holdOff(pauseAskedMs(end.answer.status, end.answer.headers.get('retry-after') ?? null, now));
  };

  const submitReceipt = async (body: string): Promise<SubmitOutcome> => {
    const { end, exchange } = await send({ method: 'POST', path: receipts(), body });
    const verdict = verdictOf(end, exchange, { now: clock.now(), blot: credentials.blot });
    if (verdict.kind !== 'turned_away' || verdict.because !== 'keys') return verdict;
    const { because } = await keysOrLicence(asker);
    return { ...verdict, because: because === 'licence' ? 'licence' : 'keys' };
  };

  const mutate = async (request: CarefulRequest): Promise<Asked> => {
    const { end, exchange } = await send(request);
    const said = changeVerdict(end, exchange, { now: clock.now(), blot: credentials.blot });
    return { exchange, sent: end.released, ...said };
  };

  const control = async (): Promise<ControlRead> => {
    const path = controlPath(address);
    const answer = await wire.inTurn(path, async () => {
      const askedAt = clock.now();
      const end = await sender.warmUp(path);
      const now = clock.now();
      const exchange = exchangeOf({ method: 'GET', path, askedAt }, cameIn(end, now), credentials.blot);
      keepPause(end, now);
      return answerOf(end, exchange);
    });
    return controlReadOf(answer);
  };

  return {
    control,
    submitReceipt,
    editReceipt: (metrcId, body) => mutate({ method: 'PUT', path: receipts(), body: editBody(metrcId, body) }),
    voidReceipt: (metrcId) => mutate({ method: 'DELETE', path: receipts(metrcId), body: null }),
  };
}

function cameIn(end: TalkEnd, now: number): Parameters<typeof exchangeOf>[1] {
  if (end.kind === 'answered') return { at: now, status: end.answer.status, body: end.answer.body };
  return end.partial === null ? null : { at: null, ...end.partial };
}

/** A read's end as the other reads know it. */
function answerOf(end: TalkEnd, exchange: Exchange): WireAnswer {
  if (end.kind === 'broken') return { kind: 'failed', because: end.because, exchange };
  const { status, headers, body } = end.answer;
  const date = Date.parse(headers.get('date') ?? '');
  return {
    kind: 'answered',
    status,
    contentType: headers.get('content-type') ?? null,
    text: body.toString('utf8'),
    date: Number.isFinite(date) ? date : null,
    exchange,
  };
}
