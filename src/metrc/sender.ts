import type { Clock } from '../main/ports/clock.ts';
import { assert } from '../shared/values/assert.ts';
import type { MetrcAddress } from './address.ts';
import { type Connect, type Line, openLine } from './line.ts';
import { type Message, type TalkEnd, type TalkLimits, talkOnce } from './talk.ts';

/** One request that must be sent at most once. */
export type CarefulRequest = {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Path and query, already encoded. */
  readonly path: string;
  /** JSON text; null for a request without a body. */
  readonly body: string | null;
};

/**
 * Sends what changes something at Metrc, and the control read that proves a connection alive right before it, so that
 * both can share one TLS connection (docs/sale-protocol.md 5). Each request has a connection to itself while it lasts;
 * nothing is repeated here but a control read that met a connection which had died while it waited.
 */
export type Sender = {
  /**
   * Takes the waiting connection where a control read on it ended a moment ago, and a new one otherwise. A connection
   * that turns out to be dead before the last byte is released makes the request provably not sent.
   */
  send(request: CarefulRequest): Promise<TalkEnd>;
  /** Asks on the waiting connection, or on a new one, which then waits for the next request. */
  warmUp(path: string): Promise<TalkEnd>;
  /** Trusts no connection that was opened before; a control read under way is asked once more on a new one. */
  renew(): void;
  close(): void;
};

export type SenderOptions = {
  readonly address: MetrcAddress;
  /** The value of the Authorization header. */
  readonly authorization: string;
  readonly clock: Clock;
  readonly ca: string | undefined;
  readonly connect: Connect | undefined;
  readonly sendLimits: TalkLimits;
  readonly readLimits: TalkLimits;
};

/**
 * How long after a control read the connection is trusted with a request. Servers close idle connections after five
 * seconds at the earliest (the default of a common one), and a connection that closes while a sale is on the way leaves
 * it unknown: so well below that.
 */
const WARM_MS = 4000;

/** A connection that nobody used for that long is not used again: something on the way may have forgotten it. */
const LONGEST_IDLE_MS = 60_000;

/** The server's own word on how long it keeps an idle connection is believed, less this much. */
const KEEP_ALIVE_MARGIN_MS = 2500;

/** How long a server may take to say "100 Continue" when nobody knows yet whether it does. */
const FIRST_CONTINUE_MS = 1000;

/** How long a server that has said it before may take: without it the connection has died, and nothing was sent. */
const KNOWN_CONTINUE_MS = 3000;

const LONGEST_BODY_BYTES = 1024 * 1024;

type Waiting = {
  readonly line: Line;
  /** Monotonic. */
  readonly since: number;
  /** Monotonic; null where the last thing on it was no control read. */
  readonly provedUntil: number | null;
};

