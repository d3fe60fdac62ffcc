/** What is owed on paper. A job is written before its first byte goes to the printer. */
import { z } from 'zod';
import { assert } from '../../shared/values/assert.ts';
import type { PrintDocument } from '../domain/receipt/print-document.ts';
import type { PrintJobRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { sha256 } from './journal.ts';
import { parseColumn, type Same } from './json-column.ts';

const size = z.enum(['normal', 'double']).optional();
const Block = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    align: z.enum(['left', 'centre', 'right']).optional(),
    bold: z.boolean().optional(),
    size,
  }),
  z.object({ kind: z.literal('pair'), left: z.string(), right: z.string(), bold: z.boolean().optional(), size }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('band'), text: z.string() }),
  z.object({ kind: z.literal('mark'), mark: z.enum(['signed', 'open']), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('qr'), data: z.string(), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('feed'), lines: z.number() }),
]);
const Document = z.object({ blocks: z.array(Block) });

/** The compiler checks here that the schema and the domain's type are one. @public */
export const documentMirrorsTheDomain: Same<z.output<typeof Document>, PrintDocument> = true;

type Row = {
  id: string;
  /** These two are held to their words by the table's CHECK. */
  kind: PrintJobRow['kind'];
  state: PrintJobRow['state'];
  sale_id: string | null;
  copy_number: number;
  document: string;
  reason: string | null;
  attempts: number;
  made_at: number;
};

const read = (row: Row): PrintJobRow => ({
  id: row.id,
  kind: row.kind,
  saleId: row.sale_id,
  copyNumber: row.copy_number,
  document: parseColumn(Document, row.document),
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  madeAt: row.made_at,
});

export function printsOf(db: Connection): Store['prints'] {
  const select = 'SELECT id, kind, sale_id, copy_number, document, state, reason, attempts, made_at FROM print_job';
  const insert = db.prepare<[string, string, string | null, number, string, string, number, number | null]>(
    `INSERT INTO print_job (id, kind, sale_id, copy_number, document, sha256, state, made_at, z_number)
     VALUES (?, ?, ?, ?, ?, ?, 'owed', ?, ?)`,
  );
  const begin = db.prepare<[string]>(
    `UPDATE print_job SET state = 'begun', reason = NULL, attempts = attempts + 1, ended_at = NULL WHERE id = ?`,
  );
  const end = db.prepare<[string, string | null, number | null, string]>(
    'UPDATE print_job SET state = ?, reason = ?, ended_at = ? WHERE id = ?',
  );
  const find = db.prepare<[string], Row>(`${select} WHERE id = ?`);
  const waiting = db.prepare<[], Row>(
    `${select} WHERE state IN ('owed', 'begun', 'failed', 'unknown') ORDER BY made_at, rowid`,
  );
  const original = db.prepare<[string], Row>(`${select} WHERE sale_id = ? AND kind = 'receipt'`);
  const copies = db
    .prepare<[string], number>(`SELECT count(*) FROM print_job WHERE sale_id = ? AND kind = 'copy'`)
    .pluck();
  const copiesOfZ = db
    .prepare<[number], number>(`SELECT count(*) FROM print_job WHERE z_number = ? AND kind = 'z_copy'`)
    .pluck();
  const one = (row: Row | undefined): PrintJobRow | null => (row ? read(row) : null);
  return {
    add({ id, kind, saleId, copyNumber, document, madeAt, zNumber }) {
      const text = JSON.stringify(document);
      insert.run(id, kind, saleId, copyNumber, text, sha256(text), madeAt, zNumber ?? null);
    },
    begin(id) {
      assert(begin.run(id).changes === 1, 'what is printed was owed');
    },
    end(id, state, reason, at) {
      assert(end.run(state, reason, at, id).changes === 1, 'what was printed was owed');
    },
    find: (id) => one(find.get(id)),
    waiting: () => waiting.all().map(read),
    originalOf: (saleId) => one(original.get(saleId)),
    copiesOf: (saleId) => copies.get(saleId) ?? 0,
    copiesOfZ: (number) => copiesOfZ.get(number) ?? 0,
  };
}
