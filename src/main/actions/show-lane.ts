/** What fills the right column: where the one customer stands who is being served. */
import type { LaneView } from '../../shared/contract/snapshot.ts';
import type { PrintJobRow, PulseRow, StoredSale } from '../ports/store.ts';
import type { Desk, OpenSale, SignedPlate } from './desk.ts';

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
    afterRestart: sale.afterRestart,
  };
}

export function showLane(desk: Desk): LaneView {
  // Nothing more can be learnt about a sale in doubt while the records cannot be written: a ring would turn for ever.
  const isStopped = desk.blocked?.refusal.code === 'STORE_FAILED';
  if (desk.blocked && isStopped) return { state: 'blocked', ...desk.blocked, nextLookAt: null };
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
