import net from 'node:net';
import { onTestFinished } from 'vitest';

export type RawServer = {
  readonly url: string;
  readonly port: number;
  /** All bytes that came on all connections, as text. */
  received(): string;
  /** Ends when a connection has ended, with how it ended. */
  readonly ended: Promise<'reset' | 'in_order'>;
};

/** A server that does to each connection exactly what the test says. */
export async function rawServer(act: (socket: net.Socket, received: () => string) => void): Promise<RawServer> {
  let bytes = '';
  const ended = Promise.withResolvers<'reset' | 'in_order'>();
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
    });
    socket.on('error', () => ended.resolve('reset'));
    socket.on('end', () => ended.resolve('in_order'));
    act(socket, () => bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as net.AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, received: () => bytes, ended: ended.promise };
}

/** Calls back once the whole request has come. */
export function whenWhole(socket: net.Socket, act: (request: string) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const [head = '', body] = text.split('\r\n\r\n');
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    if (body !== undefined && body.length >= Number(length ?? 0)) act(text);
  });
}

export function httpAnswer(status: number, body: string, headers: readonly string[] = []): string {
  const contentType = headers.some((line) => /^content-type/i.test(line)) ? [] : ['Content-Type: application/json'];
  const head = [`HTTP/1.1 ${status} X`, ...contentType, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
