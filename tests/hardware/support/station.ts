import { afterEach } from 'vitest';
import type { DrawerSettings } from '../../../src/hardware/escpos-printer/printer-drawer.ts';
import type { MachineModel, PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import { paperLines } from '../../../src/hardware/escpos-printer/simulator/paper.ts';
import {
  type PrinterServer,
  startPrinterSimulator,
} from '../../../src/hardware/escpos-printer/simulator/printer-server.ts';
import {
  createVirtualStation,
  type VirtualStation,
} from '../../../src/hardware/escpos-printer/simulator/virtual-station.ts';
import { createEscposStation, type Station } from '../../../src/hardware/escpos-printer/station.ts';
import type { PrintDocument } from '../../../src/main/ports/print-document.ts';
import { realClock } from './clocks.ts';
import { untilState } from './wait.ts';

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});
export const afterTest = (step: () => Promise<void>) => {
  clean.push(step);
};

type Options = {
  readonly model?: Partial<MachineModel>;
  readonly drawer?: Partial<DrawerSettings>;
  readonly speed?: number;
};

/** Printer and drawer on a cable inside the process, started and ready. Its clock runs ten times as fast unless told. */
export async function virtualStation(
  options: Options = {},
): Promise<VirtualStation & { readonly machine: PrinterMachine }> {
  const station = createVirtualStation({
    clock: realClock(options.speed ?? 10),
    printer: { id: 'printer', columns: 48 },
    drawer: { id: 'drawer', sensor: 'highIsOpen', ...options.drawer },
    ...(options.model === undefined ? {} : { model: options.model }),
  });
  afterTest(async () => {
    await station.printer.stop();
    await station.drawer.stop();
  });
  station.printer.start();
  station.drawer.start();
  await untilState(station.printer, 'ready');
  return { ...station, machine: station.bench.machine };
}

/** The simulator as a network printer, and the station the register has for it; not started. */
export async function networkStation(
  options: Options = {},
): Promise<{ readonly server: PrinterServer; readonly station: Station; readonly machine: PrinterMachine }> {
  const clock = realClock(options.speed ?? 10);
  const server = await startPrinterSimulator({
    clock,
    ...(options.model === undefined ? {} : { model: options.model }),
  });
  const station = stationAt(server.port, options);
  afterTest(async () => {
    await station.printer.stop();
    await station.drawer?.stop();
    await server.stop();
  });
  return { server, station, machine: server.machine };
}

export function stationAt(port: number, options: Options = {}): Station {
  return createEscposStation({
    clock: realClock(options.speed ?? 10),
    link: { kind: 'tcp', host: '127.0.0.1', port },
    printer: { id: 'printer', columns: 48 },
    drawer: { id: 'drawer', sensor: 'highIsOpen', ...options.drawer },
  });
}

export const job = (id: string, document: PrintDocument) => ({ id, document });
export const printedText = (machine: PrinterMachine) => paperLines(machine.paper()).join('\n');
/** How often a receipt with this total line is on the paper. */
export const count = (machine: PrinterMachine, text: string) =>
  paperLines(machine.paper()).filter((line) => line.includes(text)).length;
