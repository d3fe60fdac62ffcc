/** Reads sales back: the row, its lines and its taxes, as the domain knows them. */
import { z } from 'zod';
import { cents } from '../../shared/values/money.ts';
import { quantityOf } from '../../shared/values/quantity.ts';
import type { SaleLineRecord, SaleRecord, SaleTaxRecord, StoredSale } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { MoneyColumn, parseColumn } from './json-column.ts';
import { parseProtocol } from './protocol-column.ts';

const AgencyCheck = z.object({ at: z.int(), by: z.string(), showed: z.enum(['active', 'not_active']) });
const Measures = z.record(z.string(), z.int());
const ByLine = z.array(MoneyColumn);

/** Column types are held by STRICT and CHECK, so these rows are what the tables say they are. */
type SaleRow = {
  id: string;
  sale_number: number;
  number: string;
  protocol: string;
  watch_until: number | null;
  fingerprint: string;
  metrc_receipt: string | null;
  business_day: string;
  sold_at: number;
  sold_wall: string;
  sold_offset: number;
  closed_at: number | null;
  signed_at: number | null;
  staff_id: string;
  staff_name: string;
  drawer_session: string;
  patient_id: number | null;
  patient_last_four: string | null;
  buyer_type: string;
  agency_check: string | null;
  profile_id: string;
  profile_revision: number;
  profile_hash: string;
  subtotal: number;
  total: number;
  tender_kind: 'cash' | 'debit';
  cash_due: number;
  rounding: number;
  given: number;
  change: number;
};

type LineRow = {
  line: number;
  label: string;
  item_name: string;
  class: string;
  quantity: number;
  unit: string;
  unit_price: number;
  net: number;
  measures: string;
};

type TaxRow = { tax_id: string; name: string; rate_ppm: number; cents: number; by_line: string };

const line = (row: LineRow): SaleLineRecord => ({
  line: row.line,
  label: row.label,
  itemName: row.item_name,
  class: row.class,
  quantity: quantityOf(row.quantity),
  unit: row.unit,
  unitPrice: cents(row.unit_price),
  net: cents(row.net),
  measures: parseColumn(Measures, row.measures),
});

const tax = (row: TaxRow): SaleTaxRecord => ({
  taxId: row.tax_id,
  name: row.name,
  ratePpm: row.rate_ppm,
  cents: cents(row.cents),
  byLine: parseColumn(ByLine, row.by_line),
});

const money = (
  row: SaleRow,
): Pick<SaleRecord, 'subtotal' | 'total' | 'tenderKind' | 'cashDue' | 'rounding' | 'given' | 'change'> => ({
  subtotal: cents(row.subtotal),
  total: cents(row.total),
  tenderKind: row.tender_kind,
  cashDue: cents(row.cash_due),
  rounding: cents(row.rounding),
  given: cents(row.given),
  change: cents(row.change),
});

const sale = (row: SaleRow, lines: readonly LineRow[], taxes: readonly TaxRow[]): StoredSale => ({
  id: row.id,
  saleNumber: row.sale_number,
  number: row.number,
  fingerprint: row.fingerprint,
  businessDay: row.business_day,
  soldAt: row.sold_at,
  soldWall: row.sold_wall,
  soldOffset: row.sold_offset,
  staffId: row.staff_id,
  staffName: row.staff_name,
  drawerSession: row.drawer_session,
  patientId: row.patient_id,
  patientLastFour: row.patient_last_four,
  buyerType: row.buyer_type,
  agencyCheck: row.agency_check === null ? null : parseColumn(AgencyCheck, row.agency_check),
  profile: { id: row.profile_id, revision: row.profile_revision, hash: row.profile_hash },
  ...money(row),
  lines: lines.map(line),
  taxes: taxes.map(tax),
  protocol: parseProtocol(row.protocol),
  metrcReceipt: row.metrc_receipt,
  watchUntil: row.watch_until,
  closedAt: row.closed_at,
  signedAt: row.signed_at,
});

/** The same list, word for word, as in the index sale_unresolved, which SQLite uses only then. */
const UNRESOLVED = `sale.state IN ('SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT')`;

export type SaleReads = {
  find(saleId: string): StoredSale | null;
  isIdOfAnother(metrcId: number, saleId: string): boolean;
  unresolved(): readonly StoredSale[];
  watched(): readonly StoredSale[];
  ofDay(businessDay: string): readonly StoredSale[];
  latestConfirmed(): StoredSale | null;
};

export function saleReadsOf(db: Connection): SaleReads {
  const from = (where: string): string =>
    `SELECT sale.id, sale_number, number, protocol, watch_until, fingerprint, metrc_receipt, business_day, sold_at,
       sold_wall, sold_offset, closed_at, signed_at, staff_id, staff.name AS staff_name, drawer_session, patient_id,
       patient.last_four AS patient_last_four, buyer_type, agency_check, profile_id, profile_revision, profile_hash,
       subtotal, total, tender_kind, cash_due, rounding, given, change
     FROM sale JOIN staff ON staff.id = sale.staff_id LEFT JOIN patient ON patient.id = sale.patient_id ${where}`;
  const find = db.prepare<[string], SaleRow>(from('WHERE sale.id = ?'));
  const unresolved = db.prepare<[], SaleRow>(from(`WHERE ${UNRESOLVED} ORDER BY entered`));
  const idOfAnother = db
    .prepare<[number, string], number>('SELECT 1 FROM sale WHERE metrc_id = ? AND id <> ? LIMIT 1')
    .pluck();
  const watched = db.prepare<[], SaleRow>(
    from('WHERE watch_until IS NOT NULL AND closed_at IS NOT NULL ORDER BY watch_until'),
  );
  const ofDay = db.prepare<[string], SaleRow>(from('WHERE business_day = ? ORDER BY entered'));
  const latestConfirmed = db.prepare<[], SaleRow>(from(`WHERE sale.state = 'CONFIRMED' ORDER BY entered DESC LIMIT 1`));
  const lines = db.prepare<[string], LineRow>(
    `SELECT line, label, item_name, class, quantity, unit, unit_price, net, measures FROM sale_line
     WHERE sale_id = ? ORDER BY line`,
  );
  const taxes = db.prepare<[string], TaxRow>(
    'SELECT tax_id, name, rate_ppm, cents, by_line FROM sale_tax WHERE sale_id = ? ORDER BY ordinal',
  );
  const whole = (row: SaleRow): StoredSale => sale(row, lines.all(row.id), taxes.all(row.id));
  const one = (row: SaleRow | undefined): StoredSale | null => (row ? whole(row) : null);
  return {
    find: (saleId) => one(find.get(saleId)),
    isIdOfAnother: (metrcId, saleId) => idOfAnother.get(metrcId, saleId) !== undefined,
    unresolved: () => unresolved.all().map(whole),
    watched: () => watched.all().map(whole),
    ofDay: (businessDay) => ofDay.all(businessDay).map(whole),
    latestConfirmed: () => one(latestConfirmed.get()),
  };
}
