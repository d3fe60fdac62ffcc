/** The table of calls, wired to the actions. One line per call; a call that is not in the contract does not compile. */
import { implement, ORPCError, type RouterClient } from '@orpc/server';
import type { BenchAct, BenchView } from '../shared/contract/bench-view.ts';
import { contract } from '../shared/contract/contract.ts';
import { type Answer, refuse } from '../shared/contract/refusals.ts';
import type { Snapshot } from '../shared/contract/snapshot.ts';
import { err, ok } from '../shared/values/result.ts';
import type { PackageAdder } from './actions/add-package.ts';
import type { Announcer } from './actions/announcer.ts';
import { type ChangeTools, returnGoods, voidSale } from './actions/change-sale.ts';
import {
  changeBuyerType,
  clearCustomer,
  customerByHand,
  recheckCustomer,
  recordAgencyCheck,
} from './actions/check-customer.ts';
import { closeDrawer, countDrawer } from './actions/close-drawer.ts';
import type { DayComparer } from './actions/compare-day.ts';
import type { Desk } from './actions/desk.ts';
import { changeQuantity, clearNotices, hold, resume, undo, voidLine } from './actions/edit-cart.ts';
import { cancelPrint, reprint, retryPrint, salesOfDay, searchPackages } from './actions/list-sales.ts';
import { noSale, openDrawer } from './actions/open-drawer.ts';
import { parkedSeenTo, parkSale } from './actions/park-sale.ts';
import type { PrintQueue } from './actions/print-queue.ts';
import type { SalesAtWork } from './actions/sales-at-work.ts';
import { settleConflict } from './actions/settle-conflict.ts';
import { saleDetail } from './actions/show-sale.ts';
import { copyZ, showZ, zReports } from './actions/show-z.ts';
import { lock, signIn } from './actions/sign-in.ts';
import { clearTender, pay, tenderCash, tenderDebit } from './actions/submit-sale.ts';
import type { ScanTaker } from './actions/take-scan.ts';
import { StoreFault } from './ports/store.ts';

/** The physical counter of the training store; absent anywhere else. */
export type TrainingBench = {
  readonly view: () => BenchView;
  /** Announces every change of the bench. */
  readonly news: Announcer;
  readonly act: (act: BenchAct) => Promise<void>;
};

export type RouterParts = {
  readonly desk: Desk;
  readonly bench: TrainingBench | null;
  readonly news: Announcer;
  readonly sales: SalesAtWork;
  readonly adder: PackageAdder;
  readonly scans: ScanTaker;
  readonly prints: PrintQueue;
  readonly askMetrcNow: () => Promise<boolean>;
  readonly days: DayComparer;
  readonly changing: ChangeTools;
  readonly draw: (revision: number) => Snapshot;
  /** Somebody did something: the idle lock starts counting anew. */
  readonly touched: () => void;
};

const done: Answer = ok(null);

function wishOf({ desk, sales }: RouterParts, place: 'openSale' | 'parked', wish: 'leaves' | 'waits'): Answer {
  if (!desk.signedIn) return err(refuse('NOT_SIGNED_IN'));
  if (!desk[place]) return err(refuse('SALE_NOT_OPEN'));
  (place === 'openSale' ? sales.lane : sales.parked).customer(wish);
  return done;
}

/** A call that meets records that fail has them opened again; it still fails itself, because it has not done its work. */
function tellingOfFaults<O>(desk: Desk, work: () => O): O {
  const tell = (error: unknown): never => {
    if (error instanceof StoreFault) desk.recordsFailed('a call', error);
    throw error;
  };
  try {
    const done = work();
    if (done instanceof Promise) done.catch(tell).catch(() => {});
    return done;
  } catch (error) {
    return tell(error);
  }
}

/** A cart that came back may hold what was never read, or not lately. */
function thenRecheck({ desk, adder }: RouterParts, answer: Answer): Answer {
  if (answer.ok) {
    adder.recheck();
    recheckCustomer(desk);
  }
  return answer;
}

async function pressPay(
  { desk, sales, adder, scans, askMetrcNow }: RouterParts,
  input: Parameters<typeof pay>[3],
): Promise<Answer> {
  if (desk.openSale === null && desk.preparing === null) adder.recheck();
  const answer = await pay(desk, sales.lane, askMetrcNow, input);
  // Scans that waited for a sale that was not asked after all belong to the cart that stays.
  if (desk.openSale === null) scans.takeWaiting();
  sales.next();
  return answer;
}

function putPlateAway(desk: Desk): Answer {
  clearNotices(desk);
  desk.changed();
  return done;
}

async function benchAct(bench: TrainingBench | null, input: Parameters<TrainingBench['act']>[0]): Promise<Answer> {
  if (!bench) return err(refuse('NOT_TRAINING'));
  await bench.act(input);
  return done;
}

