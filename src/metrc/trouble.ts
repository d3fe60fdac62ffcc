import { networkInterfaces } from 'node:os';
import type { MetrcTrouble } from '../main/ports/metrc.ts';

const NO_NETWORK = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL']);
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ESERVFAIL', 'EREFUSED']);
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

/**
 * Which link is broken, from the code of a socket's or a name look-up's error. Only the code is used: messages hold host
 * names and may hold more.
 * @param hasAddress whether this machine has an address besides loopback; a name that does not resolve on a machine
 *   without one is a missing network, not a missing internet.
 */
export function troubleOfError(error: unknown, hasAddress: () => boolean = machineHasAddress): MetrcTrouble {
  const code = codeOf(error);
  if (NO_NETWORK.has(code)) return 'no_network';
  if (NO_NAME.has(code)) return hasAddress() ? 'no_internet' : 'no_network';
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

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

function machineHasAddress(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));
}
