/** The printer simulator as a network printer: raw TCP on the loopback address. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../../main/ports/clock.ts';
import { linkOverSocket } from '../../link/tcp-link.ts';
import { type MachineModel, PrinterMachine } from './machine.ts';

export type PrinterServer = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly machine: PrinterMachine;
  /** Connections are accepted and closed at once, as by a printer another register holds. */
  setTaken(taken: boolean): void;
  /** Another printer at the same address. */
  swap(model: Partial<MachineModel>): void;
  stop(): Promise<void>;
};

/** Listens on 127.0.0.1; port 0 or none takes a free one. Stopped, it refuses connections. */
export async function startPrinterSimulator(options: {
  readonly clock: Clock;
  readonly port?: number;
  readonly model?: Partial<MachineModel>;
}): Promise<PrinterServer> {
  const machine = new PrinterMachine(options.clock, options.model);
  const sockets = new Set<Socket>();
  let taken = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // a client that breaks off is its own affair
    if (taken) {
      socket.end();
      return;
    }
    machine.accept(linkOverSocket(socket, 'register'));
  });
  const port = await listen(server, options.port ?? 0);
  return {
    host: '127.0.0.1',
    port,
    machine,
    setTaken(to) {
      taken = to;
    },
    swap(model) {
      machine.setModel(model);
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
