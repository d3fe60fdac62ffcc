import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { ElectronParts } from '../../../src/main/hosts/electron/electron-parts.ts';

/** A port as Electron's main process has it: an emitter whose messages wait for start(). */
export class FakePortMain extends EventEmitter {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    // worker_threads starts a port with its first listener; Electron waits for start().
    port.on('close', () => this.emit('close'));
  }

  start() {
    this.#port.on('message', (data) => this.emit('message', { data, ports: [] }));
  }

  postMessage(data: unknown) {
    this.#port.postMessage(data);
  }

  close() {
    this.#port.close();
  }
}

export class FakeFrame {
  readonly url: string;
  readonly parent: FakeFrame | null;
  readonly received: { channel: string; ports: readonly MessagePort[] }[] = [];
  onMessage: (channel: string, ports: readonly MessagePort[]) => void = () => {};

  constructor(url: string, parent: FakeFrame | null = null) {
    this.url = url;
    this.parent = parent;
  }

  postMessage(channel: string, _message: unknown, ports: readonly MessagePort[]) {
    this.received.push({ channel, ports });
    this.onMessage(channel, ports);
  }
}

export class FakeWebContents extends EventEmitter {
  readonly id: number;
  windowOpen: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  constructor(id: number) {
    super();
    this.id = id;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.windowOpen = handler;
  }

  /** Raises an event that can be prevented, and answers whether it was. */
  isPrevented(name: string, details: Record<string, unknown> = {}): boolean {
    let prevented = false;
    const event = {
      ...details,
      preventDefault: () => {
        prevented = true;
      },
    };
    this.emit(name, event, details['url'] ?? details);
    return prevented;
  }
}

export class FakeSession extends EventEmitter {
  readonly partition: string;
  permissionRequest: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void = (
    _c,
    _p,
    answer,
  ) => answer(true);
  permissionCheck: () => boolean = () => true;
  devicePermission: () => boolean = () => true;
  beforeRequest: (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void = (_d, answer) =>
    answer({});
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
      this.schemes.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (handler: typeof this.beforeRequest) => {
      this.beforeRequest = handler;
    },
  };

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: typeof this.permissionRequest) {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: typeof this.permissionCheck) {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: typeof this.devicePermission) {
    this.devicePermission = handler;
  }
}

/**
 * An Electron that opens no window: it keeps what it was asked for, and lets a test raise what Electron would raise. Made
 * new for every test.
 */
export function createFakeElectron() {
  const calls: string[] = [];
  const windows: FakeWindow[] = [];
  const sessions = new Map<string, FakeSession>();
  const privileged: { scheme: string; privileges: Record<string, boolean> }[] = [];
  const app = new (class extends EventEmitter {
    readonly exited: number[] = [];
    isPackaged = true;
    hasLock = true;
    whenReady = async () => {
      calls.push('app is ready');
    };
    enableSandbox = () => calls.push('sandbox for all');
    requestSingleInstanceLock = () => this.hasLock;
    setPath = (name: string, path: string) => calls.push(`path ${name} ${path}`);
    exit = (code: number) => {
      this.exited.push(code);
    };
    /** As in Electron: quitting asks everybody first, and goes on only if nobody prevents it. */
    quit = () => {
      let prevented = false;
      this.emit('before-quit', {
        preventDefault: () => {
          prevented = true;
        },
      });
      if (!prevented) this.exit(0);
    };
  })();

  class FakeWindow extends EventEmitter {
    readonly options: BrowserWindowConstructorOptions;
    readonly webContents: FakeWebContents;
    readonly loaded: string[] = [];
    shown = false;
    focused = 0;
    minimized = false;
    destroyed = false;
    reloads = 0;

    constructor(options: BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      this.webContents = new FakeWebContents(windows.length + 1);
      windows.push(this);
      calls.push('window made');
      app.emit('web-contents-created', {}, this.webContents);
    }

    loadURL = async (address: string) => {
      this.loaded.push(address);
      calls.push(`loaded ${address}`);
      this.emit('ready-to-show');
    };
    show = () => {
      this.shown = true;
    };
    focus = () => {
      this.focused += 1;
    };
    isMinimized = () => this.minimized;
    restore = () => {
      this.minimized = false;
    };
    isDestroyed = () => this.destroyed;
    reload = () => {
      this.reloads += 1;
    };
  }

  const ipcMain = new EventEmitter();
  class FakeMessageChannelMain {
    readonly port1: FakePortMain;
    readonly port2: MessagePort;

    constructor() {
      const channel = new MessageChannel();
      this.port1 = new FakePortMain(channel.port1);
      this.port2 = channel.port2;
    }
  }

  const parts = {
    app,
    BrowserWindow: FakeWindow,
    ipcMain,
    Menu: { setApplicationMenu: (menu: unknown) => calls.push(menu === null ? 'no menu' : 'menu') },
    MessageChannelMain: FakeMessageChannelMain,
    protocol: {
      registerSchemesAsPrivileged: (schemes: typeof privileged) => {
        calls.push('scheme registered');
        privileged.push(...schemes);
      },
    },
    session: {
      fromPartition: (name: string) => {
        const known = sessions.get(name) ?? new FakeSession(name);
        sessions.set(name, known);
        return known;
      },
    },
  };
  return {
    // The host uses only the members above; each has the shape Electron's own typings give it.
    parts: parts as unknown as ElectronParts,
    app,
    ipcMain,
    calls,
    windows,
    sessions,
    privileged,
  };
}

export type FakeElectron = ReturnType<typeof createFakeElectron>;
