/** A scanner on a real serial port: socat makes the cable, the simulator pulls the trigger. */
import { onTestFinished } from 'vitest';
import { dialSerial } from '../../src/hardware/link/serial-link.ts';
import { type ScannerSimulator, scannerSimulator } from '../../src/hardware/serial-scanner/simulator.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { ptyPair } from '../hardware/support/pty.ts';

/** The cable of a scanner: the register's end by its path, the scanner's end as a gun. Pulled out when the test ends. */
export async function scannerCable(): Promise<{ readonly path: string; readonly gun: ScannerSimulator }> {
  const pair = await ptyPair();
  onTestFinished(() => pair.remove());
  const dialled = await dialSerial({ path: pair.device, baudRate: 9600 }, systemClock)();
  if (!dialled.ok) throw new Error(`the scanner's end does not open: ${dialled.error}`);
  onTestFinished(() => dialled.value.close());
  return { path: pair.register, gun: scannerSimulator(() => dialled.value, systemClock) };
}
