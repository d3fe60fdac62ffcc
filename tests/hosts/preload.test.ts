import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { portChannel } from '../../src/main/hosts/electron/port-names.ts';
import { askForPort, hereIsThePort } from '../../src/renderer/register-client/port-words.ts';

const { ipcRenderer } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  const send = vi.fn<(channel: string, ...rest: unknown[]) => void>();
  return { ipcRenderer: Object.assign(new EventEmitter(), { send }) };
});
vi.mock('electron', () => ({ ipcRenderer }));

const listeners: ((event: { source: unknown; data: unknown }) => void)[] = [];
const page = {
  location: { origin: 'app://countersign' },
  addEventListener: (_name: string, listener: (event: { source: unknown; data: unknown }) => void) =>
    listeners.push(listener),
  postMessage: vi.fn<(message: unknown, origin: string, ports: readonly unknown[]) => void>(),
};

beforeEach(async () => {
  vi.resetModules();
  ipcRenderer.removeAllListeners();
  ipcRenderer.send.mockReset();
  page.postMessage.mockReset();
  listeners.length = 0;
  vi.stubGlobal('window', page);
  await import('../../src/main/hosts/electron/preload.ts');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the preload', () => {
  it('asks the main process for a port when the page asks, and passes on nothing the page said', () => {
    for (const listener of listeners) listener({ source: page, data: askForPort });
    expect(ipcRenderer.send.mock.calls).toEqual([[portChannel]]);
  });

  it('hears nobody but its own page', () => {
    for (const listener of listeners) {
      listener({ source: {}, data: askForPort });
      listener({ source: page, data: 'anything else' });
      listener({ source: page, data: { [portChannel]: true } });
    }
    expect(ipcRenderer.send).not.toHaveBeenCalled();
  });

  it('hands the port to its own page only', () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.emit(portChannel, { ports: [port1] });
    expect(page.postMessage.mock.calls).toEqual([[hereIsThePort, 'app://countersign', [port1]]]);
    port1.close();
    port2.close();
  });

  it('gives the page no function and no object', () => {
    expect(Object.keys(page)).toEqual(['location', 'addEventListener', 'postMessage']);
    expect([...ipcRenderer.eventNames()]).toEqual([portChannel]);
  });
});
