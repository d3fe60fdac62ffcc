/**
 * What a durable sale costs: the two commits of a sale (intent, outcome) through the real Store, beside the least a disk can
 * be asked for, two plain appends, each followed by fsync: once of the very bytes that the commits write, and once of
 * the sale's records alone, as JSON. A commit is what begins when the last row has been changed in memory and ends when
 * everything is on the disk; the whole transaction, with the work on its rows, is measured beside it. All run in one loop, turn and turn about, so that a busy machine slows them alike.
 * Run it alone: `node bench/commits.ts`.
 */
import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { submitted } from '../src/main/domain/sale/protocol.ts';
import type { SaleLineRecord, SaleRecord, Store } from '../src/main/ports/store.ts';
import { openStore } from '../src/main/store/open.ts';
import { cents } from '../src/shared/values/money.ts';
import { wholeUnits } from '../src/shared/values/quantity.ts';
import { type Spread, spread } from './spread.ts';

export type CommitMeasure = {
  readonly sales: number;
  /** Bytes of the records of one sale, intent and outcome together, as JSON. */
  readonly bytesPerSale: number;
  /** Bytes that the two commits of one sale wrote to the log; null where the system does not count them. */
  readonly writtenPerSale: number | null;
  /** Milliseconds for the two commits of one sale. */
  readonly commitMs: Spread;
  /** Milliseconds for the two transactions of one sale, their commits included. */
  readonly storeMs: Spread;
  /** Milliseconds for two appends of as many bytes as the commits wrote, each with fsync; null like `writtenPerSale`. */
  readonly rawMs: Spread | null;
  /** Milliseconds for two appends of the records alone, each with fsync. */
  readonly recordsMs: Spread;
  /** Milliseconds for moving the log into the database between two sales, spread over the sales. */
  readonly tidyMsPerSale: number;
};

const NOON = Date.UTC(2026, 10, 23, 18, 0, 0);
const LINES = 6;

/** A sale of six lines. */
export function saleOf(n: number, id: string): SaleRecord {
  const lines = Array.from(
    { length: LINES },
    (_, index): SaleLineRecord => ({
      line: index + 1,
      label: `1A4FF0300000022${String((n * LINES + index) % 2000).padStart(9, '0')}`,
      itemName: `Blue Dream Pre-Roll 1 g (${index})`,
      class: 'preroll',
      quantity: wholeUnits(1),
      unit: 'Each',
      unitPrice: cents(1000),
      net: cents(1000),
      measures: { flower_mg: 1000 },
    }),
  );
  const tax = (taxId: string, name: string, ratePpm: number, each: number) => ({
    taxId,
    name,
    ratePpm,
    cents: cents(each * LINES),
    byLine: lines.map(() => cents(each)),
  });
  return {
    id,
    saleNumber: n,
    number: `DAAA1234567-T1-0badcafe-${n}`,
    fingerprint: 'f'.repeat(64),
    businessDay: '2026-11-23',
    soldAt: NOON + n,
    soldWall: '2026-11-23T12:00:00.000',
    soldOffset: -360,
    staffId: 'ana',
    drawerSession: 'drawer-1',
    patientId: null,
    buyerType: 'patient',
    agencyCheck: null,
    profile: { id: 'us-ok-medical', revision: 3, hash: 'a'.repeat(64) },
    subtotal: cents(1000 * LINES),
    total: cents(1156 * LINES),
    tenderKind: 'cash',
    cashDue: cents(1156 * LINES),
    rounding: cents(0),
    given: cents(10_000),
    change: cents(10_000 - 1156 * LINES),
    lines,
    taxes: [tax('ok_mmj', 'Medical marijuana tax', 70_000, 70), tax('ok_sales', 'Sales tax', 86_250, 86)],
  };
}

/** The body as it goes to Metrc, in its shape and about its size. */
const requestBody = (sale: SaleRecord): string =>
  JSON.stringify([
    {
      SalesDateTime: sale.soldWall,
      ExternalReceiptNumber: sale.number,
      SalesCustomerType: 'Patient',
      PatientLicenseNumber: 'P-0000-0000-0000-0000',
      Transactions: sale.lines.map(({ label, unit }) => ({
        PackageLabel: label,
        Quantity: 1,
        UnitOfMeasure: unit,
        TotalAmount: 10.0,
        UnitThcPercent: null,
        Price: 10.0,
        SalesTax: 1.56,
      })),
    },
  ]);

/** The paper of one sale, in its shape and about its size. */
export const receiptDocument = (sale: SaleRecord) => ({
  blocks: [
    { kind: 'text', text: 'GREEN LEAF DISPENSARY', bold: true, align: 'centre' } as const,
    ...sale.lines.map(({ itemName }) => ({ kind: 'pair', left: itemName, right: '10.00' }) as const),
    ...sale.taxes.map(({ name }) => ({ kind: 'pair', left: name, right: '4.20' }) as const),
    { kind: 'pair', left: 'TOTAL', right: '69.36', bold: true, size: 'double' } as const,
    { kind: 'mark', mark: 'signed', lines: ['Countersigned by Metrc', '0000000001'] } as const,
  ],
});

/** Runs the work in one transaction; answers how long its commit took. */
function committed(store: Store, work: () => void): number {
  let workedAt = 0;
  store.transaction(() => {
    work();
    workedAt = performance.now();
  });
  return performance.now() - workedAt;
}

