/** The state of a printer as its status bytes tell it (Epson's reference; the table is in docs/devices.md). */
import type { DeviceReason } from '../../main/ports/device.ts';

export type PrinterStatus = {
  readonly offline: boolean;
  readonly pin3High: boolean;
  readonly coverOpen: boolean;
  readonly paperOut: boolean;
  readonly paperNearEnd: boolean;
  readonly cutterError: boolean;
  readonly mechanicalError: boolean;
  readonly unrecoverable: boolean;
  /** The head is too hot or the voltage wrong; passes by itself. */
  readonly autoRecoverable: boolean;
};

const nothingWrong: PrinterStatus = {
  offline: false,
  pin3High: false,
  coverOpen: false,
  paperOut: false,
  paperNearEnd: false,
  cutterError: false,
  mechanicalError: false,
  unrecoverable: false,
  autoRecoverable: false,
};

/** The four bytes of automatic status. */
export function statusFromAutomatic([b0, b1, b2]: readonly [number, number, number, number]): PrinterStatus {
  return {
    offline: (b0 & 0x08) !== 0,
    pin3High: (b0 & 0x04) !== 0,
    coverOpen: (b0 & 0x20) !== 0,
    mechanicalError: (b1 & 0x04) !== 0,
    cutterError: (b1 & 0x08) !== 0,
    unrecoverable: (b1 & 0x20) !== 0,
    autoRecoverable: (b1 & 0x40) !== 0,
    paperNearEnd: (b2 & 0x03) !== 0,
    paperOut: (b2 & 0x0c) !== 0,
  };
}

/** One real-time status byte put over what is known already; `n` is the question it answers. */
export function statusWithRealTime(known: PrinterStatus | null, n: 1 | 2 | 3 | 4, byte: number): PrinterStatus {
  const base = known ?? nothingWrong;
  switch (n) {
    case 1:
      return { ...base, offline: (byte & 0x08) !== 0, pin3High: (byte & 0x04) !== 0 };
    case 2:
      return { ...base, coverOpen: (byte & 0x04) !== 0 };
    case 3:
      return {
        ...base,
        mechanicalError: (byte & 0x04) !== 0,
        cutterError: (byte & 0x08) !== 0,
        unrecoverable: (byte & 0x20) !== 0,
        autoRecoverable: (byte & 0x40) !== 0,
      };
    case 4:
      return { ...base, paperNearEnd: (byte & 0x0c) !== 0, paperOut: (byte & 0x60) !== 0 };
  }
}

/** What keeps the printer from printing now, the cause before its consequences; null when nothing does. */
export function troubleOf(status: PrinterStatus): DeviceReason | null {
  if (status.coverOpen) return 'cover_open';
  if (status.cutterError) return 'cutter_jam';
  if (status.unrecoverable || status.mechanicalError) return 'mechanical_error';
  if (status.autoRecoverable) return 'head_too_hot';
  if (status.paperOut) return 'paper_out';
  if (status.offline) return 'offline';
  return null;
}
