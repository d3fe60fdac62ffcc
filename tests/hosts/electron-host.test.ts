import type { MessagePort as NodeMessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { registerAppScheme } from '../../src/main/hosts/electron/app-scheme.ts';
import { runElectronHost } from '../../src/main/hosts/electron/host.ts';
import { portChannel } from '../../src/main/hosts/electron/port-names.ts';
import { createFakeElectron, type FakeElectron, FakeFrame, type FakeWebContents } from './support/fake-electron.ts';
import { createSmallRegister, type smallContract } from './support/small-register.ts';
import { createSmallScreen } from './support/small-screen.ts';

let electron: FakeElectron;
let screen: ReturnType<typeof createSmallScreen>;
let said: string[];
let bugs: string[];
let closed: number;
let close: () => Promise<void>;
const ports: NodeMessagePort[] = [];

beforeEach(async () => {
  electron = createFakeElectron();
  screen = createSmallScreen();
  said = [];
  bugs = [];
  closed = 0;
  close = async () => {
    closed += 1;
  };
  await start();
});

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  screen.remove();
});

async function start() {
  registerAppScheme(electron.parts);
  await runElectronHost({
    electron: electron.parts,
    compose: async () => ({
      router: createSmallRegister().router,
      info: { mode: 'training' },
      close: () => close(),
    }),
    options: { config: undefined, data: undefined, port: 0, open: true },
    files: { ...findAppFiles(), renderer: screen.renderer, preload: '/app/dist/main/preload.cjs' },
    reportBug: (what) => bugs.push(what),
    say: (line) => said.push(line),
  });
}

const window = () => electron.windows[0]!;
const session = () => [...electron.sessions.values()][0]!;
const ourPage = () => new FakeFrame('app://countersign/index.html');

/** Asks for a port as a frame would, and answers with the port it was given, if it was. */
function askForPort(senderFrame: FakeFrame | null, sender: Pick<FakeWebContents, 'id'> = window().webContents) {
  electron.ipcMain.emit(portChannel, { sender, senderFrame });
  const port = senderFrame?.received[0]?.ports[0];
  if (port !== undefined) ports.push(port);
  return port;
}

function clientOver(port: NodeMessagePort): ContractRouterClient<typeof smallContract> {
  // A port of worker_threads has the members of a browser's that the link uses.
  return createORPCClient(new RPCLink({ port: port as unknown as MessagePort }));
}

describe('the window', () => {
  it('has every protection Electron offers', () => {
    expect(electron.windows).toHaveLength(1);
    expect(window().options.webPreferences).toEqual({
      preload: '/app/dist/main/preload.cjs',
      session: session(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: false,
    });
  });

  it('loads our own page, from a scheme that has an origin of its own, and keeps nothing on the disk', () => {
    expect(electron.privileged).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(window().loaded).toEqual(['app://countersign/index.html']);
    expect(session().partition).not.toMatch(/^persist:/);
    expect(window().shown).toBe(true);
    expect(electron.calls).toEqual([
      'scheme registered',
      'app is ready',
      'no menu',
      'window made',
      'loaded app://countersign/index.html',
    ]);
  });

  it('says that it is ready, once', () => {
    expect(said).toEqual(['Countersign ready: training app://countersign/']);
  });

  it('goes nowhere else', () => {
    const { webContents } = window();
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'app://other/index.html',
        'app://countersign.evil.example/',
        'app://countersign@evil.example/',
        'javascript:alert(1)',
        'data:text/html,hello',
        'not an address',
      ]) {
        expect(webContents.isPrevented(event, { url })).toBe(true);
      }
      expect(webContents.isPrevented(event, { url: 'app://countersign/index.html' })).toBe(false);
    }
    expect(webContents.isPrevented('will-redirect', { url: 'app://countersign/index.html' })).toBe(true);
  });

  it('opens no other window, no web view and no download', () => {
    expect(window().webContents.windowOpen({ url: 'app://countersign/index.html' })).toEqual({ action: 'deny' });
    expect(window().webContents.isPrevented('will-attach-webview')).toBe(true);
    let prevented = false;
    session().emit('will-download', {
      preventDefault: () => {
        prevented = true;
      },
    });
    expect(prevented).toBe(true);
  });

  it('gets no permission and no device', () => {
    const answers: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'hid', 'serial', 'usb', 'clipboard-read']) {
      session().permissionRequest(window().webContents, permission, (granted) => answers.push(granted));
    }
    expect(answers).toEqual(Array.from({ length: 7 }, () => false));
    expect(session().permissionCheck()).toBe(false);
    expect(session().devicePermission()).toBe(false);
  });

  it('can ask no address but its own', () => {
    const cancelled = (url: string) => {
      let cancel: boolean | undefined;
      session().beforeRequest({ url }, (response) => {
        cancel = response.cancel;
      });
      return cancel;
    };
    expect(cancelled('app://countersign/assets/screen.js')).toBe(false);
    expect(cancelled('blob:app://countersign/6f1c')).toBe(false);
    for (const url of [
      'https://api-ok.metrc.com/',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      'app://other/',
      'ws://x/',
    ]) {
      expect(cancelled(url)).toBe(true);
    }
  });
});