function intent(store: Store, sale: SaleRecord): number {
  return committed(store, () => {
    store.drafts.remove(sale.id);
    store.sales.submit(sale, submitted(), requestBody(sale), sale.soldAt);
    store.journal.append({
      at: sale.soldAt,
      kind: 'sale.submitted',
      actor: sale.staffId,
      body: { sale: sale.id, number: sale.number, fingerprint: sale.fingerprint, total: sale.total },
    });
  });
}

const answerOf = (n: number): string => JSON.stringify({ Ids: [n], Warnings: null });

function outcome(store: Store, sale: SaleRecord, n: number): number {
  const at = sale.soldAt + 700;
  return committed(store, () => {
    store.sales.endAttempt(sale.id, 1, { outcome: 'accepted', because: null, status: 200, answer: answerOf(n), at });
    store.sales.progress(
      sale.id,
      { ...submitted(), phase: { state: 'CONFIRMED', metrcId: n, version: 0, unsettledSince: null } },
      { closedAt: at },
    );
    store.pulses.add({
      id: `pulse-${sale.id}`,
      at,
      why: 'sale',
      reason: null,
      by: sale.staffId,
      saleId: sale.id,
      sessionId: sale.drawerSession,
    });
    store.prints.add({
      id: `print-${sale.id}`,
      kind: 'receipt',
      saleId: sale.id,
      copyNumber: 0,
      document: receiptDocument(sale),
      madeAt: at,
    });
    store.journal.append({ at, kind: 'sale.confirmed', actor: null, body: { sale: sale.id, metrcId: n } });
  });
}

function openFresh(dataDir: string): Store {
  const clock = { now: () => NOON, monotonic: () => performance.now(), after: () => () => undefined };
  const migrationsDir = fileURLToPath(new URL('../migrations', import.meta.url));
  const opened = openStore({ dataDir, migrationsDir, clock });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.happened}`);
  const store = opened.value;
  store.staff.sync([{ id: 'ana', name: 'Ana', role: 'lead', pinHash: 'x', badge: null }]);
  const float = { at: NOON, by: 'ana', pieces: [], cents: cents(0) };
  store.drawers.open({ id: 'drawer-1', zNumber: 1, openedAt: NOON, openedBy: 'ana' }, float);
  return store;
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

const COUNTERS = '/proc/self/io';

/** Bytes this process has handed to the system in writes so far; null where nobody counts them. */
function writtenSoFar(): number | null {
  if (!existsSync(COUNTERS)) return null;
  const count = /^wchar: (\d+)$/m.exec(readFileSync(COUNTERS, 'utf8'))?.[1];
  return count === undefined ? null : Number(count);
}

function append(file: number, records: readonly Uint8Array[]): void {
  for (const record of records) {
    writeSync(file, record);
    fsyncSync(file);
  }
}

/** @param parent the folder (and so the disk) to measure on; the system's folder for temporary files unless given. */
export async function measureCommits(sales = 300, parent = tmpdir()): Promise<CommitMeasure> {
  const folder = mkdtempSync(join(parent, 'countersign-bench-'));
  const [raw, rawRecords] = [openSync(join(folder, 'raw'), 'a'), openSync(join(folder, 'raw-records'), 'a')];
  const store = openFresh(folder);
  try {
    const times = {
      commit: [] as number[],
      store: [] as number[],
      raw: [] as number[],
      records: [] as number[],
      tidy: 0,
    };
    let [recordBytes, writtenBytes] = [0, 0];
    const warmUp = Math.ceil(sales / 10);
    for (let n = 1; n <= sales + warmUp; n += 1) {
      const sale = saleOf(n, crypto.randomUUID());
      const first = Buffer.from(JSON.stringify([sale, requestBody(sale)]));
      const second = Buffer.from(JSON.stringify([submitted(), answerOf(n), receiptDocument(sale)]));
      const before = writtenSoFar();
      let commitMs = 0;
      const storeMs = timed(() => {
        commitMs = intent(store, sale) + outcome(store, sale, n);
      });
      const written = before === null ? 0 : (writtenSoFar() ?? 0) - before;
      const half = Buffer.alloc(Math.ceil(written / 2), n % 256);
      const rawMs = timed(() => append(raw, [half, half]));
      const recordsMs = timed(() => append(rawRecords, [first, second]));
      // As the register does it between two sales.
      const tidyMs = timed(() => store.tidy());
      if (n <= warmUp) continue;
      recordBytes += first.length + second.length;
      writtenBytes += written;
      times.commit.push(commitMs);
      times.store.push(storeMs);
      times.raw.push(rawMs);
      times.records.push(recordsMs);
      times.tidy += tidyMs;
    }
    return {
      sales,
      bytesPerSale: Math.round(recordBytes / sales),
      writtenPerSale: writtenBytes === 0 ? null : Math.round(writtenBytes / sales),
      commitMs: spread(times.commit),
      storeMs: spread(times.store),
      rawMs: writtenBytes === 0 ? null : spread(times.raw),
      recordsMs: spread(times.records),
      tidyMsPerSale: times.tidy / sales,
    };
  } finally {
    store.close();
    closeSync(raw);
    closeSync(rawRecords);
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(JSON.stringify(await measureCommits(), null, 2));
