import net from 'node:net';
import { onTestFinished } from 'vitest';

export type Tap = {
  readonly url: string;
  /** How the register ended its last connection. */
  readonly ended: Promise<'reset' | 'in_order'>;
};

/**
 * A cable that can break: passes everything through to a server, and resets both sides as soon as that many bytes of the
 * request have passed.
 */
export async function tap(
  toPort: number,
  options: { readonly cutAfterBytes?: number; readonly secure?: boolean } = {},
): Promise<Tap> {
  const ended = Promise.withResolvers<'reset' | 'in_order'>();
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ host: '127.0.0.1', port: toPort, allowHalfOpen: true });
    let left = options.cutAfterBytes ?? Number.POSITIVE_INFINITY;
    for (const socket of [near, far]) sockets.add(socket);
    const cut = (): void => {
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    near.on('data', (bytes) => {
      const passed = bytes.subarray(0, Math.min(left, bytes.length));
      left -= passed.length;
      far.write(passed, () => {
        if (left === 0) cut();
      });
    });
    far.on('data', (bytes) => near.write(bytes));
    near.on('error', () => {
      ended.resolve('reset');
      if (!far.destroyed) far.resetAndDestroy();
    });
    near.on('end', () => {
      ended.resolve('in_order');
      far.end();
    });
    far.on('error', () => undefined);
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as net.AddressInfo;
  return { url: `${options.secure ? 'https' : 'http'}://127.0.0.1:${port}`, ended: ended.promise };
}
