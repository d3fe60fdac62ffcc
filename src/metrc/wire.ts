import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../main/ports/clock.ts';
import type { Exchange, MetrcTrouble } from '../main/ports/metrc.ts';
import { lastFour } from '../shared/values/ids.ts';
import type { MetrcAddress } from './address.ts';
import { unpacked } from './content-coding.ts';
import { exchangeOf } from './exchange.ts';
import type { Credentials } from './keys.ts';
import type { Connect } from './line.ts';
import type { ReadBudget } from './read-budget.ts';
import { pauseAskedMs, troubleOfError, troubleOfStatus } from './trouble.ts';

/** A whole answer of any status, or why there is none. */
export type WireAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string | null;
      readonly text: string;
      /** Metrc's clock, UTC milliseconds. */
      readonly date: number | null;
      readonly exchange: Exchange;
    }
  | { readonly kind: 'failed'; readonly because: MetrcTrouble; readonly exchange: Exchange };

export type Wire = {
  /** Waits for its turn in the budget. `conceal` is blotted out of the evidence besides the keys. */
  get(path: string, conceal?: string): Promise<WireAnswer>;
  /** Runs something else that is a read in the same budget. */
  inTurn(path: string, read: () => Promise<WireAnswer>): Promise<WireAnswer>;
  /** Asks what is under way once more on a new connection, and trusts no old one. */
  renew(): void;
  close(): void;
};

export type WireOptions = {
  readonly address: MetrcAddress;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly budget: ReadBudget;
  readonly timeoutMs: number;
  readonly longestAnswerBytes: number;
  readonly ca: string | undefined;
  readonly connect: Connect | undefined;
};

type Came = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: Buffer };
type Asked = Pick<Exchange, 'method' | 'path' | 'askedAt'>;

/**
 * Reads: requests that may be repeated by whoever asked. Only one that met a connection which had died while idle is
 * repeated here, once, and no redirect is followed.
 */
export function createWire(options: WireOptions): Wire {
  const { address, clock, budget, credentials } = options;
  const agentOptions = { keepAlive: true, maxSockets: 2, maxFreeSockets: 1 };
  const agent = address.secure
    ? // Said outright, because an environment variable can turn the check of certificates off.
      new https.Agent({
        ...agentOptions,
        rejectUnauthorized: true,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      })
    : new http.Agent(agentOptions);
  if (options.connect) connectBy(agent, address, options.connect);

  const blotterFor =
    (conceal: string | undefined) =>
    (text: string): string =>
      conceal === undefined ? credentials.blot(text) : concealed(credentials.blot(text), conceal);

  let renewals = 0;
  let closed = false;

  const ask = async (path: string, conceal: string | undefined): Promise<WireAnswer> => {
    const asked: Asked = { method: 'GET', path, askedAt: clock.now() };
    const blot = blotterFor(conceal);
    const renewedBefore = renewals;
    let came = await exchangeOnce(path, agent, options);
    // A kept connection may have been closed by the server while it was idle, or the way was away and is back: a read
    // asked anew does no harm.
    const wasRenewed = typeof came === 'string' && renewals !== renewedBefore && !closed;
    if (came === 'stale' || wasRenewed) came = await exchangeOnce(path, agent, options);
    if (came === 'stale') came = 'refused_connection';
    if (typeof came === 'string') return { kind: 'failed', because: came, exchange: exchangeOf(asked, null, blot) };
    budget.holdOff(pauseAskedMs(came.status, came.headers['retry-after'] ?? null, clock.now()));
    const exchange = exchangeOf(asked, { at: clock.now(), status: came.status, body: came.body }, blot);
    const date = Date.parse(came.headers.date ?? '');
    return {
      kind: 'answered',
      status: came.status,
      contentType: came.headers['content-type'] ?? null,
      text: came.body.toString('utf8'),
      date: Number.isFinite(date) ? date : null,
      exchange,
    };
  };

  const inTurn = async (
    path: string,
    conceal: string | undefined,
    read: () => Promise<WireAnswer>,
  ): Promise<WireAnswer> => {
    const turn = await budget.turn();
    if (typeof turn === 'string') {
      const asked: Asked = { method: 'GET', path, askedAt: clock.now() };
      return { kind: 'failed', because: turn, exchange: exchangeOf(asked, null, blotterFor(conceal)) };
    }
    try {
      return await read();
    } finally {
      turn();
    }
  };

  return {
    get: (path, conceal) => inTurn(path, conceal, () => ask(path, conceal)),
    inTurn: (path, read) => inTurn(path, undefined, read),
    renew: () => {
      renewals += 1;
      agent.destroy();
    },
    close: () => {
      closed = true;
      agent.destroy();
    },
  };
}

/** Lets an agent open its connections as all others are opened; TLS, where there is any, is the agent's own upon them. */
function connectBy(agent: http.Agent, address: MetrcAddress, connect: Connect): void {
  const usual = agent.createConnection.bind(agent);
  agent.createConnection = (options, opened) => {
    const raw = connect(address);
    return address.secure ? usual({ ...options, socket: raw } as typeof options, opened) : raw;
  };
}

function exchangeOnce(path: string, agent: http.Agent, options: WireOptions): Promise<Came | MetrcTrouble | 'stale'> {
  const { address, clock } = options;
  return new Promise((resolve) => {
    const request = (address.secure ? https : http).request({
      host: address.host,
      port: address.port,
      path,
      method: 'GET',
      agent,
      headers: {
        Host: address.hostHeader,
        Authorization: options.credentials.authorization,
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'User-Agent': 'Countersign',
      },
    });
    let answered = false;
    const finish = (end: Came | MetrcTrouble | 'stale'): void => {
      cancelTimeout();
      // An answer that was not read to its end leaves the connection in the middle of it: it cannot be used again.
      if (typeof end === 'string') request.destroy();
      resolve(end);
    };
    const cancelTimeout = clock.after(options.timeoutMs, () => finish('timeout'));
    request.on('error', (error) => finish(request.reusedSocket && !answered ? 'stale' : troubleOfError(error)));
    request.on('response', (response) => {
      answered = true;
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > options.longestAnswerBytes) finish('unreadable');
        else pieces.push(piece);
      });
      response.on('error', () => finish('unreadable'));
      response.on('end', () => {
        const { headers, statusCode: status = 0 } = response;
        const body = unpacked(Buffer.concat(pieces), headers['content-encoding'], options.longestAnswerBytes);
        finish(body === null ? 'unreadable' : { status, headers, body });
      });
    });
    request.end();
  });
}

/** What stands for a number that must not be kept: its last four characters, as everywhere (shared/values/ids.ts). */
function concealed(text: string, number: string): string {
  const shown = number.length > 4 ? `…${lastFour(number)}` : '…';
  return text.replaceAll(encodeURIComponent(number), shown).replaceAll(number, shown);
}

/** Why an answer proves nothing, for every status that is not a good one. */
export const troubleOf = (answer: WireAnswer): MetrcTrouble =>
  answer.kind === 'failed' ? answer.because : answer.status === 200 ? 'unreadable' : troubleOfStatus(answer.status);