describe('app://countersign', () => {
  const get = (address: string, init?: RequestInit) => session().schemes.get('app')!(new Request(address, init));

  it('serves the screen with a policy that lets in nothing else', async () => {
    const answer = await get('app://countersign/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(await answer.text()).toContain('<title>Countersign</title>');
  });

  it('has nothing but the screen', async () => {
    for (const address of [
      'app://countersign/../secret.html',
      'app://countersign/%2e%2e/secret.html',
      'app://countersign/..%2fsecret.html',
      'app://countersign/assets/link.html',
      'app://countersign/package.json',
    ]) {
      expect((await get(address)).status).toBe(404);
    }
    expect((await get('app://other/index.html')).status).toBe(403);
    expect((await get('app://countersign/', { method: 'POST' })).status).toBe(405);
  });
});

describe('the port to the register', () => {
  it('is given to our page and carries calls', async () => {
    const port = askForPort(ourPage());
    expect(port).toBeDefined();
    expect(await clientOver(port!).greet({ name: 'Ada' })).toEqual({ words: 'hello Ada', surface: 'screen' });
  });

  it('is given to nobody else', () => {
    expect(askForPort(new FakeFrame('https://evil.example/'))).toBeUndefined();
    expect(askForPort(new FakeFrame('app://other/index.html'))).toBeUndefined();
    expect(askForPort(new FakeFrame('file:///index.html'))).toBeUndefined();
    expect(askForPort(new FakeFrame('app://countersign/index.html', ourPage()))).toBeUndefined();
    expect(askForPort(ourPage(), { id: 99 })).toBeUndefined();
    expect(askForPort(null)).toBeUndefined();
    window().destroyed = true;
    expect(askForPort(ourPage())).toBeUndefined();
  });

  it('is replaced when the page asks again, so that only one page speaks', async () => {
    const first = askForPort(ourPage())!;
    const ended = new Promise<string>((resolve) => first.once('close', () => resolve('ended')));
    const second = askForPort(ourPage())!;
    expect(await ended).toBe('ended');
    expect((await clientOver(second).greet({ name: 'Ben' })).words).toBe('hello Ben');
  });

  it.each([
    ['text that is no call', 'hello'],
    ['an object', { i: '1', p: { u: '/greet' } }],
    ['bytes', new Uint8Array([1, 2, 3])],
    ['nothing', undefined],
  ])('ends when it is sent %s', async (_what, message) => {
    const port = askForPort(ourPage())!;
    const ended = new Promise<string>((resolve) => port.once('close', () => resolve('ended')));
    port.postMessage(message);
    expect(await ended).toBe('ended');
  });

  it('tells the page that there was a bug, and nothing about it', async () => {
    const error: unknown = await clientOver(askForPort(ourPage())!)
      .bug()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(error)).not.toContain('4711');
    expect(bugs).toEqual(['call /bug']);
  });
});

describe('one program, one window', () => {
  it('comes to the front when it is started again', () => {
    window().minimized = true;
    electron.app.emit('second-instance');
    expect(window()).toMatchObject({ minimized: false, focused: 1 });
  });

  it('shows the screen again when its process crashed', () => {
    electron.app.emit('render-process-gone', {}, window().webContents, { reason: 'crashed' });
    expect(window().reloads).toBe(1);
    expect(bugs).toEqual(['screen']);
    electron.app.emit('render-process-gone', {}, window().webContents, { reason: 'clean-exit' });
    expect(window().reloads).toBe(1);
  });

  it('closes the terminal in order before it ends, once', async () => {
    electron.app.emit('window-all-closed');
    electron.app.quit();
    await vi.waitFor(() => expect(electron.app.exited).toEqual([0]));
    expect(closed).toBe(1);
  });

  it('ends with a failure when the terminal could not close', async () => {
    close = () => Promise.reject(new Error('the disk is full'));
    electron.app.quit();
    await vi.waitFor(() => expect(electron.app.exited).toEqual([1]));
    expect(bugs).toEqual(['closing']);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    try {
      close = () => new Promise(() => {});
      electron.app.quit();
      await vi.advanceTimersByTimeAsync(14_000);
      expect(electron.app.exited).toEqual([]);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(electron.app.exited).toEqual([1]);
    } finally {
      vi.useRealTimers();
    }
  });
});
