import type { Device, DeviceReason } from './device.ts';
import type { PrintDocument } from './print-document.ts';

export type PrintJob = {
  /** The row of the print journal this is. */
  readonly id: string;
  readonly document: PrintDocument;
  /** Called once, right before the first byte of this job may reach the printer: from here on it may be on paper. */
  readonly onBegin?: () => void;
};

export type PrintOutcome =
  /** The printer itself said that everything up to the end of this job is on paper. */
  | { readonly kind: 'printed' }
  /** Proved: nothing of it is on paper. */
  | { readonly kind: 'failed'; readonly reason: DeviceReason | 'cancelled' }
  /** Some or all of it may be on paper. Never repeated by itself. */
  | { readonly kind: 'unknown'; readonly reason: DeviceReason | 'no_confirmation' };

export interface ReceiptPrinter extends Device {
  readonly columns: 32 | 42 | 48;
  /** One job at a time; a second call while one runs waits its turn. Waits while paper is out; `cancel` ends the wait. */
  print(job: PrintJob): Promise<PrintOutcome>;
  cancel(jobId: string): void;
}
