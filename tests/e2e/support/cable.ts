import { dialSerial } from '../../../src/hardware/link/serial-link.ts';
import { type ScannerSimulator, scannerSimulator } from '../../../src/hardware/serial-scanner/simulator.ts';
import { systemClock } from '../../../src/main/hosts/system-clock.ts';
import { ptyPair } from '../../hardware/support/pty.ts';

export type Cable = {
  /** The register's end. */
  readonly path: string;
  readonly gun: ScannerSimulator;
  readonly close: () => Promise<void>;
};

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
