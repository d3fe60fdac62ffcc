/** One connection to countersign.db, set up so that a commit is on the disk when it returns. */
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type Connection = Database.Database;

/** "CSTG": marks the file as Countersign's own (SQLite's application_id). */
export const APPLICATION_ID = 0x43535447;

export const databaseFile = (dataDir: string): string => join(dataDir, 'countersign.db');

/** Another program that writes (a viewer, a sync tool) is waited for this long; then the caller is told. */
const BUSY_MS = 2000;

/** Pages of 4 KiB: about a hundred sales. */
const LONGEST_LOG_PAGES = 4000;

/** What SQLite calls synchronous=FULL. */
export const FULL = 2;

/**
 * The build's default is synchronous=NORMAL as soon as a file is in WAL mode, which may lose the last sales in a power
 * cut, so FULL is set on every open; `synchronousAfterWrite` proves it. F_FULLFSYNC is asked for where it exists (macOS).
 */
export function openConnection(file: string, mode: 'create' | 'write' | 'read'): Connection {
  const db = new Database(file, { readonly: mode === 'read', fileMustExist: mode !== 'create', timeout: BUSY_MS });
  try {
    if (mode !== 'read') {
      if (mode === 'create') db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma('journal_mode = WAL');
      // A burst (a first synchronisation of packages) must not leave a large log behind for ever.
      db.pragma(`journal_size_limit = ${16 * 1024 * 1024}`);
      // The log is moved into the file while nobody waits (`tidy`), not by the commit that happens to fill it. This is for
      // a register that never rests; the log is kept and written over, because a file that grows is slower to flush.
      db.pragma(`wal_autocheckpoint = ${LONGEST_LOG_PAGES}`);
      // What policy erases (a patient's number, a draft) is overwritten, not only unlinked.
      db.pragma('secure_delete = ON');
    }
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('foreign_keys = ON');
    // Functions and tables that a changed schema could misuse are out of its reach.
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    // What is sorted or undone never stands in a temporary file outside the data folder.
    db.pragma('temp_store = MEMORY');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Has to be read after a write: before the first one a file in WAL mode still shows another value. */
export const synchronousNow = (db: Connection): unknown => db.pragma('synchronous', { simple: true });
