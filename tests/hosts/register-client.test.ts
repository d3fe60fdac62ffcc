import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startWebHost, type WebHost } from '../../src/main/hosts/web/server.ts';
import {
  type KeptConnection,
  keepConnected,
  type OpenLine,
} from '../../src/renderer/register-client/keep-connected.ts';
import { webSocketLines } from '../../src/renderer/register-client/web-socket-line.ts';
import { codeOf } from './support/browser.ts';
import { createSmallRegister, type SmallRegister, type smallContract } from './support/small-register.ts';
import { createSmallScreen } from './support/small-screen.ts';

type SmallClient = ContractRouterClient<typeof smallContract>;

let screen: ReturnType<typeof createSmallScreen>;
let register: SmallRegister;
const running: { close(): unknown }[] = [];

beforeEach(() => {
  screen = createSmallScreen();
  register = createSmallRegister();
});

afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.close();
  screen.remove();
});

async function startHost(port = 0): Promise<WebHost> {
  const host = await startWebHost({ router: register.router, rendererDir: screen.renderer, port, reportBug: () => {} });
  running.push(host);
  return host;
}

/** What a browser brings: a cookie jar for fetch and WebSocket, and an address with or without a code in it. */
function browserAt(port: number) {
  const origin = `http://127.0.0.1:${port}`;
  let jar = '';
  const codes: string[] = [];
  class SocketWithCookies extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { origin, cookie: jar } });
    }
  }
  const fetchWithCookies: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    headers.set('cookie', jar);
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) jar = cookie.split(';')[0] ?? '';
    return response;
  };
  return {
    follow: (url: string) => codes.push(codeOf(url)),
    parts: {
      origin,
      fetch: fetchWithCookies,
      // A WebSocket of ws behaves as a browser's does for everything the line uses.
      WebSocket: SocketWithCookies as unknown as new (url: string) => globalThis.WebSocket,
      takeOpeningCode: () => codes.shift(),
    },
  };
}

function connect(openLine: OpenLine): { kept: KeptConnection; client: SmallClient; states: string[] } {
  const kept = keepConnected(openLine);
  running.push(kept);
  const states: string[] = [];
  const note = () => {
    const state = kept.state();
    states.push(state.state === 'lost' ? state.because : state.state);
  };
  note();
  kept.onState(note);
  return { kept, client: createORPCClient<SmallClient>(kept.link), states };
}

describe('the screen in a browser', () => {
  it('comes in with its link, and its first call waits until it is in', async () => {
    const host = await startHost();
    const browser = browserAt(host.port);
    browser.follow(host.url);
    const { client, states } = connect(webSocketLines(browser.parts));
    expect(await client.greet({ name: 'Ada' })).toEqual({ words: 'hello Ada', surface: 'screen' });
    expect(states).toEqual(['connecting', 'connected']);
  });

  it('asks for a new link when the terminal does not know it, and comes in with one', async () => {
    const host = await startHost();
    const browser = browserAt(host.port);
    const { kept, client } = connect(webSocketLines(browser.parts));
    await vi.waitFor(() => expect(kept.state()).toEqual({ state: 'lost', because: 'needs_new_link' }));
    await expect(client.greet({ name: 'Ada' })).rejects.toMatchObject({ name: 'RegisterUnreachable', reached: 'no' });
    browser.follow(host.newLink());
    kept.tryNow();
    await vi.waitFor(() => expect(kept.state().state).toBe('connected'));
  });

  it('stays in with an old link that is opened again', async () => {
    const host = await startHost();
    const browser = browserAt(host.port);
    browser.follow(host.url);
    const first = connect(webSocketLines(browser.parts));
    await first.client.greet({ name: 'Ada' });
    browser.follow(host.url);
    const second = connect(webSocketLines(browser.parts));
    expect((await second.client.greet({ name: 'Ben' })).words).toBe('hello Ben');
  });

  it('says the terminal is gone, refuses calls at once, and finds it again', async () => {
    const host = await startHost();
    const browser = browserAt(host.port);
    browser.follow(host.url);
    const { kept, client, states } = connect(webSocketLines(browser.parts));
    await client.greet({ name: 'Ada' });
    const stream = await client.watch();
    await stream.next();
    const unanswered = client.never().catch((error: unknown) => error);
    const ended = stream.next().then(
      () => 'went on',
      () => 'ended',
    );
    await host.close();
    expect(await unanswered).toMatchObject({ name: 'RegisterUnreachable', reached: 'perhaps' });
    expect(await ended).toBe('ended');
    await expect(client.greet({ name: 'Ben' })).rejects.toMatchObject({ reached: 'no' });

    // The terminal starts again on the same port. It does not know the browser's cookie any more.
    const again = await startHost(host.port);
    await vi.waitFor(() => expect(states).toContain('needs_new_link'), { timeout: 10_000 });
    browser.follow(again.url);
    kept.tryNow();
    expect(await vi.waitFor(() => client.greet({ name: 'Ben' }))).toEqual({ words: 'hello Ben', surface: 'screen' });
    expect(states.slice(0, 3)).toEqual(['connecting', 'connected', 'unreachable']);
  });

  it('tells no more after it was closed', async () => {
    const host = await startHost();
    const browser = browserAt(host.port);
    browser.follow(host.url);
    const { kept, client } = connect(webSocketLines(browser.parts));
    await client.greet({ name: 'Ada' });
    kept.close();
    await vi.waitFor(() => expect(client.greet({ name: 'Ada' })).rejects.toMatchObject({ reached: 'no' }));
  });
});

describe('a line that cannot be had', () => {
  it('is asked for again and again, ever more slowly, but never more than five seconds apart', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const askedAt: number[] = [];
      let now = 0;
      connect(async () => {
        askedAt.push(now);
        return 'unreachable';
      });
      for (; now < 60_000; now += 50) await vi.advanceTimersByTimeAsync(50);
      const pauses = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
      expect(pauses[0]).toBeLessThanOrEqual(400);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(6300);
      expect(pauses.at(-1)).toBeGreaterThanOrEqual(3700);
      expect(askedAt.length).toBeGreaterThan(12);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets a call wait thirty seconds for its answer and not longer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { client } = connect(async () => ({
        link: { call: () => new Promise(() => {}) },
        gone: new Promise(() => {}),
        close: () => {},
      }));
      const answer = client.never().catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(30_100);
      expect(await answer).toMatchObject({ name: 'RegisterUnreachable', reached: 'perhaps' });
    } finally {
      vi.useRealTimers();
    }
  });
});
