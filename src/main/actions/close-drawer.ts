/** The blind close: the count first, the expected figure after, one recount beside the first, then the numbered Z report. */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { cents, type Money } from '../../shared/values/money.ts';
import { err, ok } from '../../shared/values/result.ts';
import { countedCents, expectedCents, overShort, type Pieces } from '../domain/drawer/count.ts';
import { type ZReport, zReportDocument } from '../domain/drawer/z-report.ts';
import type { DrawerCount, DrawerSession, DrawerTotals, StoredSale } from '../ports/store.ts';
import type { DayComparer } from './compare-day.ts';
import type { Desk } from './desk.ts';
import { atTheCounter } from './open-drawer.ts';
import { oweInTransaction } from './print-queue.ts';

/** The figures of a session as they stand now; only shown after a final count. */
export type DrawerStanding = {
  readonly session: DrawerSession;
  readonly totals: DrawerTotals;
  readonly float: Money;
  readonly counts: readonly DrawerCount[];
  readonly expected: Money;
  readonly counted: Money | null;
  readonly overShort: Money | null;
};

export function standing(desk: Desk, session: DrawerSession): DrawerStanding {
  const { drawers } = desk.ports.store;
  const counts = drawers.counts(session.id);
  const totals = drawers.totals(session.id);
  const float = counts.find((count) => count.ordinal === 0)?.cents ?? cents(0);
  const expected = expectedCents({ float, cashSales: totals.cash });
  const last = counts.at(-1);
  const counted = last && last.ordinal > 0 ? last.cents : null;
  const difference = counted === null ? null : overShort({ float, cashSales: totals.cash, counted });
  return { session, totals, float, counts, expected, counted, overShort: difference };
}

/** Money of a sale in doubt may lie in the drawer or beside it: nothing is counted and nothing closed over it. */
function doubt(desk: Desk): Refusal | null {
  const { openSale, parked, preparing, unresolvedQueue } = desk;
  const record = openSale?.record ?? parked?.record ?? unresolvedQueue[0];
  if (!record && !preparing) return null;
  const refusal = record
    ? refuse('DRAWER_SALE_IN_DOUBT', { saleNumber: record.saleNumber })
    : refuse('DRAWER_SALE_IN_DOUBT');
  return { ...refusal, recorded: 'not_known_yet' };
}

/** Makes a blind count final. The second call is the one recount; both are kept. */
export function countDrawer(desk: Desk, days: DayComparer, input: { readonly pieces: Pieces }): Answer {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const session = store.drawers.running();
  if (!session) return err(refuse('DRAWER_NOT_OPEN'));
  const inDoubt = doubt(desk);
  if (inDoubt) return err(inDoubt);
  const counted = countedCents(input.pieces);
  if (counted === null) return err(refuse('COUNT_BAD'));
  const before = store.drawers.counts(session.id).length;
  if (before >= 3) return err(refuse('RECOUNT_USED'));
  const ordinal = before === 1 ? 1 : 2;
  const at = clock.now();
  const by = person.value.id;
  store.transaction(() => {
    store.drawers.addCount(session.id, { ordinal, at, by, pieces: input.pieces, cents: counted });
    store.journal.append({
      at,
      kind: 'drawer.counted',
      actor: by,
      body: { sessionId: session.id, ordinal, countedCents: counted },
    });
  });
  days.start(session.openedAt);
  desk.changed();
  return ok(null);
}

