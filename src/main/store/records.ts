/** Puts the nouns together into the Store of ports/store.ts, over one open connection. */
import { assert } from '../../shared/values/assert.ts';
import { type Store, StoreFault, type StoreProblem } from '../ports/store.ts';
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

function guardOf(db: Connection, dataDir: string, readOnly: boolean): Guard {
  let shutBy: StoreProblem | null = null;
  let depth = 0;
  return (work) => {
    if (shutBy) throw new StoreFault(shutBy);
    if (!db.open) throw new StoreFault(problem('STORE_CLOSED'));
    depth += 1;
    try {
      return work();
    } catch (error) {
      const found = problemOf(error, dataDir);
      // Whoever writes through a reader has a bug; there is nothing wrong with the folder.
      if (!found || (readOnly && found.code === 'DATA_FOLDER_NOT_WRITABLE')) throw error;
      // After a failed write-through nobody knows what is on the disk: this handle is never used again.
      if (!SURVIVED.includes(found.code)) shutBy = found;
      throw new StoreFault(found, error);
    } finally {
      depth -= 1;
      if (shutBy && depth === 0 && db.open) db.close();
    }
  };
}

/** The same group of methods, each behind the guard. */
function guarded<T extends Readonly<Record<string, (...values: never[]) => unknown>>>(group: T, guard: Guard): T {
  const methods = Object.entries(group).map(([name, method]) => [
    name,
    (...values: never[]) => guard(() => method(...values)),
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
  return (sequence) => {
    const number = next.get(sequence);
    assert(number !== undefined, 'a sequence has a next number');
    return number;
  };
}

/**
 * Is the epoch still the one this process signed in with? Each start writes a new one, so whoever was started on the same
 * records, past a lock that had been deleted, shuts out whoever wrote before: inside a transaction that is certain.
 */
function fenceOf(db: Connection, epoch: string): () => boolean {
  const signedIn = db.prepare<[], string>("SELECT value FROM register WHERE key = 'epoch'").pluck();
  return () => signedIn.get() === epoch;
}

/** @param release lets go of the lock, after the connection was closed. */
export function recordsOf(
  db: Connection,
  { dataDir, epoch, readOnly, release }: { dataDir: string; epoch: string; readOnly: boolean; release: () => void },
): Store {
  const guard = guardOf(db, dataDir, readOnly);
  const isOurs = fenceOf(db, epoch);
  const inTransaction = joined(db, (work: () => unknown) => {
    if (!isOurs()) throw new StoreFault(problem('TAKEN_OVER'));
    return work();
  });
  const nextNumber = nextNumberOf(db);
  let commits = 0;
  return {
    epoch,
    transaction<T>(work: () => T): T {
      commits += 1;
      // better-sqlite3 answers exactly what the work answered.
      return guard(() => inTransaction(work) as T);
    },
    tidy() {
      if (commits < COMMITS_TO_TIDY) return;
      commits = 0;
      guard(() => void db.pragma('wal_checkpoint(PASSIVE)'));
    },
    heldNoMore() {
      try {
        return isOurs() ? null : 'taken_over';
      } catch {
        return null;
      }
    },
    nextNumber: (sequence) => guard(() => nextNumber(sequence)),
    damage: () => null,
    close() {
      if (db.open) db.close();
      release();
    },
    journal: guarded(journalOf(db), guard),
    staff: guarded(staffOf(db), guard),
    prices: guarded(pricesOf(db), guard),
    packages: guarded(packagesOf(db), guard),
    patients: guarded(patientsOf(db), guard),
    drafts: guarded(draftsOf(db), guard),
    sales: guarded(salesOf(db), guard),
    drawers: guarded(drawersOf(db), guard),
    pulses: guarded(pulsesOf(db), guard),
    prints: guarded(printsOf(db), guard),
  };
}
