/** What Metrc last said of the packages of this licence, and the search a budtender uses when a tag does not scan. */
import { z } from 'zod';
import { PackageLabel } from '../../shared/values/ids.ts';
import type { MetrcPackage } from '../ports/metrc.ts';
import type { PackageRow, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';
import { parseColumn, QuantityColumn, type Same } from './json-column.ts';

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

/** Parts the item's name, which counts more, from the other words. */
const AFTER_THE_NAME = '\u001f';

/** Case and accents do not count: "Jalapeño" is found by "jalapeno". */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const wordsOf = (seen: MetrcPackage): string =>
  folded([seen.itemName, AFTER_THE_NAME, seen.strain ?? '', ' ', seen.category, ' ', seen.brand ?? ''].join(''));

/** More words than this do not narrow a search any further. */
const MOST_WORDS = 6;

/** The end of a tag as people read it out: hexadecimal digits, at least four, blanks between groups allowed. */
function tagEnd(text: string): string | null {
  const digits = text.replace(/[\s…]/g, '').toUpperCase();
  return /^[0-9A-F]{4,24}$/.test(digits) ? digits : null;
}

/**
 * Walks one covering index: measured at about 1.5 ms for 10,000 packages, for any letters, even a single one. A full-text
 * index needs three letters at least and a second table to keep in step.
 */
function searchSql(words: number): string {
  const every = Array.from({ length: words }, () => 'instr(words, ?) > 0').join(' AND ');
  return `SELECT label FROM package WHERE (${every}) OR substr(label, -?) = ?
          ORDER BY instr(words, ?) > instr(words, char(31)), words, label LIMIT ?`;
}

export function packagesOf(db: Connection): Store['packages'] {
  const find = db.prepare<[string], Row>('SELECT seen, seen_at FROM package WHERE label = ?');
  const ofItem = db.prepare<[string], Row>(
    'SELECT seen, seen_at FROM package WHERE item_name = ? COLLATE NOCASE ORDER BY label',
  );
  // A page of the list that was asked for earlier never replaces what a scan has read since.
  const save = db.prepare<[string, number, string, string, string | null, string, number, string, string, number]>(
    `INSERT INTO package (label, metrc_id, item_name, category, strain, unit, quantity, words, seen, seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (label) DO UPDATE SET metrc_id = excluded.metrc_id, item_name = excluded.item_name,
       category = excluded.category, strain = excluded.strain, unit = excluded.unit, quantity = excluded.quantity,
       words = excluded.words, seen = excluded.seen, seen_at = excluded.seen_at
     WHERE excluded.seen_at >= seen_at`,
  );
  const saveAll = joined(db, (rows: readonly MetrcPackage[], seenAt: number) => {
    for (const row of rows) {
      const { label, metrcId, itemName, category, strain, unit, quantity } = row;
      save.run(label, metrcId, itemName, category, strain, unit, quantity, wordsOf(row), JSON.stringify(row), seenAt);
    }
  });
  const searches = Array.from({ length: MOST_WORDS + 1 }, (_, words) =>
    words === 0 ? null : db.prepare<(string | number)[], string>(searchSql(words)).pluck(),
  );
  const findRow = (label: string): PackageRow | null => {
    const row = find.get(label);
    return row ? read(row) : null;
  };
  return {
    find: findRow,
    ofItem: (itemName) => ofItem.all(itemName).map(read),
    save: saveAll,
    search(text, limit) {
      const words = folded(text)
        .split(/\s+/)
        .filter((word) => word !== '')
        .slice(0, MOST_WORDS);
      const [first] = words;
      if (first === undefined || limit < 1) return [];
      // No tag ends in an empty text of length 24, so this half of the question finds nothing without digits.
      const end = tagEnd(text) ?? '';
      const labels = searches[words.length]?.all(...words, end.length || 24, end, first, limit) ?? [];
      return labels.flatMap((label) => findRow(label) ?? []);
    },
  };
}
