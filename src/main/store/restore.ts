/**
 * Puts a backup in the place of the records. What stood there is moved aside, never deleted. The restored file is another
 * file, so that its next start gives it an epoch of its own and no receipt number is ever used twice.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreProblem } from '../ports/store.ts';
import { databaseFile } from './connection.ts';
import { syncFile, syncFolder } from './durable-file.ts';
import { takeLock } from './lock.ts';
import { problem } from './problems.ts';
import { openForReading } from './reader.ts';
import { attempt } from './soundness.ts';
import { verifyJournal } from './verify.ts';

export type RestoreOptions = {
  /** The backup: one file, as `backUp` made it. */
  readonly from: string;
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly clock: Clock;
};

export type Restored = {
  /** Where the replaced files stand now; null when there were none. */
  readonly replaced: string | null;
  readonly journalSeq: number;
};

/** Is the backup whole, ours, and its journal unbroken from end to end? Answers where its journal ends. */
function inspect({ from, dataDir, migrationsDir }: RestoreOptions): Result<number, StoreProblem> {
  if (!existsSync(from)) return err(problem('BACKUP_NOT_FOUND'));
  const opened = openForReading({ dataDir, migrationsDir, file: from, quickCheck: true, olderToo: true });
  if (!opened.ok) {
    // An older program cannot use it, but the backup is sound: those words stay.
    if (['NEWER_DATABASE', 'MIGRATIONS_UNREADABLE'].includes(opened.error.code)) return opened;
    return err(problem('BACKUP_UNSOUND', `${opened.error.code} ${opened.error.detail ?? ''}`.trim()));
  }
  const { findings, last } = verifyJournal(opened.value.db);
  opened.value.db.close();
  const [finding] = findings;
  return finding ? err(problem('BACKUP_UNSOUND', finding.words)) : ok(last?.seq ?? 0);
}

/** A log left beside a restored file would be read into it, so the log goes where the old file goes. */
function moveAside(dataDir: string, folder: string): string | null {
  const file = databaseFile(dataDir);
  const standing = [file, `${file}-wal`, `${file}-shm`].filter((one) => existsSync(one));
  if (standing.length === 0) return null;
  mkdirSync(folder, { recursive: true });
  for (const one of standing) renameSync(one, join(folder, one.slice(dataDir.length + 1)));
  syncFolder(folder);
  return folder;
}

/** Refused while a Countersign works with the records, and when the backup is not whole. */
export function restore(options: RestoreOptions): Result<Restored, StoreProblem> {
  const { from, dataDir, clock } = options;
  return attempt(dataDir, () => {
    const inspected = inspect(options);
    if (!inspected.ok) return inspected;
    mkdirSync(dataDir, { recursive: true });
    const lock = takeLock(dataDir, clock);
    if (!lock.ok) return lock;
    try {
      const part = `${databaseFile(dataDir)}.restoring`;
      rmSync(part, { force: true });
      copyFileSync(from, part);
      syncFile(part);
      const stamp = new Date(clock.now()).toISOString().replaceAll(':', '-');
      const replaced = moveAside(dataDir, join(dataDir, 'backups', `replaced-${stamp}`));
      renameSync(part, databaseFile(dataDir));
      syncFolder(dataDir);
      return ok({ replaced, journalSeq: inspected.value });
    } finally {
      lock.value.release();
    }
  });
}
