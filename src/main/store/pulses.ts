/** Drawer pulses: written as due with what makes them due, ended once, never sent late. */
import { assert } from '../../shared/values/assert.ts';
import type { PulseRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';

type Row = {
  id: string;
  at: number;
  /** These two are held to their words by the table's CHECK. */
  why: PulseRow['why'];
  outcome: PulseRow['outcome'];
  reason: string | null;
  by: string;
  sale_id: string | null;
  refund_id: string | null;
  session_id: string | null;
  because: string | null;
};

const read = (row: Row): PulseRow => ({
  id: row.id,
  at: row.at,
  why: row.why,
  reason: row.reason,
  by: row.by,
  saleId: row.sale_id,
  refundId: row.refund_id,
  sessionId: row.session_id,
  outcome: row.outcome,
  because: row.because,
});

export function pulsesOf(db: Connection): Store['pulses'] {
  const columns = 'id, at, why, outcome, reason, by, sale_id, refund_id, session_id, because';
  type Nullable = string | null;
  const insert = db.prepare<[string, number, string, Nullable, string, Nullable, Nullable, Nullable]>(
    `INSERT INTO drawer_pulse (id, at, why, reason, by, sale_id, refund_id, session_id, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'due')`,
  );
  const end = db.prepare<[string, string | null, number, string]>(
    `UPDATE drawer_pulse SET outcome = ?, because = ?, ended_at = ? WHERE id = ? AND outcome = 'due'`,
  );
  const ofSale = db.prepare<[string], Row>(`SELECT ${columns} FROM drawer_pulse WHERE sale_id = ? AND why <> 'refund'`);
  const ofRefund = db.prepare<[string], Row>(`SELECT ${columns} FROM drawer_pulse WHERE refund_id = ?`);
  const due = db.prepare<[], Row>(`SELECT ${columns} FROM drawer_pulse WHERE outcome = 'due' ORDER BY at, id`);
  const one = (row: Row | undefined): PulseRow | null => (row ? read(row) : null);
  return {
    add: ({ id, at, why, reason, by, saleId, sessionId, refundId }) =>
      void insert.run(id, at, why, reason, by, saleId, refundId ?? null, sessionId),
    end(id, outcome, because, at) {
      assert(end.run(outcome, because, at, id).changes === 1, 'a pulse ends once');
    },
    ofSale: (saleId) => one(ofSale.get(saleId)),
    ofRefund: (refundId) => one(ofRefund.get(refundId)),
    due: () => due.all().map(read),
  };
}
