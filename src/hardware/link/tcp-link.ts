/** A printer or scanner in the network: raw TCP, usually port 9100. */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Clock } from '../../main/ports/clock.ts';
import { err, ok } from '../../shared/values/result.ts';
import { createLinkCore, type Dial, type DialFailure, type Link, type LinkEnd } from './link.ts';

export type TcpAddress = { readonly host: string; readonly port: number };

/** A device on the shop's own network that needs longer than this to accept is not there. Milliseconds. */
const connectLimitMs = 3000;

/** Opens a TCP connection. Refused and unreachable are `no_connection`, three seconds of silence `not_answering`. */
export function dialTcp(address: TcpAddress, clock: Clock): Dial {
  const options: NetConnectOpts = { ...address, noDelay: true };
  return () =>
    new Promise((resolve) => {
      const socket = connect(options);
      const giveUp = clock.after(connectLimitMs, () => {
        socket.destroy();
        resolve(err('not_answering'));
      });
      socket.once('error', (error) => {
        giveUp();
        resolve(err(dialFailure(error)));
      });
      socket.once('connect', () => {
        giveUp();
        resolve(ok(linkOverSocket(socket, `${address.host}:${address.port}`)));
      });
    });
}

/** Makes a link of a socket that is connected already; the simulators use it for the side of the device. */
export function linkOverSocket(socket: Socket, name: string): Link {
  const core = createLinkCore();
  let seen: LinkEnd = 'failed';
  socket.on('data', (bytes: Uint8Array) => core.emitData(bytes));
  socket.on('end', () => {
    seen = 'ended';
    socket.destroy();
  });
  socket.on('error', (error) => {
    seen = endOf(error);
  });
  socket.on('close', () => core.finish(seen));
  // The system's own keep-alive is minutes long; the drivers ask the device itself. It only frees forgotten sockets.
  socket.setKeepAlive(true, 30_000);
  return {
    name,
    write: (bytes) => core.write(bytes, (done) => socket.write(bytes, (error) => done(error ? 'closed' : 'taken'))),
    onData: core.onData,
    onEnd: core.onEnd,
    ended: core.ended,
    setReading(on) {
      if (on) socket.resume();
      else socket.pause();
    },
    async close() {
      seen = 'by_us';
      // destroy() lets the system deliver what it has; FIN follows. Nothing is waited for, so nothing can hang.
      socket.destroy();
      core.finish('by_us');
    },
    abort() {
      seen = 'by_us';
      // RST throws away what lies in the system's send buffer: a late kick must not be delivered when Wi-Fi returns.
      socket.resetAndDestroy();
      core.finish('by_us');
    },
  };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function endOf(error: Error): LinkEnd {
  const code = codeOf(error);
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'failed';
}

function dialFailure(error: Error): DialFailure {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'no_permission';
  if (code === 'ETIMEDOUT') return 'not_answering';
  return 'no_connection';
}
