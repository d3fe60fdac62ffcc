/** Reads the records beside a working terminal: no lock, nothing written, at most one moment behind. */
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { Store, StoreProblem } from '../ports/store.ts';
import { backUp } from './backup.ts';
import { type Connection, databaseFile, openConnection } from './connection.ts';
import { type JournalRow, journalFrom } from './journal.ts';
import { remembersRecords } from './lock.ts';
import { pendingMigrations, readMigrations } from './migrate.ts';
import { problem } from './problems.ts';
import { recordsOf } from './records.ts';
import { attempt, firstDamage, soundness, whatStandsThere } from './soundness.ts';
import { type ChainCheck, verifyJournal, verifyZReports } from './verify.ts';
import { type SalesCheck, verifySales } from './verify-sales.ts';

export type ReadOptions = {
  readonly dataDir: string;
  readonly migrationsDir: string;
  /** Another file than the folder's countersign.db: a backup, or a copy somebody brought. */
  readonly file?: string;
  /** Reads every page first; off unless asked for, because `damage` does it on request. */
  readonly quickCheck?: boolean;
};

/** What reading commands may use. Everything in it is also in Store, with the same meaning. */
export type StoreReader = {
  readonly epoch: string;
  readonly staff: Pick<Store['staff'], 'all'>;
  readonly prices: Pick<Store['prices'], 'find'>;
  readonly packages: Pick<Store['packages'], 'find' | 'search' | 'ofItem'>;
  readonly drafts: Pick<Store['drafts'], 'onTheCounter' | 'held'>;
  readonly sales: Pick<
    Store['sales'],
    'find' | 'unresolved' | 'watched' | 'ofDay' | 'latestConfirmed' | 'attempts' | 'lastLook' | 'requestBody'
  > & {
    /** By the number people see, or by the external receipt number. */
    byNumber(number: number | string): ReturnType<Store['sales']['find']>;
    /** Sales whose instant (UTC milliseconds) is in [from, to), in the order of paying. */
    between(from: number, to: number): ReturnType<Store['sales']['ofDay']>;
    /** Are they what the journal tells of? Reads all of both. */
    verify(): SalesCheck;
  };
  readonly changes: Pick<Store['changes'], 'of' | 'refunds' | 'givenBack' | 'body'>;
  readonly drawers: Pick<Store['drawers'], 'running' | 'counts' | 'totals' | 'lastZ'>;
  readonly prints: Pick<Store['prints'], 'find' | 'waiting' | 'originalOf' | 'copiesOf'>;
  readonly journal: Pick<Store['journal'], 'tail'> & {
    /** From an entry on, in order, one row at a time. Nothing else can be read until the walk has ended. */
    from(seq: number): IterableIterator<JournalRow>;
    verify(): ChainCheck;
  };
  readonly zReports: { verify(): ChainCheck };
  /** The first damage SQLite finds in any page, or null. Reads the whole file. */
  damage(): string | null;
  /** A verified copy; never replaces a file. */
  backUp(file: string): Result<null, StoreProblem>;
  close(): void;
};

/**
 * A read-only connection to records of this program's own shape; with `olderToo` also to records that are not up to date,
 * of which only the journal may be read. The caller closes it.
 */
export function openForReading(
  options: ReadOptions & { readonly olderToo?: boolean },
): Result<{ db: Connection; epoch: string }, StoreProblem> {
  const { dataDir, migrationsDir, quickCheck = false } = options;
  const file = options.file ?? databaseFile(dataDir);
  return attempt(dataDir, () => {
    const migrations = readMigrations(migrationsDir);
    if (!migrations.ok) return migrations;
    const there = whatStandsThere(file);
    if (there === 'empty') return err(problem('DATABASE_EMPTY'));
    if (there === 'nothing') return err(problem(remembersRecords(dataDir) ? 'DATABASE_MISSING' : 'NO_RECORDS'));
    const db = openConnection(file, 'read');
    const opened = attempt(dataDir, () => {
      const unsound = soundness(db, quickCheck);
      if (unsound) return err(unsound);
      const pending = pendingMigrations(db, migrations.value);
      if (!pending.ok) return pending;
      if (pending.value.length > 0 && !options.olderToo) return err(problem('OLDER_DATABASE'));
      const epoch = db.prepare<[], string>(`SELECT value FROM register WHERE key = 'epoch'`).pluck().get();
      return epoch === undefined ? err(problem('DATABASE_CORRUPT', 'no epoch')) : ok({ db, epoch });
    });
    if (!opened.ok) db.close();
    return opened;
  });
}

/** Opens the records for reading; `verify`, `receipt`, `doctor`, `backup` and `export` use it. */
export function openReader(options: ReadOptions): Result<StoreReader, StoreProblem> {
  const opened = openForReading(options);
  if (!opened.ok) return opened;
  const { db, epoch } = opened.value;
  const { dataDir } = options;
  const made = attempt(dataDir, () => ok(recordsOf(db, { dataDir, epoch, readOnly: true, release: () => undefined })));
  if (!made.ok) {
    db.close();
    return made;
  }
  const records = made.value;
  const { staff, prices, packages, drafts, sales, changes, drawers, prints, journal } = records;
  const idOf = db
    .prepare<[number | string, number | string], string>('SELECT id FROM sale WHERE sale_number = ? OR number = ?')
    .pluck();
  const between = db
    .prepare<[number, number], string>('SELECT id FROM sale WHERE sold_at >= ? AND sold_at < ? ORDER BY entered')
    .pluck();
  return ok({
    epoch,
    staff,
    prices,
    packages,
    drafts,
    changes,
    drawers,
    prints,
    sales: {
      ...sales,
      byNumber(number) {
        const id = idOf.get(number, String(number));
        return id === undefined ? null : sales.find(id);
      },
      verify: () => verifySales(db),
      between: (from, to) => between.all(from, to).flatMap((id) => sales.find(id) ?? []),
    },
    journal: { ...journal, from: (seq) => journalFrom(db, seq), verify: () => verifyJournal(db) },
    zReports: { verify: () => verifyZReports(db) },
    damage: () => firstDamage(db),
    backUp: (file) => backUp(db, file),
    close: () => records.close(),
  });
}
