import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/**
 * The body of an answer, unpacked. "identity" is asked for, and gateways pack all the same. Null where the packing is one
 * we cannot undo, is broken, or unpacks to more than `longestBytes`: such a body proves nothing.
 */
export function unpacked(body: Buffer, coding: string | undefined, longestBytes: number): Buffer | null {
  const limits = { maxOutputLength: longestBytes };
  // A body that was left out is empty in every packing.
  if (body.length === 0) return body;
  try {
    switch ((coding ?? '').trim().toLowerCase()) {
      case '':
      case 'identity':
        return body;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, limits);
      case 'deflate':
        // Some servers leave out the two bytes in front that the standard asks for.
        return (body[0] ?? 0) % 16 === 8 ? inflateSync(body, limits) : inflateRawSync(body, limits);
      case 'br':
        return brotliDecompressSync(body, limits);
      default:
        return null;
    }
  } catch {
    return null;
  }
}
