/**
 * The register: ports and settings in, the handlers of the contract out. This file knows the order in which things start
 * and stop; what a person does is in actions/, what is right is in domain/.
 */
import type { LinkView, Snapshot } from '../shared/contract/snapshot.ts';
import { paperWords } from '../shared/words/paper-words.ts';
import { packageAdder } from './actions/add-package.ts';
import { announcer } from './actions/announcer.ts';
import { ChangeRunner } from './actions/change-runner.ts';
import { recheckCustomer } from './actions/check-customer.ts';
import type { Desk, Ports } from './actions/desk.ts';
import { freshDraft } from './actions/edit-cart.ts';
import { saleAftermath } from './actions/finish-sale.ts';
import { loadCatalogue } from './actions/load-catalogue.ts';
import { reviewPulsesAtStart } from './actions/open-drawer.ts';
import { reviewPrintsAtStart, startPrintQueue } from './actions/print-queue.ts';
import { SaleRunner } from './actions/settle-sale.ts';
import { snapshotDrawer } from './actions/show-register.ts';
import { lock } from './actions/sign-in.ts';
import { scanTaker } from './actions/take-scan.ts';
import { blockNow, watchMetrc } from './actions/watch-metrc.ts';
import { watchSales } from './actions/watch-sales.ts';
import { holdsTheLane } from './domain/sale/protocol.ts';
import type { Device, DeviceState } from './ports/device.ts';
import type { Settings } from './ports/settings.ts';
import type { StoredSale } from './ports/store.ts';
import { type RegisterRouter, registerRouter, type TrainingBench } from './register-router.ts';

export type Register = {
  readonly router: RegisterRouter;
  /** The same snapshot the screens get: for tests, measurements and commands. */
  readonly snapshot: () => Snapshot;
  readonly close: () => Promise<void>;
};

const IDLE_CHECK_MS = 5_000;

function newDesk(ports: Ports, settings: Settings, changed: () => void): Desk {
  const { clock, store } = ports;
  const link = (id: LinkView['id']): [LinkView['id'], LinkView] => [
    id,
    { id, state: 'connecting', reason: null, since: clock.now() },
  ];
  const desk: Desk = {
    ports,
    settings,
    words: paperWords[settings.language],
    signedIn: null,
    // Replaced right below: an empty cart needs the desk to be made.
    draft: store.drafts.onTheCounter()?.draft ?? {
      saleId: '',
      saleNumber: 1,
      startedAt: 0,
      nextLineId: 1,
      lines: [],
      customer: null,
      tender: null,
    },
    undo: [],
    checks: new Map(),
    notAdded: null,
    lastScan: null,
    openSale: null,
    unresolvedQueue: store.sales.unresolved().filter((sale) => holdsTheLane(sale.protocol)),
    signed: null,
    preparing: null,
    saleRefusal: null,
    blocked: null,
    metrc: {
      lastGoodAt: null,
      trouble: null,
      since: clock.now(),
      clockOffsetMs: null,
      licenceCovered: true,
      nextAskAt: null,
    },
    links: new Map((['scanner', 'printer', 'drawer', 'metrc'] as const).map(link)),
    waitingScans: [],
    plateStays: false,
    salesRevision: 0,
    changes: () => [],
    refunded: null,
    closing: false,
    changed,
  };
  if (desk.draft.saleId === '') desk.draft = store.transaction(() => freshDraft(desk));
  return desk;
}

function linkState(state: DeviceState): Pick<LinkView, 'state' | 'reason'> {
  switch (state.kind) {
    case 'ready':
      return { state: 'ok', reason: null };
    case 'attention':
      return { state: 'attention', reason: state.reason };
    case 'lost':
      return { state: 'down', reason: state.reason };
    default:
      return { state: state.kind, reason: null };
  }
}

/** Follows a device: its tile on the screen, and what to do when it becomes ready. */
function follow(desk: Desk, id: LinkView['id'], device: Device, onReady: () => void): void {
  const take = (state: DeviceState): void => {
    desk.links.set(id, { id, ...linkState(state), since: desk.ports.clock.now() });
    if (state.kind === 'ready') onReady();
    desk.changed();
  };
  device.onState(take);
  take(device.state());
  device.start();
}

function followDevices(desk: Desk, pokePrinter: () => void): void {
  const { scanner, printer, drawer } = desk.ports;
  drawer.onPosition(() => desk.changed());
  follow(desk, 'scanner', scanner, () => {});
  follow(desk, 'printer', printer, pokePrinter);
  follow(desk, 'drawer', drawer, () => {});
}

