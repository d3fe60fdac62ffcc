/** What an exception of the machine means for the records; the words for each problem are in the catalogue. */
import { statfsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { storeProblems } from '../../shared/words/store-problems.ts';
import type { StoreProblem, StoreProblemCode } from '../ports/store.ts';

/** A code without words does not compile. The language of the counter is not known where these are said. */
const words: Readonly<Record<StoreProblemCode, { readonly en: { readonly happened: string; readonly toDo: string } }>> =
  storeProblems;

/** A problem in words; `detail` is what the system said and never holds the content of a record. */
export function problem(code: StoreProblemCode, detail: string | null = null): StoreProblem {
  return { code, ...words[code].en, detail, holder: null };
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
