/**
 * Holds the rows of the sales against the journal. The journal's own chain shows that nothing in it was changed; this shows
 * that what stands beside it is still what it tells of: what was sold, and what became of it.
 */
import { z } from 'zod';
import type { StoredSale } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { journalFrom } from './journal.ts';
import { saleReadsOf } from './sale-rows.ts';
import { sealOfSale } from './sale-seal.ts';
import type { ChainFinding } from './verify.ts';

export type SalesCheck = {
  readonly checked: number;
  /** At most 100; `seq` is the journal entry that says otherwise. Empty when all is well. */
  readonly findings: readonly ChainFinding[];
  /** True when there was more to say than `findings` holds. */
  readonly more: boolean;
};

const MOST_FINDINGS = 100;

/** The kinds of entry that tell of a state. */
const STATES: ReadonlyMap<string, string> = new Map(
  ['SUBMITTING', 'UNKNOWN', 'CONFIRMED', 'REJECTED', 'CANCELLED', 'VOIDING', 'VOIDED', 'EDITING', 'CONFLICT'].map(
    (state) => [`sale.${state.toLowerCase()}`, state],
  ),
);

const Body = z.object({
  number: z.string(),
  attempt: z.int().default(1),
  metrcId: z.int().nullable().default(null),
  // Only the first entry of a sale holds these; entries written before there was a seal have no `rows`.
  saleNumber: z.int().optional(),
  fingerprint: z.string().optional(),
  totalCents: z.int().optional(),
  tender: z.string().optional(),
  rows: z.string().optional(),
});
type Intent = z.output<typeof Body>;

/** What the journal tells of one sale. */
type Told = {
  intent: Intent | null;
  readonly from: number;
  seq: number;
  state: string;
  attempt: number;
  metrcId: number | null;
};

type Entry = { readonly seq: number; readonly kind: string; readonly body: string };

/** Null where an entry is not what this program writes: whether the journal itself is whole is another question. */
function bodyOf(text: string): Intent | null {
  try {
    return Body.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function tell(told: Map<string, Told>, { seq, kind, body: text }: Entry): void {
  const state = STATES.get(kind);
  if (state === undefined) return;
  const body = bodyOf(text);
  if (body === null) return;
  const { number, attempt, metrcId } = body;
  const before = told.get(number);
  const intent = body.fingerprint === undefined ? (before?.intent ?? null) : body;
  told.set(number, { intent, from: before?.from ?? seq, seq, state, attempt, metrcId });
}

type Row = { id: string; sale_number: number; number: string; state: string; attempt: number; metrc_id: number | null };

const ROW = 'SELECT id, sale_number, number, state, attempt, metrc_id FROM sale';

function soldOtherwise(sale: StoredSale, { rows, fingerprint, totalCents, tender, saleNumber }: Intent): boolean {
  if (rows !== undefined) return sealOfSale(sale) !== rows;
  return (
    sale.fingerprint !== fingerprint ||
    sale.total !== totalCents ||
    sale.tenderKind !== tender ||
    sale.saleNumber !== saleNumber
  );
}

/** The first thing in which a sale's rows differ from what the journal tells; null when there is none. */
function difference(row: Row, told: Told | undefined, read: (id: string) => StoredSale | null): ChainFinding | null {
  const name = `Sale ${row.sale_number}`;
  if (!told)
    return { seq: 1, what: 'unlinked', words: `${name} is in the records, and the journal does not tell of it.` };
  const changed = (words: string): ChainFinding => ({ seq: told.seq, what: 'changed', words });
  let sale: StoredSale | null;
  try {
    sale = read(row.id);
  } catch {
    return changed(`${name} cannot be read: its rows were changed or damaged.`);
  }
  if (sale === null) return changed(`${name} cannot be read: a row it needs is missing.`);
  if (told.intent && soldOtherwise(sale, told.intent)) {
    return changed(`${name}: what was sold is not what journal entry ${told.from} tells of.`);
  }
  const { attempt, phase } = sale.protocol;
  const isSame =
    [row.state, phase.state].every((state) => state === told.state) &&
    [row.attempt, attempt].every((one) => one === told.attempt) &&
    row.metrc_id === told.metrcId &&
    ('metrcId' in phase ? phase.metrcId : null) === told.metrcId;
  return isSame
    ? null
    : changed(
        `${name} is ${row.state} in the records; journal entry ${told.seq} says ${told.state}, or another receipt.`,
      );
}

function compare(db: Connection, told: ReadonlyMap<string, Told>, rows: Iterable<Row>): SalesCheck {
  const { find } = saleReadsOf(db);
  const missing = new Map(told);
  const findings: ChainFinding[] = [];
  let checked = 0;
  let found = 0;
  const note = (finding: ChainFinding | null): void => {
    if (finding === null) return;
    found += 1;
    if (findings.length < MOST_FINDINGS) findings.push(finding);
  };
  for (const row of rows) {
    checked += 1;
    missing.delete(row.number);
    note(difference(row, told.get(row.number), find));
  }
  for (const { from, intent } of missing.values()) {
    const which = intent?.saleNumber === undefined ? 'A sale' : `Sale ${intent.saleNumber}`;
    note({ seq: from, what: 'missing', words: `${which}, of which journal entry ${from} tells, is missing.` });
  }
  return { checked, findings, more: found > findings.length };
}

/** Every sale; reads the whole journal and all sales. */
export function verifySales(db: Connection): SalesCheck {
  const told = new Map<string, Told>();
  for (const entry of journalFrom(db, 0)) tell(told, entry);
  return compare(db, told, db.prepare<[], Row>(`${ROW} ORDER BY entered`).all());
}

/**
 * For the start of the register: the sales that the journal's last entries tell of, and all that are unresolved or watched,
 * because the start goes on with those by itself.
 */
export function verifySalesTail(db: Connection, entries: number): SalesCheck {
  const last = db.prepare<[], number | null>('SELECT max(seq) FROM journal').pluck().get() ?? 0;
  const from = Math.max(1, last - entries + 1);
  const told = new Map<string, Told>();
  for (const entry of journalFrom(db, from)) tell(told, entry);
  const open = db
    .prepare<[], Row>(`${ROW} WHERE state IN ('SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT')
       UNION ${ROW} WHERE watch_until IS NOT NULL`)
    .all();
  // A sale that is open for longer than the tail reaches back is looked for in the whole journal; there is hardly ever one.
  const older = new Set(open.map(({ number }) => number).filter((number) => !told.has(number)));
  if (older.size > 0) {
    const all = new Map<string, Told>();
    for (const entry of journalFrom(db, 0)) tell(all, entry);
    for (const number of older) {
      const one = all.get(number);
      if (one) told.set(number, one);
    }
  }
  const byNumber = db.prepare<[string], Row>(`${ROW} WHERE number = ?`);
  const rows = new Map(open.map((row) => [row.number, row]));
  for (const number of told.keys()) {
    const row = rows.has(number) ? undefined : byNumber.get(number);
    if (row) rows.set(number, row);
  }
  return compare(db, told, rows.values());
}
