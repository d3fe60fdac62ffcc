import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The raw connections of a server: a TLS connection cannot be reset, the raw one below it can. */
export type Sockets = {
  /** Which connection a request came on, counted from 1. */
  numberOf(request: IncomingMessage): number;
  reset(request: IncomingMessage): void;
  closeInOrder(request: IncomingMessage): void;
  resetAll(): void;
};

export function trackSockets(server: HttpServer): Sockets {
  const byPort = new Map<number, Socket>();
  const numbers = new Map<number, number>();
  let lastNumber = 0;
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort;
    if (port === undefined) return;
    byPort.set(port, socket);
    lastNumber += 1;
    numbers.set(port, lastNumber);
    socket.on('close', () => {
      byPort.delete(port);
      numbers.delete(port);
    });
  });
  const rawOf = (request: IncomingMessage): Socket | undefined => byPort.get(request.socket.remotePort ?? -1);
  const reset = (socket: Socket | undefined): void => {
    if (socket && !socket.destroyed) socket.resetAndDestroy();
  };
  return {
    numberOf: (request) => numbers.get(request.socket.remotePort ?? -1) ?? 0,
    reset: (request) => reset(rawOf(request)),
    closeInOrder: (request) => request.socket.end(),
    resetAll: () => {
      for (const socket of [...byPort.values()]) reset(socket);
    },
  };
}

/** Where a server's connections come in. */
export type Door = {
  /** Opens it; answers the port, a free one where 0 is asked. */
  open(server: HttpServer, port: number): Promise<number>;
  isOpen(server: HttpServer): boolean;
  /** Nobody comes in any more, and whoever is inside is reset. */
  shut(server: HttpServer, sockets: Sockets): Promise<void>;
};

/** A port on loopback. */
export const tcpDoor: Door = { open: listen, isOpen: (server) => server.listening, shut: stopListening };

function listen(server: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A server that listens on TCP has an address of this form.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stopListening(server: HttpServer, sockets: Sockets): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    sockets.resetAll();
  });
}