function reportOf(
  desk: Desk,
  stand: DrawerStanding,
  counted: Money,
  difference: Money,
  closedAt: number,
  closedBy: string,
): ZReport {
  const { settings } = desk;
  const { session, totals, counts } = stand;
  const nameOf = (id: string): string => desk.ports.store.staff.all().find((s) => s.id === id)?.name ?? id;
  return {
    number: session.zNumber,
    terminal: settings.terminal.name,
    licence: settings.licence,
    training: settings.mode === 'training',
    sandbox: settings.mode === 'sandbox',
    openedAt: session.openedAt,
    openedBy: nameOf(session.openedBy),
    closedAt,
    closedBy: nameOf(closedBy),
    sales: totals.sales,
    firstSaleNumber: totals.firstSaleNumber,
    lastSaleNumber: totals.lastSaleNumber,
    subtotal: totals.subtotal,
    taxes: totals.taxes,
    total: totals.total,
    cash: totals.cash,
    debit: totals.debit,
    rounding: totals.rounding,
    float: stand.float,
    expected: stand.expected,
    counted,
    firstCount: counts.length > 2 ? (counts[1]?.cents ?? null) : null,
    overShort: difference,
    noSaleOpens: totals.noSaleOpens,
  };
}

/**
 * What of Metrc's keeps the drawer open (docs/sale-protocol.md 7.4): a sale that the comparison has brought before a lead, a
 * copy that is being removed, or the quiet window of a sale that was in doubt a moment ago. That Metrc cannot be asked does
 * not: then the Z report says so (docs/decisions/0027-the-day-against-metrc.md).
 */
function metrcObjection(desk: Desk): Refusal | null {
  const { store, clock } = desk.ports;
  if (desk.openSale || desk.preparing || store.sales.unresolved().length > 0)
    return { ...refuse('DRAWER_SALE_IN_DOUBT'), recorded: 'not_known_yet' };
  const watched = store.sales.watched();
  const copy = watched.find((sale) => sale.protocol.removing !== null);
  if (copy) {
    const facts = { saleNumber: copy.saleNumber, receipt: copy.protocol.removing ?? 0 };
    return { ...refuse('DRAWER_COPY_AT_METRC', facts), recorded: 'yes' };
  }
  const { quietMs, watchMs } = desk.settings.policy;
  const quietUntil = (sale: StoredSale): number => (sale.watchUntil ?? 0) - watchMs + quietMs;
  const last = Math.max(0, ...watched.filter(({ protocol }) => protocol.taint).map(quietUntil));
  const seconds = Math.ceil((last - clock.now()) / 1000);
  return seconds > 0 ? refuse('DRAWER_QUIET_WINDOW', { seconds }) : null;
}

/** Ends the session: numbers, saves, seals and prints the Z report, all due in one transaction. */
export async function closeDrawer(desk: Desk, days: DayComparer, pokePrinter: () => void): Promise<Answer> {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const session = store.drawers.running();
  if (!session) return err(refuse('DRAWER_NOT_OPEN'));
  const inDoubt = doubt(desk);
  if (inDoubt) return err(inDoubt);
  if (standing(desk, session).counted === null) return err(refuse('COUNT_NOT_FINAL'));
  const compared = await days.settled(session.openedAt);
  const objection = metrcObjection(desk);
  if (objection) return err(objection);
  // Pressed twice, it closes once.
  if (store.drawers.running()?.id !== session.id) return ok(null);
  const stand = standing(desk, session);
  if (stand.counted === null || stand.overShort === null) return err(refuse('COUNT_NOT_FINAL'));
  const at = clock.now();
  const by = person.value.id;
  const report = { ...reportOf(desk, stand, stand.counted, stand.overShort, at, by), compared };
  const when = (instant: number): string => desk.words.receipt.when(localTime(instant, desk.settings.zone).wall);
  store.transaction(() => {
    store.drawers.close(session.id, at, by);
    const saved = store.drawers.saveZ({ number: report.number, sessionId: session.id, at, body: report });
    const body = { zNumber: report.number, hash: saved.hash, overShortCents: report.overShort };
    store.journal.append({ at, kind: 'drawer.closed', actor: by, body });
    const document = zReportDocument(report, saved, desk.words.zReport, when);
    oweInTransaction(desk, { kind: 'z_report', saleId: null, copyNumber: 0, document });
  });
  pokePrinter();
  desk.changed();
  return ok(null);
}
