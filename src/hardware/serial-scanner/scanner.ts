/** The driver of a barcode scanner that speaks through a serial port (RS-232, USB CDC) or any other link. */
import type { Clock } from '../../main/ports/clock.ts';
import type { SelfTest } from '../../main/ports/device.ts';
import type { Scan, Scanner } from '../../main/ports/scanner.ts';
import { createDeviceState } from '../link/device-state.ts';
import type { Dial, Link } from '../link/link.ts';
import { createListeners } from '../link/listeners.ts';
import { keepConnected } from '../link/reconnect.ts';
import { dialSerial } from '../link/serial-link.ts';
import { createScanCodec, type ScanFault } from './codec.ts';

export type ScannerSettings = {
  readonly id: string;
  readonly clock: Clock;
  /** True when the scanner is set up to send CR after every code: a code without it is then a broken one. */
  readonly suffixRequired?: boolean;
};

/** So many senseless bursts in a row are a wrong speed or a wrong device, not a smudged label. */
const garbageInARow = 3;

/** A scanner on a serial port. `path` is best a /dev/serial/by-id/ name, which stays when the cable is put in elsewhere. */
export function createSerialScanner(
  settings: ScannerSettings & { readonly path: string; readonly baudRate?: number },
): Scanner {
  const baudRate = settings.baudRate ?? 9600;
  const dial = dialSerial({ path: settings.path, baudRate }, settings.clock);
  return createScanner({ ...settings, dial, linkName: `${settings.path} at ${baudRate} baud` });
}

/** A scanner on any link. `linkName` is for people. */
export function createScanner(settings: ScannerSettings & { readonly dial: Dial; readonly linkName: string }): Scanner {
  const { id, clock, dial, linkName } = settings;
  const state = createDeviceState();
  const scans = createListeners<Scan>();
  const faults = createListeners<ScanFault>();
  let garbageCount = 0;
  let lastScanAt: number | null = null;
  let connection: { stop(): Promise<void> } | null = null;

  const codec = createScanCodec({
    clock,
    suffixRequired: settings.suffixRequired ?? false,
    onScan(scan) {
      garbageCount = 0;
      lastScanAt = scan.at;
      state.set({ kind: 'ready' });
      scans.emit({ ...scan, source: id });
    },
    onFault(why) {
      garbageCount = why === 'garbage' ? garbageCount + 1 : 0;
      if (garbageCount >= garbageInARow) state.set({ kind: 'attention', reason: 'garbage' });
      faults.emit(why);
    },
  });

  const onLink = (link: Link) => {
    garbageCount = 0;
    link.onData(codec.push);
    link.onEnd(codec.breakOff);
    state.set({ kind: 'ready' });
  };

  const selfTest = async (): Promise<SelfTest> => {
    const now = state.get();
    if (now.kind === 'ready' || now.kind === 'attention') {
      const heard = lastScanAt === null ? 'Nothing has been scanned yet.' : 'It has been heard from.';
      const ok = now.kind === 'ready';
      return {
        ok,
        findings: [`The port ${linkName} is open. ${ok ? heard : 'What it sends makes no sense: check the speed.'}`],
      };
    }
    if (connection !== null) return { ok: false, findings: [`The port ${linkName} does not open: ${nameOf(now)}.`] };
    const dialled = await dial();
    if (!dialled.ok) return { ok: false, findings: [`The port ${linkName} does not open: ${dialled.error}.`] };
    await dialled.value.close();
    return { ok: true, findings: [`The port ${linkName} opens.`] };
  };

  return {
    id,
    state: state.get,
    onState: state.onState,
    onScan: scans.add,
    onFault: faults.add,
    selfTest,
    start() {
      if (connection !== null) return;
      state.set({ kind: 'connecting' });
      connection = keepConnected({
        dial,
        clock,
        onLink,
        onLost: (why) => state.set({ kind: 'lost', reason: why.kind === 'dial' ? why.failure : 'no_connection' }),
      });
    },
    async stop() {
      await connection?.stop();
      connection = null;
      state.set({ kind: 'absent' });
    },
  };
}

function nameOf(state: { readonly kind: string; readonly reason?: string }): string {
  return state.reason ?? state.kind;
}
