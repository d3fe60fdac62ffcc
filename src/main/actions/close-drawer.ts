/** The blind close: the count first, the expected figure after, one recount beside the first, then the numbered Z report. */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { cents, type Money, subtract } from '../../shared/values/money.ts';
import { err, ok } from '../../shared/values/result.ts';
import { countedCents, expectedCents, overShort, type Pieces } from '../domain/drawer/count.ts';
import { type ZReport, zReportDocument } from '../domain/drawer/z-report.ts';
import { isChanging } from '../domain/sale/protocol.ts';
import type { DrawerCount, DrawerSession, DrawerTotals, StoredSale } from '../ports/store.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { DayComparer } from './compare-day.ts';
import type { Desk } from './desk.ts';
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
  const figures = { float, cashSales: totals.cash, cashRefunds: totals.refunded.cash };
  const expected = expectedCents(figures);
  const last = counts.at(-1);
  const counted = last && last.ordinal > 0 ? last.cents : null;
  const difference = counted === null ? null : overShort({ ...figures, counted });
  return { session, totals, float, counts, expected, counted, overShort: difference };
}

/** Why the drawer can be neither counted nor closed: something that could still move its money is not settled. */
function notSettled(desk: Desk): Refusal | null {
  const { openSale, parked, preparing, unresolvedQueue } = desk;
  const [unresolved] = desk.ports.store.sales.unresolved();
  const record = openSale?.record ?? parked?.record ?? unresolvedQueue[0] ?? unresolved;
  if (!record) return preparing ? { ...refuse('DRAWER_SALE_IN_DOUBT'), recorded: 'not_known_yet' } : null;
  const facts = { saleNumber: record.saleNumber };
  // A void or a return is of a sale that stands: only its money is still to be settled.
  return record === unresolved && isChanging(record.protocol)
    ? { ...refuse('DRAWER_CHANGE_RUNNING', facts), recorded: 'yes' }
    : { ...refuse('DRAWER_SALE_IN_DOUBT', facts), recorded: 'not_known_yet' };
}

/** Makes a blind count final. The second call is the one recount; both are kept. */
export function countDrawer(desk: Desk, days: DayComparer, input: { readonly pieces: Pieces }): Answer {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const session = store.drawers.running();
  if (!session) return err(refuse('DRAWER_NOT_OPEN'));
  const open = notSettled(desk);
  if (open) return err(open);
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

/** What stays of the sales once what went back is taken off. */
function netOf({ subtotal, taxes, total, refunded }: DrawerTotals): ZReport['net'] {
  const backOf = (name: string): Money => refunded.taxes.find((tax) => tax.name === name)?.cents ?? cents(0);
  // A tax that only went back, of a sale of another drawer, stands here with its minus.
  const names = new Set([...taxes, ...refunded.taxes].map((tax) => tax.name));
  const taken = (name: string): Money => taxes.find((tax) => tax.name === name)?.cents ?? cents(0);
  return {
    subtotal: subtract(subtotal, refunded.subtotal),
    taxes: [...names].map((name) => ({ name, cents: subtract(taken(name), backOf(name)) })),
    total: subtract(total, refunded.total),
  };
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
    rounding: subtract(totals.rounding, totals.refunded.rounding),
    voids: totals.voids,
    returns: totals.returns,
    refunded: totals.refunded,
    net: netOf(totals),
    keptWithoutReceipt: totals.keptWithoutReceipt,
    undone: totals.undone,
    refused: totals.refused,
    heldCarts: desk.ports.store.drafts.held().length,
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
  const open = notSettled(desk);
  if (open) return open;
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
export async function closeDrawer(
  desk: Desk,
  days: DayComparer,
  pokePrinter: () => void,
  input: { readonly heldCarts: number },
): Promise<Answer> {
  const person = atTheCounter(desk, 'lead');
  if (!person.ok) return person;
  const { store, clock } = desk.ports;
  const session = store.drawers.running();
  if (!session) return err(refuse('DRAWER_NOT_OPEN'));
  const open = notSettled(desk);
  if (open) return err(open);
  if (standing(desk, session).counted === null) return err(refuse('COUNT_NOT_FINAL'));
  const compared = await days.settled(session.openedAt);
  const objection = metrcObjection(desk);
  if (objection) return err(objection);
  // Pressed twice, it closes once.
  if (store.drawers.running()?.id !== session.id) return ok(null);
  const stand = standing(desk, session);
  if (stand.counted === null || stand.overShort === null) return err(refuse('COUNT_NOT_FINAL'));
  // Held carts are no sales and move no money; but nobody closes over them without having been told.
  const held = store.drafts.held().length;
  if (held !== input.heldCarts) return err(refuse('DRAWER_CARTS_HELD', { held }));
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
