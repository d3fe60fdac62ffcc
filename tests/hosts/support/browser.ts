import { request } from 'node:http';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { smallContract } from './small-register.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** One HTTP request exactly as written: no address is tidied up, no header is added but Host. */
export function ask(
  port: number,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method: options.method ?? 'GET',
      path: options.path ?? '/',
      headers: { ...options.headers },
      setHost: options.headers?.['host'] === undefined,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.end(options.body);
  });
}

export const originOf = (port: number) => `http://127.0.0.1:${port}`;
export const codeOf = (url: string) => new URL(url).hash.replace('#open=', '');

/** Exchanges a code as the screen does, and answers with the whole response. */
export function open(port: number, code: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(port, {
    method: 'POST',
    path: '/session',
    headers: { origin: originOf(port), 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  });
}

/** The cookie of an answer as a browser would send it back. */
export function cookieOf(answer: Answer): string {
  const [cookie] = answer.headers['set-cookie'] ?? [];
  if (cookie === undefined) throw new Error('the answer sets no cookie');
  return cookie.split(';')[0] ?? '';
}

/** Opens a WebSocket and says how that went: open, or the HTTP status it was refused with. */
export function openLine(
  port: number,
  headers: Record<string, string>,
  path = '/register',
  options: { autoPong?: boolean } = {},
): Promise<{ socket: WebSocket; status: 'open' | number }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers, ...options });
    socket.once('open', () => resolve({ socket, status: 'open' }));
    socket.once('unexpected-response', (sent, response) => {
      sent.destroy();
      resolve({ socket, status: response.statusCode ?? 0 });
    });
    socket.once('error', reject);
  });
}

/** The close code of a socket, once it is closed. */
export function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', (code) => resolve(code));
  });
}

export function clientOver(socket: WebSocket): ContractRouterClient<typeof smallContract> {
  // A WebSocket of ws has the four members the link uses, with wider types for their events.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}
