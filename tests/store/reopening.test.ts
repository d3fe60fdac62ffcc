import { existsSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { StoreFault } from '../../src/main/ports/store.ts';
import { ballastFile, ballastIn } from '../../src/main/store/ballast.ts';
import { databaseFile } from '../../src/main/store/connection.ts';
import { NO_LIMITS, NO_SMALL_DISK, smallDisk, writesFail } from '../support/failing-disk.ts';
import { problemOnOpening } from './support/damage.ts';
import { confirm, NOON, saleOf, stocked, submit } from './support/goods.ts';
import { folderOnDisk, opened, temporaryFolder } from './support/shop.ts';

const faultOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof StoreFault) return error.problem.code;
    throw error;
  }
};

describe('records that failed are opened again by the same process', () => {
  test('a write that the system refuses shuts them; opened again they hold what was promised and go on', ({ skip }) => {
    if (NO_LIMITS) skip(NO_LIMITS);
    const store = stocked(opened(folderOnDisk()));
    submit(store, saleOf(1));
    const heal = writesFail();
    expect(faultOf(() => confirm(store, saleOf(1), 7))).toBe('DISK_ERROR');
    expect(
      faultOf(() => store.sales.unresolved()),
      'shut, also for reading',
    ).toBe('DISK_ERROR');
    expect(store.reopen(), 'the disk is still sick').toMatchObject({ ok: false, error: { code: 'DISK_ERROR' } });
    expect(faultOf(() => store.sales.unresolved())).toBe('DISK_ERROR');
    heal();
    const before = store.epoch;
    expect(store.reopen()).toEqual({ ok: true, value: null });
    expect(store.sales.unresolved().map(({ saleNumber }) => saleNumber)).toEqual([1]);
    confirm(store, saleOf(1), 7);
    expect(store.sales.latestConfirmed()?.saleNumber).toBe(1);
    expect(store.epoch, 'numbers of an opening of their own').not.toBe(before);
  });

  test('the lock is held all the while, so that nobody slips in between', ({ skip }) => {
    if (NO_LIMITS) skip(NO_LIMITS);
    const folder = folderOnDisk();
    const store = stocked(opened(folder));
    const heal = writesFail();
    expect(faultOf(() => store.nextNumber('sale'))).toBe('DISK_ERROR');
    expect(store.reopen().ok).toBe(false);
    heal();
    expect(problemOnOpening(folder)).toBe('HELD_BY_ANOTHER');
    expect(store.reopen().ok).toBe(true);
    expect(problemOnOpening(folder)).toBe('HELD_BY_ANOTHER');
    store.close();
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('also records that were never shut: what came before is there, and carts can be saved', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    store.transaction(() => store.journal.append({ at: NOON, kind: 'test.last', actor: null, body: {} }));
    expect(store.reopen().ok).toBe(true);
    expect(store.nextNumber('sale')).toBeGreaterThan(0);
    expect(store.journal.recent('test.last', 100)).toEqual([{ at: NOON, actor: null, body: {} }]);
    expect(store.journal.recent('test.last', 0)).toEqual([]);
  });

  test('never after they were closed, because the lock is gone', () => {
    const store = stocked(opened(temporaryFolder()));
    store.close();
    expect(store.reopen()).toMatchObject({ ok: false, error: { code: 'STORE_CLOSED' } });
  });

  test('not when the file is gone, empty, or another one', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    const file = databaseFile(folder);
    const aside = `${file}.aside`;
    store.reopen();
    // Only while it is open SQLite keeps a log beside it: close it by a re-opening that fails.
    renameSync(file, aside);
    expect(store.reopen()).toMatchObject({ error: { code: 'DATABASE_MISSING' } });
    expect(existsSync(file), 'nothing is made in its place').toBe(false);
    writeFileSync(file, '');
    expect(store.reopen()).toMatchObject({ error: { code: 'DATABASE_EMPTY' } });
    rmSync(file);
    renameSync(aside, file);
    expect(store.reopen().ok).toBe(true);
  });

  test('not when an entry that was written is gone from their journal, and a start would not notice it either', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    const older = `${databaseFile(folder)}.older`;
    store.journal.append({ at: NOON, kind: 'test.kept', actor: null, body: {} });
    new Database(databaseFile(folder), { readonly: true }).prepare('VACUUM INTO ?').run(older);
    store.journal.append({ at: NOON, kind: 'test.promised', actor: null, body: {} });
    const away = `${databaseFile(folder)}.away`;
    renameSync(databaseFile(folder), away);
    expect(store.reopen().ok).toBe(false);
    renameSync(older, databaseFile(folder));
    for (const left of ['-wal', '-shm']) rmSync(`${databaseFile(folder)}${left}`, { force: true });
    expect(store.reopen()).toMatchObject({
      ok: false,
      error: { code: 'JOURNAL_BROKEN', detail: expect.stringMatching(/was written and is gone/) },
    });
  });
});

describe('the ballast', () => {
  test('is really written, all of it, and found again', () => {
    const folder = folderOnDisk();
    const ballast = ballastIn(folder);
    expect(ballast.inPlace()).toBe(false);
    expect(ballast.make()).toBe(true);
    const { size, blocks } = statSync(ballastFile(folder));
    expect(size).toBe(16 * 1024 * 1024);
    expect(blocks * 512).toBeGreaterThanOrEqual(size);
    expect(ballastIn(folder).inPlace()).toBe(true);
    ballast.drop();
    expect([ballast.inPlace(), existsSync(ballastFile(folder))]).toEqual([false, false]);
    ballast.drop();
  });

  test('one with holes, or cut short, is made anew', () => {
    const folder = folderOnDisk();
    const file = ballastFile(folder);
    writeFileSync(file, '');
    truncateSync(file, 16 * 1024 * 1024);
    const ballast = ballastIn(folder);
    expect(ballast.inPlace()).toBe(false);
    expect(ballast.make()).toBe(true);
    expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(16 * 1024 * 1024);
    truncateSync(file, 4096);
    expect(ballast.inPlace(), 'somebody cut it').toBe(false);
    expect(ballast.make()).toBe(true);
  });

  test('is not made where there is no room, and leaves nothing behind', ({ skip }) => {
    const folder = folderOnDisk();
    const disk = smallDisk(folder, '8m');
    if (disk === null) skip(NO_SMALL_DISK);
    const ballast = ballastIn(folder);
    expect(ballast.make()).toBe(false);
    expect([existsSync(ballastFile(folder)), existsSync(`${ballastFile(folder)}.new`)]).toEqual([false, false]);
    disk?.resize('24m');
    expect(ballast.make()).toBe(true);
  });
});
