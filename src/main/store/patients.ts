/** Patient numbers stand in this one table, so that policy can erase them; all else knows only the row's id. */
import { assert } from '../../shared/values/assert.ts';
import type { Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';

export function patientsOf(db: Connection): Store['patients'] {
  const keep = db
    .prepare<[string, string, string, number], number>(
      `INSERT INTO patient (commitment, licence, last_four, seen_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (commitment) DO UPDATE SET licence = excluded.licence, last_four = excluded.last_four,
         seen_at = excluded.seen_at
       RETURNING id`,
    )
    .pluck();
  return {
    keep({ commitment, licence, lastFour, seenAt }) {
      const id = keep.get(commitment, licence, lastFour, seenAt);
      assert(id !== undefined, 'a kept patient has a row');
      return id;
    },
  };
}
