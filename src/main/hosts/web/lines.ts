import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ReportBug } from '../report-bug.ts';
import type { ScreenDoor, ScreenLine } from '../screen-door.ts';
import { maxScreenMessageBytes } from '../screen-message.ts';
import type { OpeningCodes } from './opening-codes.ts';
import { cookie, pathOf } from './requests.ts';
import type { SamePlace } from './same-place.ts';

export const linePath = '/register';
const maxLines = 16;
/** A screen that does not read keeps at most this many bytes waiting in our memory, then it is cut. */
const maxWaitingBytes = 8 * 1024 * 1024;

export interface LineParts {
  readonly door: ScreenDoor;
  readonly codes: OpeningCodes;
  readonly place: SamePlace;
  readonly cookieName: string;
  readonly heartbeatMs: number;
  readonly reportBug: ReportBug;
}

export interface Lines {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** WebSocket lines to screens: opened only by our own page in a browser that holds a session, and watched by a heartbeat. */
export function createLines({ door, codes, place, cookieName, heartbeatMs, reportBug }: LineParts): Lines {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxScreenMessageBytes, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (alive.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, heartbeatMs);
  heartbeat.unref();

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      if (!place.hostIsOurs(request) || !place.originIsOurs(request, true)) return refuse(socket, '403 Forbidden');
      if (pathOf(request) !== linePath) return refuse(socket, '404 Not Found');
      const session = codes.session(cookie(request, cookieName));
      if (session === undefined) return refuse(socket, '401 Unauthorized');
      if (server.clients.size >= maxLines) return refuse(socket, '503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const end = () => webSocket.close(4401, 'session ended');
        session.onEnd.add(end);
        webSocket.on('close', () => session.onEnd.delete(end));
        alive.add(webSocket);
        webSocket.on('pong', () => alive.add(webSocket));
        webSocket.on('error', () => webSocket.terminate());
        door.serve(lineOver(webSocket, reportBug));
      });
    },
    close() {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.close(1001, 'the terminal is closing');
      server.close();
    },
  };
}

function lineOver(socket: WebSocket, reportBug: ReportBug): ScreenLine {
  return {
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => listener(isBinary ? data : data.toString()));
    },
    onClose: (listener) => {
      socket.once('close', listener);
    },
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxWaitingBytes) {
        reportBug('line to a screen', new Error('the screen does not read what it is sent; its line was cut'));
        socket.terminate();
        return;
      }
      socket.send(text);
    },
    cut: (why) => socket.close(1008, why),
  };
}

function refuse(socket: Duplex, status: string): void {
  // Let go of whatever the other end does: one that never closes its half would otherwise stay for ever.
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
