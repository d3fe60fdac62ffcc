/** The other end of a scanner's cable: sends codes as a scanner does, in whole, in halves, slowly, or as noise. */
import type { Clock } from '../../main/ports/clock.ts';
import type { Scanner } from '../../main/ports/scanner.ts';
import type { Link } from '../link/link.ts';
import { createMemoryCable } from '../link/memory-link.ts';
import { createScanner } from './scanner.ts';

export type ScannerHabits = {
  /** What the scanner sends after each code. */
  readonly suffix: '\r' | '\n' | '\r\n' | '\t' | '';
  readonly aimIds: boolean;
  /** Milliseconds between two bytes; 0 sends the code in one piece. */
  readonly msPerByte: number;
};

export type ScannerSimulator = {
  /** One pull of the trigger. The AIM identifier is sent only when the habit says so. */
  scan(code: string, aimId?: string): Promise<void>;
  /** The code stops in the middle and no suffix follows. */
  scanHalf(code: string): Promise<void>;
  /** Bytes as a wrong baud rate makes them. */
  garbage(bytes?: Uint8Array): Promise<void>;
  setHabits(change: Partial<ScannerHabits>): void;
};

const noise = Uint8Array.from([0x00, 0xfe, 0x86, 0x18, 0xf8, 0x80, 0x9e, 0x06, 0x00, 0xe6]);

/** Drives the device's side of a link: the far end of a memory cable, or one of a pair of pseudo terminals. */
export function scannerSimulator(
  link: () => Link | null,
  clock: Clock,
  habits: Partial<ScannerHabits> = {},
): ScannerSimulator {
  let now: ScannerHabits = { suffix: '\r', aimIds: true, msPerByte: 0, ...habits };

  const send = async (bytes: Uint8Array) => {
    if (now.msPerByte === 0) {
      await link()?.write(bytes);
      return;
    }
    for (const byte of bytes) {
      await link()?.write(Uint8Array.of(byte));
      await new Promise<void>((resolve) => clock.after(now.msPerByte, resolve));
    }
  };

  return {
    scan: (code, aimId) => send(Buffer.from(`${now.aimIds ? (aimId ?? '') : ''}${code}${now.suffix}`, 'latin1')),
    scanHalf: (code) => send(Buffer.from(code.slice(0, Math.ceil(code.length / 2)), 'latin1')),
    garbage: (bytes) => send(bytes ?? noise),
    setHabits(change) {
      now = { ...now, ...change };
    },
  };
}

export type VirtualScannerBench = ScannerSimulator & { unplug(): void; replug(): void; plugged(): boolean };

/** A scanner for the training store: the shipped driver and the simulator on a cable inside the process. */
export function createVirtualScanner(settings: { readonly id: string; readonly clock: Clock }): {
  readonly scanner: Scanner;
  readonly bench: VirtualScannerBench;
} {
  const cable = createMemoryCable({ name: 'virtual scanner', clock: settings.clock });
  let deviceEnd: Link | null = null;
  cable.onConnect((link) => {
    deviceEnd = link;
    link.onEnd(() => {
      if (deviceEnd === link) deviceEnd = null;
    });
  });
  const scanner = createScanner({ ...settings, dial: cable.dial, linkName: 'virtual scanner' });
  const simulator = scannerSimulator(() => deviceEnd, settings.clock);
  return { scanner, bench: { ...simulator, unplug: cable.unplug, replug: cable.replug, plugged: cable.plugged } };
}
