/** A printer and the drawer at its back, over one connection. */
import type { Clock } from '../../main/ports/clock.ts';
import type { CashDrawer } from '../../main/ports/drawer.ts';
import type { ReceiptPrinter } from '../../main/ports/printer.ts';
import type { Dial } from '../link/link.ts';
import { dialSerial, type SerialSettings } from '../link/serial-link.ts';
import { dialTcp, type TcpAddress } from '../link/tcp-link.ts';
import { PrinterConnection } from './connection.ts';
import { type DrawerSettings, PrinterDrawer } from './printer-drawer.ts';
import { EscposReceiptPrinter, type PrinterSettings } from './receipt-printer.ts';

export type StationSettings = {
  readonly clock: Clock;
  readonly printer: PrinterSettings & {
    /** GS I 68 of the printer that belongs here; without it the first one that answers is taken for it until the restart. */
    readonly serialNumber?: string;
  };
  /** Without it there is no drawer at this printer. */
  readonly drawer?: DrawerSettings;
  /** Spreads the reconnections of several registers; for tests. */
  readonly random?: () => number;
};

export type Station = { readonly printer: ReceiptPrinter; readonly drawer: CashDrawer | null };

/** Where the printer is. */
export type StationLink = ({ readonly kind: 'tcp' } & TcpAddress) | ({ readonly kind: 'serial' } & SerialSettings);

/** A station on a network or serial printer. Nothing is opened before `start`. */
export function createEscposStation(settings: StationSettings & { readonly link: StationLink }): Station {
  const { link, clock } = settings;
  const dial = link.kind === 'tcp' ? dialTcp(link, clock) : dialSerial(serialSettingsOf(link), clock);
  return createStationOn(dial, settings);
}

/** The same on any way to connect. */
export function createStationOn(dial: Dial, settings: StationSettings): Station {
  const { serialNumber, ...printer } = settings.printer;
  const connection = new PrinterConnection({
    dial,
    clock: settings.clock,
    ...(settings.random === undefined ? {} : { random: settings.random }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  });
  return {
    printer: new EscposReceiptPrinter(printer, connection),
    drawer: settings.drawer === undefined ? null : new PrinterDrawer(settings.drawer, connection),
  };
}

/** The port library takes its settings as they are; `kind` is ours. */
function serialSettingsOf(link: StationLink & { readonly kind: 'serial' }): SerialSettings {
  const { kind: _, ...serial } = link;
  return serial;
}
