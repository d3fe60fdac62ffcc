import net from 'node:net';
import tls from 'node:tls';
import type { Clock } from '../main/ports/clock.ts';
import type { MetrcTrouble } from '../main/ports/metrc.ts';
import { assert } from '../shared/values/assert.ts';
import type { MetrcAddress } from './address.ts';
import { type AnswerLimits, createAnswerReader, type HttpAnswer } from './http-answer.ts';
import { troubleOfError } from './trouble.ts';

/** One request that must be sent at most once. */
export type CarefulRequest = {
  readonly address: MetrcAddress;
  /** Path and query, already encoded. */
  readonly path: string;
  readonly authorization: string;
  /** JSON text, at least two bytes. */
  readonly body: string;
};

export type SendLimits = AnswerLimits & {
  /** From the first step (name look-up) to the complete answer. */
  readonly timeoutMs: number;
};

/**
 * How a send ended. `released` tells whether the last byte of the body was given to the kernel: while it was not, the
 * request was provably incomplete and no server acts on it (sale protocol, section 5).
 */
export type SendEnd =
  | { readonly kind: 'answered'; readonly released: boolean; readonly answer: HttpAnswer }
  | {
      readonly kind: 'broken';
      readonly released: boolean;
      readonly because: MetrcTrouble;
      /** What came of an answer before it broke, for the evidence only. */
      readonly partial: { readonly status: number; readonly body: Buffer } | null;
    };

const LONGEST_BODY_BYTES = 1024 * 1024;

/** The sender of sale protocol section 5: the whole request but its last byte, flushed; then the last byte alone. */
export function sendHoldingLastByte(
  request: CarefulRequest,
  options: { readonly limits: SendLimits; readonly clock: Clock; readonly ca: string | undefined },
): Promise<SendEnd> {
  const message = messageOf(request);
  const { address } = request;
  return new Promise((resolve) => {
    const reader = createAnswerReader(options.limits);
    const raw = net.connect({ host: address.host, port: address.port, noDelay: true });
    let channel: net.Socket = raw;
    let released = false;
    let ended = false;

    const finish = (end: SendEnd): void => {
      if (ended) return;
      ended = true;
      cancelTimeout();
      // Only a request that was wholly sent and wholly answered may be closed politely: everything else is reset, so
      // that the kernel throws away what it has not sent yet and cannot deliver it later.
      if (end.kind === 'answered' && end.released) raw.destroy();
      else reset(raw);
      channel.destroy();
      resolve(end);
    };
    const breakOff = (because: MetrcTrouble): void =>
      finish({ kind: 'broken', released, because, partial: reader.soFar() });
    const cancelTimeout = options.clock.after(options.limits.timeoutMs, () => breakOff('timeout'));

    const listen = (socket: net.Socket): void => {
      socket.on('data', (bytes: Buffer) => {
        if (ended) return;
        const state = reader.push(bytes);
        if (state.kind === 'complete') finish({ kind: 'answered', released, answer: state.answer });
        if (state.kind === 'broken') breakOff('unreadable');
      });
      socket.on('end', () => breakOff(reader.begun() ? 'unreadable' : 'refused_connection'));
      socket.on('close', () => breakOff('refused_connection'));
    };
    // Errors may still arrive after the end; an unheard one would end the program.
    const onError = (error: Error): void => breakOff(troubleOfError(error));

    const release = (): void => {
      if (!channel.writable) breakOff('refused_connection');
      if (ended) return;
      // Set before the write: from here on nobody can prove that the byte stayed.
      released = true;
      channel.write(message.subarray(-1));
    };
    const write = (): void => {
      listen(channel);
      channel.write(message.subarray(0, -1), (error) => {
        // A whole turn of the event loop lets an early answer or a reset that is already here be seen while the last
        // byte is still ours: the first immediate ends this turn, the second comes after the next look at the sockets.
        if (!error) setImmediate(() => setImmediate(release));
      });
    };

    raw.on('error', onError);
    raw.once('connect', () => {
      if (!address.secure) return write();
      const secured = secure(raw, address, options.ca);
      channel = secured;
      secured.on('error', onError);
      secured.on('close', () => breakOff('refused_connection'));
      secured.once('secureConnect', write);
    });
  });
}

function secure(raw: net.Socket, address: MetrcAddress, ca: string | undefined): tls.TLSSocket {
  return tls.connect({
    socket: raw,
    host: address.host,
    // A server name must be a name: the standard forbids addresses there.
    ...(net.isIP(address.host) === 0 ? { servername: address.host } : {}),
    ...(ca === undefined ? {} : { ca }),
    // Said outright, because an environment variable can turn the default off.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
  });
}

/** Resets the connection (RST). A TLS socket cannot do it, which is why the raw one is kept (sale protocol, section 5). */
function reset(raw: net.Socket): void {
  if (raw.destroyed) return;
  // While connecting nothing of the request has been written, so there is nothing to take back.
  if (raw.connecting) raw.destroy();
  else raw.resetAndDestroy();
}

function messageOf(request: CarefulRequest): Buffer {
  const body = Buffer.from(request.body, 'utf8');
  assert(body.length >= 2 && body.length <= LONGEST_BODY_BYTES, 'a body has between two bytes and a mebibyte');
  const lines = [
    `POST ${request.path} HTTP/1.1`,
    `Host: ${request.address.hostHeader}`,
    `Authorization: ${request.authorization}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Accept: application/json',
    'Accept-Encoding: identity',
    'User-Agent: Countersign',
    'Connection: close',
  ];
  assert(
    lines.every((line) => /^[\x20-\x7e]*$/.test(line)),
    'the head of a request is printable ASCII',
  );
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
