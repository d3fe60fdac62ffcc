/** Puts the nouns together into the Store of ports/store.ts, over one open connection. */
import { assert } from '../../shared/values/assert.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { type JournalEntry, type Store, StoreFault, type StoreProblem } from '../ports/store.ts';
import { changesOf } from './changes.ts';
import type { Connection } from './connection.ts';
import { draftsOf } from './drafts.ts';
import { drawersOf } from './drawers.ts';
import { joined } from './joined.ts';
import { journalOf } from './journal.ts';
import { packagesOf } from './packages.ts';
import { patientsOf } from './patients.ts';
import { pricesOf } from './prices.ts';
import { printsOf } from './prints.ts';
import { problem, problemOf } from './problems.ts';
import { pulsesOf } from './pulses.ts';
import { salesOf } from './sales.ts';
import { staffOf } from './staff.ts';

/** After these the connection works on: the transaction was undone as a whole and nothing else is in doubt. */
const SURVIVED: readonly StoreProblem['code'][] = ['DISK_FULL', 'DATABASE_BUSY'];

/** So few that the log stays small, so many that starting it anew (one more flush) is rare. */
const COMMITS_TO_TIDY = 50;

/** Runs work on the connection and turns what the machine did wrong into a StoreFault. */
type Guard = <T>(work: () => T) => T;

type NounName =
  | 'journal'
  | 'staff'
  | 'prices'
  | 'packages'
  | 'patients'
  | 'drafts'
  | 'sales'
  | 'changes'
  | 'drawers'
  | 'pulses'
  | 'prints';

/** The nouns over one connection. Their statements die with it. */
type Nouns = Pick<Store, NounName> & {
  readonly isOurs: () => boolean;
  readonly inTransaction: (work: () => unknown) => unknown;
  readonly nextNumber: Store['nextNumber'];
};

/** The connection in use. After a fault another takes its place, behind the same Store. */
type Handle = {
  db: Connection;
  nouns: Nouns;
  epoch: string;
  /** Why this connection is never used again; null while it works. */
  shutBy: StoreProblem | null;
  depth: number;
  /** The last journal entry of this process that is surely on the disk; null before the first. */
  promised: JournalEntry | null;
  /** Appended in a transaction that has not returned yet. */
  appended: JournalEntry | null;
};

function nounsOf(db: Connection, epoch: string): Nouns {
  const isOurs = fenceOf(db, epoch);
  return {
    isOurs,
    inTransaction: joined(db, (work: () => unknown) => {
      if (!isOurs()) throw new StoreFault(problem('TAKEN_OVER'));
      return work();
    }),
    nextNumber: nextNumberOf(db),
    journal: journalOf(db),
    staff: staffOf(db),
    prices: pricesOf(db),
    packages: packagesOf(db),
    patients: patientsOf(db),
    drafts: draftsOf(db),
    sales: salesOf(db),
    changes: changesOf(db),
    drawers: drawersOf(db),
    pulses: pulsesOf(db),
    prints: printsOf(db),
  };
}

function guardOf(handle: Handle, dataDir: string, readOnly: boolean): Guard {
  return (work) => {
    if (handle.shutBy) throw new StoreFault(handle.shutBy);
    if (!handle.db.open) throw new StoreFault(problem('STORE_CLOSED'));
    handle.depth += 1;
    try {
      const done = work();
      if (handle.depth === 1) handle.promised = handle.appended;
      return done;
    } catch (error) {
      if (handle.depth === 1) handle.appended = handle.promised;
      const found = problemOf(error, dataDir);
      // Whoever writes through a reader has a bug; there is nothing wrong with the folder.
      if (!found || (readOnly && found.code === 'DATA_FOLDER_NOT_WRITABLE')) throw error;
      // After a failed write-through nobody knows what is on the disk: this handle is never used again.
      if (!SURVIVED.includes(found.code)) handle.shutBy = found;
      throw new StoreFault(found, error);
    } finally {
      handle.depth -= 1;
      if (handle.shutBy && handle.depth === 0 && handle.db.open) handle.db.close();
    }
  };
}

/** A group of methods that are looked up when they are called, on the connection of that moment, behind the guard. */
function guarded<T extends Readonly<Record<string, (...values: never[]) => unknown>>>(group: () => T, guard: Guard): T {
  const methods = Object.keys(group()).map((name) => [
    name,
    (...values: never[]) => guard(() => group()[name]?.(...values)),
  ]);
  // Every method keeps its name, its parameters and its answer, so the group keeps its type.
  return Object.fromEntries(methods) as T;
}

