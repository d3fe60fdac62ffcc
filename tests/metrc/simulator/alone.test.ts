import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runSimulatorCommand } from '../../../src/metrc/simulator/command.ts';
import { ROUTE_KINDS } from '../../../src/metrc/simulator/routes.ts';
import { MetrcSeed } from '../../../src/metrc/simulator/seed.ts';
import { ask } from '../support/ask.ts';
import { sale } from '../support/store.ts';
import { FURNISHED, SHIPPED } from '../support/store-room.ts';

const PAGE = readFileSync(new URL('../../../docs/metrc-simulator.md', import.meta.url), 'utf8');

/** The simulator as a person starts it. */
async function alone(...options: string[]): Promise<{ readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sim-'));
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, JSON.stringify(FURNISHED));
  const stop = new AbortController();
  const told = Promise.withResolvers<string>();
  const ended = runSimulatorCommand(['--seed', seed, ...options], {
    out: told.resolve,
    err: () => undefined,
    stop: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    await ended;
    rmSync(folder, { recursive: true });
  });
  return JSON.parse(await told.promise);
}

async function lever(
  { url }: { readonly url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${url}/control/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: await answer.json() };
}

// `ask` needs no more of a simulator than where it is.
const asking = (at: { readonly url: string }) => at as Parameters<typeof ask>[0];

describe('the simulator alone', () => {
  test('with a clock that stands still until it is moved', async () => {
    const at = await alone('--clock', '2026-11-23T18:00:00Z');
    await ask(asking(at), 'POST', '/sales/v2/receipts', { body: sale('A-1') });
    expect((await ask(asking(at), 'GET', '/sales/v2/receipts/1')).json).toMatchObject({
      RecordedDateTime: '2026-11-23T18:00:00.000+00:00',
    });
    expect((await ask(asking(at), 'GET', '/sales/v2/receipts/active')).json).toMatchObject({ Total: 1 });
    expect(await lever(at, 'POST', 'clock', { advanceMs: 25 * 3_600_000 })).toMatchObject({
      json: { now: '2026-11-24T19:00:00.000Z' },
    });
    expect((await ask(asking(at), 'GET', '/sales/v2/receipts/active')).json).toMatchObject({ Total: 0 });
  });

  test('with the clock of the machine: nobody moves it', async () => {
    expect(await lever(await alone(), 'POST', 'clock', { advanceMs: 1 })).toMatchObject({ status: 404 });
  });

  test('a delivery is received, a package put away, a dialect looked up, a fault rolled for', async () => {
    const at = await alone();
    expect(await lever(at, 'POST', 'transfers/41', {})).toMatchObject({ status: 200 });
    expect(await lever(at, 'POST', 'transfers/41', {})).toMatchObject({ status: 404 });
    expect(await lever(at, 'POST', `packages/${SHIPPED}`, { location: 'Vault', note: 'new' })).toMatchObject({
      json: { location: 'Vault', note: 'new', quantity: '250.5', originalQuantity: '250.5' },
    });
    expect(await lever(at, 'GET', 'dialect')).toMatchObject({ json: { windows: 'any', putAdjust: 'final' } });
    const fault = { on: 'labtests.results', chance: 0.25, seed: 9, effect: { kind: 'forbidden' } };
    expect(await lever(at, 'POST', 'faults', fault)).toMatchObject({ status: 200 });
    expect(await lever(at, 'POST', 'faults', { ...fault, chance: 2 })).toMatchObject({ status: 400 });
  });

  test.each([['--clock', 'noon']])('%s %s: bad input', async (...args) => {
    const seed = join(mkdtempSync(join(tmpdir(), 'countersign-sim-')), 'seed.json');
    onTestFinished(() => rmSync(join(seed, '..'), { recursive: true }));
    writeFileSync(seed, JSON.stringify(FURNISHED));
    const io = { out: () => undefined, err: () => undefined };
    expect(await runSimulatorCommand(['--seed', seed, ...args], io)).toBe(2);
  });
});

describe('the page about it', () => {
  test('shows seeds that can be used', () => {
    const blocks = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map((block) => JSON.parse(block[1] ?? ''));
    expect(blocks).toHaveLength(2);
    const [small, around] = blocks;
    expect(MetrcSeed.parse(small).packages).toHaveLength(1);
    const both = { ...small, ...around, packages: [...small.packages, ...around.packages] };
    expect(MetrcSeed.parse(both).transfers).toHaveLength(1);
  });

  test('names every kind of call a fault can be set on', () => {
    const targets = PAGE.slice(PAGE.indexOf('Targets:'), PAGE.indexOf('`applied` says whether'));
    const missing = ROUTE_KINDS.filter((kind) => {
      const [area = '', call = ''] = kind.split('.');
      const [, ofArea = ''] = targets.split(`\`${area}.`);
      return !ofArea.split(/[;(]|\n\n/)[0]?.match(new RegExp(`(?:^|\`\\.)${call}\``));
    });
    expect(missing).toEqual([]);
  });
});
