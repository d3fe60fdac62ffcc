/**
 * When the records could not be written or read: nothing is printed and no drawer opens, the lane stays blocked, the ballast
 * gives its room back, the records are opened again, and what stands in them decides. A sale that was under way is then
 * settled by reading Metrc, exactly as after a restart (docs/sale-protocol.md 9).
 */
import { refuse } from '../../shared/contract/refusals.ts';
import { StoreFault, type StoreProblemCode } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { freshDraft } from './edit-cart.ts';
import { reviewPulsesAtStart } from './send-pulse.ts';
import { reviewBlock } from './watch-metrc.ts';

/** How long each try waits for its turn; the last figure is for all that follow. */
const SPACING_MS = [0, 1000, 2000, 5000, 10_000, 15_000] as const;
/** About ten minutes of trying. Then only a person helps. */
const MOST_TRIES = 40;
/** Records that worked for so long begin the next time with the first try again. */
const CALM_MS = 60_000;

/** What can pass by itself or by a helping hand: a full disk, a disk that hung, a viewer that is closed again. */
const CAN_PASS: readonly StoreProblemCode[] = [
  'DISK_FULL',
  'DISK_ERROR',
  'DATABASE_BUSY',
  'DATA_FOLDER_NOT_WRITABLE',
  'DATABASE_MISSING',
];

export type RecordsMender = {
  /** Something met records that fail. Harmless when it is known already; never throws. */
  readonly failed: (what: string, error: unknown) => void;
  readonly stop: () => void;
};

type Mended = {
  /** Stops looking at Metrc for sales whose outcome cannot be written. */
  readonly pauseSales: () => void;
  /** Goes on with the sales as the records have them now. */
  readonly takeUpSales: () => void;
  /** Paper that a failed write left as begun is offered; what is owed is printed. */
  readonly takeUpPaper: () => void;
};

export function recordsMender(desk: Desk, mended: Mended): RecordsMender {
  const { store, clock, ballast, log } = desk.ports;
  let cancel = (): void => {};
  let stopped = false;
  let tries = 0;
  let mendedAt: number | null = null;

  const say = (problem: StoreProblemCode | null, nextTryAt: number | null, isOver: boolean): void => {
    const before = desk.mending;
    const code = isOver ? 'STORE_SHUT' : 'STORE_FAILED';
    const recorded = desk.openSale || desk.preparing ? 'not_known_yet' : (before?.recorded ?? 'no');
    desk.mending = { nextTryAt, recorded };
    const refusal = problem === null ? refuse(code) : refuse(code, { problem });
    const since = before && desk.blocked ? desk.blocked.since : clock.now();
    desk.blocked = { refusal: { ...refusal, recorded }, since };
    desk.changed();
  };

  const plan = (problem: StoreProblemCode | null): void => {
    const passes = problem === null || CAN_PASS.includes(problem);
    if (stopped || !passes || tries >= MOST_TRIES) {
      say(problem, null, true);
      return;
    }
    const wait = SPACING_MS[tries] ?? SPACING_MS[5];
    tries += 1;
    say(problem, clock.now() + wait, false);
    cancel = clock.after(wait, () => tryNow(problem));
  };

  /** Everything in memory that repeats what the records hold is read from them again. */
  const readAgain = (problem: StoreProblemCode | null): void => {
    store.journal.append({ at: clock.now(), kind: 'records.opened_again', actor: null, body: { problem, tries } });
    desk.draft = store.drafts.onTheCounter()?.draft ?? store.transaction(() => freshDraft(desk));
    desk.undo.length = 0;
    desk.notAdded = null;
    reviewPulsesAtStart(desk);
    desk.mending = null;
    desk.blocked = null;
    mendedAt = clock.monotonic();
    reviewBlock(desk);
    desk.salesRevision += 1;
    mended.takeUpPaper();
    mended.takeUpSales();
    desk.changed();
  };

  const tryNow = (problem: StoreProblemCode | null): void => {
    if (stopped) return;
    ballast.drop();
    const opened = store.reopen();
    if (!opened.ok) {
      log({ what: `the records could not be opened again: ${opened.error.code} ${opened.error.detail ?? ''}` });
      plan(opened.error.code);
      return;
    }
    try {
      readAgain(problem);
    } catch (error) {
      log({ what: 'the records failed again', error });
      plan(error instanceof StoreFault ? error.problem.code : null);
    }
  };

  return {
    failed: (what, error) => {
      log({ what, error });
      if (desk.mending || stopped) return;
      if (error instanceof StoreFault && error.problem.code === 'TAKEN_OVER') {
        // Nothing is wrong with the records: another register writes them now, and this one says so.
        reviewBlock(desk);
        desk.changed();
        return;
      }
      if (mendedAt === null || clock.monotonic() - mendedAt > CALM_MS) tries = 0;
      mended.pauseSales();
      plan(error instanceof StoreFault ? error.problem.code : null);
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

/** Runs something that nobody waits for, a scan or a timer: records that fail in it are mended and end no process. */
export function meetingRecords(desk: Desk, what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    desk.recordsFailed(what, error);
  }
}
