import { RPCLink } from '@orpc/client/websocket';
import type { Line, OpenLine } from './keep-connected.ts';

const openLimitMs = 5_000;

/** The parts of a browser this needs; a test brings its own. */
export interface BrowserParts {
  /** "http://127.0.0.1:4321" */
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly WebSocket: new (url: string) => WebSocket;
  /** Takes the opening code out of the address, so that it stays in no history; undefined when there is none. */
  takeOpeningCode(): string | undefined;
}

/** A line over a WebSocket. An opening code in the address is exchanged for the session cookie first. */
export function webSocketLines(browser: BrowserParts): OpenLine {
  return async () => {
    const code = browser.takeOpeningCode();
    // A code that is used up does no harm in a browser that is already in: the session decides.
    if (code !== undefined) await exchange(browser, code);
    const socket = new browser.WebSocket(`${browser.origin.replace(/^http/, 'ws')}/register`);
    const line = lineOver(socket);
    if (await opened(socket)) return line;
    line.close();
    // A browser does not tell a page why a WebSocket was refused; asking for the session does.
    return (await hasSession(browser)) === false ? 'needs_new_link' : 'unreachable';
  };
}

function lineOver(socket: WebSocket): Line {
  const gone = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  return { link: new RPCLink({ websocket: socket }), gone, close: () => socket.close() };
}

function opened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), openLimitMs);
    const settle = (isOpen: boolean) => () => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    socket.addEventListener('open', settle(true), { once: true });
    socket.addEventListener('error', settle(false), { once: true });
    socket.addEventListener('close', settle(false), { once: true });
  });
}

async function exchange(browser: BrowserParts, code: string): Promise<void> {
  try {
    await browser.fetch(`${browser.origin}/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(openLimitMs),
    });
  } catch {
    // The terminal cannot be reached; opening the line will say so.
  }
}

async function hasSession(browser: BrowserParts): Promise<boolean | undefined> {
  try {
    const response = await browser.fetch(`${browser.origin}/session`, { signal: AbortSignal.timeout(openLimitMs) });
    return response.ok;
  } catch {
    return undefined;
  }
}
