import type {
  MetrcReceipt,
  MetrcTrouble,
  OddReceipt,
  ReceiptsAsked,
  ReceiptsProgress,
  ReceiptsRead,
  ReceiptsSoFar,
} from '../main/ports/metrc.ts';
import { Receipt, ReceiptRow } from './api/receipt.ts';
import { type Asker, keysOrLicence, pageQuery, readListPage } from './asker.ts';
import { isNoSuchPage, type WalkStep, walkOn } from './list-walk.ts';
import { readOne } from './proof.ts';

/** A window as Metrc accepts it everywhere: one state cut inactive lists beyond 24 hours (docs/metrc-facts.md 1.6). */
const PIECE_MS = 24 * 3_600_000;

/** Metrc's clock may be that far from ours before the register blocks (docs/sale-protocol.md 10), and a little. */
const CLOCK_SLACK_MS = 310_000;

/** A list that changes under our hands is read again this often before the sweep stops. */
const READS_OF_ONE_LIST = 4;

type Next = NonNullable<ReceiptsSoFar['next']>;

/** The sweep as it goes on; `frozen` is what of it may be given away. */
type Sweep = {
  next: Next | null;
  readonly receipts: Map<number, MetrcReceipt>;
  readonly withLines: Set<number>;
  readonly odd: Map<number, OddReceipt>;
  pageRows: (MetrcReceipt | OddReceipt)[];
};

/**
 * Sweeps the lists of active and inactive receipts, oldest piece first, twenty rows a page, and then reads the lines of
 * those that are wanted. A receipt that changes meanwhile is listed again in a later piece, and the later reading counts.
 */
export async function receiptsChanged(asker: Asker, asked: ReceiptsAsked): Promise<ReceiptsRead> {
  const sweep: Sweep = {
    next: asked.resume === undefined ? { from: asked.from, list: 'active', page: 1 } : asked.resume.next,
    receipts: new Map((asked.resume?.receipts ?? []).map((receipt) => [receipt.metrcId, receipt])),
    withLines: new Set(asked.resume?.withLines ?? []),
    odd: new Map((asked.resume?.odd ?? []).map((receipt) => [receipt.metrcId, receipt])),
    pageRows: [...(asked.resume?.pageRows ?? [])],
  };
  const trouble = (await readLists(asker, asked, sweep)) ?? (await readLines(asker, asked, sweep));
  const odd = [...sweep.odd.values()];
  if (trouble === null) return { kind: 'read', receipts: [...sweep.receipts.values()], odd };
  const because = trouble === 'keys' ? (await keysOrLicence(asker)).because : trouble;
  const { next, receipts, withLines, pageRows } = sweep;
  const soFar = { next, receipts: [...receipts.values()], withLines: [...withLines], pageRows, odd };
  return { kind: 'stopped', because, soFar };
}

const endOf = (asker: Asker, asked: ReceiptsAsked): number => asked.to ?? asker.clock.now() + CLOCK_SLACK_MS;

async function readLists(asker: Asker, asked: ReceiptsAsked, sweep: Sweep): Promise<MetrcTrouble | null> {
  let again = 0;
  // Whether the list tells how long it is; not known of one that another sweep began.
  let isCounted = true;
  while (sweep.next !== null) {
    const { from, list, page } = sweep.next;
    const end = endOf(asker, asked);
    const window = { from, to: Math.min(from + PIECE_MS, end) };
    const path = ['sales', 'v2', 'receipts', list === 'inactive' ? 'inactive' : 'active'];
    const read = await readListPage(asker, path, pageQuery(window, page));
    let walked: WalkStep;
    if (read.kind === 'failed') {
      if (!isNoSuchPage(page, read.exchange.status)) return read.because;
      walked = { kind: isCounted ? 'not_whole' : 'whole' };
    } else {
      isCounted = read.page.totalRows !== null;
      const rowsBefore = idsOf(sweep.pageRows).size;
      const rows = read.page.rows.flatMap((raw) => readRow(raw) ?? []);
      if (rows.length < read.page.rows.length) return 'unreadable';
      sweep.pageRows.push(...rows);
      const counts = { rowsBefore, rows: idsOf(sweep.pageRows).size, rowsSeen: sweep.pageRows.length };
      walked = walkOn({ page, read: read.page, ...counts });
    }
    if (walked.kind === 'page') {
      sweep.next = { from, list, page: walked.page };
      continue;
    }
    if (walked.kind === 'not_whole') {
      // Rows moved from page to page while we read: some may have been missed.
      again += 1;
      sweep.pageRows = [];
      sweep.next = { from, list, page: 1 };
      if (again >= READS_OF_ONE_LIST) return 'unreadable';
      continue;
    }
    again = 0;
    for (const receipt of sweep.pageRows) takeRow(sweep, receipt);
    sweep.pageRows = [];
    sweep.next = listAfter(sweep.next, end);
    asked.onProgress?.(progressOf(asked, sweep, end));
  }
  return null;
}

