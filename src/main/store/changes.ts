/** Voids and returns of signed sales: what was asked, what came of it, and the money that went back. */
import { z } from 'zod';
import { assert } from '../../shared/values/assert.ts';
import { add, cents } from '../../shared/values/money.ts';
import { quantityOf } from '../../shared/values/quantity.ts';
import type { ReturnedLine } from '../domain/sale/plan-change.ts';
import type { ChangeAnswer, ChangeAsked, Refund, SaleChange, ShownReceipt, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { MoneyColumn, parseColumn, QuantityColumn, type Same } from './json-column.ts';

const Shown = z.object({
  metrcId: z.int(),
  archived: z.boolean(),
  total: MoneyColumn,
  lines: z.array(z.object({ label: z.string(), quantity: QuantityColumn, unit: z.string(), total: MoneyColumn })),
});
const LineTaxes = z.array(z.object({ id: z.string(), amount: MoneyColumn }));

/** The compiler checks here that the schema and the port's type are one. @public */
export const shownMirrorsThePort: Same<z.output<typeof Shown>, ShownReceipt> = true;

type ChangeRow = {
  ordinal: number;
  /** These two are held to their words by the table's CHECK. */
  kind: SaleChange['kind'];
  outcome: SaleChange['outcome'];
  version: number | null;
  asked_at: number;
  lead_id: string;
  counter_id: string | null;
  reason: string;
  fingerprint: string | null;
  subtotal: number;
  total: number;
  rounding: number;
  paid: number;
  shown_before: string;
  shown_after: string | null;
  said: string | null;
  ended_at: number | null;
};

type LineRow = { line: number; quantity: number; net: number; taxes: string };

type RefundRow = {
  id: string;
  ordinal: number;
  at: number;
  drawer_session: string;
  tender_kind: Refund['tenderKind'];
  subtotal: number;
  total: number;
  rounding: number;
  paid: number;
};

const returned = (row: LineRow): ReturnedLine => ({
  line: row.line,
  quantity: quantityOf(row.quantity),
  net: cents(row.net),
  taxes: parseColumn(LineTaxes, row.taxes),
});

const read = (row: ChangeRow, lines: readonly LineRow[]): SaleChange => ({
  ordinal: row.ordinal,
  kind: row.kind,
  version: row.version,
  fingerprint: row.fingerprint,
  askedAt: row.asked_at,
  leadId: row.lead_id,
  counterId: row.counter_id,
  reason: row.reason,
  lines: lines.map(returned),
  subtotal: cents(row.subtotal),
  total: cents(row.total),
  rounding: cents(row.rounding),
  paid: cents(row.paid),
  before: parseColumn(Shown, row.shown_before),
  after: row.shown_after === null ? null : parseColumn(Shown, row.shown_after),
  outcome: row.outcome,
  said: row.said,
  endedAt: row.ended_at,
});

type Columns = Readonly<Record<string, string | number | null>>;

const columnsOf = (saleId: string, ordinal: number, change: ChangeAsked): Columns => ({
  sale_id: saleId,
  ordinal,
  kind: change.kind,
  version: change.version,
  asked_at: change.askedAt,
  lead_id: change.leadId,
  counter_id: change.counterId,
  reason: change.reason,
  fingerprint: change.fingerprint,
  subtotal: change.subtotal,
  total: change.total,
  rounding: change.rounding,
  paid: change.paid,
  shown_before: JSON.stringify(change.before),
});

function adderOf(db: Connection): Store['changes']['add'] {
  const next = db.prepare<[string], number>('SELECT count(*) + 1 FROM sale_change WHERE sale_id = ?').pluck();
  const insert = db.prepare<[Columns]>(
    `INSERT INTO sale_change (sale_id, ordinal, kind, version, asked_at, lead_id, counter_id, reason, fingerprint,
       subtotal, total, rounding, paid, shown_before)
     VALUES (@sale_id, @ordinal, @kind, @version, @asked_at, @lead_id, @counter_id, @reason, @fingerprint,
       @subtotal, @total, @rounding, @paid, @shown_before)`,
  );
  const insertLine = db.prepare<[string, number, number, number, number, string]>(
    'INSERT INTO sale_change_line (sale_id, ordinal, line, quantity, net, taxes) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertBody = db.prepare<[string, number, string]>(
    'INSERT INTO sale_change_request (sale_id, ordinal, body) VALUES (?, ?, ?)',
  );
  const write = db.transaction((saleId: string, change: ChangeAsked, body: string | null): number => {
    assert(add(...change.lines.map(({ net }) => net)) === change.subtotal, 'what comes back adds up');
    assert((change.kind === 'return') === (body !== null), 'a return is asked with a body, a void without');
    const ordinal = next.get(saleId);
    assert(ordinal !== undefined, 'a count has one row');
    insert.run(columnsOf(saleId, ordinal, change));
    for (const { line, quantity, net, taxes } of change.lines) {
      insertLine.run(saleId, ordinal, line, quantity, net, JSON.stringify(taxes));
    }
    if (body !== null) insertBody.run(saleId, ordinal, body);
    return ordinal;
  });
  return (saleId, change, body) => write.immediate(saleId, change, body);
}

type RefundsPart = Pick<Store['changes'], 'addRefund' | 'refunds' | 'givenBack'>;

function refundsOf(db: Connection): RefundsPart {
  const insert = db.prepare<[string, string, number, number, string, string, number, number, number, number]>(
    `INSERT INTO refund (id, sale_id, ordinal, at, drawer_session, tender_kind, subtotal, total, rounding, paid)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTax = db.prepare<[string, number, string, string, number]>(
    'INSERT INTO refund_tax (refund_id, ordinal, tax_id, name, cents) VALUES (?, ?, ?, ?, ?)',
  );
  const ofSale = db.prepare<[string], RefundRow>(
    `SELECT id, ordinal, at, drawer_session, tender_kind, subtotal, total, rounding, paid FROM refund
     WHERE sale_id = ? ORDER BY ordinal`,
  );
  const taxesOf = db.prepare<[string], { tax_id: string; name: string; cents: number }>(
    'SELECT tax_id, name, cents FROM refund_tax WHERE refund_id = ? ORDER BY ordinal',
  );
  const linesBack = db.prepare<[string], LineRow>(
    `SELECT line, quantity, net, taxes FROM refund JOIN sale_change_line USING (sale_id, ordinal)
     WHERE sale_id = ? ORDER BY ordinal, line`,
  );
  const refunds = (saleId: string): Refund[] =>
    ofSale.all(saleId).map((row) => ({
      id: row.id,
      saleId,
      ordinal: row.ordinal,
      at: row.at,
      drawerSession: row.drawer_session,
      tenderKind: row.tender_kind,
      subtotal: cents(row.subtotal),
      taxes: taxesOf.all(row.id).map((tax) => ({ taxId: tax.tax_id, name: tax.name, cents: cents(tax.cents) })),
      total: cents(row.total),
      rounding: cents(row.rounding),
      paid: cents(row.paid),
    }));
  const addRefund = db.transaction((refund: Refund) => {
    const { id, saleId, ordinal, at, drawerSession, tenderKind, subtotal, taxes, total, rounding, paid } = refund;
    assert(add(subtotal, ...taxes.map((tax) => tax.cents)) === total, 'what goes back adds up with its taxes');
    insert.run(id, saleId, ordinal, at, drawerSession, tenderKind, subtotal, total, rounding, paid);
    for (const [place, tax] of taxes.entries()) insertTax.run(id, place + 1, tax.taxId, tax.name, tax.cents);
  });
  return {
    addRefund: (refund) => addRefund.immediate(refund),
    refunds,
    givenBack(saleId) {
      const all = refunds(saleId);
      return {
        lines: linesBack.all(saleId).map(returned),
        total: add(...all.map(({ total }) => total)),
        paid: add(...all.map(({ paid }) => paid)),
      };
    },
  };
}

/** How much of Metrc's own words is kept. */
const SAID_CHARACTERS = 500;

export function changesOf(db: Connection): Store['changes'] {
  const select = `SELECT ordinal, kind, version, asked_at, lead_id, counter_id, reason, fingerprint, subtotal, total,
    rounding, paid, shown_before, shown_after, outcome, said, ended_at FROM sale_change WHERE sale_id = ?`;
  const all = db.prepare<[string], ChangeRow>(`${select} ORDER BY ordinal`);
  const open = db.prepare<[string], ChangeRow>(`${select} AND outcome IS NULL`);
  const lines = db.prepare<[string, number], LineRow>(
    'SELECT line, quantity, net, taxes FROM sale_change_line WHERE sale_id = ? AND ordinal = ? ORDER BY line',
  );
  const body = db
    .prepare<[string, number], string | null>('SELECT body FROM sale_change_request WHERE sale_id = ? AND ordinal = ?')
    .pluck();
  const asking = db.prepare<[string, number, number, string, number | null, string | null]>(
    'INSERT INTO sale_change_asking (sale_id, ordinal, at, answer, status, text) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const said = db.prepare<[string | null, string, number]>(
    'UPDATE sale_change SET said = ? WHERE sale_id = ? AND ordinal = ?',
  );
  const end = db.prepare<[string, number, string | null, string, number]>(
    `UPDATE sale_change SET outcome = ?, ended_at = ?, shown_after = ?
     WHERE sale_id = ? AND ordinal = ? AND outcome IS NULL`,
  );
  const fingerprint = db
    .prepare<[string, number], string>(
      `SELECT fingerprint FROM sale_change WHERE sale_id = ? AND version = ? AND outcome IS NOT 'refused'
       ORDER BY ordinal DESC LIMIT 1`,
    )
    .pluck();
  const whole = (saleId: string, row: ChangeRow): SaleChange => read(row, lines.all(saleId, row.ordinal));
  const noteAnswer = db.transaction((saleId: string, ordinal: number, answer: ChangeAnswer) => {
    asking.run(saleId, ordinal, answer.at, answer.answer, answer.status, answer.text);
    if (answer.answer === 'refused') said.run(answer.text?.slice(0, SAID_CHARACTERS) ?? null, saleId, ordinal);
  });
  return {
    add: adderOf(db),
    open(saleId) {
      const row = open.get(saleId);
      return row ? whole(saleId, row) : null;
    },
    of: (saleId) => all.all(saleId).map((row) => whole(saleId, row)),
    body: (saleId, ordinal) => body.get(saleId, ordinal) ?? null,
    noteAnswer: (saleId, ordinal, answer) => noteAnswer.immediate(saleId, ordinal, answer),
    end(saleId, ordinal, { outcome, at, after }) {
      const { changes } = end.run(outcome, at, after && JSON.stringify(after), saleId, ordinal);
      assert(changes === 1, 'a change that ends was open');
    },
    ...refundsOf(db),
    fingerprint: (saleId, version) => fingerprint.get(saleId, version) ?? null,
  };
}
