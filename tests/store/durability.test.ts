import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreFault } from '../../src/main/ports/store.ts';
import { databaseFile, FULL, openConnection, synchronousNow } from '../../src/main/store/connection.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { type Child, scriptPath, startChild } from './support/child.ts';
import { problemOnOpening } from './support/damage.ts';
import { confirm, NOON, packageOf, saleOf, stocked, submit } from './support/goods.ts';
import { folderOnDisk, migrationsDir, opened } from './support/shop.ts';

const strace = ['/usr/bin/strace', '/bin/strace', '/usr/local/bin/strace'].find((file) => existsSync(file));
const NO_STRACE = 'skipped, because strace is not installed';

/** Sells under strace; answers what the terminal said and what strace saw. */
function underStrace(
  folder: string,
  sales: number,
  ...watch: readonly string[]
): { said: readonly unknown[][]; trace: string } {
  if (!strace) throw new Error(NO_STRACE);
  const trace = join(folder, 'trace.txt');
  const run = spawnSync(
    strace,
    [
      '-f',
      '-qq',
      '-o',
      trace,
      ...watch,
      process.execPath,
      scriptPath('commit-loop.ts'),
      join(folder, 'data'),
      migrationsDir,
      `${sales}`,
    ],
    { encoding: 'utf8' },
  );
  const said = run.stdout
    .trim()
    .split('\n')
    .map((line): unknown[] => JSON.parse(line));
  return { said, trace: readFileSync(trace, 'utf8') };
}

