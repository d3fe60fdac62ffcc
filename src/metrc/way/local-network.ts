import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** What this machine knows about its own network without asking anybody. */
export type LocalNetwork = {
  /** Whether something that leads out of here has a carrier: a cable with a live far end, a joined Wi-Fi. Null: not known. */
  readonly carrier: boolean | null;
  /** Whether this machine has an address that is neither loopback nor link-local. */
  readonly address: boolean;
  /** Whether there is a default route. Null: not known. */
  readonly route: boolean | null;
};

export type LocalTrouble = 'no_cable' | 'no_lan';

/** Which local link is broken; null when none is. Where carriers cannot be read, a lost address stands for a pulled cable. */
export function localTrouble({ carrier, address, route }: LocalNetwork): LocalTrouble | null {
  if (carrier === false) return 'no_cable';
  if (!address) return carrier === null ? 'no_cable' : 'no_lan';
  return route === false ? 'no_lan' : null;
}

/** Reads it anew. On Linux from the kernel's own files, elsewhere only the addresses. Takes far less than a millisecond. */
export function readLocalNetwork(): LocalNetwork {
  const address = hasAddress();
  if (process.platform !== 'linux') return { carrier: null, address, route: null };
  const exits = defaultRoutes();
  return { carrier: hasCarrier(exits ?? []), address, route: exits === null ? null : exits.length > 0 };
}

function hasAddress(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ internal, address }) => !internal && !/^(?:169\.254\.|fe80:)/i.test(address));
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * Where there are default routes their interfaces count; otherwise the real ones, because a bridge of some program's own
 * may have a carrier with no cable in sight.
 */
function hasCarrier(exits: readonly string[]): boolean | null {
  let names: string[];
  try {
    names = readdirSync('/sys/class/net').filter((name) => name !== 'lo' && textOf(`/sys/class/net/${name}/type`));
  } catch {
    return null;
  }
  const real = names.filter((name) => textOf(`/sys/class/net/${name}/device/uevent`) !== null);
  const counted = exits.length > 0 ? exits : real.length > 0 ? real : names;
  // An interface that is switched off has no carrier to read.
  return counted.some((name) => textOf(`/sys/class/net/${name}/carrier`)?.trim() === '1');
}

const REJECT_FLAG = 0x0200;

/** The interfaces of all default routes, IPv4 and IPv6; null where the routes cannot be read. */
function defaultRoutes(): string[] | null {
  const four = textOf('/proc/net/route');
  const six = textOf('/proc/net/ipv6_route');
  if (four === null && six === null) return null;
  const rows = (text: string | null): string[][] => (text ?? '').split('\n').map((row) => row.trim().split(/\s+/));
  return [
    ...rows(four).flatMap(([name, destination, , flags, , , , mask]) =>
      name !== undefined && destination === '00000000' && mask === '00000000' && !rejects(flags) ? [name] : [],
    ),
    ...rows(six).flatMap(([destination, length, , , , , , , flags, name]) =>
      name !== undefined && name !== 'lo' && /^0{32}$/.test(destination ?? '') && length === '00' && !rejects(flags)
        ? [name]
        : [],
    ),
  ];
}

const rejects = (flags: string | undefined): boolean => (Number.parseInt(flags ?? '0', 16) & REJECT_FLAG) !== 0;
