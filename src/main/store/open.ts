/**
 * Opens a store's records for writing. Every way in which that can fail is a value in words; a damaged or missing file is
 * never replaced by an empty one.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { JournalEntry, Store, StoreProblem } from '../ports/store.ts';
import { checkInBackground } from './background-check.ts';
import { backUp } from './backup.ts';
import { type Connection, databaseFile, FULL, openConnection, synchronousNow } from './connection.ts';
import { syncFolder } from './durable-file.ts';
import { journalOf } from './journal.ts';
import { type HeldLock, takeLock } from './lock.ts';
import { type Migration, migrate, pendingMigrations, readMigrations } from './migrate.ts';
import { bringSearchUpToDate } from './packages.ts';
import { problem } from './problems.ts';
import { openForReading } from './reader.ts';
import { type Opened, recordsOf } from './records.ts';
import { alteredSale, attempt, brokenTail, soundness, whatStandsThere } from './soundness.ts';

export type OpenOptions = {
  /** The folder that holds countersign.db; made when it is not there. */
  readonly dataDir: string;
  /** The folder with 0001_*.sql and on. */
  readonly migrationsDir: string;
  readonly clock: Clock;
  /** Opens beside a working terminal: no lock, nothing is written, every method that writes throws. */
  readonly readOnly?: boolean;
  /**
   * Reads every page (measured: 2 to 13 ms a megabyte, 2.5 kB a sale): before anything else in a small file, in a thread of
   * its own in a larger one, so that a start does not grow with the history. Left out only where a caller just did it.
   */
  readonly quickCheck?: boolean;
  /** Files up to this size are checked before anything else. Default 16 MiB. */
  readonly checkedAtOnceBytes?: number;
};

const CHECKED_AT_ONCE_BYTES = 16 * 1024 * 1024;

const newEpoch = (): string => randomBytes(4).toString('hex');

/** Which file on which machine: a copy of the file, or the file on another machine, has another one. */
const homeOf = (file: string): string => `${hostname()}:${statSync(file, { bigint: true }).ino}`;

const setting = (db: Connection, key: string): string | undefined =>
  db.prepare<[string], string>('SELECT value FROM register WHERE key = ?').pluck().get(key);

