import { execFile } from 'node:child_process';
import type net from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/main/ports/clock.ts';
import { realClock } from '../../src/metrc/simulator/real-clock.ts';
import { type Certificate, selfSigned } from './support/certificate.ts';
import { httpAnswer, rawServer } from './support/raw-server.ts';
import { KEYS, LICENCE, metrcAt, sale, startSimulator, store } from './support/store.ts';

const NUMBER = 'DTEST-T1-0a1b2c3d-1';
const FACILITIES = JSON.stringify([{ Name: 'Green Door', License: { Number: LICENCE } }]);
const TAKEN = httpAnswer(200, '{"Ids":[1],"Warnings":null}');

/** A clock that the test can push ahead. */
function pushedClock(): Clock & { ahead: number } {
  const clock = { ...realClock, ahead: 0, monotonic: () => performance.now() + clock.ahead };
  return clock;
}

/**
 * A Metrc that answers the first request of a connection with `first` and the second one as `second` says. Tells what
 * came on each connection.
 */
async function scripted(
  first: string,
  second: (socket: net.Socket, text: string) => void = (socket) => socket.write(TAKEN),
): Promise<{ readonly url: string; readonly connections: string[][] }> {
  const connections: string[][] = [];
  const server = await rawServer((socket) => {
    const requests: string[] = [];
    connections.push(requests);
    let text = '';
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      const isGet = text.startsWith('GET');
      if (requests.length > 0 && !isGet) return second(socket, text);
      const [head = '', body] = text.split('\r\n\r\n');
      if (body === undefined || body.length < Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) return;
      requests.push(head.split(' ')[0] ?? '');
      text = '';
      socket.write(isGet ? first : TAKEN);
    });
  });
  return { url: server.url, connections };
}

