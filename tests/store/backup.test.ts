import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/main/ports/store.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { restore } from '../../src/main/store/restore.ts';
import { cutInHalf, databaseIn, overwrite, problemOnOpening, tamper } from './support/damage.ts';
import { confirm, saleOf, stocked, submit } from './support/goods.ts';
import { migrationsDir, opened, options, temporaryFolder } from './support/shop.ts';

function sell(store: Store, from: number, to: number): void {
  for (let n = from; n <= to; n += 1) {
    submit(store, saleOf(n));
    confirm(store, saleOf(n), n);
  }
}

/** Makes a backup through a reader, beside whatever runs. */
function backUp(folder: string, file: string): string | null {
  const reader = openReader({ dataDir: folder, migrationsDir });
  if (!reader.ok) throw new Error(reader.error.code);
  const result = reader.value.backUp(file);
  reader.value.close();
  return result.ok ? null : result.error.code;
}

const restoring = (from: string, folder: string) => restore({ ...options(folder), from });

describe('a backup', () => {
  test('is made beside a terminal that sells, is whole, and leaves nothing else behind', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    sell(store, 1, 5);
    const target = join(temporaryFolder(), 'kept.db');
    expect(backUp(folder, target)).toBeNull();
    sell(store, 6, 6);
    const kept = openReader({ dataDir: folder, migrationsDir, file: target });
    if (!kept.ok) throw new Error(kept.error.code);
    expect(kept.value.sales.ofDay('2026-11-23')).toHaveLength(5);
    kept.value.close();
    expect(readdirSync(join(target, '..'))).toEqual(['kept.db']);
  });

  test('never replaces a file', () => {
    const folder = temporaryFolder();
    opened(folder);
    const target = join(temporaryFolder(), 'kept.db');
    writeFileSync(target, 'precious');
    expect(backUp(folder, target)).toBe('BACKUP_FAILED');
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test('of records with a broken journal is refused, so that nobody relies on it', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    sell(store, 1, 3);
    store.close();
    tamper(folder, 'UPDATE journal SET at = 0 WHERE seq = 3');
    expect(backUp(folder, join(folder, 'kept.db'))).toBe('BACKUP_FAILED');
    expect(readdirSync(folder).filter((name) => name.startsWith('kept'))).toEqual([]);
  });
});

describe('restoring', () => {
  test('brings the records back, keeps what was there, and never uses a receipt number twice', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    sell(store, 1, 3);
    const kept = join(temporaryFolder(), 'kept.db');
    expect(backUp(folder, kept)).toBeNull();
    sell(store, 4, 5);
    store.close();
    const restored = restoring(kept, folder);
    expect(restored).toMatchObject({
      ok: true,
      value: { replaced: join(folder, 'backups', 'replaced-2026-11-23T18-00-00.000Z') },
    });
    const again = opened(folder);
    expect(again.sales.ofDay('2026-11-23')).toHaveLength(3);
    expect(again.epoch).not.toBe(store.epoch);
    const old = openReader({
      dataDir: folder,
      migrationsDir,
      file: join(folder, 'backups/replaced-2026-11-23T18-00-00.000Z/countersign.db'),
    });
    if (!old.ok) throw new Error(old.error.code);
    expect(old.value.sales.ofDay('2026-11-23')).toHaveLength(5);
    old.value.close();
  });

  test('helps where the file is gone or damaged', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    sell(store, 1, 3);
    const kept = join(temporaryFolder(), 'kept.db');
    expect(backUp(folder, kept)).toBeNull();
    store.close();
    overwrite(databaseIn(folder), 0, Buffer.alloc(512, 1));
    expect(problemOnOpening(folder)).toBe('NOT_A_DATABASE');
    expect(restoring(kept, folder).ok).toBe(true);
    expect(opened(folder).sales.ofDay('2026-11-23')).toHaveLength(3);
  });

  test('into an empty folder makes a store of it', () => {
    const folder = temporaryFolder();
    sell(stocked(opened(folder)), 1, 2);
    const kept = join(temporaryFolder(), 'kept.db');
    expect(backUp(folder, kept)).toBeNull();
    const other = join(temporaryFolder(), 'new');
    expect(restoring(kept, other)).toMatchObject({ ok: true, value: { replaced: null } });
    expect(opened(other).sales.ofDay('2026-11-23')).toHaveLength(2);
  });

  test('is refused while a terminal works with the records', () => {
    const folder = temporaryFolder();
    sell(stocked(opened(folder)), 1, 1);
    const kept = join(temporaryFolder(), 'kept.db');
    expect(backUp(folder, kept)).toBeNull();
    expect(restoring(kept, folder)).toMatchObject({ error: { code: 'HELD_BY_ANOTHER' } });
  });

  test('takes nothing that is not a sound backup, and changes nothing then', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    sell(store, 1, 3);
    const before = store.journal.tail().hash;
    store.close();
    const make = (name: string): string => {
      const file = join(temporaryFolder(), name);
      expect(backUp(folder, file)).toBeNull();
      return file;
    };
    const half = make('half.db');
    cutInHalf(half);
    const text = make('text.db');
    writeFileSync(text, 'no database');
    const edited = temporaryFolder();
    expect(backUp(folder, databaseIn(edited))).toBeNull();
    tamper(edited, 'UPDATE journal SET at = 0 WHERE seq = 3');
    for (const file of [half, text, databaseIn(edited)]) {
      expect(restoring(file, folder), file).toMatchObject({ error: { code: 'BACKUP_UNSOUND' } });
    }
    expect(restoring('/nowhere.db', folder)).toMatchObject({ error: { code: 'BACKUP_NOT_FOUND' } });
    expect(opened(folder).journal.tail().hash, 'the records are as they were').toBe(before);
  });
});
