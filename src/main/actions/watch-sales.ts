/**
 * The watch: sales that were once in doubt are looked at again until H has passed since their last attempt, because a
 * request may take effect after everybody stopped waiting for it (docs/sale-protocol.md 7). Whatever of such a sale is at
 * Metrc and should not be is removed, and what cannot be explained is put before a lead.
 */
import { isUnresolved, step } from '../domain/sale/protocol.ts';
import type { Sale, SaleEvent, Step } from '../domain/sale/sale.ts';
import type { LookOutcome } from '../ports/metrc.ts';
import type { LookRecord, StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { matchReceipts } from './recognise-receipt.ts';
import { evidence } from './sale-evidence.ts';
import { timeAtMetrc } from './watch-metrc.ts';
import { type MovingSale, writeStep } from './write-step.ts';

/** Lists of a look overlap the last one by this much: two clocks are never the same. */
const OVERLAP_MS = 10 * 60_000;

/** How often a copy that is being removed is looked at before the rest is left to the watch. */
const LOOKS_AT_A_COPY = 4;

export type SaleWatch = {
  /** Looks at every watched sale now, one after the other; for the close of a day, and for tests. */
  readonly lookNow: () => Promise<void>;
  /** Looks at these sales now, watched or not. What is being removed of one is watched from then on. */
  readonly lookAt: (sales: readonly StoredSale[]) => Promise<void>;
  readonly stop: () => void;
};

/** Reads what Metrc holds of a watched sale; the recorded receipt by its id too, when the number does not show it. */
async function read(
  desk: Desk,
  sale: StoredSale,
  from: number,
): Promise<{ outcome: LookOutcome; receipts: LookOutcome[] }> {
  const { metrc } = desk.ports;
  const outcome = await metrc.findReceipt(sale.number, { from, to: Math.max(from, timeAtMetrc(desk)) });
  const { phase } = sale.protocol;
  const live = outcome.kind === 'present' ? outcome.receipts.map((receipt) => receipt.metrcId) : [];
  if (outcome.kind === 'no_evidence' || phase.state !== 'CONFIRMED' || live.includes(phase.metrcId)) {
    return { outcome, receipts: [outcome] };
  }
  return { outcome, receipts: [outcome, await metrc.receiptById(phase.metrcId)] };
}

export function watchSales(desk: Desk, onConflict: (sale: StoredSale) => void): SaleWatch {
  const { store, clock, metrc, log } = desk.ports;
  const { policy, waits } = desk.settings;
  let stopped = false;
  let cancel = (): void => {};
  let running: Promise<void> | null = null;
  const lookedAt = new Map<string, number>();

  const write = (sale: MovingSale, event: SaleEvent, look: LookRecord, isLast: boolean): Step => {
    const next = step(sale.protocol, event, policy);
    const isOver = isLast && event.kind === 'looked' && next.sale.removing === null;
    store.transaction(() => {
      store.sales.addLook(sale.record.id, look);
      if (next.sale !== sale.protocol) writeStep(desk, sale, next, clock.now());
      const isNewlyWatched = next.sale.removing !== null && sale.record.watchUntil === null;
      if (isNewlyWatched) store.sales.progress(sale.record.id, next.sale, { watchUntil: clock.now() + policy.watchMs });
      if (isOver && !isUnresolved(next.sale)) store.sales.progress(sale.record.id, next.sale, { watchUntil: null });
    });
    return next;
  };

  const lookAt = async (record: StoredSale): Promise<Sale | null> => {
    // The watch ends by Metrc's clock where ours was set: a day that was skipped is no day of watching.
    const begun = timeAtMetrc(desk);
    const now = clock.monotonic();
    const { outcome, receipts } = await read(desk, record, (lookedAt.get(record.id) ?? record.soldAt) - OVERLAP_MS);
    if (stopped) return null;
    // A lead may have voided it or taken goods back meanwhile: what was read is about the sale as it was then.
    const current = store.sales.find(record.id) ?? record;
    if (JSON.stringify(current.protocol) !== JSON.stringify(record.protocol)) return null;
    const isEvidence = receipts.every((one) => one.kind !== 'no_evidence');
    const shown = receipts.flatMap((one) => (one.kind === 'present' ? one.receipts : []));
    const event: SaleEvent = isEvidence
      ? { kind: 'looked', now, ...matchReceipts(desk, current, current.protocol, shown) }
      : { kind: 'look_failed', now };
    const look: LookRecord = {
      at: clock.now(),
      showed: isEvidence ? outcome.kind : 'no_evidence',
      because: outcome.kind === 'no_evidence' ? outcome.because : null,
      seen: evidence(receipts.flatMap((one) => one.exchanges)),
    };
    const isLast = current.watchUntil !== null && begun >= current.watchUntil;
    const next = write({ record: current, protocol: current.protocol }, event, look, isLast);
    if (isEvidence) lookedAt.set(record.id, begun);
    for (const effect of next.effects) if (effect.kind === 'void') await metrc.voidReceipt(effect.metrcId);
    if (next.sale.phase.state === 'CONFLICT') onConflict({ ...current, protocol: next.sale });
    desk.salesRevision += 1;
    desk.changed();
    return next.sale;
  };

  const lookAtAll = async (): Promise<void> => {
    for (const { id } of store.sales.watched()) {
      // A customer's own sale goes first: Metrc's reads are few.
      if (stopped || desk.openSale || desk.preparing) return;
      const record = store.sales.find(id);
      if (record?.closedAt != null) await lookAt(record);
    }
  };
  const lookNow = (): Promise<void> => {
    running ??= lookAtAll()
      .catch((error) => log({ what: 'watch', error }))
      .finally(() => {
        running = null;
      });
    return running;
  };
  const schedule = (): void => {
    if (stopped) return;
    cancel = clock.after(waits.watchEveryMs, () => void lookNow().then(schedule));
  };
  schedule();
  return {
    lookNow,
    async lookAt(sales) {
      for (const record of sales) {
        const lookOnce = (): Promise<Sale | null> => lookAt(store.sales.find(record.id) ?? record);
        let seen = await lookOnce();
        // What was asked to be removed is gone only when a read says so.
        for (let looks = 1; seen !== null && seen.removing !== null && looks < LOOKS_AT_A_COPY; looks += 1) {
          seen = await lookOnce();
        }
      }
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
