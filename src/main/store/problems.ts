/** Every way in which the records can be out of reach, in words for a person: what is wrong and what to do now. */
import { statfsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { StoreProblem, StoreProblemCode } from '../ports/store.ts';

const restoreFirst =
  'Do not delete anything. Restore the latest backup with "countersign restore", or call whoever looks after the terminal. ' +
  'The damaged file stays where it is.';

const words: Readonly<Record<StoreProblemCode, { readonly happened: string; readonly toDo: string }>> = {
  DATA_FOLDER_NOT_WRITABLE: {
    happened: 'The data folder cannot be written to.',
    toDo: 'Give the user who runs Countersign the right to write there, or choose another folder with --data.',
  },
  DISK_FULL: {
    happened: 'The disk is full. Nothing more can be recorded.',
    toDo: 'Free some space on the disk that holds the data folder, then try again.',
  },
  DISK_ERROR: {
    happened: 'The disk did not carry out a read or a write. What was being recorded may not be safe.',
    toDo: 'Start Countersign again. If it happens once more, stop using this disk and move to another terminal.',
  },
  HELD_BY_ANOTHER: {
    happened: 'Another Countersign is already working with these records.',
    toDo: 'Use the one that is running, or close it first. Two must never sell from one set of records.',
  },
  LOCK_UNREADABLE: {
    happened: 'The file that keeps a second Countersign out (countersign.lock.db) is damaged.',
    toDo: 'Make sure that no other Countersign is running on this data folder, delete countersign.lock.db, and start again.',
  },
  DATABASE_BUSY: {
    happened: 'Another program is writing to the records and did not let go in time.',
    toDo: 'Close any program that has countersign.db open (a database viewer, a sync or backup tool) and try again.',
  },
  NO_RECORDS: {
    happened: 'There are no records of Countersign in this data folder.',
    toDo: 'Name the right folder with --data, or start the register there once.',
  },
  DATABASE_MISSING: {
    happened: 'There were records in this data folder, and the file countersign.db is gone.',
    toDo: 'Put the file back or restore a backup with "countersign restore". To begin anew on purpose, move the whole data folder away first.',
  },
  DATABASE_EMPTY: { happened: 'The file countersign.db is empty: the records in it are gone.', toDo: restoreFirst },
  DATABASE_CORRUPT: { happened: 'The records in countersign.db are damaged.', toDo: restoreFirst },
  NOT_A_DATABASE: { happened: 'The file countersign.db is not a database.', toDo: restoreFirst },
  NOT_OUR_DATABASE: {
    happened: 'The file countersign.db is a database of another program.',
    toDo: 'Choose another data folder with --data, or move that file away.',
  },
  NEWER_DATABASE: {
    happened: 'These records were written by a newer version of Countersign.',
    toDo: 'Install that version or a later one. An older version must not write to them.',
  },
  OLDER_DATABASE: {
    happened: 'These records are from an older version of Countersign and have not been brought up to date yet.',
    toDo: 'Start the register once; it makes a backup and brings them up to date. Then try again.',
  },
  MIGRATION_EDITED: {
    happened: 'A step that shaped these records differs from the one in this program, so their shape is not certain.',
    toDo: 'Install an official release of Countersign. If this is one, call support; do not edit the migrations folder.',
  },
  MIGRATION_FAILED: {
    happened: 'The records could not be brought up to date. They are unchanged, and a backup was made.',
    toDo: 'Install the version that was used before and go on selling with it; send the details to support.',
  },
  MIGRATIONS_UNREADABLE: {
    happened: 'The program is incomplete: its migrations folder is missing or has a gap.',
    toDo: 'Install Countersign again. The records are not touched.',
  },
  BACKUP_FAILED: {
    happened: 'The backup could not be made or did not read back whole.',
    toDo: 'Check that the disk has room for one more copy of countersign.db and try again. The records are unchanged.',
  },
  BACKUP_NOT_FOUND: {
    happened: 'There is no such file to restore from. Nothing was changed.',
    toDo: 'Give the path of a backup file; those made by Countersign itself lie in the folder backups.',
  },
  BACKUP_UNSOUND: {
    happened: 'That file is damaged or is no backup of Countersign. Nothing was changed.',
    toDo: 'Try an earlier backup. Keep the damaged one until the records are safe again.',
  },
  JOURNAL_BROKEN: {
    happened: 'The journal does not hold together: an entry was changed, removed or added outside Countersign.',
    toDo: 'Keep the file as evidence, run "countersign verify", and tell the store lead before anything else is sold.',
  },
  SALES_DIFFER: {
    happened:
      'A sale in the records is not the one that the journal tells of: it was changed outside Countersign, or the disk has damaged it.',
    toDo: 'Keep the file as evidence, run "countersign verify", and tell the store lead. A backup from before is restored with "countersign restore".',
  },
  NOT_DURABLE: {
    happened: 'The database does not write through to the disk, so a sale could be lost in a power cut.',
    toDo: 'Start Countersign again. If it stays, do not sell on this terminal and call support.',
  },
  STORE_CLOSED: { happened: 'The records are closed.', toDo: 'Start Countersign again.' },
};

/** A problem in words; `detail` is what the system said and never holds the content of a record. */
export function problem(code: StoreProblemCode, detail: string | null = null): StoreProblem {
  return { code, ...words[code], detail, holder: null };
}

/** Below this many free bytes a failed write is taken as a full disk, whatever the system called it. */
const NEXT_TO_NOTHING = 256 * 1024;

function diskIsFull(dataDir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize < NEXT_TO_NOTHING;
  } catch {
    return false;
  }
}

/** A CHECK, a trigger or a foreign key that refuses is a bug of the caller and stays an exception. */
function sqliteCode(code: string, dataDir: string): StoreProblemCode | null {
  if (code.startsWith('SQLITE_FULL')) return 'DISK_FULL';
  if (code.startsWith('SQLITE_NOTADB')) return 'NOT_A_DATABASE';
  if (code.startsWith('SQLITE_CORRUPT')) return 'DATABASE_CORRUPT';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'DATABASE_BUSY';
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code))
    return diskIsFull(dataDir) ? 'DISK_FULL' : 'DATA_FOLDER_NOT_WRITABLE';
  if (code.startsWith('SQLITE_IOERR')) return diskIsFull(dataDir) ? 'DISK_FULL' : 'DISK_ERROR';
  return null;
}

function systemCode(code: string): StoreProblemCode | null {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'DISK_FULL';
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENAMETOOLONG'].includes(code))
    return 'DATA_FOLDER_NOT_WRITABLE';
  if (['EIO', 'ENXIO', 'ENODEV', 'EFBIG'].includes(code)) return 'DISK_ERROR';
  return null;
}

/** What an exception of SQLite or of the file system means for a person; null when it is a bug and not the machine. */
export function problemOf(error: unknown, dataDir: string): StoreProblem | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const code = error instanceof Database.SqliteError ? sqliteCode(error.code, dataDir) : systemCode(error.code);
  return code && problem(code, error instanceof Database.SqliteError ? `${error.code}: ${error.message}` : error.code);
}
