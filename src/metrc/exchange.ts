import type { Exchange } from '../main/ports/metrc.ts';

/** How much of an answer is kept as evidence, in bytes. */
const KEPT_BYTES = 64 * 1024;

/** Makes the evidence of one exchange (`at` is null for an answer that broke off): bodies cut to 64 KiB, keys and whatever else must not stand there blotted out. */
export function exchangeOf(
  asked: Pick<Exchange, 'method' | 'path' | 'askedAt'>,
  answered: { readonly at: number | null; readonly status: number; readonly body: Uint8Array } | null,
  blot: (text: string) => string,
): Exchange {
  const kept = answered === null ? null : Buffer.from(answered.body.subarray(0, KEPT_BYTES)).toString('utf8');
  return {
    method: asked.method,
    path: blot(asked.path),
    askedAt: asked.askedAt,
    answeredAt: answered?.at ?? null,
    status: answered?.status ?? null,
    body: kept === null ? null : blot(kept),
  };
}