test('synchronous is FULL, read back after a write, where the build by itself would choose less', () => {
  const folder = folderOnDisk();
  stocked(opened(folder)).close();
  const write = `INSERT INTO register (key, value) VALUES ('written', '1') ON CONFLICT DO UPDATE SET value = '2'`;
  const ours = openConnection(databaseFile(folder), 'write');
  ours.exec(write);
  expect(synchronousNow(ours)).toBe(FULL);
  expect(ours.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(ours.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(ours.pragma('trusted_schema', { simple: true })).toBe(0);
  ours.close();
  const theirs = new Database(databaseFile(folder));
  theirs.exec(write);
  expect(synchronousNow(theirs), 'why it has to be set').toBe(1);
  theirs.close();
});

test('every intent and every outcome has been written through to the disk before it counts', ({ skip }) => {
  if (!strace) skip(NO_STRACE);
  const { said, trace } = underStrace(folderOnDisk(), 12, '-e', 'trace=fsync,fdatasync,write');
  expect(said.filter(([word]) => word === 'outcome')).toHaveLength(12);
  // In the order in which the kernel saw them: the promises the terminal gave and the flushes before each.
  const flushes: Record<string, number[]> = { number: [], intent: [], outcome: [] };
  let since = 0;
  for (const line of trace.split('\n')) {
    if (/ (fsync|fdatasync)\(\d+\) += 0/.test(line) || /(fsync|fdatasync) resumed>.*= 0/.test(line)) since += 1;
    const promise = /write\(1, "\[\\"(number|intent|outcome|open)\\"/.exec(line)?.[1];
    if (promise) {
      flushes[promise]?.push(since);
      since = 0;
    }
  }
  expect(flushes['intent']).toHaveLength(12);
  expect(Math.min(...(flushes['intent'] ?? [0])), 'flushes before each intent').toBeGreaterThanOrEqual(1);
  expect(Math.min(...(flushes['outcome'] ?? [0])), 'flushes before each outcome').toBeGreaterThanOrEqual(1);
  expect(Math.min(...(flushes['number'] ?? [0])), 'flushes before each number').toBeGreaterThanOrEqual(1);
});

describe('a disk that does not carry out a write', () => {
  test('is never taken for a recorded sale: a failed flush shuts the store', ({ skip }) => {
    if (!strace) skip(NO_STRACE);
    const folder = folderOnDisk();
    opened(join(folder, 'data')).close();
    const { said } = underStrace(
      folder,
      40,
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      'inject=fsync,fdatasync:error=EIO:when=30+',
    );
    const last = said.slice(-2);
    expect(last).toEqual([
      ['fault', 'DISK_ERROR'],
      ['still', 'DISK_ERROR'],
    ]);
    expect(problemOnOpening(join(folder, 'data')), 'the records are sound').toBeNull();
  });

  test('is told as a full disk when it is full, and the store goes on when there is room again', ({ skip }) => {
    const folder = folderOnDisk();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      skip('skipped, because this user may not mount a small file system');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    const store = stocked(opened(folder));
    const fill = (): void => {
      for (let n = 1; n < 100; n += 1) {
        store.packages.save(
          Array.from({ length: 100 }, (_, i) => packageOf(n * 100 + i)),
          NOON,
        );
      }
    };
    let fault: unknown;
    try {
      fill();
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(StoreFault);
    expect(fault).toMatchObject({ problem: { code: 'DISK_FULL' } });
    expect(() => fill(), 'still full').toThrow(/DISK_FULL/);
    // Somebody makes room.
    execFileSync('mount', ['-o', 'remount,size=8m', folder]);
    submit(store, saleOf(1));
    confirm(store, saleOf(1), 1);
    expect(store.sales.latestConfirmed()?.saleNumber).toBe(1);
  });

  test('stops the first start when it is full, and the next one begins anew', ({ skip }) => {
    const folder = folderOnDisk();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      skip('skipped, because this user may not mount a small file system');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    expect(problemOnOpening(folder)).toBe('DISK_FULL');
    execFileSync('mount', ['-o', 'remount,size=8m', folder]);
    expect(problemOnOpening(folder)).toBeNull();
  });
});

/** Reads what the terminal promised until it has sold so many, then kills it; answers every promise it had given. */
async function sellAndKill(folder: string, promises: number): Promise<readonly (readonly [string, number])[]> {
  const child: Child = startChild('commit-loop.ts', folder, migrationsDir, '100000');
  const given: [string, number][] = [];
  const note = (line: string): void => {
    const [word, n] = JSON.parse(line) as [string, number];
    given.push([word, n]);
  };
  while (given.length < promises) {
    const line = await child.lines.next();
    if (line.done) throw new Error('the terminal ended by itself');
    note(line.value);
  }
  child.process.kill('SIGKILL');
  await child.ended;
  // What it had promised and we had not read yet counts too.
  for await (const line of child.lines) note(line);
  return given;
}

test('tidied between sales, the log does not grow, and every sale is in the file', () => {
  const folder = folderOnDisk();
  const store = stocked(opened(folder));
  for (let n = 1; n <= 300; n += 1) {
    submit(store, saleOf(n));
    store.transaction(() => confirm(store, saleOf(n), n));
    store.tidy();
  }
  expect(statSync(`${databaseFile(folder)}-wal`).size, 'bytes of a log that was never full').toBeLessThan(8_000_000);
  expect(statSync(databaseFile(folder)).size).toBeGreaterThan(200_000);
  expect(store.sales.ofDay('2026-11-23')).toHaveLength(300);
});

test('thirty kills in the middle of selling lose no sale that was promised, and break no chain', {
  timeout: 60_000,
}, async () => {
  const lanes = [folderOnDisk(), folderOnDisk()];
  await Promise.all(
    lanes.map(async (folder, lane) => {
      const promised = new Map<number, string>();
      for (let kill = 0; kill < 15; kill += 1) {
        for (const [word, n] of await sellAndKill(folder, 2 + ((kill * 7 + lane * 5) % 23))) {
          if (word === 'number') expect(promised.has(n), `sale ${n} is a new number`).toBe(false);
          if (n !== undefined) promised.set(n, word);
        }
      }
      const store = opened(folder);
      const kept = new Map(store.sales.ofDay('2026-11-23').map((sale) => [sale.saleNumber, sale.protocol.phase.state]));
      for (const [n, word] of promised) {
        if (word === 'outcome') expect(kept.get(n), `sale ${n}`).toBe('CONFIRMED');
        if (word === 'intent') expect(['SUBMITTING', 'CONFIRMED'], `sale ${n}`).toContain(kept.get(n));
      }
      store.close();
      const reader = openReader({ dataDir: folder, migrationsDir });
      if (!reader.ok) throw new Error(reader.error.code);
      expect(reader.value.journal.verify().findings).toEqual([]);
      expect(reader.value.damage()).toBeNull();
      reader.value.close();
    }),
  );
});
