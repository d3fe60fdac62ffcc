/** Printer and drawer of the training store: the shipped drivers, a cable inside the process, and the simulator at its end. */
import type { CashDrawer } from '../../../main/ports/drawer.ts';
import type { ReceiptPrinter } from '../../../main/ports/printer.ts';
import { createMemoryCable } from '../../link/memory-link.ts';
import type { DrawerSettings } from '../printer-drawer.ts';
import { createStationOn, type StationSettings } from '../station.ts';
import { type MachineModel, PrinterMachine } from './machine.ts';

export type VirtualStationBench = {
  /** The printer as a thing: paper, cover, jam, power, and its drawer. */
  readonly machine: PrinterMachine;
  unplug(): void;
  replug(): void;
  plugged(): boolean;
  /** Bytes per second on the cable; null is as fast as can be. */
  setSpeed(bytesPerSecond: number | null): void;
};

export type VirtualStation = {
  readonly printer: ReceiptPrinter;
  readonly drawer: CashDrawer;
  readonly bench: VirtualStationBench;
};

export function createVirtualStation(
  settings: StationSettings & { readonly drawer: DrawerSettings; readonly model?: Partial<MachineModel> },
): VirtualStation {
  const { clock } = settings;
  const pin = settings.drawer.pin ?? 2;
  const sensor = settings.drawer.sensor ?? 'highIsOpen';
  const cable = createMemoryCable({ name: 'virtual printer', clock });
  const machine = new PrinterMachine(clock, { serial: 'TRAINING', drawer: { pin, sensor }, ...settings.model });
  cable.onConnect((link) => machine.accept(link));
  const station = createStationOn(cable.dial, { ...settings, drawer: { ...settings.drawer, pin, sensor } });
  if (station.drawer === null) throw new Error('a station with drawer settings has a drawer');
  const { unplug, replug, plugged, setSpeed } = cable;
  return { printer: station.printer, drawer: station.drawer, bench: { machine, unplug, replug, plugged, setSpeed } };
}