export function registerRouter(parts: RouterParts) {
  const { desk, bench, news, sales, adder, scans, prints, changing, touched, draw } = parts;
  const os = implement(contract).$context<{ readonly surface: 'screen' }>();
  const poke = prints.poke;
  const at = (): number => desk.ports.clock.now();
  /** A call of a person: it keeps the register from locking itself. */
  const act =
    <I, O>(work: (input: I) => O) =>
    ({ input }: { readonly input: I }): O => {
      touched();
      return tellingOfFaults(desk, () => work(input));
    };

  return os.router({
    watch: os.watch.handler(({ signal }) => news.follow(signal, draw)),
    staff: {
      signIn: os.staff.signIn.handler(act((input) => signIn(desk, input))),
      lock: os.staff.lock.handler(() => lock(desk)),
    },
    cart: {
      enterCode: os.cart.enterCode.handler(act((input) => scans.take({ text: input.text, aimId: null, at: at() }))),
      addPackage: os.cart.addPackage.handler(act((input) => adder.add(input.label, null))),
      setQuantity: os.cart.setQuantity.handler(act((input) => changeQuantity(desk, input))),
      voidLine: os.cart.voidLine.handler(act((input) => voidLine(desk, input))),
      undo: os.cart.undo.handler(act(() => thenRecheck(parts, undo(desk)))),
      hold: os.cart.hold.handler(act(() => hold(desk))),
      resume: os.cart.resume.handler(act((input) => thenRecheck(parts, resume(desk, input)))),
      setCustomer: os.cart.setCustomer.handler(act((input) => customerByHand(desk, input))),
      setBuyerType: os.cart.setBuyerType.handler(act((input) => changeBuyerType(desk, input))),
      clearCustomer: os.cart.clearCustomer.handler(act(() => clearCustomer(desk))),
      recordAgencyCheck: os.cart.recordAgencyCheck.handler(act((input) => recordAgencyCheck(desk, input))),
    },
    tender: {
      cash: os.tender.cash.handler(act((input) => tenderCash(desk, input))),
      debit: os.tender.debit.handler(act(() => tenderDebit(desk))),
      clear: os.tender.clear.handler(act(() => clearTender(desk))),
      pay: os.tender.pay.handler(act((input) => pressPay(parts, input))),
      customerLeaves: os.tender.customerLeaves.handler(act(() => wishOf(parts, 'openSale', 'leaves'))),
      customerWaits: os.tender.customerWaits.handler(act(() => wishOf(parts, 'openSale', 'waits'))),
      nextSale: os.tender.nextSale.handler(act(() => putPlateAway(desk))),
    },
    conflict: {
      settle: os.conflict.settle.handler(act((input) => settleConflict(desk, sales.lane, input))),
    },
    park: {
      set: os.park.set.handler(act((input) => parkSale(desk, sales, input))),
      customerLeaves: os.park.customerLeaves.handler(act(() => wishOf(parts, 'parked', 'leaves'))),
      customerWaits: os.park.customerWaits.handler(act(() => wishOf(parts, 'parked', 'waits'))),
      seenTo: os.park.seenTo.handler(act(() => parkedSeenTo(desk))),
    },
    catalogue: { search: os.catalogue.search.handler(act((input) => searchPackages(desk, input))) },
    drawer: {
      open: os.drawer.open.handler(act((input) => openDrawer(desk, parts.days, input))),
      count: os.drawer.count.handler(act((input) => countDrawer(desk, parts.days, input))),
      close: os.drawer.close.handler(act((input) => closeDrawer(desk, parts.days, poke, input))),
      zReports: os.drawer.zReports.handler(() => zReports(desk)),
      showZ: os.drawer.showZ.handler(act((input) => showZ(desk, input))),
      copyZ: os.drawer.copyZ.handler(act((input) => copyZ(desk, poke, input))),
      noSale: os.drawer.noSale.handler(act((input) => noSale(desk, input))),
    },
    sales: {
      ofDay: os.sales.ofDay.handler(({ input }) => salesOfDay(desk, input)),
      reprint: os.sales.reprint.handler(act((input) => reprint(desk, poke, input))),
      detail: os.sales.detail.handler(({ input }) => saleDetail(desk, changing.runner, input)),
      void: os.sales.void.handler(act((input) => voidSale(desk, changing, input))),
      returnGoods: os.sales.returnGoods.handler(act((input) => returnGoods(desk, changing, input))),
    },
    prints: {
      retry: os.prints.retry.handler(act((input) => retryPrint(desk, poke, input))),
      cancel: os.prints.cancel.handler(act((input) => cancelPrint(desk, input))),
    },
    bench: {
      watch: os.bench.watch.handler(({ signal }) => {
        if (!bench) throw new ORPCError('NOT_FOUND');
        return bench.news.follow(signal, () => bench.view());
      }),
      act: os.bench.act.handler(act((input) => benchAct(bench, input))),
    },
  });
}

export type RegisterRouter = ReturnType<typeof registerRouter>;
/** A client of the same shape, for tests that call the register without a host. */
export type RegisterClient = RouterClient<RegisterRouter>;