/** Sales that an earlier process left unresolved are taken one after the other, the oldest first. */
function unresolvedTaker(desk: Desk, resume: (sale: NonNullable<Desk['openSale']>) => void): () => void {
  return () => {
    if (desk.openSale) return;
    const record = desk.unresolvedQueue.shift();
    if (!record) return;
    const sale = {
      record,
      protocol: record.protocol,
      askedAt: record.soldAt,
      because: 'restart' as const,
      looks: 0,
      lastLook: null,
      evidenceAt: null,
      nextLookAt: null,
      quietUntil: null,
      choice: record.protocol.cancelWanted ? ('leaves' as const) : null,
      unknownSince: record.soldAt,
      afterRestart: true,
      draft: null,
    };
    desk.openSale = sale;
    resume(sale);
  };
}

/** A sale that Metrc contradicts takes the lane as soon as that is free, until a lead has settled it. */
const conflictTaker =
  (desk: Desk, nextUnresolved: () => void): ((sale: StoredSale) => void) =>
  (sale) => {
    desk.unresolvedQueue.push(sale);
    nextUnresolved();
  };

/** Locks the register after a time without a touch; the cart stays. Answers the stop. */
function startIdleLock(desk: Desk, lastTouch: () => number): () => void {
  let cancel = (): void => {};
  const check = (): void => {
    const idle = desk.ports.clock.monotonic() - lastTouch() > desk.settings.waits.idleLockMs;
    if (idle && desk.signedIn && !desk.openSale && !desk.preparing) lock(desk);
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
  const desk = newDesk(ports, settings, news.changed);
  reviewPulsesAtStart(desk);
  reviewPrintsAtStart(desk);

  const prints = startPrintQueue(desk);
  let lastTouch = ports.clock.monotonic();
  const touched = (): void => {
    lastTouch = ports.clock.monotonic();
  };
  const late: { askMetrcNow: () => Promise<boolean>; nextUnresolved: () => void; takeWaitingScans: () => void } = {
    askMetrcNow: async () => false,
    nextUnresolved: () => {},
    takeWaitingScans: () => {},
  };
  const aftermath = saleAftermath(desk, {
    pokePrinter: prints.poke,
    // A sale has just met the trouble: the lane stops now, not when it has lasted.
    metrcInTrouble: () => void late.askMetrcNow().then((isGood) => (isGood ? undefined : blockNow(desk))),
    nextUnresolved: () => late.nextUnresolved(),
    takeWaitingScans: () => late.takeWaitingScans(),
  });
  const runner = new SaleRunner(desk, aftermath);
  const adder = packageAdder(desk, () => void late.askMetrcNow());
  const scans = scanTaker(desk, adder);
  const watch = watchMetrc(desk, () => {
    runner.lookNow();
    // A customer whom Metrc could not be asked about is asked about again by itself.
    if (desk.draft.customer?.status === 'no_answer') recheckCustomer(desk);
  });
  late.askMetrcNow = watch.askNow;
  late.nextUnresolved = unresolvedTaker(desk, (sale) => runner.resume(sale));
  late.takeWaitingScans = scans.takeWaiting;

  const onConflict = conflictTaker(desk, late.nextUnresolved);
  const changes = new ChangeRunner(desk, { pokePrinter: prints.poke, onConflict });
  desk.changes = () => changes.views();

  late.nextUnresolved();
  changes.resume();
  adder.recheck();
  recheckCustomer(desk);
  ports.scanner.onScan((scan) => {
    touched();
    scans.take(scan);
  });
  ports.scanner.onFault(scans.fault);
  followDevices(desk, prints.poke);
  const stopIdleLock = startIdleLock(desk, () => lastTouch);
  const saleWatch = watchSales(desk, onConflict);
  loadCatalogue(desk).catch((error) => ports.log({ what: 'catalogue', error }));

  const draw = snapshotDrawer(desk);
  const router = registerRouter({
    draw,
    desk,
    bench,
    news,
    runner,
    adder,
    scans,
    prints,
    askMetrcNow: watch.askNow,
    changing: { runner: changes, askMetrcNow: watch.askNow, onConflict },
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
      runner.stop();
      changes.stop();
      prints.stop();
      news.end();
      await Promise.all([ports.scanner.stop(), ports.printer.stop(), ports.drawer.stop()]);
      await ports.metrc.close();
      ports.store.close();
    },
  };
}
