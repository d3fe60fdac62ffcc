/**
 * A network in memory between the register and the simulated Metrc: real byte streams, with a way that takes its time, that
 * can be broken in either direction, and a kernel at each end that holds what it could not send yet.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Connect } from '../../../src/metrc/line.ts';
import type { Door } from '../../../src/metrc/simulator/sockets.ts';
import type { VirtualTime } from './virtual-time.ts';

type Piece = Uint8Array | 'fin' | 'rst';

type End = {
  readonly leave: (from: MemorySocket, piece: Piece) => void;
  /** Its machine is switched off. */
  readonly isDeaf: () => boolean;
  /** A server may still answer whoever has said that nothing more comes. */
  readonly halfOpen: boolean;
};

/** One end of a connection, in the dress of a TCP socket. */
export class MemorySocket extends Duplex {
  readonly remotePort: number;
  connecting = false;
  timeout = 0;
  /** Bytes that the kernel holds because the way is broken; null while the machine it stands on is switched off. */
  held: Piece[] = [];
  peer: MemorySocket | null = null;
  readonly #leave: (from: MemorySocket, piece: Piece) => void;

  readonly #isDeaf: () => boolean;
  #isReset = false;

  constructor(port: number, end: End) {
    super({ allowHalfOpen: end.halfOpen });
    this.remotePort = port;
    this.#leave = end.leave;
    this.#isDeaf = end.isDeaf;
  }

  override _read(): void {}
  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    const send = (): void => {
      this.#leave(this, Uint8Array.from(bytes));
      done();
    };
    if (this.connecting) this.once('connect', send);
    else send();
  }
  override _final(done: () => void): void {
    this.#leave(this, 'fin');
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.writableFinished && error === null && !this.#isReset) this.#leave(this, 'fin');
    done(error);
  }
  resetAndDestroy(): this {
    this.held = [];
    this.#isReset = true;
    this.#leave(this, 'rst');
    return this.destroy();
  }
  /** What comes in over the way. */
  arrive(piece: Piece): void {
    if (this.destroyed || this.#isReset || this.#isDeaf()) return;
    if (piece === 'fin') this.push(null);
    else if (piece === 'rst') this.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    else this.push(piece);
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
}

export type Way = 'out' | 'in';

export type Network = {
  readonly door: Door;
  /** The register's way out. `isDead`: its machine is switched off; `onBytes` hears what it gives to the kernel. */
  readonly connectFor: (machine: {
    readonly isDead: () => boolean;
    readonly onBytes: (bytes: Uint8Array, socket: MemorySocket) => void;
  }) => Connect;
  /** Breaks the ways named, or mends them all (none named). */
  readonly cut: (...ways: readonly Way[]) => void;
  /** New connections fail with this code of the system; null: they do not. */
  readonly failWith: (code: string | null) => void;
  readonly setDelay: (ms: number) => void;
  /** The register's machine is gone. Killed: its kernel goes on sending what it holds for that long. */
  readonly orphan: (kernelHoldsMs: number) => void;
};

export function createNetwork(time: VirtualTime): Network {
  let server: Server | null = null;
  let delay = 5;
  let cutWays: readonly Way[] = [];
  let failure: string | null = null;
  let lastPort = 20_000;
  const clients = new Set<MemorySocket>();
  const waitingToConnect: (() => void)[] = [];

  const wayOf = (from: MemorySocket): Way => (clients.has(from) ? 'out' : 'in');
  const travel = (from: MemorySocket, piece: Piece): void => {
    const { peer } = from;
    if (peer) time.after(delay, () => peer.arrive(piece));
  };
  const leave = (from: MemorySocket, piece: Piece): void => {
    if (from.peer === null) return;
    // A reset that is lost is not sent again; everything else is.
    if (!cutWays.includes(wayOf(from))) travel(from, piece);
    else if (piece !== 'rst') from.held.push(piece);
  };
  const flush = (socket: MemorySocket): void => {
    if (cutWays.includes(wayOf(socket))) return;
    for (const piece of socket.held.splice(0)) travel(socket, piece);
  };
  const forget = (socket: MemorySocket): void => {
    clients.delete(socket);
  };

  const establish = (client: MemorySocket): void => {
    if (client.destroyed) return;
    if (failure !== null || server === null) {
      client.connecting = false;
      client.destroy(Object.assign(new Error('refused'), { code: failure ?? 'ECONNREFUSED' }));
      return;
    }
    const far = new MemorySocket(client.remotePort, { leave, isDeaf: () => false, halfOpen: true });
    far.peer = client;
    client.peer = far;
    client.connecting = false;
    server.emit('connection', far);
    client.emit('connect');
  };
  const dial = (client: MemorySocket): void => {
    if (cutWays.length > 0 && failure === null) waitingToConnect.push(() => dial(client));
    else time.after(delay, () => establish(client));
  };

  return {
    door: {
      open: async (opened, port) => {
        server = opened;
        return port === 0 ? 8443 : port;
      },
      isOpen: () => server !== null,
      shut: async (_server, sockets) => {
        server = null;
        sockets.resetAll();
      },
    },
    connectFor:
      ({ isDead, onBytes }) =>
      () => {
        lastPort += 1;
        const hand = (from: MemorySocket, piece: Piece): void => {
          if (isDead()) return;
          if (piece instanceof Uint8Array) onBytes(piece, from);
          if (!isDead()) leave(from, piece);
        };
        const client = new MemorySocket(lastPort, { leave: hand, isDeaf: isDead, halfOpen: false });
        client.connecting = true;
        clients.add(client);
        client.once('close', () => time.after(120_000, () => forget(client)));
        if (!isDead()) dial(client);
        // What the client of Metrc uses of a socket is all there.
        return client as unknown as Socket;
      },
    cut: (...ways) => {
      cutWays = ways;
      for (const client of [...clients]) {
        flush(client);
        if (client.peer) flush(client.peer);
      }
      if (ways.length === 0) for (const again of waitingToConnect.splice(0)) again();
    },
    failWith: (code) => {
      failure = code;
    },
    setDelay: (ms) => {
      delay = ms;
    },
    orphan: (kernelHoldsMs) => {
      for (const client of [...clients]) {
        const drop = (): void => {
          client.held = [];
        };
        if (kernelHoldsMs === 0) drop();
        else time.after(kernelHoldsMs, drop);
        time.after(kernelHoldsMs + 30_000, () => {
          client.peer?.arrive('rst');
          forget(client);
        });
      }
      waitingToConnect.length = 0;
    },
  };
}
