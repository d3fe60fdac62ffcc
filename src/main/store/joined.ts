import type { Connection } from './connection.ts';

/**
 * Work that must be in a transaction: it joins the one that is running, and has an immediate one of its own where none is.
 * Nothing catches an error inside a running one, so a savepoint for each step of it would only cost time.
 */
export function joined<V extends unknown[], A>(db: Connection, work: (...values: V) => A): (...values: V) => A {
  const alone = db.transaction(work);
  return (...values) => (db.inTransaction ? work(...values) : alone.immediate(...values));
}
