/** Carts until they are paid: one on the counter, the others held. */
import { assert } from '../../shared/values/assert.ts';
import { Draft } from '../domain/draft.ts';
import type { DraftRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { parseColumn } from './json-column.ts';

type Row = { body: string; held_at: number | null; held_by: string | null };

const read = (row: Row): DraftRow => ({
  draft: parseColumn(Draft, row.body),
  heldAt: row.held_at,
  heldBy: row.held_by,
});

export function draftsOf(db: Connection): Store['drafts'] {
  const onTheCounter = db.prepare<[], Row>('SELECT body, held_at, held_by FROM draft WHERE held_at IS NULL');
  const held = db.prepare<[], Row>(
    'SELECT body, held_at, held_by FROM draft WHERE held_at IS NOT NULL ORDER BY held_at, sale_number',
  );
  const save = db.prepare<[string, number, string, number]>(
    `INSERT INTO draft (sale_id, sale_number, body, changed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (sale_id) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at`,
  );
  const hold = db.prepare<[number, string, string]>(
    'UPDATE draft SET held_at = ?, held_by = ? WHERE sale_id = ? AND held_at IS NULL',
  );
  const resume = db.prepare<[string]>(
    'UPDATE draft SET held_at = NULL, held_by = NULL WHERE sale_id = ? AND held_at IS NOT NULL',
  );
  const remove = db.prepare<[string]>('DELETE FROM draft WHERE sale_id = ?');
  return {
    onTheCounter() {
      const row = onTheCounter.get();
      return row ? read(row) : null;
    },
    held: () => held.all().map(read),
    save: (draft, at) => void save.run(draft.saleId, draft.saleNumber, JSON.stringify(draft), at),
    hold(saleId, at, by) {
      assert(hold.run(at, by, saleId).changes === 1, 'the cart that is held stood on the counter');
    },
    resume(saleId) {
      assert(resume.run(saleId).changes === 1, 'the cart that is taken back was held');
    },
    remove: (saleId) => void remove.run(saleId),
  };
}
