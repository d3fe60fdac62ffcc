import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/main/ports/store.ts';
import { databaseFile } from '../../src/main/store/connection.ts';
import { takeLock } from '../../src/main/store/lock.ts';
import { openStore } from '../../src/main/store/open.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { nextLine, startChild } from './support/child.ts';
import { overwrite, problemOnOpening } from './support/damage.ts';
import { NOON } from './support/goods.ts';
import { migrationsDir, opened, options, temporaryFolder } from './support/shop.ts';

describe('two terminals on one set of records', () => {
  test('the second is refused and the first is named: process, machine, since when', async () => {
    const folder = temporaryFolder();
    const before = Date.now();
    const first = startChild('hold.ts', folder, migrationsDir);
    expect(await nextLine(first)).toEqual({ ok: true });
    const second = openStore(options(folder));
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'HELD_BY_ANOTHER', holder: { pid: first.process.pid, hostname: hostname() } },
    });
    if (second.ok || !second.error.holder) throw new Error('the first is named');
    expect(second.error.holder.startedAt).toBeGreaterThanOrEqual(before);
    expect(second.error.holder.startedAt).toBeLessThanOrEqual(Date.now());
    expect(second.error.happened).toContain(`process ${first.process.pid} on ${hostname()}`);
    first.process.stdin.end();
    expect(await first.ended).toBe(0);
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('a killed one leaves no lock behind', async () => {
    const folder = temporaryFolder();
    const first = startChild('hold.ts', folder, migrationsDir);
    expect(await nextLine(first)).toEqual({ ok: true });
    expect(problemOnOpening(folder)).toBe('HELD_BY_ANOTHER');
    first.process.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('of many that start at once exactly one gets in, and the others name it', async () => {
    const folder = temporaryFolder();
    opened(folder).close();
    const children = Array.from({ length: 4 }, () => startChild('hold.ts', folder, migrationsDir));
    const said = await Promise.all(children.map(nextLine));
    const winners = children.filter((_, index) => JSON.stringify(said[index]) === '{"ok":true}');
    expect(winners).toHaveLength(1);
    for (const answer of said.filter((one) => JSON.stringify(one) !== '{"ok":true}')) {
      expect(answer).toMatchObject({ error: { code: 'HELD_BY_ANOTHER', holder: { pid: winners[0]?.process.pid } } });
    }
  });

  test('in one process are two all the same', () => {
    const folder = temporaryFolder();
    const first = opened(folder);
    expect(openStore(options(folder))).toMatchObject({
      error: { code: 'HELD_BY_ANOTHER', holder: { pid: process.pid, startedAt: NOON } },
    });
    first.close();
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('a start that fails leaves no lock behind', () => {
    const folder = temporaryFolder();
    expect(problemOnOpening(folder, { migrationsDir: '/nowhere' })).toBe('MIGRATIONS_UNREADABLE');
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('a damaged lock file is told apart from damaged records', () => {
    const folder = temporaryFolder();
    opened(folder).close();
    overwrite(join(folder, 'countersign.lock.db'), 0, Buffer.from('this is not a database any more'));
    expect(problemOnOpening(folder)).toBe('LOCK_UNREADABLE');
  });
});

describe('the file of the lock is deleted under a terminal that works', () => {
  const take = (folder: string) => rmSync(join(folder, 'countersign.lock.db'));
  const write = (store: Store) =>
    store.transaction(() => store.journal.append({ at: NOON, kind: 'test', actor: null, body: {} }));

  test('it notices, before anybody else has come in', () => {
    const folder = temporaryFolder();
    const store = opened(folder);
    expect(store.heldNoMore()).toBeNull();
    take(folder);
    expect(store.heldNoMore()).toBe('lock_gone');
    takeLock(folder, options(folder).clock);
    expect(store.heldNoMore(), 'another file under the same name').toBe('lock_gone');
  });

  test('another that comes in shuts the first one out: of the two exactly one writes', () => {
    const folder = temporaryFolder();
    const first = opened(folder);
    write(first);
    take(folder);
    const second = opened(folder);
    write(second);
    expect(() => write(first)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'TAKEN_OVER' }) }),
    );
    expect(first.heldNoMore()).toBe('taken_over');
    expect(first.journal.tail().seq, 'it can still be read').toBe(3);
    write(second);
    expect(second.heldNoMore()).toBeNull();
    first.close();
    write(second);
    expect(second.journal.tail().seq).toBe(5);
  });
});

describe('a reader', () => {
  test('works beside a terminal that sells, and sees each commit', () => {
    const folder = temporaryFolder();
    const store = opened(folder);
    const reader = openReader({ dataDir: folder, migrationsDir });
    if (!reader.ok) throw new Error(reader.error.code);
    store.journal.append({ at: NOON, kind: 'test', actor: null, body: {} });
    expect(reader.value.journal.tail().seq).toBe(2);
    store.transaction(() => {
      store.journal.append({ at: NOON, kind: 'test', actor: null, body: {} });
      expect(reader.value.journal.tail().seq, 'not before the commit').toBe(2);
    });
    expect(reader.value.journal.verify()).toMatchObject({ checked: 3, findings: [] });
    expect(reader.value.damage()).toBeNull();
    reader.value.close();
  });

  test('cannot write, not even by mistake', () => {
    const folder = temporaryFolder();
    opened(folder).close();
    const reading = openStore({ ...options(folder), readOnly: true });
    if (!reading.ok) throw new Error(reading.error.code);
    expect(() => reading.value.journal.append({ at: NOON, kind: 'test', actor: null, body: {} })).toThrow(/readonly/);
    expect(() => reading.value.nextNumber('sale')).toThrow(/readonly/);
    expect(reading.value.journal.tail().seq).toBe(1);
    reading.value.close();
  });

  test('of a folder without records says so and makes none', () => {
    const folder = temporaryFolder();
    expect(openReader({ dataDir: folder, migrationsDir })).toMatchObject({ error: { code: 'NO_RECORDS' } });
    expect(openReader({ dataDir: join(folder, 'none'), migrationsDir })).toMatchObject({
      error: { code: 'NO_RECORDS' },
    });
    expect(problemOnOpening(folder), 'still a first start').toBeNull();
  });

  test('of a folder whose first start was killed before it had made the records says that there are none', () => {
    const folder = temporaryFolder();
    const lock = takeLock(folder, options(folder).clock);
    if (!lock.ok) throw new Error(lock.error.code);
    lock.value.release();
    expect(openReader({ dataDir: folder, migrationsDir })).toMatchObject({ error: { code: 'NO_RECORDS' } });
    expect(problemOnOpening(folder), 'still a first start').toBeNull();
    for (const rest of ['', '-wal', '-shm']) rmSync(`${databaseFile(folder)}${rest}`, { force: true });
    expect(openReader({ dataDir: folder, migrationsDir }), 'now there were some').toMatchObject({
      error: { code: 'DATABASE_MISSING' },
    });
  });
});
