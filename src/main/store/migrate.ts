/**
 * Brings a database to the shape this program knows: numbered files, each applied once, in order, all pending ones in one
 * transaction. A checksum of each is kept, because a file that was edited after it was applied leaves a shape nobody knows.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { StoreProblem } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { sha256 } from './journal.ts';
import { problem, problemOf } from './problems.ts';

export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};

type Applied = { number: number; name: string; sha256: string };

const FILE = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** Reads 0001_*.sql, 0002_*.sql ... Line endings do not count, so that a checkout on Windows has the same checksums. */
export function readMigrations(migrationsDir: string): Result<readonly Migration[], StoreProblem> {
  try {
    const names = readdirSync(migrationsDir)
      .filter((name) => name.endsWith('.sql'))
      .sort();
    const migrations = names.map((name): Migration => {
      const sql = readFileSync(join(migrationsDir, name), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(FILE.exec(name)?.[1]), name, sql, sha256: sha256(sql) };
    });
    const wrong = migrations.find((migration, index) => migration.number !== index + 1);
    if (wrong) return err(problem('MIGRATIONS_UNREADABLE', `${wrong.name} is out of order`));
    if (migrations.length === 0) return err(problem('MIGRATIONS_UNREADABLE', 'no migrations'));
    return ok(migrations);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err(problem('MIGRATIONS_UNREADABLE', String(error.code)));
  }
}

function applied(db: Connection): readonly Applied[] {
  const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").get();
  return known ? db.prepare<[], Applied>('SELECT number, name, sha256 FROM migration ORDER BY number').all() : [];
}

/** Which migrations are still to be applied; an error when the database and this program do not fit together. */
export function pendingMigrations(
  db: Connection,
  migrations: readonly Migration[],
): Result<readonly Migration[], StoreProblem> {
  const done = applied(db);
  const newer = done.find(({ number }) => number > migrations.length);
  if (newer) return err(problem('NEWER_DATABASE', `it has ${newer.name}`));
  for (const [index, { number, sha256: seal, name }] of done.entries()) {
    const known = migrations[index];
    if (known?.number !== number || known.sha256 !== seal) return err(problem('MIGRATION_EDITED', name));
  }
  return ok(migrations.slice(done.length));
}

const SHAPE = `CREATE TABLE IF NOT EXISTS migration (
  number     INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL,
  sha256     TEXT    NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT`;

/** What a migration broke, or null: every row must still point at rows that exist. */
function dangling(db: Connection): string | null {
  const rows = db.prepare<[], { table: string }>('SELECT DISTINCT "table" FROM pragma_foreign_key_check').all();
  return rows.length === 0 ? null : `rows without their parent in ${rows.map(({ table }) => table).join(', ')}`;
}

class BrokenReferences extends Error {}

/**
 * Applies the pending migrations and `afterwards` in one transaction: all of it or nothing.
 * @param now UTC milliseconds, kept with each migration.
 */
export function migrate(
  db: Connection,
  pending: readonly Migration[],
  now: number,
  afterwards: () => void,
  dataDir: string,
): Result<null, StoreProblem> {
  // A table is rebuilt by copying it; its children must not be asked about it half-way. Checked as a whole at the end.
  db.pragma('foreign_keys = OFF');
  let at = '';
  try {
    const run = db.transaction(() => {
      db.exec(SHAPE);
      const note = db.prepare<[number, string, string, number]>(
        'INSERT INTO migration (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)',
      );
      for (const { number, name, sql, sha256: seal } of pending) {
        at = name;
        db.exec(sql);
        note.run(number, name, seal, now);
        db.pragma(`user_version = ${number}`);
      }
      const broken = dangling(db);
      if (broken) throw new BrokenReferences(broken);
      afterwards();
    });
    run.immediate();
    return ok(null);
  } catch (error) {
    const machine = problemOf(error, dataDir);
    if (machine) return err(machine);
    return err(problem('MIGRATION_FAILED', `${at}: ${error instanceof Error ? error.message : 'unknown'}`));
  } finally {
    db.pragma('foreign_keys = ON');
  }
}