export function createSender(options: SenderOptions): Sender {
  const { address, clock } = options;
  let waiting: Waiting | null = null;
  let closed = false;
  let warming: Line | null = null;
  let renewals = 0;
  // Null until the first request that asked for it.
  let givesContinue: boolean | null = null;

  const expectation = (request: CarefulRequest): Message['expects'] => {
    if (request.body === null || givesContinue === false) return null;
    return givesContinue === true
      ? { withinMs: KNOWN_CONTINUE_MS, otherwise: 'give_up' }
      : { withinMs: FIRST_CONTINUE_MS, otherwise: 'go_on' };
  };

  const letGo = (): void => {
    waiting?.line.close();
    waiting = null;
  };
  /** The waiting connection, which is then nobody else's; null where there is none or it has died meanwhile. */
  const take = (proved: boolean): Line | null => {
    if (waiting === null) return null;
    const { line, since, provedUntil } = waiting;
    const now = clock.monotonic();
    if (!line.isSound() || now - since > LONGEST_IDLE_MS) letGo();
    else if (!proved || (provedUntil !== null && now <= provedUntil)) {
      waiting = null;
      line.holdProgram(true);
      return line;
    }
    return null;
  };
  /** Keeps a connection for the next request where the last one on it went well in every respect. */
  const keep = (line: Line, end: TalkEnd, isControl: boolean): void => {
    if (end.kind === 'broken' || !end.released) return;
    const { status, keepsConnection } = end.answer;
    const wentWell = status >= 200 && status < 300 && keepsConnection && line.isSound();
    if (!wentWell || closed || (waiting !== null && !isControl)) {
      line.close();
      return;
    }
    letGo();
    line.holdProgram(false);
    const now = clock.monotonic();
    const provedUntil = isControl ? now + trustMs(end.answer.headers.get('keep-alive')) : null;
    waiting = { line, since: now, provedUntil };
  };

  return {
    async send(request) {
      // An end of the waiting connection that has arrived already is seen before it is chosen.
      await turnOfTheLoop();
      const warm = take(true);
      const line = warm ?? openLine(address, options.ca, options.connect);
      // A connection that died a moment ago shows it one round trip after the first bytes. The answer "100 Continue" is
      // that round trip: without it the last byte would be gone before anybody could know.
      const message = messageOf(request, warm === null ? null : expectation(request), options);
      const onContinue = (given: boolean): void => {
        givesContinue = given;
      };
      const end = await talkOnce(line, message, { limits: options.sendLimits, clock, onContinue });
      keep(line, end, false);
      return end;
    },
    async warmUp(path) {
      const message = messageOf({ method: 'GET', path, body: null }, null, options);
      const limits = { ...options.readLimits, endMayBeClose: true };
      const warm = take(false);
      const renewedBefore = renewals;
      const askOn = async (line: Line): Promise<TalkEnd> => {
        warming = line;
        const end = await talkOnce(line, message, { limits, clock });
        warming = null;
        keep(line, end, true);
        return end;
      };
      const end = await askOn(warm ?? openLine(address, options.ca, options.connect));
      // A connection may die while it waits, which says nothing about Metrc. A read may be asked twice.
      const diedWaiting = warm !== null && end.kind === 'broken' && end.unanswered && end.because !== 'timeout';
      const wasRenewed = end.kind === 'broken' && renewals !== renewedBefore;
      if ((!diedWaiting && !wasRenewed) || closed) return end;
      return askOn(openLine(address, options.ca, options.connect));
    },
    renew() {
      renewals += 1;
      letGo();
      warming?.giveUp();
    },
    close() {
      closed = true;
      letGo();
    },
  };
}

/** Two immediates, with a look at the sockets in between. */
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

function trustMs(keepAlive: string | undefined): number {
  const seconds = /(?:^|[,;\s])timeout=(\d{1,6})(?:$|[,;\s])/i.exec(keepAlive ?? '')?.[1];
  return seconds === undefined
    ? WARM_MS
    : Math.max(0, Math.min(WARM_MS, Number(seconds) * 1000 - KEEP_ALIVE_MARGIN_MS));
}

function messageOf(
  request: Omit<CarefulRequest, 'method'> & { readonly method: CarefulRequest['method'] | 'GET' },
  expects: Message['expects'],
  { address, authorization }: Pick<SenderOptions, 'address' | 'authorization'>,
): Message {
  const body = Buffer.from(request.body ?? '', 'utf8');
  assert(request.body === null || body.length >= 2, 'a body has at least two bytes');
  assert(body.length <= LONGEST_BODY_BYTES, 'a body is at most a mebibyte');
  const lines = [
    `${request.method} ${request.path} HTTP/1.1`,
    `Host: ${address.hostHeader}`,
    `Authorization: ${authorization}`,
    ...(request.body === null ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`]),
    'Accept: application/json',
    'Accept-Encoding: identity',
    'User-Agent: Countersign',
    'Connection: keep-alive',
    ...(expects === null ? [] : ['Expect: 100-continue']),
  ];
  assert(
    lines.every((line) => /^[\x20-\x7e]*$/.test(line)),
    'the head of a request is printable ASCII',
  );
  return { head: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body, expects };
}
