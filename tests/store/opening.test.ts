import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/main/store/open.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { cutInHalf, databaseIn, overwrite, problemOnOpening } from './support/damage.ts';
import { confirm, NOON, packageOf, saleOf, stocked, submit } from './support/goods.ts';
import { migrationsDir, opened, options, temporaryFolder } from './support/shop.ts';

/** A closed store with some sales in it, so that there is something to lose. */
function folderWithSales(): string {
  const folder = temporaryFolder();
  const store = stocked(opened(folder));
  store.transaction(() => {
    store.packages.save(
      Array.from({ length: 300 }, (_, n) => packageOf(n + 1)),
      NOON,
    );
    for (let n = 1; n <= 20; n += 1) {
      submit(store, saleOf(n));
      confirm(store, saleOf(n), n);
    }
  });
  store.close();
  return folder;
}

describe('the first start', () => {
  test('makes the folder, the records and their first entry', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const store = opened(folder);
    expect(store.epoch).toMatch(/^[0-9a-f]{8}$/);
    expect(store.journal.tail().seq).toBe(1);
    expect(
      readdirSync(folder).filter((name) => name.includes('.new')),
      'nothing half-made is left',
    ).toEqual([]);
  });

  test('interrupted half-way is made again from the beginning', () => {
    const folder = temporaryFolder();
    writeFileSync(`${databaseIn(folder)}.new`, 'half a file');
    writeFileSync(`${databaseIn(folder)}.new-wal`, 'half a log');
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('gives every start another epoch, so that no number of an earlier one is used again', () => {
    const folder = temporaryFolder();
    const first = opened(folder);
    first.close();
    expect(opened(folder).epoch).not.toBe(first.epoch);
    expect(opened(temporaryFolder()).epoch).not.toBe(first.epoch);
  });
});

describe('the records', () => {
  const shape = (folder: string): Database.Database => {
    const raw = new Database(databaseIn(folder), { readonly: true });
    onTestFinished(() => void raw.close());
    return raw;
  };

  test('stand in STRICT tables, every one of them', () => {
    const folder = temporaryFolder();
    opened(folder);
    const tables = shape(folder)
      .prepare<[], { name: string; strict: number; type: string }>(
        `SELECT name, strict, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
      )
      .all();
    expect(tables.length).toBeGreaterThan(18);
    expect(tables.filter(({ strict, type }) => strict !== 1 || type !== 'table')).toEqual([]);
  });

  test('are described table by table and column by column in docs/schema.md', () => {
    const folder = temporaryFolder();
    opened(folder);
    const page = readFileSync(join(migrationsDir, '../docs/schema.md'), 'utf8');
    const columns = shape(folder)
      .prepare<[], { table: string; column: string }>(
        `SELECT t.name AS "table", c.name AS "column" FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
         WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'`,
      )
      .all();
    const chapter = (table: string): string => page.split(`\n### ${table}\n`)[1]?.split('\n### ')[0] ?? '';
    const missing = columns.filter(({ table, column }) => !chapter(table).includes(`| \`${column}\` |`));
    expect(missing).toEqual([]);
  });

  test('need no sorting and no full walk for what the counter asks all day', () => {
    const folder = temporaryFolder();
    opened(folder);
    const raw = shape(folder);
    const plan = (sql: string): string =>
      raw
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail)
        .join('; ');
    const unresolved = `state IN ('SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT')`;
    expect(plan(`SELECT * FROM sale WHERE ${unresolved} ORDER BY entered`)).toMatch(/sale_unresolved/);
    expect(plan(`SELECT * FROM sale WHERE business_day = 'x' ORDER BY entered`)).toBe(
      'SEARCH sale USING INDEX sale_by_day (business_day=?)',
    );
    expect(plan(`SELECT label FROM package WHERE instr(words, 'x') > 0 ORDER BY words, label`)).toBe(
      'SCAN package USING COVERING INDEX package_by_words',
    );
    expect(
      plan(`SELECT * FROM print_job WHERE state IN ('owed', 'begun', 'failed', 'unknown') ORDER BY made_at`),
    ).toMatch(/print_job_waiting/);
    expect(plan(`SELECT * FROM drawer_pulse WHERE outcome = 'due' ORDER BY at`)).toMatch(/drawer_pulse_due/);
    expect(plan(`SELECT count(*) FROM print_job WHERE sale_id = 'x' AND kind = 'copy'`)).toMatch(/print_job_copies/);
  });
});

