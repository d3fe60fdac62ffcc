import type { MetrcTrouble } from '../main/ports/metrc.ts';
import { type LocalTrouble, localTrouble, readLocalNetwork } from './way/local-network.ts';

/** This machine itself knows no way there. */
const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
/** Somebody on the way, or the last look for the router, says that it goes no further. */
const NO_FURTHER = new Set(['EHOSTUNREACH', 'EHOSTDOWN']);
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ESERVFAIL', 'EREFUSED']);
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

/**
 * Which link is broken, from the code of a socket's or a name look-up's error. Only the code is used: messages hold host
 * names and may hold more.
 * @param local which link of this machine itself is broken, null when none is: a name that does not resolve on a machine
 *   without a cable is a missing cable, not a missing name.
 */
export function troubleOfError(error: unknown, local: () => LocalTrouble | null = localNow): MetrcTrouble {
  const code = codeOf(error);
  if (NO_ROUTE.has(code)) return local() ?? 'no_lan';
  if (NO_FURTHER.has(code)) return local() ?? 'no_internet';
  if (NO_NAME.has(code)) return local() ?? 'no_name';
  if (TLS_CODE.test(code)) return 'tls';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (code.startsWith('HPE_')) return 'unreadable';
  return 'refused_connection';
}

/** What a status that is not 2xx says about the link. 401 and 403 are "keys" until a control read knows better. */
export function troubleOfStatus(status: number): MetrcTrouble {
  if (status === 401 || status === 403) return 'keys';
  if (status === 429) return 'rate';
  return status >= 500 ? 'server_error' : 'unreadable';
}

/** Retry-After as seconds or as an HTTP date, in milliseconds from `now`; null when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header);
  return Number.isFinite(until) ? Math.max(0, until - now) : null;
}

/** A pause without a stated length, and the longest that is kept: a slip in a header must not stop a store for a day. */
const USUAL_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * For how many milliseconds no read may start after this answer: 429 always asks for a pause, 503 where it names one
 * (docs/metrc-facts.md 5). 0 for all others.
 */
export function pauseAskedMs(status: number, retryAfter: string | null, now: number): number {
  if (status !== 429 && status !== 503) return 0;
  const asked = retryAfterMs(retryAfter, now) ?? (status === 429 ? USUAL_PAUSE_MS : 0);
  return Math.min(asked, LONGEST_PAUSE_MS);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

const localNow = (): LocalTrouble | null => localTrouble(readLocalNetwork());
