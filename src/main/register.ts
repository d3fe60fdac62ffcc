/**
 * The register: ports and settings in, the handlers of the contract out. This file knows the order in which things start
 * and stop; what a person does is in actions/, what is right is in domain/.
 */
import type { Snapshot } from '../shared/contract/snapshot.ts';
import { packageAdder } from './actions/add-package.ts';
import { announcer } from './actions/announcer.ts';
import { recheckCustomer } from './actions/check-customer.ts';
import { dayComparer } from './actions/compare-day.ts';
import type { Desk, Ports } from './actions/desk.ts';
import { followDevices } from './actions/follow-devices.ts';
import { loadCatalogue } from './actions/load-catalogue.ts';
import { meetingRecords } from './actions/mend-records.ts';
import { newDesk } from './actions/new-desk.ts';
import { reviewPrintsAtStart, startPrintQueue } from './actions/print-queue.ts';
import { salesAtWork } from './actions/sales-at-work.ts';
import { reviewPulsesAtStart } from './actions/send-pulse.ts';
import { snapshotDrawer } from './actions/show-register.ts';
import { lock } from './actions/sign-in.ts';
import { scanTaker } from './actions/take-scan.ts';
import { blockNow, reviewBlock, watchMetrc } from './actions/watch-metrc.ts';
import { watchSales } from './actions/watch-sales.ts';
import type { Settings } from './ports/settings.ts';
import { type RegisterRouter, registerRouter, type TrainingBench } from './register-router.ts';

export type Register = {
  readonly router: RegisterRouter;
  /** The same snapshot the screens get: for tests, measurements and commands. */
  readonly snapshot: () => Snapshot;
  readonly close: () => Promise<void>;
};

const IDLE_CHECK_MS = 5_000;

/** What is made after those that call it. */
type Late = {
  askMetrcNow: () => Promise<boolean>;
  takeWaitingScans: () => void;
  recordsFailed: Desk['recordsFailed'];
};

/** Between two sales the database does what would else delay one of them. */
function tidyRecords(desk: Desk): void {
  if (desk.openSale || desk.preparing || desk.mending) return;
  meetingRecords(desk, 'tidying the records', () => desk.ports.store.tidy());
}

/** Locks the register after a time without a touch; the cart stays. Answers the stop. */
function startIdleLock(desk: Desk, lastTouch: () => number): () => void {
  let cancel = (): void => {};
  const check = (): void => {
    const idle = desk.ports.clock.monotonic() - lastTouch() > desk.settings.waits.idleLockMs;
    if (idle && desk.signedIn && !desk.openSale && !desk.preparing && !desk.mending) {
      meetingRecords(desk, 'the idle lock', () => lock(desk));
    }
    tidyRecords(desk);
    cancel = desk.ports.clock.after(IDLE_CHECK_MS, check);
  };
  check();
  return () => cancel();
}

/**
 * Starts the register. Order: what the last process left is reviewed first (pulses never sent late, paper that may have
 * begun), then unresolved sales, then devices, then Metrc. The database is open and migrated; staff and prices are in it.
 */
export function createRegister(ports: Ports, settings: Settings, bench: TrainingBench | null): Register {
  const news = announcer();
  const late: Late = {
    askMetrcNow: async () => false,
    takeWaitingScans: () => {},
    recordsFailed: (what, error) => ports.log({ what, error }),
  };
  const recordsFailed: Desk['recordsFailed'] = (what, error) => late.recordsFailed(what, error);
  const desk = newDesk(ports, settings, { changed: news.changed, recordsFailed });
  reviewPulsesAtStart(desk);
  reviewPrintsAtStart(desk);

  const prints = startPrintQueue(desk);
  let lastTouch = ports.clock.monotonic();
  const touched = (): void => {
    lastTouch = ports.clock.monotonic();
  };
  const sales = salesAtWork(desk, {
    prints,
    // A sale has just met the trouble: the lane stops now, not when it has lasted.
    metrcInTrouble: () => void late.askMetrcNow().then((isGood) => (isGood ? undefined : blockNow(desk))),
    takeWaitingScans: () => late.takeWaitingScans(),
  });
  late.recordsFailed = sales.recordsFailed;
  const adder = packageAdder(desk, () => void late.askMetrcNow());
  const scans = scanTaker(desk, adder);
  const watch = watchMetrc(desk, () => {
    sales.lookNow();
    // A customer whom Metrc could not be asked about is asked about again by itself.
    if (desk.draft.customer?.status === 'no_answer') recheckCustomer(desk);
  });
  late.askMetrcNow = watch.askNow;
  late.takeWaitingScans = scans.takeWaiting;

  reviewBlock(desk);
  sales.begin();
  adder.recheck();
  recheckCustomer(desk);
  followDevices(desk, scans, prints, touched);
  const stopIdleLock = startIdleLock(desk, () => lastTouch);
  const saleWatch = watchSales(desk, sales.holdLane);
  const days = dayComparer(desk, saleWatch);
  loadCatalogue(desk).catch((error) => ports.log({ what: 'catalogue', error }));

  const draw = snapshotDrawer(desk);
  const router = registerRouter({
    draw,
    desk,
    bench,
    news,
    sales,
    adder,
    scans,
    prints,
    askMetrcNow: watch.askNow,
    days,
    changing: { runner: sales.changes, askMetrcNow: watch.askNow, onConflict: sales.holdLane },
    touched,
  });
  return {
    router,
    snapshot: () => draw(news.revision()),
    close: async () => {
      desk.closing = true;
      stopIdleLock();
      saleWatch.stop();
      watch.stop();
      sales.stop();
      prints.stop();
      news.end();
      await Promise.all([ports.scanner.stop(), ports.printer.stop(), ports.drawer.stop()]);
      await ports.metrc.close();
      ports.store.close();
    },
  };
}