describe('a damaged file is told in words and never replaced', () => {
  const expectUntouched = (folder: string, code: string): void => {
    const before = readFileSync(databaseIn(folder));
    expect(problemOnOpening(folder)).toBe(code);
    expect(readFileSync(databaseIn(folder)).equals(before), 'the file is as it was').toBe(true);
  };

  test('a corrupt header', () => {
    const folder = folderWithSales();
    overwrite(databaseIn(folder), 0, Buffer.alloc(100, 0x5a));
    expectUntouched(folder, 'NOT_A_DATABASE');
  });

  test('a text file', () => {
    const folder = temporaryFolder();
    writeFileSync(databaseIn(folder), 'Dear customer, '.repeat(1000));
    expectUntouched(folder, 'NOT_A_DATABASE');
  });

  test('a corrupt page, even one that a start does not need', () => {
    const folder = folderWithSales();
    const raw = new Database(databaseIn(folder), { readonly: true });
    const page = raw
      .prepare<[], number>(`SELECT pageno FROM dbstat WHERE name = 'package' AND pagetype = 'leaf' LIMIT 1`)
      .pluck()
      .get();
    raw.close();
    overwrite(databaseIn(folder), 4096 * ((page ?? 0) - 1), Buffer.alloc(4096, 0xa5));
    expectUntouched(folder, 'DATABASE_CORRUPT');
    expect(problemOnOpening(folder, { quickCheck: false }), 'only the check of every page finds it').toBeNull();
  });

  test('a truncated file', () => {
    const folder = folderWithSales();
    cutInHalf(databaseIn(folder));
    expect(problemOnOpening(folder)).toBe('DATABASE_CORRUPT');
  });

  test('an empty file', () => {
    const folder = folderWithSales();
    truncateSync(databaseIn(folder), 0);
    expectUntouched(folder, 'DATABASE_EMPTY');
  });

  test('a file that is gone', () => {
    const folder = folderWithSales();
    renameSync(databaseIn(folder), join(folder, 'elsewhere.db'));
    expect(problemOnOpening(folder)).toBe('DATABASE_MISSING');
    expect(readdirSync(folder)).not.toContain('countersign.db');
    renameSync(join(folder, 'elsewhere.db'), databaseIn(folder));
    expect(problemOnOpening(folder)).toBeNull();
  });

  test('a database of another program', () => {
    const folder = temporaryFolder();
    const other = new Database(databaseIn(folder));
    other.exec('CREATE TABLE moz_places (id INTEGER)');
    other.close();
    expect(problemOnOpening(folder)).toBe('NOT_OUR_DATABASE');
  });
});

describe('a folder that cannot be used', () => {
  test('lies below a file', () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    expect(problemOnOpening(join(file, 'data'))).toBe('DATA_FOLDER_NOT_WRITABLE');
    expect(problemOnOpening(file)).toBe('DATA_FOLDER_NOT_WRITABLE');
  });

  test('is read-only', ({ skip }) => {
    const folder = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      skip('skipped, because this user may not mount a file system');
    }
    onTestFinished(() => void execFileSync('umount', [folder]));
    expect(problemOnOpening(folder)).toBe('DATA_FOLDER_NOT_WRITABLE');
  });
});

