/** Holds the records of a terminal against the world: what must be true after every end, however sudden. */
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Store, StoredSale } from '../../src/main/ports/store.ts';
import { openStore } from '../../src/main/store/open.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { slipsOf } from './slips.ts';

/** What the world outside shows. Quantities and money as the records have them. */
export type Outside = {
  readonly data: string;
  /** Receipts that stand at Metrc and are not voided. */
  readonly live: () => readonly {
    readonly id: number;
    readonly externalNumber: string | null;
    readonly lines: readonly { readonly label: string; readonly quantity: number; readonly total: number }[];
  }[];
  readonly paper: () => string[];
  readonly pulses: () => number;
};

export type Books = {
  readonly sales: readonly StoredSale[];
  readonly store: Store;
  readonly close: () => void;
};

/** Opens the records for reading. Nobody writes to them meanwhile. */
export function openBooks(data: string): { readonly books: Books; readonly findings: readonly string[] } {
  const { migrations } = findAppFiles();
  const reader = openReader({ dataDir: data, migrationsDir: migrations });
  const opened = openStore({ dataDir: data, migrationsDir: migrations, clock: systemClock, readOnly: true });
  if (!reader.ok) throw new Error(reader.error.happened);
  if (!opened.ok) throw new Error(opened.error.happened);
  const sales = reader.value.sales.between(0, Number.MAX_SAFE_INTEGER);
  const findings = [...reader.value.journal.verify().findings, ...reader.value.zReports.verify().findings];
  reader.value.close();
  const store = opened.value;
  return { books: { sales, store, close: () => store.close() }, findings: findings.map(({ words }) => words) };
}

const lineText = (label: string, quantity: number, cents: number): string => `${label} ${quantity} ${cents}`;

function wrongAtMetrc(shop: Outside, sale: StoredSale): string[] {
  const live = shop.live().filter((receipt) => receipt.externalNumber === sale.number);
  const { phase } = sale.protocol;
  const name = `sale ${sale.saleNumber} (${phase.state})`;
  switch (phase.state) {
    case 'CONFIRMED': {
      const [receipt] = live;
      if (!receipt || live.length !== 1) return [`${name} has ${live.length} live receipts`];
      const ours = sale.lines.map((line) => lineText(line.label, line.quantity, line.net)).sort();
      const theirs = receipt.lines.map((line) => lineText(line.label, line.quantity, line.total)).sort();
      const isSame = receipt.id === phase.metrcId && ours.join() === theirs.join();
      const total = receipt.lines.reduce((sum, line) => sum + line.total, 0);
      return isSame && total === sale.subtotal ? [] : [`${name} differs from Metrc's receipt`];
    }
    case 'REJECTED':
    case 'CANCELLED':
    case 'VOIDED':
      return live.length === 0 ? [] : [`${name} has ${live.length} live receipts`];
    case 'CONFLICT':
      return [`${name}: nobody else sells under these numbers`];
    default:
      return live.length <= 1 ? [] : [`${name} has ${live.length} live receipts`];
  }
}

function wrongOnPaper(shop: Outside, books: Books): string[] {
  const originals = new Map<number, number>();
  for (const slip of slipsOf(shop.paper())) {
    const { saleNumber, isCopy } = slip;
    if (saleNumber !== null && !isCopy) originals.set(saleNumber, (originals.get(saleNumber) ?? 0) + 1);
  }
  return [...originals].flatMap(([saleNumber, times]) => {
    const sale = books.sales.find((one) => one.saleNumber === saleNumber);
    const isSigned = sale?.protocol.phase.state === 'CONFIRMED';
    const twice = times > 1 ? [`the receipt of sale ${saleNumber} was printed ${times} times`] : [];
    return isSigned
      ? twice
      : [...twice, `sale ${saleNumber} is on paper and is ${sale?.protocol.phase.state ?? 'unknown'}`];
  });
}

function wrongPulses(shop: Outside, books: Books): string[] {
  const mayHaveLeft = books.sales.filter((sale) => {
    const pulse = books.store.pulses.ofSale(sale.id);
    return pulse !== null && (pulse.outcome !== 'not_sent' || pulse.because === 'app_ended');
  });
  return shop.pulses() <= mayHaveLeft.length
    ? []
    : [`${shop.pulses()} pulses for ${mayHaveLeft.length} sales that were due one`];
}

/** A first start that was killed before it had made the records: nothing may have been sold. */
function isBeforeTheRecords(data: string): boolean {
  const reader = openReader({ dataDir: data, migrationsDir: findAppFiles().migrations });
  if (reader.ok) reader.value.close();
  return !reader.ok && reader.error.code === 'NO_RECORDS';
}

/** Everything that is wrong now, in words; empty when all is well. */
export function whatIsWrong(shop: Outside): string[] {
  if (isBeforeTheRecords(shop.data))
    return shop.live().map(({ externalNumber }) => `Metrc has ${externalNumber} and there are no records`);
  const { books, findings } = openBooks(shop.data);
  try {
    const numbers = new Set(books.sales.map((sale) => sale.number));
    const strangers = shop.live().filter((receipt) => !numbers.has(receipt.externalNumber ?? ''));
    return [
      ...findings,
      ...books.sales.flatMap((sale) => wrongAtMetrc(shop, sale)),
      ...strangers.map((receipt) => `Metrc has ${receipt.externalNumber} and the records do not`),
      ...wrongOnPaper(shop, books),
      ...wrongPulses(shop, books),
    ];
  } finally {
    books.close();
  }
}

/** What is not settled: allowed right after a kill, never at the end. */
export function whatIsOpen(shop: Pick<Outside, 'data'>): string[] {
  const { books } = openBooks(shop.data);
  try {
    const sales = books.store.sales
      .unresolved()
      .map((sale) => `sale ${sale.saleNumber} is ${sale.protocol.phase.state}`);
    const due = books.store.pulses.due().map((pulse) => `pulse ${pulse.id} is due`);
    const owed = books.store.prints.waiting().filter((job) => job.state !== 'unknown');
    return [...sales, ...due, ...owed.map((job) => `${job.kind} is ${job.state}`)];
  } finally {
    books.close();
  }
}

/** Is this cart, or the sale that was made from it, still in the records with its lines? */
export function isCartKept(shop: Outside, saleId: string, lines: number): boolean {
  const { books } = openBooks(shop.data);
  try {
    const { drafts, sales } = books.store;
    const carts = [drafts.onTheCounter(), ...drafts.held()].flatMap((row) => row?.draft ?? []);
    if (carts.some((draft) => draft.saleId === saleId && draft.lines.length === lines)) return true;
    const sale = sales.find(saleId);
    if (sale === null) return false;
    // A refused sale's cart stands on the counter again, under another number.
    const isGivenBack = sale.protocol.phase.state === 'REJECTED';
    return !isGivenBack || carts.some((draft) => draft.lines.length === lines) || wasSoldAfter(books, sale);
  } finally {
    books.close();
  }
}

const wasSoldAfter = (books: Books, sale: StoredSale): boolean =>
  books.sales.some((later) => later.saleNumber > sale.saleNumber && later.lines.length === sale.lines.length);
