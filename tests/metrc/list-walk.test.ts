import { expect, test } from 'vitest';
import type { ListPage } from '../../src/metrc/api/list.ts';
import { walkOn } from '../../src/metrc/list-walk.ts';

type Server = (page: number) => ListPage;

/** Walks a list of numbers to its end; answers what was read, or null where it was no whole list. */
function walk(server: Server): readonly number[] | null {
  const rows = new Set<unknown>();
  let rowsSeen = 0;
  for (let page = 1, reads = 0; reads < 50; reads += 1) {
    const read = server(page);
    const rowsBefore = rows.size;
    for (const row of read.rows) rows.add(row);
    rowsSeen += read.rows.length;
    const next = walkOn({ page, read, rowsBefore, rows: rows.size, rowsSeen });
    if (next.kind === 'not_whole') return null;
    if (next.kind === 'whole') return [...rows].map(Number).sort((a, b) => a - b);
    page = next.page;
  }
  throw new Error('the walk has no end');
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A list in pages of `size`, the first of which is `first`; it says of its length what `says` names. */
const paged =
  (count: number, size: number, first: 0 | 1, says: { pages?: true; rows?: true }): Server =>
  (page) => {
    const at = page - first;
    return {
      rows: at < 0 ? [] : numbers(count).slice(at * size, (at + 1) * size),
      totalPages: says.pages ? Math.ceil(count / size) : null,
      totalRows: says.rows ? count : null,
    };
  };

const LENGTHS = [0, 1, 2, 3, 6, 7, 20, 21];
const SAYS = [{}, { pages: true }, { rows: true }, { pages: true, rows: true }] as const;

test.each(LENGTHS)(
  'every row of a list of %i is read, whatever it says of its length and wherever it begins to count',
  (count) => {
    for (const size of [1, 3, 20]) {
      for (const first of [0, 1] as const) {
        for (const says of SAYS) {
          expect(walk(paged(count, size, first, says)), JSON.stringify({ size, first, says })).toEqual(numbers(count));
        }
      }
    }
  },
);

test('a bare array that is the same for every page is read once', () => {
  expect(walk(() => ({ rows: numbers(45), totalPages: null, totalRows: null }))).toEqual(numbers(45));
});

test('a list that holds less or more than it says is no list', () => {
  expect(walk((page) => ({ ...paged(4, 3, 1, {})(page), totalPages: 2, totalRows: 5 }))).toBeNull();
  expect(walk((page) => ({ ...paged(4, 3, 1, {})(page), totalPages: 2, totalRows: 3 }))).toBeNull();
});
