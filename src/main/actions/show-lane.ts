/** What fills the right column: where the one customer stands who is being served. */
import type { LaneView, ParkedView } from '../../shared/contract/snapshot.ts';
import type { PrintJobRow, PulseRow, StoredSale } from '../ports/store.ts';
import type { Desk, OpenSale, SignedPlate } from './desk.ts';
import { endsWithARestart } from './watch-metrc.ts';

const RECEIPT_STATES = {
  owed: 'owed',
  begun: 'printing',
  printed: 'printed',
  failed: 'failed',
  unknown: 'unknown',
  cancelled: 'cancelled',
} as const satisfies Record<PrintJobRow['state'], string>;

function drawerState(desk: Desk, sale: StoredSale): Extract<LaneView, { state: 'signed' }>['drawer'] {
  if (sale.tenderKind !== 'cash') return 'not_needed';
  const outcome: PulseRow['outcome'] = desk.ports.store.pulses.ofSale(sale.id)?.outcome ?? 'not_sent';
  // The sensor has the last word: "sent" is not "opened".
  return outcome === 'sent' && desk.ports.drawer.position() === 'open' ? 'opened' : outcome;
}

function signed(desk: Desk, { record, metrcReceipt }: SignedPlate): LaneView {
  const job = desk.ports.store.prints.originalOf(record.id);
  return {
    state: 'signed',
    saleId: record.id,
    saleNumber: record.saleNumber,
    metrcReceipt,
    tenderKind: record.tenderKind,
    totalCents: record.total,
    dueCents: record.tenderKind === 'cash' ? record.cashDue : record.total,
    givenCents: record.given,
    changeCents: record.change,
    drawer: drawerState(desk, record),
    receipt: job ? RECEIPT_STATES[job.state] : 'owed',
  };
}

function open(desk: Desk, sale: OpenSale): LaneView {
  const { phase, cancelWanted, attempt } = sale.protocol;
  const { record } = sale;
  const money = { totalCents: record.total, givenCents: record.given, tenderKind: record.tenderKind };
  if (phase.state === 'CONFLICT') {
    return {
      state: 'conflict',
      saleNumber: record.saleNumber,
      metrcIds: [...phase.metrcIds],
      foundAt: sale.lastLook?.at ?? sale.askedAt,
      kind: phase.kind,
      lookedAt: sale.lastLook?.at ?? null,
      mayBeSettled: phase.kind !== 'foreign' || phase.absenceProved || phase.oursLive !== null,
      refundCents:
        phase.kind === 'gone' && phase.refund ? (desk.ports.store.changes.open(record.id)?.paid ?? null) : null,
    };
  }
  if (phase.state === 'SUBMITTING' && attempt === 1 && !sale.afterRestart) {
    return {
      state: 'asking',
      saleNumber: record.saleNumber,
      askedAt: sale.askedAt,
      choicesAfterMs: desk.settings.waits.choicesMs,
      decidedAfterMs: desk.settings.waits.submitMs,
      customerLeaves: cancelWanted,
      ...money,
    };
  }
  const { lastLook } = sale;
  return {
    state: 'unknown',
    saleNumber: record.saleNumber,
    askedAt: sale.askedAt,
    attempt,
    choice: sale.choice,
    because: sale.because ?? 'timeout',
    lastLook: lastLook && { at: lastLook.at, showed: lastLook.showed, because: lastLook.because },
    nextLookAt: sale.nextLookAt,
    quietUntil: sale.quietUntil,
    // The ring with the shield has its own twenty seconds, after the time in which Metrc could still answer.
    wholeScreenAt: sale.afterRestart
      ? sale.askedAt
      : (sale.unknownSince ?? sale.askedAt) + desk.settings.waits.wholeScreenMs,
    ...money,
    quickRestarts: sale.quickRestarts,
    afterRestart: sale.afterRestart,
  };
}

/** The sale that is set aside, or what became of it. */
export function showParked(desk: Desk): ParkedView | null {
  const { parked, parkedEnd } = desk;
  if (parked) {
    const { record, askedAt, choice, lastLook, nextLookAt, quietUntil } = parked;
    return {
      state: 'unknown',
      saleNumber: record.saleNumber,
      askedAt,
      choice,
      lastLook: lastLook && { at: lastLook.at, showed: lastLook.showed, because: lastLook.because },
      nextLookAt,
      quietUntil,
      tenderKind: record.tenderKind,
      keptCents: record.given,
    };
  }
  if (!parkedEnd) return null;
  const { saleNumber, tenderKind, given, change, id } = parkedEnd.record;
  if (parkedEnd.metrcReceipt === null) return { state: 'undone', saleNumber, tenderKind, backCents: given };
  const job = desk.ports.store.prints.originalOf(id);
  return {
    state: 'signed',
    saleNumber,
    metrcReceipt: parkedEnd.metrcReceipt,
    tenderKind,
    changeCents: change,
    receipt: job ? RECEIPT_STATES[job.state] : 'owed',
  };
}

export function showLane(desk: Desk): LaneView {
  // Nothing more can be learnt about a sale in doubt while the records cannot be written: a ring would turn for ever.
  if (desk.blocked && endsWithARestart(desk.blocked.refusal))
    return { state: 'blocked', ...desk.blocked, nextLookAt: null };
  if (desk.blocked && desk.mending) return { state: 'blocked', ...desk.blocked, nextLookAt: desk.mending.nextTryAt };
  if (desk.openSale) return open(desk, desk.openSale);
  if (desk.preparing) {
    const { tender } = desk.draft;
    return {
      state: 'asking',
      saleNumber: desk.draft.saleNumber,
      askedAt: desk.preparing.askedAt,
      choicesAfterMs: desk.settings.waits.choicesMs,
      decidedAfterMs: desk.settings.waits.submitMs,
      customerLeaves: false,
      totalCents: desk.preparing.totalCents,
      givenCents: tender?.kind === 'cash' ? tender.given : desk.preparing.totalCents,
      tenderKind: tender?.kind ?? 'cash',
    };
  }
  if (desk.signed) return signed(desk, desk.signed);
  if (desk.blocked) return { state: 'blocked', ...desk.blocked, nextLookAt: desk.metrc.nextAskAt };
  return { state: 'ready' };
}
