/** The people who may sign in. Nobody is ever removed, because sales and counts name them. */
import { assert } from '../../shared/values/assert.ts';
import type { StaffRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';

type Row = {
  id: string;
  name: string;
  /** Held to these three by the table's CHECK. */
  role: StaffRow['role'];
  pin_hash: string;
  badge: string | null;
  wrong_pins: number;
  locked_until: number | null;
};

export function staffOf(db: Connection): Store['staff'] {
  const all = db.prepare<[], Row>(
    'SELECT id, name, role, pin_hash, badge, wrong_pins, locked_until FROM staff WHERE active = 1 ORDER BY name, id',
  );
  // Badges are cleared first, so that two people can swap theirs and a leaver's can be given to somebody else.
  const retireAll = db.prepare<[]>('UPDATE staff SET active = 0, badge = NULL');
  const set = db.prepare<[string, string, string, string, string | null]>(
    `INSERT INTO staff (id, name, role, pin_hash, badge) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash,
       badge = excluded.badge, active = 1`,
  );
  const recordPin = db.prepare<[number, number | null, string]>(
    'UPDATE staff SET wrong_pins = ?, locked_until = ? WHERE id = ?',
  );
  const sync = joined(db, (staff: Parameters<Store['staff']['sync']>[0]) => {
    retireAll.run();
    for (const { id, name, role, pinHash, badge } of staff) set.run(id, name, role, pinHash, badge);
  });
  return {
    all: () =>
      all.all().map((row) => ({
        id: row.id,
        name: row.name,
        role: row.role,
        pinHash: row.pin_hash,
        badge: row.badge,
        wrongPins: row.wrong_pins,
        lockedUntil: row.locked_until,
      })),
    sync,
    recordPin(id, wrongPins, lockedUntil) {
      assert(recordPin.run(wrongPins, lockedUntil, id).changes === 1, 'a PIN belongs to somebody');
    },
  };
}
