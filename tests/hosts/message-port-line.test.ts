import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createScreenDoor } from '../../src/main/hosts/screen-door.ts';
import { type KeptConnection, keepConnected } from '../../src/renderer/register-client/keep-connected.ts';
import { messagePortLines, type PortWindow } from '../../src/renderer/register-client/message-port-line.ts';
import { askForPort, hereIsThePort } from '../../src/renderer/register-client/port-words.ts';
import { createSmallRegister, type smallContract } from './support/small-register.ts';

/** A window whose preload answers each request for a port with a new one, whose other end is the register's. */
class WindowWithPreload extends EventTarget {
  readonly location = { origin: 'app://countersign' };
  readonly mainEnds: MessagePort[] = [];
  readonly asked: unknown[] = [];
  readonly #door = createScreenDoor(createSmallRegister().router, () => {});
  silent = false;

  postMessage(message: unknown) {
    this.asked.push(message);
    if (message !== askForPort || this.silent) return;
    const { port1, port2 } = new MessageChannel();
    this.mainEnds.push(port1);
    this.#door.serve({
      onMessage: (listener) => port1.addEventListener('message', (event) => listener(event.data)),
      onClose: (listener) => port1.addEventListener('close', listener, { once: true }),
      send: (text) => port1.postMessage(text),
      cut: () => port1.close(),
    });
    port1.start();
    this.say({ data: hereIsThePort, ports: [port2], source: this });
  }

  say(event: { data: unknown; ports: readonly MessagePort[]; source: unknown }) {
    this.dispatchEvent(Object.assign(new Event('message'), event));
  }
}

let kept: KeptConnection | undefined;
afterEach(() => kept?.close());

function connect(page: WindowWithPreload) {
  // The line uses only what PortWindow names, and this window has it.
  kept = keepConnected(messagePortLines(page as unknown as PortWindow));
  return { kept, client: createORPCClient<ContractRouterClient<typeof smallContract>>(kept.link) };
}

describe('the screen in its own window', () => {
  it('asks its preload for a port and speaks over it', async () => {
    const page = new WindowWithPreload();
    const { client, kept } = connect(page);
    expect(await client.greet({ name: 'Ada' })).toEqual({ words: 'hello Ada', surface: 'screen' });
    expect(kept.state()).toEqual({ state: 'connected' });
    expect(page.asked).toEqual([askForPort]);
  });

  it('asks again when the main process let go of the port', async () => {
    const page = new WindowWithPreload();
    const { client, kept } = connect(page);
    await client.greet({ name: 'Ada' });
    page.mainEnds[0]?.close();
    await vi.waitFor(() => expect(kept.state()).toEqual({ state: 'lost', because: 'unreachable' }));
    await expect(client.greet({ name: 'Ada' })).rejects.toMatchObject({ reached: 'no' });
    await vi.waitFor(() => expect(kept.state()).toEqual({ state: 'connected' }));
    expect((await client.greet({ name: 'Ben' })).words).toBe('hello Ben');
  });

  it('takes no port from anybody else', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const page = new WindowWithPreload();
      page.silent = true;
      const { kept } = connect(page);
      const { port1 } = new MessageChannel();
      page.say({ data: hereIsThePort, ports: [port1], source: {} });
      page.say({ data: 'something else', ports: [port1], source: page });
      page.say({ data: hereIsThePort, ports: [], source: page });
      await vi.advanceTimersByTimeAsync(4_900);
      expect(kept.state()).toEqual({ state: 'connecting' });
      await vi.advanceTimersByTimeAsync(200);
      expect(kept.state()).toEqual({ state: 'lost', because: 'unreachable' });
      port1.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
