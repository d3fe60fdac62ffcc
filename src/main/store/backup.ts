/** A copy of the records that has been read back whole before anybody relies on it. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { JournalEntry, StoreProblem } from '../ports/store.ts';
import { type Connection, openConnection } from './connection.ts';
import { syncFile, syncFolder } from './durable-file.ts';
import { problem, problemOf } from './problems.ts';
import { firstDamage } from './soundness.ts';
import { verifyJournalTail } from './verify.ts';

/** Does the copy hold what the original held: whole pages, and a journal that ends where it ended at least? */
function readBack(file: string, atLeast: JournalEntry | undefined): string | null {
  const copy = openConnection(file, 'read');
  try {
    const damage = firstDamage(copy);
    if (damage) return damage;
    if (!atLeast) return null;
    const finding = verifyJournalTail(copy, 1000).findings[0];
    if (finding) return finding.words;
    const same = copy.prepare<[number], string>('SELECT hash FROM journal WHERE seq = ?').pluck().get(atLeast.seq);
    return same === atLeast.hash ? null : 'the journal in the copy is another one';
  } finally {
    copy.close();
  }
}

/**
 * Copies a live database into one file, reads it back and only then gives it its name. The writer goes on meanwhile.
 * Never replaces a file. Throws nothing but bugs.
 */
export function backUp(db: Connection, file: string): Result<null, StoreProblem> {
  const folder = dirname(file);
  const part = `${file}.part`;
  try {
    if (existsSync(file)) return err(problem('BACKUP_FAILED', 'a file of that name exists'));
    mkdirSync(folder, { recursive: true });
    rmSync(part, { force: true });
    const hasJournal = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'journal_end'").get() !== undefined;
    const end = hasJournal ? db.prepare<[], JournalEntry>('SELECT seq, hash FROM journal_end').get() : undefined;
    db.prepare('VACUUM INTO ?').run(part);
    const wrong = readBack(part, end);
    // Reading a copy in WAL mode leaves two small files beside it; the copy itself is complete without them.
    rmSync(`${part}-shm`, { force: true });
    rmSync(`${part}-wal`, { force: true });
    if (wrong) {
      rmSync(part, { force: true });
      return err(problem('BACKUP_FAILED', wrong));
    }
    syncFile(part);
    renameSync(part, file);
    syncFolder(folder);
    return ok(null);
  } catch (error) {
    const found = problemOf(error, folder);
    if (!found) throw error;
    rmSync(part, { force: true });
    return err(found.code === 'DISK_FULL' ? found : problem('BACKUP_FAILED', found.detail));
  }
}
