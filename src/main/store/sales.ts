/** Sales: the intent, written before Metrc is asked, and what the protocol made of it. */
import { assert } from '../../shared/values/assert.ts';
import { add } from '../../shared/values/money.ts';
import type { Sale } from '../domain/sale/sale.ts';
import type { SaleRecord, Store } from '../ports/store.ts';
import { attemptsOf } from './attempts.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';
import { metrcIdOf } from './protocol-column.ts';
import { saleReadsOf } from './sale-rows.ts';
import { sealOfSale } from './sale-seal.ts';

/** What a CHECK cannot see, because it spans tables: lines make the subtotal, taxes the rest, lines' taxes each tax. */
function assertAddsUp(sale: SaleRecord): void {
  assert(sale.lines.length > 0, 'a sale has lines');
  assert(add(...sale.lines.map(({ net }) => net)) === sale.subtotal, 'the lines add up to the subtotal');
  assert(
    add(sale.subtotal, ...sale.taxes.map((tax) => tax.cents)) === sale.total,
    'subtotal and taxes add up to the total',
  );
  for (const tax of sale.taxes) {
    assert(add(...tax.byLine) === tax.cents, `the lines' shares add up to the tax ${tax.taxId}`);
  }
}

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

type Columns = Readonly<Record<string, string | number | null>>;

/** The columns that follow the protocol; they repeat parts of its JSON so that anybody can ask for them in SQL. */
const protocolColumns = (protocol: Sale): Columns => ({
  state: protocol.phase.state,
  protocol: JSON.stringify(protocol),
  attempt: protocol.attempt,
  taint: flag(protocol.taint),
  cancel_wanted: flag(protocol.cancelWanted),
  metrc_id: metrcIdOf(protocol),
});

const fixedColumns = (sale: SaleRecord): Columns => ({
  id: sale.id,
  sale_number: sale.saleNumber,
  number: sale.number,
  fingerprint: sale.fingerprint,
  business_day: sale.businessDay,
  sold_at: sale.soldAt,
  sold_wall: sale.soldWall,
  sold_offset: sale.soldOffset,
  staff_id: sale.staffId,
  drawer_session: sale.drawerSession,
  patient_id: sale.patientId,
  buyer_type: sale.buyerType,
  agency_check: sale.agencyCheck && JSON.stringify(sale.agencyCheck),
  profile_id: sale.profile.id,
  profile_revision: sale.profile.revision,
  profile_hash: sale.profile.hash,
  subtotal: sale.subtotal,
  total: sale.total,
  tender_kind: sale.tenderKind,
  cash_due: sale.cashDue,
  rounding: sale.rounding,
  given: sale.given,
  change: sale.change,
});

function submitOf(db: Connection): (sale: SaleRecord, protocol: Sale, requestBody: string, at: number) => string {
  const insertSale = db.prepare<[Columns]>(
    `INSERT INTO sale (id, sale_number, number, state, protocol, attempt, taint, cancel_wanted, fingerprint, metrc_id,
       business_day, sold_at, sold_wall, sold_offset, staff_id, drawer_session, patient_id, buyer_type, agency_check,
       profile_id, profile_revision, profile_hash, subtotal, total, tender_kind, cash_due, rounding, given, change)
     VALUES (@id, @sale_number, @number, @state, @protocol, @attempt, @taint, @cancel_wanted, @fingerprint, @metrc_id,
       @business_day, @sold_at, @sold_wall, @sold_offset, @staff_id, @drawer_session, @patient_id, @buyer_type,
       @agency_check, @profile_id, @profile_revision, @profile_hash, @subtotal, @total, @tender_kind, @cash_due,
       @rounding, @given, @change)`,
  );
  const insertLine = db.prepare<[string, number, string, string, string, number, string, number, number, string]>(
    `INSERT INTO sale_line (sale_id, line, label, item_name, class, quantity, unit, unit_price, net, measures)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTax = db.prepare<[string, number, string, string, number, number, string]>(
    'INSERT INTO sale_tax (sale_id, ordinal, tax_id, name, rate_ppm, cents, by_line) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertRequest = db.prepare<[string, string]>('INSERT INTO metrc_request (sale_id, body) VALUES (?, ?)');
  const { openAttempt } = attemptsOf(db);
  return (sale, protocol, requestBody, at) => {
    assertAddsUp(sale);
    insertSale.run({ ...fixedColumns(sale), ...protocolColumns(protocol) });
    for (const { line, label, itemName, class: kind, quantity, unit, unitPrice, net, measures } of sale.lines) {
      insertLine.run(sale.id, line, label, itemName, kind, quantity, unit, unitPrice, net, JSON.stringify(measures));
    }
    for (const [ordinal, tax] of sale.taxes.entries()) {
      insertTax.run(sale.id, ordinal + 1, tax.taxId, tax.name, tax.ratePpm, tax.cents, JSON.stringify(tax.byLine));
    }
    insertRequest.run(sale.id, requestBody);
    openAttempt(sale.id, protocol.attempt, at);
    return sealOfSale(sale);
  };
}

type Facts = Parameters<Store['sales']['progress']>[2];

/** Facts that are not named stay as they are; a null is a fact. */
function progressOf(db: Connection): Store['sales']['progress'] {
  const update = db.prepare<[Columns]>(
    `UPDATE sale SET state = @state, protocol = @protocol, attempt = @attempt, taint = @taint,
       cancel_wanted = @cancel_wanted, metrc_id = @metrc_id,
       metrc_receipt = CASE WHEN @has_receipt THEN @metrc_receipt ELSE metrc_receipt END,
       watch_until = CASE WHEN @has_watch THEN @watch_until ELSE watch_until END,
       closed_at = CASE WHEN @has_closed THEN @closed_at ELSE closed_at END,
       signed_at = coalesce(signed_at, @signed_at)
     WHERE id = @id`,
  );
  const columns = ({ metrcReceipt, watchUntil, closedAt, signedAt }: Facts): Columns => ({
    has_receipt: flag(metrcReceipt !== undefined),
    metrc_receipt: metrcReceipt ?? null,
    has_watch: flag(watchUntil !== undefined),
    watch_until: watchUntil ?? null,
    has_closed: flag(closedAt !== undefined),
    closed_at: closedAt ?? null,
    signed_at: signedAt ?? null,
  });
  return (saleId, protocol, facts) => {
    const { changes } = update.run({ id: saleId, ...protocolColumns(protocol), ...columns(facts) });
    assert(changes === 1, 'a sale that moves on was submitted');
  };
}

export function salesOf(db: Connection): Store['sales'] {
  return {
    submit: joined(db, submitOf(db)),
    progress: progressOf(db),
    ...attemptsOf(db),
    ...saleReadsOf(db),
  };
}
