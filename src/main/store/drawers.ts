/** Drawer sessions, their counts and the sums of what was sold in them. */
import { z } from 'zod';
import { assert } from '../../shared/values/assert.ts';
import { cents } from '../../shared/values/money.ts';
import type { DrawerCount, DrawerSession, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { totalsOf } from './drawer-totals.ts';
import { joined } from './joined.ts';
import { parseColumn } from './json-column.ts';
import { zReportsOf } from './z-reports.ts';

const Pieces = z.array(z.object({ denominationCents: z.int(), count: z.int() }));

type SessionRow = {
  id: string;
  z_number: number;
  opened_at: number;
  opened_by: string;
  /** Held to these by the table's CHECK. */
  state: DrawerSession['state'];
  closed_at: number | null;
  closed_by: string | null;
};

type CountRow = { ordinal: DrawerCount['ordinal']; at: number; by: string; pieces: string; cents: number };

function countsOf(db: Connection): {
  insert(sessionId: string, count: DrawerCount): void;
  counts(sessionId: string): readonly DrawerCount[];
} {
  const insert = db.prepare<[string, number, number, string, string, number]>(
    'INSERT INTO drawer_count (session_id, ordinal, at, by, pieces, cents) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const counts = db.prepare<[string], CountRow>(
    'SELECT ordinal, at, by, pieces, cents FROM drawer_count WHERE session_id = ? ORDER BY ordinal',
  );
  return {
    insert: (sessionId, { ordinal, at, by, pieces, cents: amount }) =>
      void insert.run(sessionId, ordinal, at, by, JSON.stringify(pieces), amount),
    counts: (sessionId) =>
      counts.all(sessionId).map((row) => ({
        ordinal: row.ordinal,
        at: row.at,
        by: row.by,
        pieces: parseColumn(Pieces, row.pieces),
        cents: cents(row.cents),
      })),
  };
}

export function drawersOf(db: Connection): Store['drawers'] {
  const running = db.prepare<[], SessionRow>(
    'SELECT id, z_number, opened_at, opened_by, state, closed_at, closed_by FROM drawer_session WHERE closed_at IS NULL',
  );
  const insert = db.prepare<[string, number, number, string]>(
    `INSERT INTO drawer_session (id, z_number, opened_at, opened_by, state) VALUES (?, ?, ?, ?, 'open')`,
  );
  const counted = db.prepare<[string]>(
    `UPDATE drawer_session SET state = 'counted' WHERE id = ? AND state IN ('open', 'counted')`,
  );
  const close = db.prepare<[number, string, string]>(
    `UPDATE drawer_session SET state = 'closed', closed_at = ?, closed_by = ? WHERE id = ? AND state = 'counted'`,
  );
  const { insert: insertCount, counts } = countsOf(db);
  const open = joined(db, (...[session, float]: Parameters<Store['drawers']['open']>) => {
    insert.run(session.id, session.zNumber, session.openedAt, session.openedBy);
    insertCount(session.id, { ...float, ordinal: 0 });
  });
  const addCount = joined(db, (sessionId: string, count: DrawerCount) => {
    assert(count.ordinal !== 0, 'the float is counted when the drawer is opened');
    insertCount(sessionId, count);
    assert(counted.run(sessionId).changes === 1, 'a drawer that is counted is not closed');
  });
  return {
    running() {
      const row = running.get();
      if (!row) return null;
      return {
        id: row.id,
        zNumber: row.z_number,
        openedAt: row.opened_at,
        openedBy: row.opened_by,
        state: row.state,
        closedAt: row.closed_at,
        closedBy: row.closed_by,
      };
    },
    open,
    addCount,
    counts,
    close(sessionId, at, by) {
      assert(close.run(at, by, sessionId).changes === 1, 'a drawer is closed once, after it was counted');
    },
    totals: totalsOf(db),
    ...zReportsOf(db),
  };
}
