import type { Exchange, MetrcTrouble } from '../main/ports/metrc.ts';
import { ReceiptRow } from './api/receipt.ts';
import { type Asker, pageQuery, readListPage } from './asker.ts';
import { isNoSuchPage, walkOn } from './list-walk.ts';

export type Window = { readonly from: number; readonly to: number };

export type ListsRead =
  | { readonly kind: 'read'; readonly rows: readonly ReceiptRow[]; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'failed'; readonly because: MetrcTrouble; readonly exchanges: readonly Exchange[] };

/** A window as Metrc accepts it everywhere: one state cut inactive lists beyond 24 hours (docs/metrc-facts.md 1.6). */
const LONGEST_WINDOW_MS = 24 * 3_600_000;

/** More pages than any window of a real store has: 10,000 receipts. */
const MOST_PAGES = 500;

/**
 * The rows of the active and the inactive receipts that were changed in a window, all pages, oldest piece first. A list
 * whose pages do not add up to what Metrc says it holds was changing under our hands and is no list.
 */
export async function readReceiptLists(asker: Asker, window: Window): Promise<ListsRead> {
  const rows: ReceiptRow[] = [];
  const exchanges: Exchange[] = [];
  for (const piece of pieces(window)) {
    for (const list of ['active', 'inactive']) {
      const read = await readWholeList(asker, list, piece, exchanges);
      if (typeof read === 'string') return { kind: 'failed', because: read, exchanges };
      rows.push(...read);
    }
  }
  return { kind: 'read', rows, exchanges };
}

async function readWholeList(
  asker: Asker,
  list: string,
  window: Window,
  exchanges: Exchange[],
): Promise<readonly ReceiptRow[] | MetrcTrouble> {
  const rows = new Map<number, ReceiptRow>();
  let rowsSeen = 0;
  let page = 1;
  let isCounted = false;
  for (let reads = 0; reads < MOST_PAGES; reads += 1) {
    const read = await readListPage(asker, ['sales', 'v2', 'receipts', list], pageQuery(window, page));
    exchanges.push(read.exchange);
    if (read.kind === 'failed') {
      const isWhole = isNoSuchPage(page, read.exchange.status) && !isCounted;
      return isWhole ? [...rows.values()] : read.because;
    }
    isCounted = read.page.totalRows !== null;
    const rowsBefore = rows.size;
    for (const raw of read.page.rows) {
      const row = ReceiptRow.safeParse(raw);
      if (!row.success) return 'unreadable';
      rows.set(row.data.metrcId, row.data);
      rowsSeen += 1;
    }
    const next = walkOn({ page, read: read.page, rowsBefore, rows: rows.size, rowsSeen });
    if (next.kind === 'not_whole') return 'unreadable';
    if (next.kind === 'whole') return [...rows.values()];
    page = next.page;
  }
  return 'unreadable';
}

function pieces(window: Window): Window[] {
  const found: Window[] = [];
  for (let from = window.from; from < window.to || found.length === 0; from += LONGEST_WINDOW_MS) {
    found.push({ from, to: Math.min(from + LONGEST_WINDOW_MS, window.to) });
  }
  return found;
}
