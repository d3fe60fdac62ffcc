import { BlockList, isIP } from 'node:net';
import { assert } from '../shared/values/assert.ts';
import { err, ok, type Result } from '../shared/values/result.ts';

/** Where Metrc answers, taken apart once. `prefix` is the path before `/sales/v2/...`: "" or "/something". */
export type MetrcAddress = {
  readonly secure: boolean;
  /** Without brackets, as sockets want it. */
  readonly host: string;
  readonly port: number;
  /** As the Host header wants it. */
  readonly hostHeader: string;
  readonly prefix: string;
};

export type BadAddress = { readonly code: 'METRC_ADDRESS'; readonly why: string };

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Reads Metrc's base URL. The keys go with every request, so only https is accepted; plain http is for a server on this
 * very machine.
 */
export function readMetrcAddress(baseUrl: string): Result<MetrcAddress, BadAddress> {
  if (!URL.canParse(baseUrl)) return err({ code: 'METRC_ADDRESS', why: 'The address of Metrc is not a URL.' });
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return err({ code: 'METRC_ADDRESS', why: 'The address of Metrc must hold no name, password, query or fragment.' });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(host))) {
    const why = `The address of Metrc must begin with https:// (plain http only to this machine): ${url.origin}`;
    return err({ code: 'METRC_ADDRESS', why });
  }
  const secure = url.protocol === 'https:';
  return ok({
    secure,
    host,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    hostHeader: url.host,
    prefix: url.pathname.replace(/\/+$/, ''),
  });
}

export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host === 'localhost';
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Path and query of a call. Every part and value is encoded, a `+` too (docs/metrc-facts.md 1.4). */
export function callPath(
  address: MetrcAddress,
  parts: readonly (string | number)[],
  query: Readonly<Record<string, string | number>> = {},
): string {
  assert(
    parts.every((part) => !/^\.{0,2}$/.test(String(part))),
    'no part of a path is empty or made of dots',
  );
  const path = parts.map((part) => encodeURIComponent(part)).join('/');
  const values = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${address.prefix}/${path}${values.length === 0 ? '' : `?${values.join('&')}`}`;
}
