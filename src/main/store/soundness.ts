/** Is what stands in the data folder a whole database of ours? Each answer is a problem in words or nothing. */
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { err, type Result } from '../../shared/values/result.ts';
import type { StoreProblem } from '../ports/store.ts';
import { APPLICATION_ID, type Connection } from './connection.ts';
import { problem, problemOf } from './problems.ts';
import { verifyJournalTail } from './verify.ts';
import { verifySalesTail } from './verify-sales.ts';

/** The journal's end is checked at every start; the whole of it by `countersign verify`. */
const TAIL_ENTRIES = 1000;

/** The tables are as the migrations made them, so SQL that does not fit them any more means that their description is damaged. */
const shapeProblem = (error: unknown): StoreProblem | null =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR'
    ? problem('DATABASE_CORRUPT', error.message)
    : null;

/** Runs a step of opening; what the machine did wrong becomes a value. */
export function attempt<T>(dataDir: string, step: () => Result<T, StoreProblem>): Result<T, StoreProblem> {
  try {
    return step();
  } catch (error) {
    const found = problemOf(error, dataDir) ?? shapeProblem(error);
    if (!found) throw error;
    return err(found);
  }
}

/** The first complaint of SQLite's own check, or null. Reads the whole file. */
export function firstDamage(db: Connection): string | null {
  const said = db.prepare<[], string>('PRAGMA quick_check(1)').pluck().get();
  return said === 'ok' ? null : (said ?? 'no answer');
}

/** What stands where the records should be. SQLite would take an empty file for a new database; we must not. */
export function whatStandsThere(file: string): 'nothing' | 'empty' | 'file' {
  if (!existsSync(file)) return 'nothing';
  return statSync(file).size === 0 ? 'empty' : 'file';
}

/** Is this a whole database of ours? Cheap checks first, so that the words fit. */
export function soundness(db: Connection, quickCheck: boolean): StoreProblem | null {
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables === 0) return problem('DATABASE_EMPTY');
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return problem('NOT_OUR_DATABASE');
  const damage = quickCheck ? firstDamage(db) : null;
  return damage === null ? null : problem('DATABASE_CORRUPT', damage);
}

/** The first thing that is wrong with the end of the journal, as a problem. */
export function brokenTail(db: Connection): StoreProblem | null {
  const finding = verifyJournalTail(db, TAIL_ENTRIES).findings[0];
  return finding ? problem('JOURNAL_BROKEN', finding.words) : null;
}

/** The first sale, of those the register goes on with and those of the journal's end, that the journal tells otherwise. */
export function alteredSale(db: Connection): StoreProblem | null {
  const finding = verifySalesTail(db, TAIL_ENTRIES).findings[0];
  return finding ? problem('SALES_DIFFER', finding.words) : null;
}
