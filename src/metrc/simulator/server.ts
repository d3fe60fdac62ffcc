import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Clock } from '../../main/ports/clock.ts';
import { createControl, type SimulatorControl } from './control.ts';
import { answerControl } from './control-api.ts';
import { type Dialect, DialectChanges, USUAL_DIALECT } from './dialect.ts';
import { createFaultSchedule, type FaultInput } from './faults.ts';
import { forgetKept, keep, readKept } from './keep-file.ts';
import { type ApplyEntry, createLedger, type Ledger } from './ledger.ts';
import type { MetrcState } from './metrc-state.ts';
import { realClock } from './real-clock.ts';
import { MetrcSeed, type MetrcSeedInput } from './seed.ts';
import { createService } from './service.ts';
import { type Door, tcpDoor, trackSockets } from './sockets.ts';
import { createTimers } from './timers.ts';
import { createWorld } from './world.ts';

export type SimulatorOptions = {
  readonly seed: MetrcSeedInput;
  /** Default: a free one. */
  readonly port?: number;
  /**
   * Default: the machine's. Another one is the only clock there is: the server then closes no idle connection by itself
   * and has no timer of its own.
   */
  readonly clock?: Clock;
  readonly faults?: readonly FaultInput[];
  /** What is otherwise than usual. */
  readonly dialect?: DialectChanges;
  /** Put before Metrc's own receipt numbers: "T" makes "T000000001". Default "". */
  readonly receiptPrefix?: string;
  /** Key and certificate as PEM: serves https in place of http. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A file in which receipts and stock are kept over restarts. */
  readonly keepIn?: string;
  /** Where connections come in. Default: a port of this machine's loopback. */
  readonly door?: Door;
  /** Told of everything that takes effect, at the moment it does. */
  readonly onApply?: (entry: ApplyEntry) => void;
};

export type MetrcSimulator = {
  /** "http://127.0.0.1:PORT", or https with `tls`. */
  readonly url: string;
  readonly port: number;
  readonly control: SimulatorControl;
  readonly ledger: Ledger;
  close(): Promise<void>;
};

/** Node's server measures idle and slow connections with timers of its own unless all of them are off. */
const NO_TIMERS = {
  keepAliveTimeout: 0,
  requestTimeout: 0,
  headersTimeout: 0,
  connectionsCheckingInterval: 2_147_483_647,
} as const;

/**
 * A Metrc for training and tests: a real HTTP server on loopback that keeps stock and receipts as the state's system
 * does, and that fails on request in every way a network can.
 * @throws where the seed is not valid or the port is taken
 */
export async function startMetrcSimulator(options: SimulatorOptions): Promise<MetrcSimulator> {
  const clock = options.clock ?? realClock;
  const { keepIn } = options;
  const world = createWorld(MetrcSeed.parse(options.seed), clock, {
    replay: keepIn === undefined ? [] : readKept(keepIn),
    onCommit: (change) => (keepIn === undefined ? undefined : keep(keepIn, change)),
    onReset: () => (keepIn === undefined ? undefined : forgetKept(keepIn)),
  });
  const ledger = createLedger(options.onApply);
  const faults = createFaultSchedule();
  for (const fault of options.faults ?? []) faults.add(fault);
  let dialect: Dialect = { ...USUAL_DIALECT, ...DialectChanges.parse(options.dialect ?? {}) };
  const state: MetrcState = {
    world,
    ledger,
    clock,
    receiptPrefix: options.receiptPrefix ?? '',
    dialect: () => dialect,
  };
  const timers = createTimers(clock);

  const limits = options.clock === undefined ? {} : NO_TIMERS;
  const server = options.tls ? https.createServer({ ...limits, ...options.tls }) : http.createServer(limits);
  const sockets = trackSockets(server);
  const door = options.door ?? tcpDoor;
  const port = await door.open(server, options.port ?? 0);
  const control = createControl({
    world,
    faults,
    setDialect: (changes) => {
      dialect = { ...dialect, ...DialectChanges.parse(changes) };
      return dialect;
    },
    down: () => door.shut(server, sockets),
    up: async () => {
      await door.open(server, port);
    },
    isUp: () => door.isOpen(server),
    later: timers.later,
    clock,
  });

  const serve = createService({ state, faults, sockets, later: timers.later });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Date', new Date(clock.now()).toUTCString());
    const perform = request.url?.startsWith('/control/')
      ? answerControl({ control, ledger, clock }, request, response)
      : serve(request, response);
    // A bug of the simulator must not end the program that trains with it, nor pass for an answer of Metrc.
    perform.catch((bug: unknown) => {
      console.error('metrc simulator:', bug);
      sockets.reset(request);
    });
  });

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    control,
    ledger,
    close: async () => {
      timers.cancelAll();
      if (door.isOpen(server)) await door.shut(server, sockets);
    },
  };
}
