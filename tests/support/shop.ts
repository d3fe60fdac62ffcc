/**
 * The world around a terminal: a Metrc on real HTTP, a network printer with its drawer, a scanner on a real serial port, a
 * data folder and a terminal.json. Whoever opens it closes it.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { MachineModel } from '../../src/hardware/escpos-printer/simulator/machine.ts';
import { paperLines } from '../../src/hardware/escpos-printer/simulator/paper.ts';
import {
  type PrinterServer,
  startPrinterSimulator,
} from '../../src/hardware/escpos-printer/simulator/printer-server.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Clock } from '../../src/main/ports/clock.ts';
import type { SimulatorControl } from '../../src/metrc/simulator/control.ts';
import type { FaultEffect } from '../../src/metrc/simulator/faults.ts';
import { type MetrcSimulator, startMetrcSimulator } from '../../src/metrc/simulator/server.ts';
import type { StoredReceipt } from '../../src/metrc/simulator/world.ts';
import { seedOf } from './goods.ts';
import { type Json, terminalJson } from './terminal-json.ts';

export type Shop = {
  readonly folder: string;
  readonly data: string;
  readonly config: string;
  readonly metrc: SimulatorControl;
  readonly simulator: MetrcSimulator;
  readonly printer: PrinterServer;
  /** Receipts that stand at Metrc and are not voided. */
  readonly live: () => StoredReceipt[];
  /** How often a receipt was posted and reached Metrc whole. */
  readonly posts: () => number;
  readonly pulses: () => number;
  readonly paper: () => string[];
  /** Sets a fault on the next posts of a receipt. */
  readonly nextPost: (effect: z.input<typeof FaultEffect>, times?: number) => void;
  /** Writes terminal.json anew with some fields changed. */
  readonly rewrite: (change: (json: Json) => void) => void;
  readonly close: () => Promise<void>;
};

export type ShopOptions = {
  readonly practice?: Readonly<Record<string, number>>;
  readonly model?: Partial<MachineModel>;
  /** Metrc's own clock, where it is not to be this machine's. */
  readonly metrcClock?: Clock;
  /** The register's end of a serial cable; without one the scanner is missing, which stops nothing. */
  readonly scannerPath?: string;
  /** The records lie in memory where the machine has such a folder: a process that is killed loses nothing of it. */
  readonly inMemory?: boolean;
};

const MEMORY = '/dev/shm';

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const folder = mkdtempSync(join(options.inMemory && existsSync(MEMORY) ? MEMORY : tmpdir(), 'countersign-shop-'));
  const simulator = await startMetrcSimulator({
    seed: seedOf(Date.now()),
    ...(options.metrcClock ? { clock: options.metrcClock } : {}),
  });
  const printer = await startPrinterSimulator({
    clock: systemClock,
    ...(options.model ? { model: options.model } : {}),
  });
  const config = join(folder, 'terminal.json');
  const wires = {
    metrcUrl: simulator.url,
    printerPort: printer.port,
    scannerPath: options.scannerPath ?? join(folder, 'no-scanner'),
  };
  const json = terminalJson(wires, options.practice);
  const write = (): void => writeFileSync(config, JSON.stringify(json));
  write();
  const { control } = simulator;
  return {
    folder,
    data: join(folder, 'data'),
    config,
    metrc: control,
    simulator,
    printer,
    live: () => control.receipts().filter((receipt) => receipt.archivedAt === null),
    posts: () => simulator.ledger.requests().filter((one) => one.kind === 'receipts.post' && one.complete).length,
    pulses: () => printer.machine.drawer.pulses().length,
    paper: () => paperLines(printer.machine.paper()),
    nextPost: (effect, times = 1) => void control.fault({ on: 'receipts.post', times, effect }),
    rewrite: (change) => {
      change(json);
      write();
    },
    close: async () => {
      await simulator.close();
      await printer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
