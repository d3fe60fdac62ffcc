/** What Metrc last said of the packages of this licence, and the search a budtender uses when a tag does not scan. */
import { z } from 'zod';
import { PackageLabel } from '../../shared/values/ids.ts';
import type { MetrcPackage } from '../ports/metrc.ts';
import type { PackageRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';
import { parseColumn, QuantityColumn, type Same } from './json-column.ts';
import { fillSearchIndex, searchIndexOf } from './package-search.ts';

const Reading = z.object({
  metrcId: z.int(),
  label: PackageLabel,
  itemName: z.string(),
  category: z.string(),
  strain: z.string().nullable(),
  brand: z.string().nullable(),
  quantity: QuantityColumn,
  unit: z.string(),
  unitWeight: z.object({ value: QuantityColumn, unit: z.string() }).nullable(),
  onHold: z.boolean(),
  onRecall: z.boolean(),
  finished: z.boolean(),
  labState: z.string(),

  sellUntil: z.string().nullable(),
  packagedOn: z.string().nullable(),
});

/** The compiler checks here that the schema and the port's type are one. @public */
export const readingMirrorsThePort: Same<z.output<typeof Reading>, MetrcPackage> = true;

type Row = { seen: string; seen_at: number };

const read = (row: Row): PackageRow => ({ package: parseColumn(Reading, row.seen), seenAt: row.seen_at });

/** Every package, one at a time, so that a hundred thousand of them need no memory. */
function* everyPackage(db: Connection): Generator<MetrcPackage> {
  const labels = db.prepare<[], string>('SELECT label FROM package').pluck().all();
  const find = db.prepare<[string], Row>('SELECT seen, seen_at FROM package WHERE label = ?');
  for (const label of labels) {
    const row = find.get(label);
    if (row) yield read(row).package;
  }
}

/** What the look-up needs and older records lack is made once, in the transaction that brings them up to date. */
export const bringSearchUpToDate = (db: Connection): void => fillSearchIndex(db, () => everyPackage(db));

export function packagesOf(db: Connection): Store['packages'] {
  const find = db.prepare<[string], Row>('SELECT seen, seen_at FROM package WHERE label = ?');
  const ofItem = db.prepare<[string], Row>(
    'SELECT seen, seen_at FROM package WHERE item_name = ? COLLATE NOCASE ORDER BY label',
  );
  // A page of the list that was asked for earlier never replaces what a scan has read since.
  const save = db.prepare<[string, number, string, string, string | null, string, number, string, number]>(
    `INSERT INTO package (label, metrc_id, item_name, category, strain, unit, quantity, seen, seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (label) DO UPDATE SET metrc_id = excluded.metrc_id, item_name = excluded.item_name,
       category = excluded.category, strain = excluded.strain, unit = excluded.unit, quantity = excluded.quantity,
       seen = excluded.seen, seen_at = excluded.seen_at
     WHERE excluded.seen_at >= seen_at`,
  );
  const index = searchIndexOf(db);
  const saveAll = joined(db, (rows: readonly MetrcPackage[], seenAt: number) => {
    for (const row of rows) {
      const { label, metrcId, itemName, category, strain, unit, quantity } = row;
      const { changes } = save.run(
        label,
        metrcId,
        itemName,
        category,
        strain,
        unit,
        quantity,
        JSON.stringify(row),
        seenAt,
      );
      if (changes === 1) index.keep(row);
    }
  });
  const findRow = (label: string): PackageRow | null => {
    const row = find.get(label);
    return row ? read(row) : null;
  };
  return {
    find: findRow,
    ofItem: (itemName) => ofItem.all(itemName).map(read),
    save: saveAll,
    search: (text, limit) => index.labels(text, limit).flatMap((label) => findRow(label) ?? []),
  };
}
