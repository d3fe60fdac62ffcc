/** What a drawer session adds up to: everything sold in it, and everything given back in it. */
import { assert } from '../../shared/values/assert.ts';
import { cents } from '../../shared/values/money.ts';
import type { CountedSum, DrawerTotals } from '../ports/store.ts';
import type { Connection } from './connection.ts';

type SumRow = { subtotal: number; total: number; cash: number; debit: number; rounding: number };
type SoldRow = SumRow & { sales: number; first_sale: number | null; last_sale: number | null };
type TaxRow = { name: string; cents: number };
type CountRow = { count: number; total: number };

const money = (row: SumRow, taxes: readonly TaxRow[]): DrawerTotals['refunded'] => ({
  subtotal: cents(row.subtotal),
  taxes: taxes.map((tax) => ({ name: tax.name, cents: cents(tax.cents) })),
  total: cents(row.total),
  cash: cents(row.cash),
  debit: cents(row.debit),
  rounding: cents(row.rounding),
});

/** A sale was sold once Metrc had signed it; what became of its receipt afterwards does not change that. */
const SOLD = 'drawer_session = ? AND signed_at IS NOT NULL';

function soldOf(db: Connection) {
  const sums = db.prepare<[string], SoldRow>(
    `SELECT count(*) AS sales, coalesce(sum(subtotal), 0) AS subtotal, coalesce(sum(total), 0) AS total,
       coalesce(sum(CASE WHEN tender_kind = 'cash' THEN given - change END), 0) AS cash,
       coalesce(sum(CASE WHEN tender_kind = 'debit' THEN total END), 0) AS debit,
       coalesce(sum(rounding), 0) AS rounding, min(sale_number) AS first_sale, max(sale_number) AS last_sale
     FROM sale WHERE ${SOLD}`,
  );
  const taxes = db.prepare<[string], TaxRow>(
    `SELECT sale_tax.name AS name, sum(sale_tax.cents) AS cents FROM sale JOIN sale_tax ON sale_tax.sale_id = sale.id
     WHERE ${SOLD} GROUP BY sale_tax.name ORDER BY min(ordinal), sale_tax.name`,
  );
  return { sums, taxes };
}

function refundedOf(db: Connection) {
  const sums = db.prepare<[string], SumRow>(
    `SELECT coalesce(sum(subtotal), 0) AS subtotal, coalesce(sum(total), 0) AS total,
       coalesce(sum(CASE WHEN tender_kind = 'cash' THEN paid END), 0) AS cash,
       coalesce(sum(CASE WHEN tender_kind = 'debit' THEN paid END), 0) AS debit,
       coalesce(sum(rounding), 0) AS rounding
     FROM refund WHERE drawer_session = ?`,
  );
  const taxes = db.prepare<[string], TaxRow>(
    `SELECT refund_tax.name AS name, sum(refund_tax.cents) AS cents FROM refund JOIN refund_tax ON refund_tax.refund_id = refund.id
     WHERE drawer_session = ? GROUP BY refund_tax.name ORDER BY min(refund_tax.ordinal), refund_tax.name`,
  );
  const byKind = db.prepare<[string, string], CountRow>(
    `SELECT count(*) AS count, coalesce(sum(refund.total), 0) AS total FROM refund JOIN sale_change USING (sale_id, ordinal)
     WHERE drawer_session = ? AND kind = ?`,
  );
  return { sums, taxes, byKind };
}

const counted = (row: CountRow | undefined): CountedSum => {
  assert(row, 'a sum has one row');
  return { count: row.count, total: cents(row.total) };
};

export function totalsOf(db: Connection): (sessionId: string) => DrawerTotals {
  const sold = soldOf(db);
  const refunded = refundedOf(db);
  const kept = db.prepare<[string], CountRow>(
    `SELECT count(*) AS count, coalesce(sum(total), 0) AS total FROM sale
     WHERE ${SOLD} AND state = 'VOIDED'
       AND NOT EXISTS (SELECT 1 FROM refund JOIN sale_change USING (sale_id, ordinal) WHERE sale_id = sale.id AND kind = 'void')`,
  );
  const inState = db
    .prepare<[string, string], number>(
      `SELECT count(*) FROM sale WHERE drawer_session = ? AND signed_at IS NULL AND state = ?`,
    )
    .pluck();
  // A pulse that is still due may have been sent by a process that was killed: it counts as an opening.
  const noSale = db
    .prepare<[string], number>(
      `SELECT count(*) FROM drawer_pulse WHERE session_id = ? AND why = 'no_sale' AND outcome IN ('sent', 'due')`,
    )
    .pluck();
  const count = (sessionId: string, state: string): number => inState.get(sessionId, state) ?? 0;
  return (sessionId) => {
    const row = sold.sums.get(sessionId);
    const back = refunded.sums.get(sessionId);
    assert(row && back, 'a sum has one row');
    return {
      sales: row.sales,
      ...money(row, sold.taxes.all(sessionId)),
      voids: counted(refunded.byKind.get(sessionId, 'void')),
      returns: counted(refunded.byKind.get(sessionId, 'return')),
      refunded: money(back, refunded.taxes.all(sessionId)),
      keptWithoutReceipt: counted(kept.get(sessionId)),
      undone: count(sessionId, 'CANCELLED') + count(sessionId, 'VOIDED'),
      refused: count(sessionId, 'REJECTED'),
      firstSaleNumber: row.first_sale,
      lastSaleNumber: row.last_sale,
      noSaleOpens: noSale.get(sessionId) ?? 0,
    };
  };
}