function setSetting(db: Connection, key: string, value: string): void {
  db.prepare<[string, string]>(
    'INSERT INTO register (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value);
}

/** Makes the file under another name, complete with its first entry, and only then gives it its own. */
function create(dataDir: string, migrations: readonly Migration[], clock: Clock): Result<null, StoreProblem> {
  const file = databaseFile(dataDir);
  const part = `${file}.new`;
  for (const left of [part, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
  const db = openConnection(part, 'create');
  try {
    const now = clock.now();
    const made = migrate(
      db,
      migrations,
      now,
      () => {
        const epoch = newEpoch();
        setSetting(db, 'epoch', epoch);
        setSetting(db, 'made_at', String(now));
        journalOf(db).append({ at: now, kind: 'records.made', actor: null, body: { epoch } });
      },
      dataDir,
    );
    if (!made.ok) return made;
  } finally {
    db.close();
  }
  renameSync(part, file);
  syncFolder(dataDir);
  return ok(null);
}

function bringUpToDate(
  db: Connection,
  migrations: readonly Migration[],
  { dataDir, clock }: OpenOptions,
): Result<null, StoreProblem> {
  const pending = pendingMigrations(db, migrations);
  if (!pending.ok) return pending;
  const [first] = pending.value;
  if (!first) return ok(null);
  const now = clock.now();
  const stamp = new Date(now).toISOString().replaceAll(':', '-');
  const kept = backUp(db, join(dataDir, 'backups', `before-${first.name.replace('.sql', '')}-${stamp}.db`));
  if (!kept.ok) return kept;
  return migrate(
    db,
    pending.value,
    now,
    () => {
      bringSearchUpToDate(db);
      const applied = pending.value.map(({ name }) => name);
      journalOf(db).append({ at: now, kind: 'records.migrated', actor: null, body: { applied } });
    },
    dataDir,
  );
}

/** Has this file been put in the place of a later one? The lock remembers where the journal ended. */
function isOlderCopy(db: Connection, lock: HeldLock): boolean {
  if (!lock.lastSeen) return false;
  const { journalSeq, journalHash } = lock.lastSeen;
  return db.prepare<[number], string>('SELECT hash FROM journal WHERE seq = ?').pluck().get(journalSeq) !== journalHash;
}

/**
 * Signs the file in, with a new epoch at each opening: a file that was copied, put back in place, or lost its log can not be
 * told from the one it was by anything it holds, so no opening ever goes on with the numbers of another
 * (docs/sale-protocol.md 2). Always writes, because only after a write does SQLite tell how it will write.
 * @param epochs all that this process has given out, also where it never heard whether the commit stands
 */
function signIn(
  db: Connection,
  lock: HeldLock,
  { dataDir, clock }: OpenOptions,
  epochs: Set<string>,
): Result<string, StoreProblem> {
  const home = homeOf(databaseFile(dataDir));
  const now = clock.now();
  const sign = db.transaction((): string => {
    const before = setting(db, 'epoch');
    const lived = setting(db, 'home');
    const moved = lived !== undefined && lived !== home;
    const older = isOlderCopy(db, lock);
    const isNew = before !== undefined && lived === undefined;
    const epoch = isNew ? before : newEpoch();
    epochs.add(epoch);
    if (moved || older) {
      const why = older ? 'an older copy was put back' : 'the file was copied or moved';
      journalOf(db).append({
        at: now,
        kind: 'records.epoch',
        actor: null,
        body: { before: before ?? null, epoch, why },
      });
    }
    setSetting(db, 'epoch', epoch);
    setSetting(db, 'home', home);
    setSetting(db, 'opened_at', String(now));
    return epoch;
  });
  const epoch = sign.immediate();
  const synchronous = synchronousNow(db);
  if (synchronous !== FULL) return err(problem('NOT_DURABLE', `synchronous is ${String(synchronous)}`));
  return ok(epoch);
}

/** What the lock remembers lets a start notice that an older copy was put back meanwhile. */
function rememberEnd(db: Connection, lock: HeldLock): Result<null, StoreProblem> {
  const { seq, hash } = journalOf(db).tail();
  return lock.remember({ journalSeq: seq, journalHash: hash });
}

/** Is what was surely on the disk before the fault still there? */
function keepsItsPromise(db: Connection, promised: JournalEntry | null): StoreProblem | null {
  if (promised === null) return null;
  const hash = db.prepare<[number], string>('SELECT hash FROM journal WHERE seq = ?').pluck().get(promised.seq);
  return hash === promised.hash ? null : problem('JOURNAL_BROKEN', `entry ${promised.seq} was written and is gone`);
}

/**
 * Opens the file once more for the process that holds the lock, after a fault. The same checks as at a start, but nothing
 * is made and nothing is brought up to date; and the lock is not touched, because writing to it would let it go for a moment.
 */
function openAgain(
  options: OpenOptions,
  lock: HeldLock,
  migrations: readonly Migration[],
  epochs: Set<string>,
  promised: JournalEntry | null,
): Result<Opened, StoreProblem> {
  const { dataDir } = options;
  return attempt(dataDir, () => {
    const there = whatStandsThere(databaseFile(dataDir));
    if (there !== 'file') return err(problem(there === 'empty' ? 'DATABASE_EMPTY' : 'DATABASE_MISSING'));
    const db = openConnection(databaseFile(dataDir), 'write');
    const opened = attempt(dataDir, (): Result<string, StoreProblem> => {
      const unsound = soundness(db, true);
      if (unsound) return err(unsound);
      const pending = pendingMigrations(db, migrations);
      if (!pending.ok) return pending;
      if (pending.value.length > 0) return err(problem('OLDER_DATABASE'));
      // Whoever was started here meanwhile, past a lock that had been deleted, owns these records now.
      if (!epochs.has(setting(db, 'epoch') ?? '')) return err(problem('TAKEN_OVER'));
      const broken = brokenTail(db) ?? alteredSale(db) ?? keepsItsPromise(db, promised);
      return broken ? err(broken) : signIn(db, lock, options, epochs);
    });
    if (opened.ok) return ok({ db, epoch: opened.value });
    db.close();
    return opened;
  });
}

function openHeld(options: OpenOptions, lock: HeldLock): Result<Store, StoreProblem> {
  const { dataDir, migrationsDir, clock, quickCheck = true } = options;
  const migrations = readMigrations(migrationsDir);
  if (!migrations.ok) return migrations;
  const there = whatStandsThere(databaseFile(dataDir));
  if (there === 'empty') return err(problem('DATABASE_EMPTY'));
  if (there === 'nothing') {
    if (lock.lastSeen || existsSync(`${databaseFile(dataDir)}-wal`)) return err(problem('DATABASE_MISSING'));
    const made = create(dataDir, migrations.value, clock);
    if (!made.ok) return made;
  }
  const db = openConnection(databaseFile(dataDir), 'write');
  const isSmall = statSync(databaseFile(dataDir)).size <= (options.checkedAtOnceBytes ?? CHECKED_AT_ONCE_BYTES);
  const epochs = new Set<string>();
  const opened = attempt(dataDir, () => {
    const unsound = soundness(db, quickCheck && isSmall);
    if (unsound) return err(unsound);
    const upToDate = bringUpToDate(db, migrations.value, options);
    if (!upToDate.ok) return upToDate;
    const broken = brokenTail(db) ?? alteredSale(db);
    if (broken) return err(broken);
    const signed = signIn(db, lock, options, epochs);
    if (!signed.ok) return signed;
    const remembered = rememberEnd(db, lock);
    return remembered.ok ? signed : remembered;
  });
  if (!opened.ok) {
    db.close();
    return opened;
  }
  const check = quickCheck && !isSmall ? checkInBackground(databaseFile(dataDir)) : null;
  const epoch = opened.value;
  const made = attempt(dataDir, () =>
    ok(
      recordsOf(db, {
        dataDir,
        epoch,
        readOnly: false,
        isLockGone: () => lock.isGone(),
        damage: () => check?.damage() ?? null,
        // A machine that is unwell at the end was already reported; the lock must be let go all the same.
        atTheEnd: (last) => void attempt(dataDir, () => rememberEnd(last, lock)),
        release: () => {
          check?.stop();
          lock.release();
        },
        openAgain: (promised) => openAgain(options, lock, migrations.value, epochs, promised),
      }),
    ),
  );
  if (!made.ok) {
    check?.stop();
    db.close();
  }
  return made;
}

/** Opens the records, makes them on the first start, brings them up to date. Problems are values; the lock is let go then. */
export function openStore(options: OpenOptions): Result<Store, StoreProblem> {
  const { dataDir, clock } = options;
  if (options.readOnly) {
    const reading = openForReading(options);
    if (!reading.ok) return reading;
    const { db, epoch } = reading.value;
    return ok(recordsOf(db, { dataDir, epoch, readOnly: true, release: () => undefined }));
  }
  return attempt(dataDir, () => {
    mkdirSync(dataDir, { recursive: true });
    const lock = takeLock(dataDir, clock);
    if (!lock.ok) return lock;
    let opened: Result<Store, StoreProblem> | undefined;
    try {
      opened = openHeld(options, lock.value);
      return opened;
    } finally {
      if (!opened?.ok) lock.value.release();
    }
  });
}
