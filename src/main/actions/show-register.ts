/** The whole register as one snapshot for the screen. It reads, it changes nothing. */
import type { CartView, CustomerView, LineView, TenderView } from '../../shared/contract/cart-view.ts';
import { refuse } from '../../shared/contract/refusals.ts';
import type { Snapshot, StaffView } from '../../shared/contract/snapshot.ts';
import { lastFour } from '../../shared/values/ids.ts';
import { subtract, zero } from '../../shared/values/money.ts';
import { quantityText } from '../../shared/values/quantity.ts';
import { shownText } from '../../shared/values/shown-text.ts';
import type { ToldComparison } from '../../shared/words/compare-words.ts';
import { smartNotes } from '../domain/drawer/count.ts';
import type { Quote, QuotedLine } from '../domain/quote.ts';
import type { StaffRow } from '../ports/store.ts';
import { needsAgencyCheck } from './check-customer.ts';
import { standing } from './close-drawer.ts';
import type { Desk } from './desk.ts';
import { asRefusal, quoteOf } from './edit-cart.ts';
import { shownReceipt } from './finish-sale.ts';
import { isParkable } from './park-sale.ts';
import { frozenCart } from './show-frozen-cart.ts';
import { showLane, showParked } from './show-lane.ts';
import { limitViews } from './show-limits.ts';
import { payObjection } from './submit-sale.ts';

const staffView = ({ id, name, role }: StaffRow): StaffView => ({ id, name, role });

function lineView(desk: Desk, { line, stocked, goods, problem, net }: QuotedLine): LineView {
  const isRead = desk.checks.get(line.label)?.state === 'good';
  return {
    lineId: line.lineId,
    label: line.label,
    name: stocked ? shownText(stocked.itemName) : null,
    quantity: quantityText(line.quantity),
    unit: stocked?.unit ?? null,
    unitPriceCents: goods?.unitPrice ?? null,
    netCents: net,
    state: problem && isRead ? 'refused' : isRead ? 'ok' : 'checking',
    refusal: problem && isRead ? asRefusal(problem) : null,
    limitSum: null,
  };
}

/** A thing that did not get in stands under the others, in view and not in the total. */
function notAddedLine(desk: Desk): LineView[] {
  const out = desk.notAdded;
  if (out === null) return [];
  return [
    {
      lineId: desk.draft.nextLineId,
      label: out.label,
      name: out.name,
      quantity: out.quantity,
      unit: out.unit,
      unitPriceCents: out.unitPriceCents,
      netCents: null,
      state: 'refused',
      refusal: out.refusal,
      limitSum: out.limitSum,
    },
  ];
}

function customerView(desk: Desk): CustomerView | null {
  const { customer } = desk.draft;
  if (customer === null) return null;
  const type = desk.settings.profile.buyer_types.find((candidate) => candidate.id === customer.buyerType);
  const recorded = customer.agencyCheck?.showed === 'active';
  return {
    buyerType: customer.buyerType,
    licenceLastFour: lastFour(customer.number),
    minAge: type?.min_age ?? null,
    expiresOn: customer.expiresOn,
    status: customer.agencyCheck?.showed === 'not_active' ? 'not_active' : customer.status,
    agencyCheck: !needsAgencyCheck(desk, customer.buyerType) ? 'not_needed' : recorded ? 'recorded' : 'needed',
  };
}

function tenderView(desk: Desk, quoted: Quote): TenderView {
  const { tender } = desk.draft;
  if (tender === null) return { kind: 'none' };
  if (tender.kind === 'debit') return { kind: 'debit', cents: quoted.money.total };
  const due = quoted.cashDue;
  return {
    kind: 'cash',
    givenCents: tender.given,
    dueCents: due,
    roundingCents: subtract(due, quoted.money.total),
    changeCents: tender.given >= due ? subtract(tender.given, due) : zero,
    shortCents: tender.given >= due ? zero : subtract(due, tender.given),
  };
}

function cartView(desk: Desk): CartView {
  const { draft, settings } = desk;
  const quoted = quoteOf(desk, draft);
  const { money } = quoted;
  const lines = quoted.lines.map((line) => lineView(desk, line));
  return {
    saleId: draft.saleId,
    saleNumber: draft.saleNumber,
    customer: customerView(desk),
    limits: limitViews(settings.profile, quoted.buyerType, quoted.limits),
    lines: [...lines, ...notAddedLine(desk)],
    newestLineId: draft.lines.at(-1)?.lineId ?? null,
    totals: {
      subtotalCents: money.net,
      taxes: money.taxes.map(({ id, name, ratePpm, amount }) => ({ id, name, ratePpm, cents: amount })),
      totalCents: money.total,
    },
    tender: tenderView(desk, quoted),
    cashDueCents: quoted.cashDue,
    smartNotesCents: smartNotes(quoted.cashDue),
    payBlockedBecause: payObjection(desk, quoted),
    saleRefusal: desk.saleRefusal,
    canUndo: desk.undo.length > 0,
  };
}