function nextNumberOf(db: Connection): Store['nextNumber'] {
  const next = db
    .prepare<[string], number>(
      'INSERT INTO sequence (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last',
    )
    .pluck();
  // By itself it would be committed when its statement is reset, and what goes wrong there is told to nobody.
  const take = joined(db, (sequence: string): number => {
    const number = next.get(sequence);
    assert(number !== undefined, 'a sequence has a next number');
    return number;
  });
  return take;
}

/**
 * Is the epoch still the one this process signed in with? Each start writes a new one, so whoever was started on the same
 * records, past a lock that had been deleted, shuts out whoever wrote before: inside a transaction that is certain.
 */
function fenceOf(db: Connection, epoch: string): () => boolean {
  const signedIn = db.prepare<[], string>("SELECT value FROM register WHERE key = 'epoch'").pluck();
  return () => signedIn.get() === epoch;
}

export type RecordsOptions = {
  readonly dataDir: string;
  readonly epoch: string;
  readonly readOnly: boolean;
  /** What is still to be written on a connection that is about to be closed in order. */
  readonly atTheEnd?: (db: Connection) => void;
  /** Lets go of the lock, after the connection was closed. */
  readonly release: () => void;
  /** Opens the same file once more. It must hold what was `promised`, which is the last entry known to be on the disk. */
  readonly openAgain?: (promised: JournalEntry | null) => Result<Opened, StoreProblem>;
  /** Was the file that keeps another process out deleted or replaced? */
  readonly isLockGone?: () => boolean;
  /** What a check of the whole file has found since the start. */
  readonly damage?: () => string | null;
};

/** A connection that has passed the checks of opening, and the epoch it is signed in with. */
export type Opened = { readonly db: Connection; readonly epoch: string };

export function recordsOf(db: Connection, options: RecordsOptions): Store {
  const { dataDir, epoch, readOnly, release, openAgain, atTheEnd } = options;
  const handle: Handle = {
    db,
    nouns: nounsOf(db, epoch),
    epoch,
    shutBy: null,
    depth: 0,
    promised: null,
    appended: null,
  };
  const guard = guardOf(handle, dataDir, readOnly);
  const group = <Name extends NounName>(name: Name): Nouns[Name] =>
    guarded<Nouns[Name]>(() => handle.nouns[name], guard);
  const journal = group('journal');
  let isOver = false;
  let commits = 0;
  return {
    get epoch() {
      return handle.epoch;
    },
    transaction<T>(work: () => T): T {
      commits += 1;
      // better-sqlite3 answers exactly what the work answered.
      return guard(() => handle.nouns.inTransaction(work) as T);
    },
    tidy() {
      if (commits < COMMITS_TO_TIDY) return;
      commits = 0;
      guard(() => void handle.db.pragma('wal_checkpoint(PASSIVE)'));
    },
    heldNoMore() {
      try {
        if (!handle.nouns.isOurs()) return 'taken_over';
      } catch {
        // Records that cannot be read are another matter.
        return null;
      }
      return options.isLockGone?.() ? 'lock_gone' : null;
    },
    nextNumber: (sequence) => guard(() => handle.nouns.nextNumber(sequence)),
    damage: () => options.damage?.() ?? null,
    reopen() {
      if (isOver || !openAgain) return err(problem('STORE_CLOSED'));
      assert(handle.depth === 0, 'records are opened again between two pieces of work');
      if (handle.db.open) handle.db.close();
      const opened = openAgain(handle.promised);
      handle.shutBy = opened.ok ? null : opened.error;
      if (!opened.ok) return opened;
      handle.db = opened.value.db;
      handle.epoch = opened.value.epoch;
      handle.nouns = nounsOf(handle.db, handle.epoch);
      handle.appended = handle.promised;
      return ok(null);
    },
    close() {
      isOver = true;
      if (handle.db.open) {
        atTheEnd?.(handle.db);
        handle.db.close();
      }
      release();
    },
    journal: {
      ...journal,
      append: (entry) =>
        guard(() => {
          handle.appended = handle.nouns.journal.append(entry);
          return handle.appended;
        }),
    },
    staff: group('staff'),
    prices: group('prices'),
    packages: group('packages'),
    patients: group('patients'),
    drafts: group('drafts'),
    sales: group('sales'),
    changes: group('changes'),
    drawers: group('drawers'),
    pulses: group('pulses'),
    prints: group('prints'),
  };
}
