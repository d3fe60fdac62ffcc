/**
 * Retail ID: Metrc's QR code on a single unit. The address says which package the unit came from and its number in it:
 * twelve bytes of package tag, then the number as LEB128, written base-36 in an upper-case address or base64url in the
 * older form. `/landingpage/<tag>/<number>` says the same in plain words. The decoder is strict on purpose: whatever is
 * not exactly one of these forms is refused, because a lenient one answers foreign codes with a wrong tag.
 */
export type RetailId = {
  /** 24 hexadecimal characters, upper case. */
  readonly tag: string;
  /** Number of the unit in its package, below 2^31. */
  readonly unit: number;
};

/** `foreign`: no address of Metrc's host, so no Retail ID at all. `bad`: the host is right, the code is not. */
export type RetailIdRead =
  | { readonly kind: 'read'; readonly id: RetailId }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'bad' };

const LARGEST_UNIT = 2 ** 31;
const TAG_BYTES = 12;

export function readRetailId(text: string): RetailIdRead {
  const address = /^https?:\/\/([^/?#]*)(.*)$/is.exec(text);
  const host = (address?.[1] ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
  if (!/^([a-z0-9-]{1,63}\.){0,8}1a4\.com$/.test(host)) return { kind: 'foreign' };
  const path = address?.[2] ?? '';
  const id = fromLandingPage(path) ?? fromShortCode(path.slice(1));
  return id === null || !path.startsWith('/') ? { kind: 'bad' } : { kind: 'read', id };
}

function fromLandingPage(path: string): RetailId | null {
  const parts = /^\/landingpage\/([0-9a-f]{24})\/(0|[1-9]\d{0,9})$/i.exec(path);
  const unit = Number(parts?.[2]);
  return parts?.[1] !== undefined && unit < LARGEST_UNIT ? { tag: parts[1].toUpperCase(), unit } : null;
}

/** Thirteen to seventeen bytes are 20 to 27 digits in base 36 and 18 to 23 characters in base64url. */
function fromShortCode(code: string): RetailId | null {
  if (/^[0-9A-Z]{19,27}$/.test(code)) return fromBytes(base36Bytes(code));
  if (/^[0-9A-Za-z_-]{18,23}$/.test(code)) return fromBytes(base64UrlBytes(code));
  return null;
}

function fromBytes(bytes: readonly number[] | null): RetailId | null {
  if (bytes === null || bytes.length <= TAG_BYTES) return null;
  const tag = bytes.slice(0, TAG_BYTES).map((byte) => byte.toString(16).padStart(2, '0'));
  const unit = leb128(bytes.slice(TAG_BYTES));
  return unit === null ? null : { tag: tag.join('').toUpperCase(), unit };
}

/** The bytes must be one number, all of them, in its shortest form. */
function leb128(bytes: readonly number[]): number | null {
  let value = 0;
  for (const [i, byte] of bytes.entries()) {
    const isLast = i === bytes.length - 1;
    if (isLast === byte >= 0x80) return null; // the high bit says "more to come"
    if (isLast && byte === 0 && i > 0) return null; // padded
    value += (byte & 0x7f) * 2 ** (7 * i);
  }
  return value < LARGEST_UNIT ? value : null;
}

function base36Bytes(code: string): number[] {
  let number = 0n;
  for (const digit of code) number = number * 36n + BigInt(Number.parseInt(digit, 36));
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (even.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Null when bits are left over that are not zero: then it was never written by an encoder. */
function base64UrlBytes(code: string): number[] | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of code) {
    held = (held << 6) | BASE64URL.indexOf(character);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 && bits < 6 ? bytes : null;
}
