/** A front door of Metrc: TLS in front of a server of this machine, whose ways to fail are real ones on real sockets. */
import net from 'node:net';
import tls from 'node:tls';
import type { Certificate } from '../metrc/support/certificate.ts';

export type MetrcFront = {
  readonly port: number;
  /** It takes connections and says nothing more, on old connections and on new ones. */
  freeze(): void;
  /** New connections are served again; what came while it was frozen is never answered. */
  thaw(): void;
  /** Nobody listens, and open connections are reset. */
  stopListening(): Promise<void>;
  listenAgain(): Promise<void>;
  /** Open connections are reset, and new ones get this certificate. */
  showCertificate(certificate: Certificate): void;
  close(): Promise<void>;
};

export async function metrcFront(toPort: number, certificate: Certificate): Promise<MetrcFront> {
  let shown = certificate;
  let frozen = false;
  const sockets = new Set<net.Socket>();
  const keep = <T extends net.Socket>(socket: T): T => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const dropAll = (): void => {
    for (const socket of sockets) if (!(socket instanceof tls.TLSSocket)) socket.resetAndDestroy();
  };
  const serve = (raw: net.Socket): void => {
    keep(raw);
    if (frozen) {
      raw.pause();
      return;
    }
    const near = keep(new tls.TLSSocket(raw, { isServer: true, ...shown }));
    const far = keep(net.connect({ host: '127.0.0.1', port: toPort }));
    const pass = (from: net.Socket, to: net.Socket): void => {
      from.on('data', (bytes) => {
        if (!frozen && !stale.has(raw)) to.write(bytes);
      });
      from.on('end', () => to.end());
    };
    pass(near, far);
    pass(far, near);
    raw.on('close', () => far.destroy());
  };
  /** Connections that were open while it was frozen: silent for good. */
  const stale = new WeakSet<net.Socket>();
  const listen = (server: net.Server, port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  let server = net.createServer(serve);
  await listen(server, 0);
  const { port } = server.address() as net.AddressInfo;
  const stop = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    dropAll();
    return closed;
  };
  return {
    port,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) stale.add(socket);
    },
    thaw: () => {
      frozen = false;
    },
    stopListening: stop,
    listenAgain: () => {
      server = net.createServer(serve);
      return listen(server, port);
    },
    showCertificate: (next) => {
      shown = next;
      dropAll();
    },
    close: stop,
  };
}
