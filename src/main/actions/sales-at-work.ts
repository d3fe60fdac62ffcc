/**
 * The sales that are being settled: one on the lane, at most one that a lead has parked, and those that still wait for
 * their turn. Each is settled by the same protocol and the same code; they differ in what follows at the counter.
 */
import { holdsTheLane, isChanging, isUnresolved } from '../domain/sale/protocol.ts';
import type { StoredSale } from '../ports/store.ts';
import { ChangeRunner } from './change-runner.ts';
import type { Desk, OpenSale } from './desk.ts';
import { type SaleAftermath, saleAftermath } from './finish-sale.ts';
import { recordsMender } from './mend-records.ts';
import { parkedAftermath } from './park-sale.ts';
import type { PrintQueue } from './print-queue.ts';
import { SaleRunner } from './settle-sale.ts';
import { takenOver } from './take-over-sale.ts';

type Why = 'restart' | 'records';

export type SalesAtWork = {
  readonly lane: SaleRunner;
  readonly parked: SaleRunner;
  /** Voids and returns of signed sales, off the lane. */
  readonly changes: ChangeRunner;
  /** Takes up what an earlier process left unresolved: the parked sale, and on the lane the oldest first. */
  readonly begin: () => void;
  /** A settled sale has come to need a lead: it holds the lane as soon as that is free. */
  readonly holdLane: (sale: StoredSale) => void;
  /** Takes the next sale that waits for the lane, when nothing is on it. */
  readonly next: () => void;
  /** Sets the lane's sale aside, and writes `also` with it. Answers whether it is aside. */
  readonly park: (also: () => void) => boolean;
  readonly lookNow: () => void;
  readonly recordsFailed: Desk['recordsFailed'];
  readonly stop: () => void;
};

export function salesAtWork(
  desk: Desk,
  around: {
    readonly prints: PrintQueue;
    readonly metrcInTrouble: () => void;
    readonly takeWaitingScans: () => void;
  },
): SalesAtWork {
  const { prints, metrcInTrouble, takeWaitingScans } = around;
  const takeNext = (why: Why): void => {
    // While Pay is under way the lane is as good as taken.
    if (desk.openSale || desk.preparing) return;
    const record = desk.unresolvedQueue.shift();
    if (!record) return;
    desk.openSale = takenOver(record, why);
    lane.resume(desk.openSale);
  };
  const next = (): void => takeNext('restart');
  const holdLane = (sale: StoredSale): void => {
    desk.unresolvedQueue.push(sale);
    next();
  };
  const onLane = saleAftermath(desk, {
    pokePrinter: prints.poke,
    metrcInTrouble,
    nextUnresolved: next,
    takeWaitingScans,
  });
  const aside = parkedAftermath(desk, onLane, { pokePrinter: prints.poke, holdLane });
  const lane = new SaleRunner(desk, onLane);
  const parked = new SaleRunner(desk, aside, 'parked');
  const changes = new ChangeRunner(desk, { pokePrinter: prints.poke, onConflict: holdLane });
  desk.changes = () => changes.views();

  /** Lets go of a sale that is not waiting for Metrc's answer; one that was settled after all is seen to its end. */
  const letGo = (place: 'openSale' | 'parked', aftermath: SaleAftermath): void => {
    const before = desk[place];
    const stands = before && desk.ports.store.sales.find(before.record.id);
    desk[place] = null;
    if (!before || !stands || isUnresolved(stands.protocol)) return;
    const settled: OpenSale = { ...takenOver(stands, 'records'), draft: before.draft };
    aftermath.closed(settled, stands.protocol.phase.state === 'CONFIRMED' ? [{ kind: 'fulfil' }] : []);
  };

  /** Takes the unresolved sales from the records, after a start or after the records were opened again. */
  const takeUp = (why: Why): void => {
    const kept = [lane.isSending() && desk.openSale?.record.id, parked.isSending() && desk.parked?.record.id];
    const unresolved = desk.ports.store.sales
      .unresolved()
      .filter((sale) => !kept.includes(sale.id) && !isChanging(sale.protocol));
    const isAside = (sale: StoredSale): boolean => sale.protocol.parked && !holdsTheLane(sale.protocol);
    const setAside = parked.isSending() ? undefined : unresolved.find(isAside);
    desk.unresolvedQueue.splice(0, desk.unresolvedQueue.length, ...unresolved.filter((sale) => sale !== setAside));
    if (!parked.isSending()) letGo('parked', aside);
    if (setAside) {
      desk.parked = takenOver(setAside, why);
      parked.resume(desk.parked);
    }
    if (!lane.isSending()) letGo('openSale', onLane);
    changes.resume();
    takeNext(why);
  };

  const mender = recordsMender(desk, {
    pauseSales: () => {
      for (const runner of [lane, parked, changes]) runner.pause();
    },
    takeUpSales: () => takeUp('records'),
    takeUpPaper: prints.takeUp,
  });

  return {
    lane,
    parked,
    changes,
    begin: () => takeUp('restart'),
    holdLane,
    next,
    park: (also) => {
      const sale = desk.openSale;
      if (!sale || !lane.setAside(sale, also)) return false;
      desk.openSale = null;
      desk.parked = sale;
      parked.goOn(sale);
      next();
      takeWaitingScans();
      desk.changed();
      return true;
    },
    lookNow: () => {
      for (const runner of [lane, parked]) runner.lookNow();
    },
    recordsFailed: mender.failed,
    stop: () => {
      for (const part of [mender, lane, parked, changes]) part.stop();
    },
  };
}
