/**
 * Bytes of a serial scanner to scans. Knows nothing of ports; time comes from the injected clock. The same bytes give
 * the same scans however they were cut on the way, as long as no cut lasts as long as a silence.
 *
 * How a burst ends: CR or LF; 100 ms of silence; and for a driving licence (it begins with "@" or, with AIM identifiers
 * on, "]L") only 150 ms of silence, because licences hold LF and CR inside.
 */
import type { Clock } from '../../main/ports/clock.ts';

export type ScanFault = 'garbage' | 'too_long' | 'broken_off';

export type DecodedScan = {
  readonly raw: Uint8Array;
  readonly text: string;
  readonly aimId: string | null;
  /** UTC milliseconds of the last byte. */
  readonly at: number;
};

export type ScanCodec = {
  push(bytes: Uint8Array): void;
  /** The connection is gone: what had begun can never end. */
  breakOff(): void;
};

export type ScanCodecParts = {
  readonly clock: Clock;
  /** The scanner is known to end every code with CR or LF: a burst that ends by silence was cut short. */
  readonly suffixRequired: boolean;
  onScan(scan: DecodedScan): void;
  onFault(why: ScanFault): void;
};

/** The longest code a counter meets is a licence of about 700 bytes. */
export const longestScanBytes = 4096;
const silenceMs = 100;
const licenceSilenceMs = 150;

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const AT = 0x40;
const BRACKET = 0x5d;
const CAPITAL_L = 0x4c;

export function createScanCodec(parts: ScanCodecParts): ScanCodec {
  let burst: number[] = [];
  let tooLong = false;
  let lastByteAt = 0;
  let cancelSilence = () => {};

  const reset = () => {
    burst = [];
    tooLong = false;
  };

  const finish = (by: 'suffix' | 'silence') => {
    const bytes = burst;
    const overLong = tooLong;
    reset();
    if (overLong) return parts.onFault('too_long');
    if (bytes.length === 0) return;
    if (by === 'silence' && parts.suffixRequired && !isLicence(bytes)) return parts.onFault('broken_off');
    if (isGarbage(bytes)) return parts.onFault('garbage');
    const { aimId, data } = splitAimId(withoutSuffix(bytes));
    if (data.length === 0) return parts.onFault('broken_off');
    const raw = Uint8Array.from(data);
    parts.onScan({ raw, text: Buffer.from(raw).toString('latin1'), aimId, at: lastByteAt });
  };

  const take = (byte: number) => {
    // What follows the limit belongs to the same wrong thing, CR and LF included; only silence ends it.
    if (tooLong) return;
    if ((byte === CR || byte === LF) && !isLicence(burst)) return finish('suffix');
    burst.push(byte);
    if (burst.length > longestScanBytes) {
      burst = [];
      tooLong = true;
    }
  };

  return {
    push(bytes) {
      if (bytes.length === 0) return;
      cancelSilence();
      lastByteAt = parts.clock.now();
      for (const byte of bytes) take(byte);
      if (burst.length === 0 && !tooLong) return;
      const longer = tooLong || isLicence(burst);
      cancelSilence = parts.clock.after(longer ? licenceSilenceMs : silenceMs, () => finish('silence'));
    },
    breakOff() {
      cancelSilence();
      const begun = burst.length > 0 || tooLong;
      reset();
      if (begun) parts.onFault('broken_off');
    },
  };
}

function isLicence(burst: readonly number[]): boolean {
  return burst[0] === AT || (burst[0] === BRACKET && burst[1] === CAPITAL_L);
}

/** One trailing CR, LF or TAB is the scanner's, those inside are the code's. CR LF of a licence counts as one. */
function withoutSuffix(bytes: readonly number[]): readonly number[] {
  const last = bytes.at(-1);
  if (last === LF && bytes.at(-2) === CR) return bytes.slice(0, -2);
  return last === CR || last === LF || last === TAB ? bytes.slice(0, -1) : bytes;
}

/** "]" + letter + one more: the symbology, in the form of ISO/IEC 15424. */
function splitAimId(bytes: readonly number[]): { aimId: string | null; data: readonly number[] } {
  const head = String.fromCharCode(...bytes.slice(0, 3));
  if (!/^\][A-Za-z][0-9A-Za-z]$/.test(head)) return { aimId: null, data: bytes };
  return { aimId: head, data: bytes.slice(3) };
}

/**
 * A wrong baud rate, a broken cable or another kind of device shows itself by control characters that no code holds, or by
 * many high bytes that are no UTF-8. Separators (FS GS RS US), EOT and TAB occur in GS1 and licence codes.
 */
function isGarbage(bytes: readonly number[]): boolean {
  const allowed = isLicence(bytes) ? [LF, CR, TAB, 0x04] : [TAB, 0x04];
  const forbidden = (byte: number) => (byte < 0x1c && !allowed.includes(byte)) || byte === 0x7f;
  if (bytes.some(forbidden)) return true;
  const high = bytes.filter((byte) => byte >= 0x80).length;
  return high * 4 > bytes.length && !isUtf8(bytes);
}

function isUtf8(bytes: readonly number[]): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}
