import type { LookupAddress } from 'node:dns';
import net from 'node:net';
import type { Clock } from '../../main/ports/clock.ts';
import type { MetrcWay, WayProbe, WayTrouble } from '../../main/ports/metrc-way.ts';
import { isLoopback, type MetrcAddress, readMetrcAddress } from '../address.ts';
import { secure } from '../line.ts';
import { troubleOfError } from '../trouble.ts';
import { type LocalNetwork, localTrouble, readLocalNetwork } from './local-network.ts';
import { createNames, type LookUp, systemLookUp } from './names.ts';

export type WayOptions = {
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Certificates to trust in place of the system's, as PEM: a sandbox, a test. */
  readonly ca?: string;
  readonly lookUp?: LookUp;
  readonly readLocal?: () => LocalNetwork;
};

/**
 * Connection and TLS together. A little more than a second, because a lost first packet is sent again by the kernel after
 * one second: a single lost packet is not yet a broken way. Together with the pause between two looks below two seconds.
 */
const REACH_LIMIT_MS = 1150;

/** A name service that takes longer is as good as none while the rest of the look waits for it. */
const NAME_LIMIT_MS = 600;

/** Looks at the way to Metrc. Makes no connection until it is asked to look. */
export function createMetrcWay(options: WayOptions): MetrcWay {
  const found = readMetrcAddress(options.baseUrl);
  if (!found.ok) throw new Error(found.error.why);
  const address = found.value;
  const { clock } = options;
  const names = createNames(options.lookUp ?? systemLookUp, clock, NAME_LIMIT_MS);
  // Cable and route do not matter on the way to this very machine.
  const local = isLoopback(address.host) ? () => null : () => localTrouble((options.readLocal ?? readLocalNetwork)());
  let endLook = (): void => {};

  const reach = (addresses: readonly LookupAddress[] | null, limitMs: number): Promise<WayTrouble | null> => {
    const attempt = reachOnce({ address, ca: options.ca, clock, local }, addresses, limitMs);
    endLook = attempt.giveUp;
    return attempt.outcome;
  };

  return {
    async probe(): Promise<WayProbe> {
      // The one local trouble that needs no further proof. A missing route may be made up for by a special one.
      if (local() === 'no_cable') return broken('no_cable');
      const from = clock.monotonic();
      const isName = net.isIP(address.host) === 0;
      const known = isName ? await names.find(address.host) : [];
      const named = clock.monotonic();
      const addresses = known ?? names.last();
      if (addresses === null) return broken(local() ?? 'no_name');
      const trouble = await reach(isName ? addresses : null, REACH_LIMIT_MS - (known === null ? NAME_LIMIT_MS : 0));
      if (trouble !== null && trouble !== 'tls') {
        // Nothing came back from where Metrc last was, either: the name service is not what is missing.
        return broken(local() ?? (known === null && trouble === 'refused_connection' ? 'no_name' : trouble));
      }
      if (known === null) return broken('no_name');
      if (trouble !== null) return broken(trouble);
      return { kind: 'open', lookUpMs: isName ? named - from : null, connectMs: clock.monotonic() - named };
    },
    close: () => endLook(),
  };
}

const broken = (because: WayTrouble): WayProbe => ({ kind: 'broken', because });

type Reaching = {
  readonly address: MetrcAddress;
  readonly ca: string | undefined;
  readonly clock: Clock;
  readonly local: () => ReturnType<typeof localTrouble>;
};

/** Connects, proves TLS where there is any, and lets go at once. `outcome` is null when Metrc was reached. */
function reachOnce(
  { address, ca, clock, local }: Reaching,
  addresses: readonly LookupAddress[] | null,
  limitMs: number,
): { readonly outcome: Promise<WayTrouble | null>; readonly giveUp: () => void } {
  const { promise, resolve } = Promise.withResolvers<WayTrouble | null>();
  const raw = net.connect({
    host: address.host,
    port: address.port,
    ...(addresses === null ? {} : { lookup: alreadyFound(addresses) }),
  });
  let channel: net.Socket = raw;
  let connected = false;
  let over = false;
  const settle = (end: WayTrouble | null): void => {
    if (over) return;
    over = true;
    cancel();
    channel.destroy();
    raw.destroy();
    resolve(end);
  };
  const fail = (error: unknown): void => settle(asWayTrouble(troubleOfError(error, local)));
  const cancel = clock.after(limitMs, () => settle(connected ? 'timeout' : 'no_internet'));
  raw.unref();
  // Errors may still arrive after the end; an unheard one would end the program.
  raw.on('error', fail);
  raw.once('close', () => settle('refused_connection'));
  raw.once('connect', () => {
    connected = true;
    if (!address.secure) return settle(null);
    const secured = secure(raw, address, ca);
    channel = secured;
    secured.on('error', fail);
    secured.once('secureConnect', () => settle(null));
  });
  return { outcome: promise, giveUp: () => settle('refused_connection') };
}

/** Gives a connection the addresses that were looked up already; it tries them as it would have tried its own. */
function alreadyFound(addresses: readonly LookupAddress[]): net.LookupFunction {
  return (_host, options, tell) => {
    const [first] = addresses;
    if (options.all === true) tell(null, [...addresses]);
    else tell(null, first?.address ?? '', first?.family ?? 0);
  };
}

/** Before any HTTP was spoken nothing else can have gone wrong. */
function asWayTrouble(trouble: ReturnType<typeof troubleOfError>): WayTrouble {
  switch (trouble) {
    case 'no_cable':
    case 'no_lan':
    case 'no_internet':
    case 'no_name':
    case 'tls':
      return trouble;
    case 'timeout':
      // The kernel's own ETIMEDOUT: the connection was never made.
      return 'no_internet';
    default:
      return 'refused_connection';
  }
}
