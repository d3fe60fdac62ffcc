import type { Device } from './device.ts';

export type Scan = {
  /** The bytes as the scanner gave them, one trailing CR, LF or TAB taken off; AIM identifier taken off. */
  readonly raw: Uint8Array;
  /** The same as Latin-1 text. May hold control characters: a licence does. */
  readonly text: string;
  /** Such as "]C0" or "]L0"; null when the scanner sends none. */
  readonly aimId: string | null;
  /** Which scanner. */
  readonly source: string;
  /** UTC milliseconds of the last byte. */
  readonly at: number;
};

export interface Scanner extends Device {
  onScan(listener: (scan: Scan) => void): () => void;
  /** Bytes that were no scan: garbage, over-long, broken off. Said to the cashier, never looked up in part. */
  onFault(listener: (why: 'garbage' | 'too_long' | 'broken_off') => void): () => void;
}
