import net from 'node:net';
import tls from 'node:tls';
import type { MetrcTrouble } from '../main/ports/metrc.ts';
import type { MetrcAddress } from './address.ts';
import { troubleOfError } from './trouble.ts';

/** Whoever uses a line at the moment. */
export type LineUser = {
  /** The connection stands, TLS included. Called at once where it stands already. */
  ready(): void;
  bytes(piece: Buffer): void;
  /** The other side has ended its half: nothing more will come. */
  ended(): void;
  /** The connection is gone. */
  lost(because: MetrcTrouble): void;
};

/**
 * One connection to Metrc. It carries one request at a time, for one user at a time; nothing is queued on it.
 */
export type Line = {
  /** Hands the line to a user, or to nobody (null). */
  use(user: LineUser | null): void;
  /** Whether the connection stands and neither side has ended it. */
  isSound(): boolean;
  write(bytes: Uint8Array, written?: (error: Error | null | undefined) => void): void;
  /** Tells the user of the line that it is lost, whatever it looks like. Nothing happens where nobody uses it. */
  giveUp(): void;
  /** Throws away what the kernel has not sent yet (RST), so that it cannot arrive later. */
  reset(): void;
  /** Ends it in order; only after a whole answer to a whole request. */
  close(): void;
  /** Whether a waiting line keeps the program alive. */
  holdProgram(holds: boolean): void;
};

/** Opens the raw connection below a line or a read, TLS not included. What goes wrong is an event of the socket. */
export type Connect = (address: Pick<MetrcAddress, 'host' | 'port'>) => net.Socket;

const connectTcp: Connect = ({ host, port }) => net.connect({ host, port, noDelay: true });

/** Begins to connect. What goes wrong is told to the user of the line. */
export function openLine(address: MetrcAddress, ca: string | undefined, connect: Connect = connectTcp): Line {
  const raw = connect(address);
  let channel: net.Socket = raw;
  let user: LineUser | null = null;
  let stands = false;
  let over: MetrcTrouble | 'ended' | null = null;

  const lose = (because: MetrcTrouble): void => {
    if (over !== null && over !== 'ended') return;
    over = because;
    user?.lost(because);
  };
  // Errors may still arrive after the end; an unheard one would end the program.
  const onError = (error: Error): void => lose(troubleOfError(error));
  const stand = (): void => {
    stands = true;
    channel.on('data', (piece: Buffer) => {
      // Bytes that nobody asked for: whatever they are, the next answer could not be told from them.
      if (user === null) over ??= 'unreadable';
      user?.bytes(piece);
    });
    channel.on('end', () => {
      over ??= 'ended';
      user?.ended();
    });
    channel.on('close', () => lose('refused_connection'));
    user?.ready();
  };

  raw.on('error', onError);
  raw.once('connect', () => {
    if (!address.secure) return stand();
    const secured = secure(raw, address, ca);
    channel = secured;
    secured.on('error', onError);
    secured.once('close', () => lose('refused_connection'));
    secured.once('secureConnect', stand);
  });
  // A connection that closes before it stood, without an error.
  raw.once('close', () => lose('refused_connection'));

  return {
    use(next) {
      user = next;
      if (over !== null) user?.lost(over === 'ended' ? 'refused_connection' : over);
      else if (stands) user?.ready();
    },
    isSound: () => stands && over === null && channel.writable && !channel.destroyed,
    write: (bytes, written) => void channel.write(bytes, written),
    giveUp: () => lose('refused_connection'),
    reset() {
      user = null;
      over ??= 'refused_connection';
      // A TLS socket cannot reset, which is why the raw one is kept (docs/sale-protocol.md 5). While connecting nothing
      // has been written, so there is nothing to take back.
      if (!raw.destroyed && !raw.connecting) raw.resetAndDestroy();
      else raw.destroy();
      channel.destroy();
    },
    close() {
      user = null;
      over ??= 'refused_connection';
      raw.destroy();
      channel.destroy();
    },
    holdProgram: (holds) => void (holds ? raw.ref() : raw.unref()),
  };
}

/** TLS as every connection to Metrc speaks it: the certificate is always checked. */
export function secure(raw: net.Socket, address: MetrcAddress, ca: string | undefined): tls.TLSSocket {
  return tls.connect({
    socket: raw,
    host: address.host,
    // A server name must be a name: the standard forbids addresses there.
    ...(net.isIP(address.host) === 0 ? { servername: address.host } : {}),
    ...(ca === undefined ? {} : { ca }),
    // Said outright, because an environment variable can turn the default off.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
  });
}
