/**
 * The world around a configured terminal: a Metrc on real HTTP, a network printer with its drawer, a scanner on a real serial
 * port. It lives in the test's process, so it outlives the terminal when that is killed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { paperLines } from '../../../src/hardware/escpos-printer/simulator/paper.ts';
import { startPrinterSimulator } from '../../../src/hardware/escpos-printer/simulator/printer-server.ts';
import { dialSerial } from '../../../src/hardware/link/serial-link.ts';
import { type ScannerSimulator, scannerSimulator } from '../../../src/hardware/serial-scanner/simulator.ts';
import { systemClock } from '../../../src/main/hosts/system-clock.ts';
import type { SimulatorControl } from '../../../src/metrc/simulator/control.ts';
import type { FaultEffect } from '../../../src/metrc/simulator/faults.ts';
import { startMetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import type { StoredReceipt } from '../../../src/metrc/simulator/world.ts';
import { ptyPair } from '../../hardware/support/pty.ts';
import { type GoodsName, KEYS, LICENCE, seedOf, tagOf } from '../../support/goods.ts';
import { type Slip, slipsOf } from '../../support/slips.ts';
import { type Json, terminalJson } from '../../support/terminal-json.ts';

export type Store = {
  readonly config: string;
  readonly metrc: SimulatorControl;
  /** Receipts that stand at Metrc and are not voided. */
  readonly live: () => StoredReceipt[];
  /** How often a receipt was posted and reached Metrc whole. */
  readonly posts: () => number;
  /** How often the drawer was told to open. */
  readonly pulses: () => number;
  readonly paper: () => string[];
  readonly slips: () => Slip[];
  /** What the next posts of a receipt meet. */
  readonly nextPost: (effect: z.input<typeof FaultEffect>, times?: number) => void;
  /** Somebody else posts another sale under the number of the last one that was asked. */
  readonly postForeign: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type StoreOptions = {
  readonly practice?: Readonly<Record<string, number>>;
  readonly language?: 'en' | 'es';
  readonly scannerPath?: string;
};

/** Everything is of this folder and goes with it. */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<Store> {
  const simulator = await startMetrcSimulator({ seed: seedOf(Date.now()) });
  const printer = await startPrinterSimulator({ clock: systemClock });
  const wires = {
    metrcUrl: simulator.url,
    printerPort: printer.port,
    scannerPath: options.scannerPath ?? join(folder, 'no-scanner'),
  };
  const json: Json = terminalJson(wires, { wholeScreenMs: 20_000, ...options.practice });
  json['store'] = {
    name: 'Prairie Lantern',
    address: '1408 N Western Ave, Oklahoma City OK 73106',
    contacts: [{ who: 'Marisol R.', phone: '405 555 0142' }],
    language: options.language ?? 'en',
  };
  const config = join(folder, 'terminal.json');
  writeFileSync(config, JSON.stringify(json));
  const { control, ledger } = simulator;
  const paper = (): string[] => paperLines(printer.machine.paper());
  return {
    config,
    metrc: control,
    live: () => control.receipts().filter((receipt) => receipt.archivedAt === null),
    posts: () => ledger.requests().filter((one) => one.kind === 'receipts.post' && one.complete).length,
    pulses: () => printer.machine.drawer.pulses().length,
    paper,
    slips: () => slipsOf(paper()),
    nextPost: (effect, times = 1) => void control.fault({ on: 'receipts.post', times, effect }),
    postForeign: async () => {
      const asked = ledger.requests().findLast((one) => one.kind === 'receipts.post');
      const [sale] = JSON.parse(asked?.body ?? '[]');
      const foreign = [{ ...sale, Transactions: [{ ...sale.Transactions[0], TotalAmount: 1 }] }];
      const response = await fetch(`${simulator.url}/sales/v2/receipts?licenseNumber=${LICENCE}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`,
        },
        body: JSON.stringify(foreign),
      });
      if (!response.ok) throw new Error(`the foreign receipt was not taken: ${response.status}`);
    },
    close: async () => {
      await simulator.close();
      await printer.stop();
    },
  };
}

export type Cable = { readonly path: string; readonly gun: ScannerSimulator; readonly close: () => Promise<void> };

/** A scanner on a real serial port: socat makes the cable, the simulator pulls the trigger at its far end. */
export async function scannerCable(): Promise<Cable> {
  const pair = await ptyPair();
  const dialled = await dialSerial({ path: pair.device, baudRate: 9600 }, systemClock)();
  if (!dialled.ok) throw new Error(`the scanner's end does not open: ${dialled.error}`);
  const link = dialled.value;
  return {
    path: pair.register,
    gun: scannerSimulator(() => link, systemClock),
    close: async () => {
      link.close();
      await pair.remove();
    },
  };
}

/** What a package of the shelf is called, on the screen and on paper. */
export function itemNameOf(name: GoodsName): string {
  const found = seedOf(Date.now()).packages?.find(({ label }) => label === tagOf(name));
  if (found === undefined) throw new Error(`nothing on the shelf is ${name}`);
  return found.item.name;
}