/** A copy, because what crosses to the screen may be changed there. */
const shownComparison = (told: ToldComparison): NonNullable<NonNullable<Snapshot['drawer']>['compared']> =>
  told.state === 'differs' ? { ...told, differences: [...told.differences] } : told;

function drawerView(desk: Desk): Snapshot['drawer'] {
  const session = desk.ports.store.drawers.running();
  if (!session) return null;
  const staff = desk.ports.store.staff.all();
  const base = {
    sessionId: session.id,
    zNumber: session.zNumber,
    openedAt: session.openedAt,
    openedBy: staff.find((person) => person.id === session.openedBy)?.name ?? session.openedBy,
    ...(desk.compared === null ? {} : { compared: shownComparison(desk.compared) }),
  };
  if (session.state === 'open') return { ...base, state: 'open', result: null };
  const stand = standing(desk, session);
  if (stand.counted === null || stand.overShort === null) return { ...base, state: 'open', result: null };
  return {
    ...base,
    state: 'counted',
    result: {
      floatCents: stand.float,
      cashSalesCents: stand.totals.cash,
      cashRefundsCents: stand.totals.refunded.cash,
      roundingCents: subtract(stand.totals.rounding, stand.totals.refunded.rounding),
      expectedCents: stand.expected,
      countedCents: stand.counted,
      overShortCents: stand.overShort,
      firstCountCents: stand.counts.length > 2 ? (stand.counts[1]?.cents ?? null) : null,
      mayRecount: stand.counts.length < 3,
    },
  };
}

function waitingPrints(desk: Desk): Snapshot['waitingPrints'] {
  const { store } = desk.ports;
  const training = desk.settings.mode === 'training';
  return store.prints.waiting().map((job) => {
    const sale = job.saleId === null ? null : store.sales.find(job.saleId);
    const phase = sale?.protocol.phase;
    const state = job.state === 'begun' ? 'printing' : job.state;
    return {
      jobId: job.id,
      kind: job.kind,
      saleNumber: sale?.saleNumber ?? null,
      metrcReceipt: phase?.state === 'CONFIRMED' ? shownReceipt(training, phase.metrcId) : null,
      state: state === 'printing' || state === 'failed' || state === 'unknown' ? state : 'owed',
      reason: job.reason,
      since: job.madeAt,
    };
  });
}

function heldCarts(desk: Desk): Snapshot['held'] {
  const staff = desk.ports.store.staff.all();
  return desk.ports.store.drafts.held().map(({ draft, heldAt, heldBy }) => ({
    saleId: draft.saleId,
    saleNumber: draft.saleNumber,
    lines: draft.lines.length,
    totalCents: quoteOf(desk, draft).money.total,
    heldAt: heldAt ?? draft.startedAt,
    by: staff.find((person) => person.id === heldBy)?.name ?? '',
  }));
}

/** Draws the register as it is now. */
function showRegister(desk: Desk, revision: number): Snapshot {
  const { settings, ports } = desk;
  const needsAgency = settings.profile.state_lookup.agency_portal === 'omma_verify_required';
  const cart = cartView(desk);
  return {
    revision,
    now: ports.clock.now(),
    store: {
      name: settings.store.name,
      terminal: settings.terminal.name,
      licence: settings.licence,
      address: settings.store.address,
      zone: settings.zone,
      language: settings.language,
      mode: settings.mode,
      contacts: [...settings.store.contacts],
      agencyCheckName: needsAgency ? 'OMMA Verify' : null,
      buyerTypes: settings.profile.buyer_types.map((type) => type.id),
    },
    staff: ports.store.staff.all().map(staffView),
    trainingPins: settings.mode === 'training' ? { ...settings.trainingPins } : {},
    signedIn: desk.signedIn ? staffView(desk.signedIn) : null,
    links: [...desk.links.values()],
    lane: showLane(desk),
    parked: showParked(desk),
    mayPark: isParkable(desk),
    cart: frozenCart(desk, cart),
    held: heldCarts(desk),
    lastScan: desk.lastScan,
    waitingPrints: waitingPrints(desk),
    changes: desk.changes(),
    refunded: desk.refunded,
    drawer: drawerView(desk),
    drawerPosition: ports.drawer.position(),
    salesRevision: desk.salesRevision,
  };
}

/**
 * Draws snapshots also when the records cannot be read any more: the last one that could be drawn, stopped, in words. A
 * screen that stays on "Asking Metrc" because nothing can be drawn would be a lie.
 */
export function snapshotDrawer(desk: Desk): (revision: number) => Snapshot {
  let last: Snapshot | null = null;
  return (revision) => {
    try {
      last = showRegister(desk, revision);
      return last;
    } catch (error) {
      if (last === null) throw error;
      if (!desk.mending) desk.recordsFailed('the records cannot be read', error);
      const blocked = desk.blocked ?? { refusal: refuse('STORE_FAILED'), since: desk.ports.clock.now() };
      const lane = { state: 'blocked', ...blocked, nextLookAt: desk.mending?.nextTryAt ?? null } as const;
      return { ...last, revision, now: desk.ports.clock.now(), lane };
    }
  };
}