describe('versions', () => {
  function withMigration(name: string, sql: string): string {
    const folder = join(temporaryFolder(), 'migrations');
    cpSync(migrationsDir, folder, { recursive: true });
    writeFileSync(join(folder, name), sql);
    return folder;
  }

  /** The name of a migration that is not there yet: the first, the second after all that are. */
  const later = (after: number, what: string): string => {
    const known = readdirSync(migrationsDir).filter((name) => name.endsWith('.sql')).length;
    return `${String(known + after).padStart(4, '0')}_${what}`;
  };

  test('records from a newer version are refused, for writing and for reading', () => {
    const folder = temporaryFolder();
    const newer = withMigration(`${later(1, 'more')}.sql`, 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;');
    opened(folder, { migrationsDir: newer }).close();
    expect(problemOnOpening(folder)).toBe('NEWER_DATABASE');
    expect(openReader({ dataDir: folder, migrationsDir })).toMatchObject({ error: { code: 'NEWER_DATABASE' } });
  });

  test('an applied migration that was edited is noticed; line endings are no edit', () => {
    const folder = temporaryFolder();
    opened(folder).close();
    const name = readdirSync(migrationsDir)[0] ?? '';
    const sql = readFileSync(join(migrationsDir, name), 'utf8');
    expect(problemOnOpening(folder, { migrationsDir: withMigration(name, sql.replaceAll('\n', '\r\n')) })).toBeNull();
    expect(problemOnOpening(folder, { migrationsDir: withMigration(name, `${sql}\n-- harmless\n`) })).toBe(
      'MIGRATION_EDITED',
    );
  });

  test('older records are backed up, brought up to date, and the step is in the journal', () => {
    const folder = folderWithSales();
    const newer = withMigration(
      `${later(1, 'more')}.sql`,
      'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; INSERT INTO more VALUES (7);',
    );
    expect(openReader({ dataDir: folder, migrationsDir: newer })).toMatchObject({ error: { code: 'OLDER_DATABASE' } });
    const store = opened(folder, { migrationsDir: newer });
    expect(store.sales.ofDay('2026-11-23')).toHaveLength(20);
    const reader = openReader({ dataDir: folder, migrationsDir: newer });
    if (!reader.ok) throw new Error(reader.error.code);
    const last = [...reader.value.journal.from(store.journal.tail().seq)];
    expect(last).toMatchObject([{ kind: 'records.migrated', body: `{"applied":["${later(1, 'more')}.sql"]}` }]);
    reader.value.close();
    const [backup] = readdirSync(join(folder, 'backups'));
    expect(backup).toBe(`before-${later(1, 'more')}-2026-11-23T18-00-00.000Z.db`);
    const kept = openReader({ dataDir: folder, migrationsDir, file: join(folder, 'backups', backup ?? '') });
    if (!kept.ok) throw new Error(kept.error.code);
    expect(kept.value.sales.ofDay('2026-11-23')).toHaveLength(20);
    expect(kept.value.journal.verify().findings).toEqual([]);
    expect(kept.value.damage()).toBeNull();
    kept.value.close();
  });

  test.each([
    ['cannot be understood', 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; SELECT nonsense FROM nowhere;'],
    ['leaves rows without their parent', 'DROP TRIGGER sale_is_never_removed; DELETE FROM sale WHERE sale_number = 3;'],
  ])('a migration that %s changes nothing, and those before it neither', (_, sql) => {
    const folder = folderWithSales();
    const newer = withMigration(`${later(1, 'good')}.sql`, 'CREATE TABLE good (id INTEGER PRIMARY KEY) STRICT;');
    writeFileSync(join(newer, `${later(2, 'bad')}.sql`), sql);
    expect(openStore({ ...options(folder), migrationsDir: newer })).toMatchObject({
      error: { code: 'MIGRATION_FAILED' },
    });
    const store = opened(folder);
    expect(store.sales.ofDay('2026-11-23')).toHaveLength(20);
    store.close();
    const raw = new Database(databaseIn(folder), { readonly: true });
    expect(raw.prepare(`SELECT name FROM sqlite_schema WHERE name = 'good'`).all()).toEqual([]);
    raw.close();
  });

  test('a migrations folder with a gap is an incomplete program', () => {
    const folder = temporaryFolder();
    expect(problemOnOpening(folder, { migrationsDir: withMigration(`${later(2, 'later')}.sql`, 'SELECT 1;') })).toBe(
      'MIGRATIONS_UNREADABLE',
    );
    expect(problemOnOpening(folder, { migrationsDir: withMigration('2_odd.sql', 'SELECT 1;') })).toBe(
      'MIGRATIONS_UNREADABLE',
    );
    expect(problemOnOpening(folder, { migrationsDir: temporaryFolder() })).toBe('MIGRATIONS_UNREADABLE');
  });
});

describe('a receipt number is never used twice:', () => {
  test('a copy in another folder gets an epoch of its own', () => {
    const folder = folderWithSales();
    const original = opened(folder);
    original.close();
    const copy = temporaryFolder();
    copyFileSync(databaseIn(folder), databaseIn(copy));
    const copied = opened(copy);
    expect(copied.epoch).not.toBe(original.epoch);
    expect(copied.sales.ofDay('2026-11-23')).toHaveLength(20);
    copied.close();
    const epochs = [original.epoch, copied.epoch, opened(copy).epoch, opened(folder).epoch];
    expect(new Set(epochs).size).toBe(4);
  });

  test('a copy put back in place, same file and same lock, starts with numbers of its own', () => {
    const folder = folderWithSales();
    const files = readdirSync(folder).filter((name) => name.startsWith('countersign'));
    const kept = files.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    const store = opened(folder);
    submit(store, saleOf(21));
    store.close();
    for (const { name, bytes } of kept) writeFileSync(join(folder, name), bytes);
    expect(opened(folder).epoch).not.toBe(store.epoch);
  });

  test('an older copy written over the file gets a new epoch', () => {
    const folder = folderWithSales();
    const before = readFileSync(databaseIn(folder));
    const store = opened(folder);
    submit(store, saleOf(21));
    store.close();
    writeFileSync(databaseIn(folder), before);
    const restored = opened(folder);
    expect(restored.epoch).not.toBe(store.epoch);
    expect(restored.sales.ofDay('2026-11-23')).toHaveLength(20);
  });
});

test('a problem never repeats what is in the records', () => {
  const folder = folderWithSales();
  appendFileSync(databaseIn(folder), 'x');
  mkdirSync(join(folder, 'unrelated'));
  rmSync(join(folder, 'countersign.lock.db'));
  overwrite(databaseIn(folder), 4096 * 20, Buffer.alloc(4096, 0xa5));
  const result = openStore(options(folder));
  expect(JSON.stringify(result)).not.toMatch(/Blue Dream|DAAA1234567/);
});