const idsOf = (rows: readonly { readonly metrcId: number }[]): ReadonlySet<number> =>
  new Set(rows.map((row) => row.metrcId));

/** A row that is odd must not hide the others, as long as it tells which receipt it is. */
function readRow(raw: unknown): MetrcReceipt | OddReceipt | null {
  const whole = Receipt.safeParse(raw);
  if (whole.success) return whole.data.receipt;
  const named = ReceiptRow.safeParse(raw);
  if (!named.success) return null;
  const { metrcId, externalNumber } = named.data;
  return { metrcId, externalNumber, odd: true };
}

/** A row replaces what was known of the receipt: it was changed since, or it is the same. */
function takeRow(sweep: Sweep, receipt: MetrcReceipt | OddReceipt): void {
  if ('odd' in receipt) {
    sweep.odd.set(receipt.metrcId, receipt);
    return;
  }
  const known = sweep.receipts.get(receipt.metrcId);
  sweep.receipts.delete(receipt.metrcId);
  sweep.receipts.set(receipt.metrcId, receipt);
  if (known !== undefined) sweep.withLines.delete(receipt.metrcId);
}

/**
 * Active, inactive, next piece. In the last piece the active list is read once more: a receipt that was unfinalized
 * between the two readings stood in neither.
 */
function listAfter({ from, list }: Next, end: number): Next | null {
  if (list === 'active') return { from, list: 'inactive', page: 1 };
  const isLast = from + PIECE_MS >= end;
  if (!isLast) return { from: from + PIECE_MS, list: 'active', page: 1 };
  return list === 'inactive' ? { from, list: 'active_again', page: 1 } : null;
}

async function readLines(asker: Asker, asked: ReceiptsAsked, sweep: Sweep): Promise<MetrcTrouble | null> {
  const isWanted = asked.wantsLines ?? (() => true);
  const wanted = [...sweep.receipts.values()].filter(isWanted);
  for (const receipt of wanted) {
    if (sweep.withLines.has(receipt.metrcId)) continue;
    if (receipt.lines.length === 0) {
      const answer = await asker.get(['sales', 'v2', 'receipts', receipt.metrcId]);
      const whole = readOne(answer, receipt.metrcId);
      if (typeof whole === 'string') return whole;
      sweep.receipts.set(receipt.metrcId, whole);
    }
    sweep.withLines.add(receipt.metrcId);
    asked.onProgress?.(progressOf(asked, sweep, endOf(asker, asked), wanted.length));
  }
  return null;
}

function progressOf(asked: ReceiptsAsked, sweep: Sweep, end: number, wanted = 0): ReceiptsProgress {
  const piecesInAll = Math.max(1, Math.ceil((end - asked.from) / PIECE_MS));
  const pieces = sweep.next === null ? piecesInAll : Math.floor((sweep.next.from - asked.from) / PIECE_MS);
  const withLines = wanted === 0 ? 0 : sweep.withLines.size;
  return { pieces, piecesInAll, receipts: sweep.receipts.size, withLines, withLinesInAll: wanted };
}