describe('one connection for the control read and the sale', () => {
  let tls: Certificate;
  beforeAll(() => {
    tls = selfSigned('IP:127.0.0.1');
  });

  test('a normal sale costs one control read and one POST, over one TLS connection', async () => {
    const simulator = await startSimulator({ tls });
    const metrc = metrcAt(simulator.url, { ca: tls.cert });
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted', metrcId: 1 });
    expect(simulator.ledger.requests().map(({ kind, connection }) => [kind, connection])).toEqual([
      ['facilities.read', 1],
      ['receipts.post', 1],
    ]);
  });

  test('a control read and a sale later: still the same connection, with one sale on it at a time', async () => {
    const { simulator, metrc } = await store();
    for (const sequence of [1, 2, 3]) {
      await metrc.control();
      const outcome = await metrc.submitReceipt(sale(`DTEST-T1-0a1b2c3d-${sequence}`));
      expect(outcome).toMatchObject({ kind: 'accepted' });
    }
    expect(new Set(simulator.ledger.requests().map(({ connection }) => connection))).toEqual(new Set([1]));
  });

  test('two sales at once never share a connection', async () => {
    const { simulator, metrc } = await store();
    await metrc.control();
    const outcomes = await Promise.all(
      [1, 2].map((sequence) => metrc.submitReceipt(sale(`DTEST-T1-0a1b2c3d-${sequence}`))),
    );
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
    const posts = simulator.ledger.requests().filter(({ kind }) => kind === 'receipts.post');
    expect(new Set(posts.map(({ connection }) => connection)).size).toBe(2);
  });

  test('while a sale is under way the control read has a connection of its own', async () => {
    const { simulator, metrc } = await store({
      faults: [{ on: 'receipts.post', effect: { kind: 'delay', ms: 200 } }],
    });
    await metrc.control();
    const sent = metrc.submitReceipt(sale(NUMBER));
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(await sent).toMatchObject({ kind: 'accepted' });
    expect(simulator.ledger.requests().map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });
});

describe('a connection is not trusted with a sale', () => {
  const onAnother = async (metrc: ReturnType<typeof metrcAt>, connections: readonly string[][]): Promise<void> => {
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
    expect(connections).toEqual([['GET'], ['POST']]);
  };

  test('when the control read on it is too long ago', async () => {
    const clock = pushedClock();
    const { simulator, metrc } = await store({}, { clock });
    await metrc.control();
    clock.ahead = 4100;
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
    expect(simulator.ledger.requests().map(({ connection }) => connection)).toEqual([1, 2]);
  });

  test('when the last thing on it was a sale and no control read', async () => {
    const { simulator, metrc } = await store();
    await metrc.control();
    for (const sequence of [1, 2]) await metrc.submitReceipt(sale(`DTEST-T1-0a1b2c3d-${sequence}`));
    expect(simulator.ledger.requests().map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  test.each([
    ['when the server said that it closes', httpAnswer(200, FACILITIES, ['Connection: close'])],
    ['when the server keeps it for a moment only', httpAnswer(200, FACILITIES, ['Keep-Alive: timeout=1'])],
    ['when the answer was not a good one', httpAnswer(503, '{}')],
    ['when the answer was of HTTP/1.0', httpAnswer(200, FACILITIES).replace('HTTP/1.1', 'HTTP/1.0')],
    ['when something came behind the answer', `${httpAnswer(200, FACILITIES)}\r\n`],
  ])('%s', async (_, answer) => {
    const server = await scripted(answer);
    const metrc = metrcAt(server.url);
    await metrc.control();
    await onAnother(metrc, server.connections);
  });

  test('when bytes that nobody asked for came while it waited', async () => {
    const sockets: net.Socket[] = [];
    const server = await rawServer((socket) => {
      sockets.push(socket);
      socket.once('data', (piece) =>
        setImmediate(() => {
          socket.write(piece.toString('latin1').startsWith('GET') ? httpAnswer(200, FACILITIES) : TAKEN);
        }),
      );
    });
    const metrc = metrcAt(server.url);
    await metrc.control();
    sockets[0]?.write(TAKEN);
    await new Promise((resolve) => sockets[0]?.write('', resolve));
    // The register must have seen the bytes: a round trip on another connection comes after them.
    await fetch(server.url).catch(() => undefined);
    const outcome = await metrc.submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(sockets).toHaveLength(3);
  });

  test('when the server ended it while it waited', async () => {
    const { simulator, metrc } = await store();
    await metrc.control();
    await simulator.control.down();
    await simulator.control.up();
    // The register must have seen the end: a round trip on another connection comes after it.
    await fetch(simulator.url);
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
    const used = simulator.ledger.requests().map(({ kind, connection }) => [kind, connection]);
    expect(used).toEqual([
      ['facilities.read', 1],
      ['unknown', 2],
      ['receipts.post', 3],
    ]);
  });
});

describe('a warm connection that fails', () => {
  test('before the last byte is released: not sent, and the repetition has a new connection', async () => {
    const server = await scripted(httpAnswer(200, FACILITIES), (socket) => socket.resetAndDestroy());
    const metrc = metrcAt(server.url);
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'refused_connection' });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
    expect(server.connections).toEqual([['GET'], ['POST']]);
  });

  test.each([
    ['refuses to be asked for its word', 417, 'unreadable', false],
    ['says no before it has read the sale', 401, 'keys', true],
  ])('because the server %s: not sent', async (_, status, because, asksAgain) => {
    const heads: string[] = [];
    const server = await scripted(httpAnswer(200, FACILITIES), (socket, text) => {
      heads.push(text);
      socket.write(httpAnswer(status, ''));
    });
    const metrc = metrcAt(server.url);
    await metrc.control();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because });
    expect(heads).toEqual([expect.stringMatching(/Expect: 100-continue\r\n\r\n$/)]);
    await metrc.control();
    await metrc.submitReceipt(sale(NUMBER));
    expect(heads[1]?.includes('Expect')).toBe(asksAgain);
  });

  test('a server known to say that it is there, and silent now: the connection has died, nothing was sent', async () => {
    const clock = pushedClock();
    let sales = 0;
    const server = await scripted(httpAnswer(200, FACILITIES), (socket, text) => {
      if (sales === 0 && text.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      if (!text.endsWith(']')) return;
      sales += 1;
      socket.end(TAKEN);
    });
    const metrc = metrcAt(server.url, { clock: { ...clock, after: (ms, act) => clock.after(ms / 20, act) } });
    await metrc.control();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
    await metrc.control();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'timeout' });
    expect(sales).toBe(1);
  });

  test('the body is not sent before the server has said that it is there; a silent one is asked once only', async () => {
    const bodies: string[] = [];
    const server = await scripted(httpAnswer(200, FACILITIES), (socket, text) => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      bodies.push(body);
      if (body.length === Number(/content-length: (\d+)/i.exec(head)?.[1])) socket.end(TAKEN);
    });
    const metrc = metrcAt(server.url);
    for (let i = 0; i < 2; i += 1) {
      await metrc.control();
      const began = performance.now();
      expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted' });
      expect(performance.now() - began > 900).toBe(i === 0);
    }
    expect(bodies[0]).toBe('');
  });

  test('after the last byte: unknown, and never used again', async () => {
    const { simulator, metrc } = await store({
      faults: [{ on: 'receipts.post', times: 1, effect: { kind: 'drop', applied: true, at: 'whole' } }],
    });
    await metrc.control();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'unknown', because: 'refused_connection' });
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(simulator.ledger.requests().map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  test('silent once it has the sale: unknown, and reset', async () => {
    let ended: Promise<unknown> = Promise.resolve();
    const server = await scripted(httpAnswer(200, FACILITIES), (socket, text) => {
      if (text.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      else if (text.endsWith(']')) ended = new Promise((resolve) => socket.once('error', resolve));
    });
    const metrc = metrcAt(server.url, { submitTimeoutMs: 100 });
    await metrc.control();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'unknown', because: 'timeout' });
    expect(await ended).toMatchObject({ code: 'ECONNRESET' });
  });

  test('a control read that meets a dead connection is asked again on a new one: nothing is wrong with Metrc', async () => {
    let requests = 0;
    const server = await rawServer((socket) => {
      let onThis = 0;
      socket.on('data', (piece) => {
        if (!piece.toString('latin1').endsWith('\n')) return;
        requests += 1;
        onThis += 1;
        if (onThis === 1) socket.write(httpAnswer(200, FACILITIES));
        else socket.resetAndDestroy();
      });
    });
    const metrc = metrcAt(server.url);
    for (let i = 0; i < 3; i += 1) expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(requests).toBeGreaterThanOrEqual(3);
  });

  test('a connection that waits does not keep the program alive', async () => {
    const tls = selfSigned('IP:127.0.0.1');
    // With a clock of its own the simulator never closes an idle connection.
    const simulator = await startSimulator({ tls, clock: realClock });
    const program = fileURLToPath(new URL('./support/parked.ts', import.meta.url));
    const child = execFile(process.execPath, [program, simulator.url, LICENCE, KEYS.vendorKey, KEYS.userKey, tls.cert]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect([said, code]).toEqual(['good', 0]);
  }, 10_000);

  test('closing lets go of it', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.write(httpAnswer(200, FACILITIES))));
    const metrc = metrcAt(server.url);
    await metrc.control();
    await metrc.close();
    expect(await server.ended).toMatch(/in_order|reset/);
  });
});
