/** The sockets of the other Metrc: plain TCP or TLS and bytes written by hand, so that an answer can look in any way. */
import net from 'node:net';
import tls from 'node:tls';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Books } from './books.ts';
import { type Reply, type Request, reply } from './calls.ts';
import { type Dialect, speak } from './speech.ts';

/** What befalls the next POST of a receipt. */
export type Fault =
  | { readonly kind: 'none' }
  /** The connection is reset. */
  | { readonly kind: 'drop'; readonly applied: boolean }
  | { readonly kind: 'hang_up'; readonly applied: boolean }
  | { readonly kind: 'silence'; readonly applied: boolean }
  /** Nothing is answered, and it takes effect that much later. */
  | { readonly kind: 'late'; readonly ms: number }
  | {
      readonly kind: 'answer';
      readonly applied: boolean;
      readonly status: number;
      readonly type: string;
      readonly body: string;
      readonly location?: string;
    };

export type World = {
  readonly dialect: Dialect;
  readonly books: Books;
  /** This Metrc's own clock. */
  readonly now: () => number;
  readonly faults: Fault[];
  /** Every whole request, as `GET /path`. */
  readonly asked: string[];
};

const PACKINGS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content' };

/** Bytes of an answer: head and body, in pieces that are written one by one. */
function bytesOf(answer: Reply, { dialect, now }: World, extra: readonly string[] = []): Buffer[] {
  const text = 'json' in answer ? speak(answer.json, dialect) : answer.text;
  const type = 'json' in answer ? dialect.contentType : answer.type;
  const { coding, framing, version } = dialect;
  const plain = Buffer.from(text, 'utf8');
  const isPlain = coding === 'identity' || plain.length === 0;
  const body: Buffer = isPlain ? plain : PACKINGS[coding](plain);
  const isEmpty = answer.status === 204;
  const closes = dialect.closes || version === '1.0' || framing === 'close';
  const lines = [
    ...(dialect.dateHeader ? [`Date: ${new Date(now()).toUTCString()}`] : []),
    ...(type === null || isEmpty ? [] : [`Content-Type: ${type}`]),
    ...(coding === 'identity' || plain.length === 0 ? [] : [`Content-Encoding: ${coding}`]),
    ...(isEmpty || framing !== 'length' ? [] : [`Content-Length: ${body.length}`]),
    ...(isEmpty || (framing !== 'chunked' && framing !== 'a_byte_a_chunk') ? [] : ['Transfer-Encoding: chunked']),
    ...(closes ? ['Connection: close'] : []),
    'Server: Another-Metrc',
    ...extra,
  ];
  const head = [`HTTP/${version} ${answer.status} ${REASONS[answer.status] ?? ''}`, ...dressed(lines, dialect), '', ''];
  const pieces: Buffer[] = [Buffer.from(head.join('\r\n'), 'latin1')];
  if (isEmpty) return pieces;
  if (framing === 'chunked') pieces.push(chunk(body), Buffer.from('0\r\n\r\n'));
  else if (framing === 'a_byte_a_chunk')
    pieces.push(...[...body].map((byte) => chunk(Buffer.from([byte]))), Buffer.from('0\r\nX-Checked: yes\r\n\r\n'));
  else pieces.push(body);
  return pieces;
}

function chunk(data: Buffer): Buffer {
  if (data.length === 0) return data;
  return Buffer.concat([Buffer.from(`${data.length.toString(16)};part=1\r\n`), data, Buffer.from('\r\n')]);
}

function dressed(lines: readonly string[], { headers }: Dialect): string[] {
  const apart = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  switch (headers) {
    case 'usual':
      return [...lines];
    case 'lower_reversed':
      return apart.map(([name, value]) => `${name?.toLowerCase()}:${value}`).reverse();
    default:
      return apart.map(([name, value]) => `${name?.toUpperCase()}: \t ${value}  `);
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function talk(socket: net.Socket, world: World): void {
  const { dialect } = world;
  let buffer: Buffer = Buffer.alloc(0);
  let head: Omit<Request, 'body'> | null = null;
  let wanted = 0;
  let work = Promise.resolve();
  const write = (pieces: readonly Buffer[]): void => {
    for (const piece of pieces) if (piece.length > 0) socket.write(piece);
  };
  const takeHead = (): boolean => {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [first = '', ...lines] = buffer.subarray(0, end).toString('latin1').split('\r\n');
    buffer = buffer.subarray(end + 4);
    const [method = '', target = ''] = first.split(' ');
    const headers = new Map(
      lines.map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.slice(line.indexOf(':') + 1).trim()]),
    );
    const url = new URL(target, 'http://metrc');
    head = { method, path: url.pathname, query: url.searchParams, headers };
    wanted = Number(headers.get('content-length') ?? 0);
    if (headers.has('expect') && dialect.expect === 'always') socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    if (headers.has('expect') && dialect.expect === 'refused') {
      socket.end('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      head = null;
    }
    return head !== null;
  };
  const advance = (): void => {
    while (head !== null || takeHead()) {
      if (head === null || buffer.length < wanted) return;
      const request: Request = { ...head, body: buffer.subarray(0, wanted).toString('utf8') };
      buffer = buffer.subarray(wanted);
      head = null;
      work = work.then(() => handle(request, socket, world, write)).catch(() => void socket.destroy());
    }
  };
  if (dialect.idleMs !== null) socket.setTimeout(dialect.idleMs, () => socket.end());
  socket.on('data', (piece: Buffer) => {
    buffer = Buffer.concat([buffer, piece]);
    advance();
  });
  socket.on('error', () => {});
}

async function handle(
  request: Request,
  socket: net.Socket,
  world: World,
  write: (pieces: readonly Buffer[]) => void,
): Promise<void> {
  const { dialect, books } = world;
  world.asked.push(`${request.method} ${request.path}`);
  const answer = (): Reply => reply(request, books, dialect, world.now());
  const isPost = request.method === 'POST';
  if (isPost && dialect.bufferMs > 0) await after(dialect.bufferMs);
  const fault = isPost ? world.faults.shift() : undefined;
  if (fault?.kind === 'late') return void setTimeout(answer, fault.ms);
  const isApplied = fault === undefined || fault.kind === 'none' || fault.applied;
  const said = isApplied ? answer() : null;
  switch (fault?.kind) {
    case 'drop':
      return void (socket instanceof tls.TLSSocket ? socket.destroy() : socket.resetAndDestroy());
    case 'hang_up':
      return void socket.end();
    case 'silence':
      return;
    case 'answer': {
      const extra = fault.location === undefined ? [] : [`Location: ${fault.location}`];
      write(bytesOf({ status: fault.status, type: fault.type, text: fault.body }, world, extra));
      break;
    }
    default:
      if (said) write(bytesOf(said, world));
  }
  if (dialect.closes || dialect.version === '1.0' || dialect.framing === 'close') socket.end();
}

/** Listens on loopback; answers the port. */
export async function listen(
  world: World,
  secret: { readonly key: string; readonly cert: string } | null,
): Promise<number> {
  const onSocket = (socket: net.Socket): void => talk(socket.setNoDelay(true), world);
  const server = secret ? tls.createServer(secret, onSocket) : net.createServer(onSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
