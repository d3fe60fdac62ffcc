import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runSimulatorCommand } from '../../../src/metrc/simulator/command.ts';
import type { MetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import { ask, type Told } from '../support/ask.ts';
import { basic, FLOWER, LICENCE, SEED, sale, startSimulator } from '../support/store.ts';

const RECEIPTS = '/sales/v2/receipts';

const levers = async (
  simulator: { readonly url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: unknown }> => {
  const answer = await fetch(`${simulator.url}/control/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: await answer.json() };
};

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'countersign-sim-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('faults', () => {
  test('meet the calls they are set on, as often as they are set', async () => {
    const simulator = await startSimulator({
      faults: [
        { on: 'receipts.lists', times: 2, after: 1, effect: { kind: 'server_error', applied: false, status: 503 } },
      ],
    });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await ask(simulator, 'GET', `${RECEIPTS}/active`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(simulator.control.faults()).toEqual([]);
  });

  test('last until they are cleared, and groups take in their members', async () => {
    const simulator = await startSimulator();
    const id = simulator.control.fault({ on: 'receipts.read', effect: { kind: 'forbidden' } });
    const statusOf = async (method: string, path: string, body?: string): Promise<number> =>
      (await ask(simulator, method, path, body === undefined ? {} : { body })).status;
    expect(await statusOf('GET', `${RECEIPTS}/1`)).toBe(403);
    expect(await statusOf('GET', `${RECEIPTS}/external/A`)).toBe(403);
    expect(await statusOf('GET', `${RECEIPTS}/inactive`)).toBe(403);
    expect(await statusOf('GET', '/packages/v2/active')).toBe(200);
    expect(await statusOf('POST', RECEIPTS, sale('A'))).toBe(200);
    simulator.control.clearFaults(id);
    expect(await statusOf('GET', `${RECEIPTS}/1`)).toBe(200);
    simulator.control.fault({ on: 'write', effect: { kind: 'forbidden' } });
    expect(await statusOf('POST', RECEIPTS, sale('A'))).toBe(403);
    expect(await statusOf('DELETE', `${RECEIPTS}/1`)).toBe(403);
    expect(await statusOf('GET', `${RECEIPTS}/1`)).toBe(200);
  });

  test('slow answers: recorded at once, or only after the wait', async () => {
    const simulator = await startSimulator({
      faults: [
        { on: 'receipts.post', times: 1, effect: { kind: 'delay', ms: 200, applied: true } },
        { on: 'receipts.post', times: 1, effect: { kind: 'delay', ms: 200, applied: false } },
      ],
    });
    const first = ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    await expect.poll(() => simulator.control.receipts().length).toBe(1);
    expect(simulator.ledger.requests()).toMatchObject([{ status: null, fault: 'delay' }]);
    expect(await first).toMatchObject({ status: 200 });
    const second = ask(simulator, 'POST', RECEIPTS, { body: sale('A-2') });
    await expect.poll(() => simulator.ledger.requests().length).toBe(2);
    expect(simulator.control.receipts()).toHaveLength(1);
    expect(await second).toMatchObject({ status: 200, json: { Ids: [2] } });
  });

  test('a request that breaks off is seen and has no effect', async () => {
    const simulator = await startSimulator();
    // The missing byte is a blank: what came is good JSON, and still not the whole request.
    const body = `${sale('A-1')} `;
    const socket = net.connect(simulator.port, '127.0.0.1');
    const { Authorization } = basic();
    socket.write(
      `POST ${RECEIPTS}?licenseNumber=${LICENCE} HTTP/1.1\r\nHost: x\r\nAuthorization: ${Authorization}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
    );
    await expect.poll(() => simulator.ledger.requests()).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => simulator.ledger.requests()).toMatchObject([{ complete: false, body: body.slice(0, -1) }]);
    expect(simulator.control.receipts()).toEqual([]);
  });

  test('stale reads show receipts and stock as they were', async () => {
    let ahead = 0;
    const simulator = await startSimulator({
      clock: {
        now: () => Date.now(),
        monotonic: () => performance.now() + ahead,
        after: (ms, act) => {
          const timer = setTimeout(act, ms);
          return () => clearTimeout(timer);
        },
      },
    });
    ahead = 60_000;
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    simulator.control.fault({ on: 'read', effect: { kind: 'stale', ms: 30_000 } });
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`)).toMatchObject({ status: 401 });
    expect((await ask(simulator, 'GET', `/packages/v2/${FLOWER}`)).json).toMatchObject({ Quantity: 453.6 });
    ahead = 120_000;
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`)).toMatchObject({ status: 200 });
    expect((await ask(simulator, 'GET', `/packages/v2/${FLOWER}`)).json).toMatchObject({ Quantity: 450.1 });
  });

  test('down: nobody listens; up: on the same port, with all it knew', async () => {
    const simulator = await startSimulator();
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    await simulator.control.down();
    await expect(fetch(simulator.url)).rejects.toThrow();
    await simulator.control.up();
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`)).toMatchObject({ status: 200 });
  });
});

test('the switch thrown to and fro: the last position counts', async () => {
  const simulator = await startSimulator();
  const { control } = simulator;
  await Promise.all([control.down(), control.up(), control.up(), control.down(), control.up()]);
  expect(await ask(simulator, 'GET', '/facilities/v2')).toMatchObject({ status: 200 });
  await Promise.all([control.up(), control.down(), control.up(), control.down(), control.down()]);
  await expect(fetch(simulator.url)).rejects.toThrow();
});

describe('the levers over HTTP', () => {
  test('set, show and clear faults', async () => {
    const simulator = await startSimulator();
    const set = await levers(simulator, 'POST', 'faults', {
      on: 'receipts.post',
      times: 1,
      effect: { kind: 'refuse', message: 'No.' },
    });
    expect(set).toEqual({ status: 200, json: { id: 1 } });
    expect((await levers(simulator, 'GET', 'faults')).json).toMatchObject([
      { id: 1, left: 1, fault: { on: 'receipts.post' } },
    ]);
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A') })).toMatchObject({
      status: 400,
      json: [{ row: 0, message: 'No.' }],
    });
    await levers(simulator, 'POST', 'faults', { effect: { kind: 'unauthorized' } });
    await levers(simulator, 'POST', 'faults', { effect: { kind: 'forbidden' } });
    await levers(simulator, 'DELETE', 'faults/2');
    expect(await ask(simulator, 'GET', '/facilities/v2')).toMatchObject({ status: 403 });
    await levers(simulator, 'DELETE', 'faults');
    expect(await ask(simulator, 'GET', '/facilities/v2')).toMatchObject({ status: 200 });
  });

  test('show what happened, and change packages and the dialect', async () => {
    const simulator = await startSimulator();
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    expect((await levers(simulator, 'GET', 'receipts')).json).toMatchObject([{ id: 1, externalNumber: 'A-1' }]);
    expect((await levers(simulator, 'GET', `packages/${FLOWER}`)).json).toMatchObject({ quantity: '450.1' });
    expect(
      (await levers(simulator, 'POST', `packages/${FLOWER}`, { onHold: true, quantity: '7.5' })).json,
    ).toMatchObject({ onHold: true, quantity: '7.5' });
    expect((await levers(simulator, 'GET', 'packages')).json).toHaveLength(4);
    expect((await levers(simulator, 'POST', 'dialect', { absent: 404 })).json).toMatchObject({
      absent: 404,
      external: 'object',
    });
    expect(await ask(simulator, 'GET', `${RECEIPTS}/external/A-2`)).toMatchObject({ status: 404 });
    const ledger = (await levers(simulator, 'GET', 'ledger?since=1')).json;
    expect(ledger).toMatchObject({ requests: [{ method: 'GET' }], applies: [{ what: 'created', receiptId: 1 }] });
    await levers(simulator, 'POST', 'reset');
    expect(simulator.control.receipts()).toEqual([]);
  });

  test('change of a dialect leaves what is not named as it was', async () => {
    const simulator = await startSimulator({ dialect: { external: 'array', names: 'camel' } });
    expect((await levers(simulator, 'POST', 'dialect', { absent: 404 })).json).toMatchObject({
      absent: 404,
      external: 'array',
      names: 'camel',
    });
  });

  test('take Metrc down for a while', async () => {
    const simulator = await startSimulator();
    expect(await levers(simulator, 'POST', 'down', { forMs: 150 })).toMatchObject({ status: 200 });
    await expect.poll(() => simulator.control.isUp(), { interval: 5 }).toBe(false);
    await expect.poll(() => simulator.control.isUp(), { interval: 5 }).toBe(true);
    expect(await ask(simulator, 'GET', '/facilities/v2')).toMatchObject({ status: 200 });
  });

  test.each([
    ['POST', 'faults', { effect: { kind: 'nonsense' } }, 400],
    ['POST', 'down', {}, 400],
    ['POST', `packages/${FLOWER}`, { quantity: '-1' }, 400],
    ['POST', 'dialect', { absent: 500 }, 400],
    ['GET', 'packages/1A40000000000010000000EE', undefined, 404],
    ['GET', 'nothing', undefined, 404],
    ['PUT', 'faults', undefined, 404],
  ])('%s %s with %o: %i, and it goes on', async (method, path, body, status) => {
    const simulator = await startSimulator();
    expect(await levers(simulator, method, path, body)).toMatchObject({ status, json: { error: expect.any(String) } });
    expect((await levers(simulator, 'GET', 'faults')).json).toEqual([]);
  });

  test('are out of reach of web pages', async () => {
    const simulator = await startSimulator();
    expect(await levers(simulator, 'GET', 'faults', undefined, { Origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
    expect(await levers(simulator, 'POST', 'reset', undefined, { 'Content-Type': 'text/plain' })).toMatchObject({
      status: 403,
    });
    expect(await rebound(simulator)).toContain('403');
  });
});

/** A name of somebody else's that has been pointed at this machine. */
function rebound(simulator: MetrcSimulator): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(simulator.port, '127.0.0.1');
    socket.write('GET /control/faults HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    socket.once('data', (bytes) => resolve(bytes.toString().split('\r\n')[0] ?? ''));
  });
}

describe('a simulator that remembers', () => {
  test('has yesterday’s receipts and stock after a restart, even when the last line was cut off', async () => {
    const keepIn = join(folder(), 'metrc.jsonl');
    const yesterday = await startSimulator({ keepIn });
    await ask(yesterday, 'POST', RECEIPTS, { body: sale('A-1') });
    await ask(yesterday, 'POST', RECEIPTS, { body: sale('A-2') });
    await ask(yesterday, 'DELETE', `${RECEIPTS}/1`);
    const receipts = yesterday.control.receipts();
    await yesterday.close();
    appendFileSync(keepIn, '{"receipt":{"id":3,');

    const today = await startSimulator({ keepIn });
    expect(today.control.receipts()).toEqual(receipts);
    expect(today.control.packageQuantity(FLOWER)).toBe(4_501_000);
    expect((await ask(today, 'POST', RECEIPTS, { body: sale('A-3') })).json).toMatchObject({ Ids: [3] });
    await today.close();
    expect((await startSimulator({ keepIn })).control.receipts()).toHaveLength(3);
  });

  test('forgets on a reset', async () => {
    const keepIn = join(folder(), 'metrc.jsonl');
    const simulator = await startSimulator({ keepIn });
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    simulator.control.reset();
    expect(existsSync(keepIn)).toBe(false);
    expect((await startSimulator({ keepIn })).control.receipts()).toEqual([]);
  });
});

describe('countersign metrc-sim', () => {
  const seedFile = (seed: unknown = SEED): string => {
    const file = join(folder(), 'seed.json');
    writeFileSync(file, JSON.stringify(seed));
    return file;
  };

  test('listens, says where, and ends when it is told', async () => {
    const stop = new AbortController();
    const said = Promise.withResolvers<string>();
    const args = ['--port', '0', '--seed', seedFile(), '--receipt-prefix', 'T', '--dialect', '{"absent":404}'];
    const code = runSimulatorCommand(args, { out: said.resolve, err: () => undefined, stop: stop.signal });
    const { url } = JSON.parse(await said.promise);
    const answer: Told = await ask({ url } as MetrcSimulator, 'POST', RECEIPTS, { body: sale('A-1') });
    expect(answer).toMatchObject({ status: 200 });
    expect((await levers({ url }, 'GET', 'receipts')).json).toMatchObject([{ receiptNumber: 'T000000001' }]);
    stop.abort();
    expect(await code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test.each([
    ['no seed', []],
    ['a seed that is not there', ['--seed', '/nowhere/seed.json']],
    ['a port that is none', ['--seed', 'x', '--port', '99999']],
    ['an option nobody knows', ['--sed', 'x']],
  ])('%s: bad input, in words', async (_, args) => {
    let words = '';
    const code = await runSimulatorCommand(args, { out: () => undefined, err: (text) => (words += text) });
    expect(code).toBe(2);
    expect(words).toContain('metrc-sim');
  });

  test('a seed with mistakes is refused with each of them named', async () => {
    const wrong = structuredClone(SEED) as { packages: { unit: string; quantity: unknown }[] };
    wrong.packages[0]!.unit = 'Stones';
    let words = '';
    const code = await runSimulatorCommand(['--seed', seedFile(wrong)], {
      out: () => undefined,
      err: (text) => (words += text),
    });
    expect(code).toBe(2);
    expect(words).toContain('unknown unit: Stones');
  });

  test('a port that is taken: could not start', async () => {
    const taken = await startSimulator();
    let words = '';
    const args = ['--seed', seedFile(), '--port', String(taken.port)];
    expect(await runSimulatorCommand(args, { out: () => undefined, err: (text) => (words += text) })).toBe(1);
    expect(words).toContain('EADDRINUSE');
  });

  test('runs as a process of its own and ends on a signal', () => {
    const script = `
      import { runSimulatorCommand } from ${JSON.stringify(new URL('../../../src/metrc/simulator/command.ts', import.meta.url).href)};
      const ended = runSimulatorCommand(['--seed', process.argv[1]], {
        out: (text) => { process.stdout.write(text); process.kill(process.pid, 'SIGTERM'); }, err: () => {} });
      process.exitCode = await ended;`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, seedFile()], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(run).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\{"url":"http:\/\/127\.0\.0\.1:\d+"\}\n$/),
    });
  });
});
