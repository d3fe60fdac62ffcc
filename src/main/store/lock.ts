/**
 * Exactly one writing process per set of records. The lock is a write transaction held open, for the life of the process,
 * on a small database beside the records: the system drops it when the process dies, however it dies. The lease row in it
 * can still be read by everybody and says who holds it. Readers of the records need no lock.
 *
 * On POSIX systems a process loses its locks on a file when it closes any handle of that file: nothing in this process may
 * open countersign.db or countersign.lock.db except through SQLite.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreProblem } from '../ports/store.ts';
import { problem, problemOf } from './problems.ts';

/** What the lock remembers of the records from one start to the next. */
export type LastSeen = { readonly journalSeq: number; readonly journalHash: string };

export type HeldLock = {
  /** Where the journal ended when it was last remembered; null when there were no records yet. */
  readonly lastSeen: LastSeen | null;
  /** Writes down where the journal ends now. Refused only when another process took the lock in between. */
  remember(seen: LastSeen): Result<null, StoreProblem>;
  /** Was the file deleted or replaced, so that it keeps nobody out any more? Where open files cannot be deleted, never. */
  isGone(): boolean;
  release(): void;
};

type LeaseRow = {
  token: string;
  pid: number;
  hostname: string;
  started_at: number;
  journal_seq: number | null;
  journal_hash: string | null;
};

/** The small database whose lock keeps a second process out. Never opened except through SQLite. */
export const lockFile = (dataDir: string): string => join(dataDir, 'countersign.lock.db');

/** The file that has the name now; looked at without opening it, which would cost this process its lock. */
const whichFile = (dataDir: string): bigint | undefined =>
  statSync(lockFile(dataDir), { bigint: true, throwIfNoEntry: false })?.ino;

const SHAPE = `CREATE TABLE IF NOT EXISTS lease (
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  token        TEXT    NOT NULL,
  pid          INTEGER NOT NULL,
  hostname     TEXT    NOT NULL,
  started_at   INTEGER NOT NULL,
  journal_seq  INTEGER,
  journal_hash TEXT
) STRICT`;

/** A holder that is just writing its lease is waited for; a holder that keeps it is not. */
const BUSY_MS = 250;
const TRIES = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');

const lease = (db: Database.Database): LeaseRow | undefined =>
  db
    .prepare<[], LeaseRow>(
      'SELECT token, pid, hostname, started_at, journal_seq, journal_hash FROM lease WHERE one = 1',
    )
    .get();

function heldBy(row: LeaseRow | undefined): StoreProblem {
  const base = problem('HELD_BY_ANOTHER');
  if (!row) return base;
  const since = new Date(row.started_at).toISOString();
  return {
    ...base,
    happened: `Another Countersign is already working with these records: process ${row.pid} on ${row.hostname}, since ${since}.`,
    holder: { pid: row.pid, hostname: row.hostname, startedAt: row.started_at },
  };
}

/** Writes our lease and holds the lock. Between the commit and the second BEGIN another may slip in; then it tries again. */
function claim(
  db: Database.Database,
  mine: Omit<LeaseRow, 'journal_seq' | 'journal_hash'>,
  seen: LastSeen | null,
): boolean {
  const write = db.prepare<[string, number, string, number, number | null, string | null]>(
    `INSERT INTO lease (one, token, pid, hostname, started_at, journal_seq, journal_hash) VALUES (1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET token = excluded.token, pid = excluded.pid, hostname = excluded.hostname,
       started_at = excluded.started_at, journal_seq = coalesce(excluded.journal_seq, journal_seq),
       journal_hash = coalesce(excluded.journal_hash, journal_hash)`,
  );
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      if (!db.inTransaction) db.exec('BEGIN IMMEDIATE');
      write.run(
        mine.token,
        mine.pid,
        mine.hostname,
        mine.started_at,
        seen?.journalSeq ?? null,
        seen?.journalHash ?? null,
      );
      db.exec('COMMIT');
      db.exec('BEGIN IMMEDIATE');
      if (lease(db)?.token === mine.token) return true;
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      if (!isBusy(error)) throw error;
      // Somebody holds it. Our own name in the row means that two came at once and the winner has not signed yet.
      if (lease(db)?.token !== mine.token) return false;
    }
  }
  return false;
}

/**
 * Does the lock remember records in this folder? A process that was killed while it made the very first ones leaves a lock
 * that remembers nothing. A lock that cannot be read is taken for one that does.
 */
export function remembersRecords(dataDir: string): boolean {
  if (!existsSync(lockFile(dataDir))) return false;
  let db: Database.Database | undefined;
  try {
    db = new Database(lockFile(dataDir), { readonly: true, timeout: BUSY_MS });
    const hasLease = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").get() !== undefined;
    return hasLease && (lease(db)?.journal_seq ?? null) !== null;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

function lockProblem(error: unknown, dataDir: string): StoreProblem {
  if (isBusy(error)) return heldBy(undefined);
  const found = problemOf(error, dataDir);
  // Whatever else SQLite says of this file: its one row or its shape is not what was written.
  if (!found && error instanceof Database.SqliteError) return problem('LOCK_UNREADABLE', error.code);
  if (!found) throw error;
  return ['NOT_A_DATABASE', 'DATABASE_CORRUPT'].includes(found.code) ? problem('LOCK_UNREADABLE', found.detail) : found;
}

export function takeLock(dataDir: string, clock: Clock): Result<HeldLock, StoreProblem> {
  const mine = { token: randomUUID(), pid: process.pid, hostname: hostname(), started_at: clock.now() };
  let db: Database.Database | undefined;
  try {
    db = new Database(lockFile(dataDir), { timeout: BUSY_MS });
    const held = db;
    held.pragma('synchronous = FULL');
    if (!held.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").get()) held.exec(SHAPE);
    if (!claim(held, mine, null)) {
      const holder = lease(held);
      held.close();
      return err(heldBy(holder));
    }
    const row = lease(held);
    const file = whichFile(dataDir);
    return ok({
      lastSeen:
        row && row.journal_seq !== null && row.journal_hash !== null
          ? { journalSeq: row.journal_seq, journalHash: row.journal_hash }
          : null,
      remember(seen) {
        try {
          return claim(held, mine, seen) ? ok(null) : err(heldBy(lease(held)));
        } catch (error) {
          return err(lockProblem(error, dataDir));
        }
      },
      isGone: () => whichFile(dataDir) !== file,
      release: () => void held.close(),
    });
  } catch (error) {
    db?.close();
    return err(lockProblem(error, dataDir));
  }
}
