/** A small shop's worth of records, for tests and for the processes they start. */
import type { Draft } from '../../../src/main/domain/draft.ts';
import { submitted } from '../../../src/main/domain/sale/protocol.ts';
import type { MetrcPackage } from '../../../src/main/ports/metrc.ts';
import type { SaleRecord, Store } from '../../../src/main/ports/store.ts';
import { cents } from '../../../src/shared/values/money.ts';
import { quantityOf, wholeUnits } from '../../../src/shared/values/quantity.ts';

export const NOON = Date.UTC(2026, 10, 23, 18, 0, 0);

/** A drawer is open and one person may sign in: what a sale needs to exist. */
export function stocked(store: Store): Store {
  store.transaction(() => {
    store.staff.sync([
      { id: 'ana', name: 'Ana', role: 'budtender', pinHash: 'scrypt:a', badge: 'B-1' },
      { id: 'lee', name: 'Lee', role: 'lead', pinHash: 'scrypt:l', badge: 'B-2' },
    ]);
    if (!store.drawers.running()) {
      store.drawers.open(
        { id: 'drawer-1', zNumber: store.nextNumber('z_report'), openedAt: NOON, openedBy: 'lee' },
        { at: NOON, by: 'lee', pieces: [{ denominationCents: 2000, count: 10 }], cents: cents(20_000) },
      );
    }
  });
  return store;
}

export const saleId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const draftOf = (n: number): Draft => ({
  saleId: saleId(n),
  saleNumber: n,
  startedAt: NOON,
  nextLineId: 2,
  lines: [{ lineId: 1, label: '1A4FF0300000022000000001', quantity: wholeUnits(2), unitIds: ['u-1'] }],
  customer: null,
  tender: { kind: 'cash', given: cents(5000) },
});

/** Two lines, two taxes, paid in cash: 40.00 + 2.80 + 3.45 = 46.25, given 50.00. */
export function saleOf(n: number, change: Partial<SaleRecord> = {}): SaleRecord {
  return {
    id: saleId(n),
    saleNumber: n,
    number: `DAAA1234567-T1-0badcafe-${n}`,
    fingerprint: 'f'.repeat(64),
    businessDay: '2026-11-23',
    soldAt: NOON + n * 60_000,
    soldWall: '2026-11-23T12:00:00.000',
    soldOffset: -360,
    staffId: 'ana',
    drawerSession: 'drawer-1',
    patientId: null,
    buyerType: 'patient',
    agencyCheck: { at: NOON, by: 'ana', showed: 'active' },
    profile: { id: 'us-ok-medical', revision: 3, hash: 'a'.repeat(64) },
    subtotal: cents(4000),
    total: cents(4625),
    tenderKind: 'cash',
    cashDue: cents(4625),
    rounding: cents(0),
    given: cents(5000),
    change: cents(375),
    lines: [
      {
        line: 1,
        label: '1A4FF0300000022000000001',
        itemName: 'Blue Dream 3.5 g',
        class: 'flower',
        quantity: quantityOf(35_000),
        unit: 'Grams',
        unitPrice: cents(3000),
        net: cents(3000),
        measures: { flower_mg: 3500 },
      },
      {
        line: 2,
        label: '1A4FF0300000022000000002',
        itemName: 'Gummies 10pk',
        class: 'edible',
        quantity: wholeUnits(1),
        unit: 'Each',
        unitPrice: cents(1000),
        net: cents(1000),
        measures: {},
      },
    ],
    taxes: [
      {
        taxId: 'ok_mmj',
        name: 'Medical marijuana tax',
        ratePpm: 70_000,
        cents: cents(280),
        byLine: [cents(210), cents(70)],
      },
      { taxId: 'ok_sales', name: 'Sales tax', ratePpm: 86_250, cents: cents(345), byLine: [cents(259), cents(86)] },
    ],
    ...change,
  };
}

/** The intent, as the register writes it: one transaction with its journal entry. */
export function submit(store: Store, sale: SaleRecord): void {
  store.transaction(() => {
    const rows = store.sales.submit(sale, submitted(), `{"ExternalReceiptNumber":"${sale.number}"}`, sale.soldAt);
    const { number, saleNumber, fingerprint, total: totalCents, tenderKind: tender } = sale;
    const body = { number, saleNumber, fingerprint, totalCents, tender, rows };
    store.journal.append({ at: sale.soldAt, kind: 'sale.submitting', actor: sale.staffId, body });
  });
}

/** The outcome: confirmed by Metrc, with the receipt that is owed and the pulse that is due. */
export function confirm(store: Store, sale: SaleRecord, metrcId: number): void {
  const at = sale.soldAt + 900;
  store.transaction(() => {
    store.sales.endAttempt(sale.id, 1, {
      outcome: 'accepted',
      because: null,
      status: 200,
      answer: `{"Ids":[${metrcId}]}`,
      at,
    });
    store.sales.progress(
      sale.id,
      { ...submitted(), phase: { state: 'CONFIRMED', metrcId, version: 0, unsettledSince: null } },
      { metrcReceipt: `00${metrcId}`, closedAt: at, signedAt: at },
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
      document: {
        blocks: [
          { kind: 'text', text: 'GREEN LEAF', bold: true },
          { kind: 'pair', left: 'Total', right: '46.25' },
        ],
      },
      madeAt: at,
    });
    store.journal.append({
      at,
      kind: 'sale.confirmed',
      actor: null,
      body: { number: sale.number, attempt: 1, metrcId },
    });
  });
}

export const packageOf = (n: number, change: Partial<MetrcPackage> = {}): MetrcPackage => ({
  metrcId: n,
  label: `1A4FF0300000022${String(n).padStart(9, '0')}`,
  itemName: 'Blue Dream 3.5 g',
  category: 'Buds',
  strain: 'Blue Dream',
  brand: null,
  quantity: quantityOf(500_000),
  unit: 'Grams',
  unitWeight: null,
  onHold: false,
  onRecall: false,
  finished: false,
  labState: 'TestPassed',
  sellUntil: null,
  packagedOn: '2026-10-01',
  ...change,
});
