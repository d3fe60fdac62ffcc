/** Puts the nouns together into the Store of ports/store.ts, over one open connection. */
import { assert } from '../../shared/values/assert.ts';
import { type Store, StoreFault, type StoreProblem } from '../ports/store.ts';
import { changesOf } from './changes.ts';
import type { Connection } from './connection.ts';
import { draftsOf } from './drafts.ts';
import { drawersOf } from './drawers.ts';
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

/** @param release lets go of the lock, after the connection was closed. */
export function recordsOf(
  db: Connection,
  { dataDir, epoch, readOnly, release }: { dataDir: string; epoch: string; readOnly: boolean; release: () => void },
): Store {
  const guard = guardOf(db, dataDir, readOnly);
  const inTransaction = db.transaction((work: () => unknown) => work());
  const nextNumber = nextNumberOf(db);
  return {
    epoch,
    transaction<T>(work: () => T): T {
      // better-sqlite3 answers exactly what the work answered.
      return guard(() => inTransaction.immediate(work) as T);
    },
    nextNumber: (sequence) => guard(() => nextNumber(sequence)),
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
    changes: guarded(changesOf(db), guard),
    drawers: guarded(drawersOf(db), guard),
    pulses: guarded(pulsesOf(db), guard),
    prints: guarded(printsOf(db), guard),
  };
}
