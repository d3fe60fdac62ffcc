/** Keeps asking Metrc whether it can be asked, and says on the screen when it cannot. */
import { type Refusal, refuse } from '../../shared/contract/refusals.ts';
import type { ControlRead, MetrcTrouble } from '../ports/metrc.ts';
import type { Desk } from './desk.ts';
import { type WayWatch, watchWay } from './watch-way.ts';

/** A trouble this old stops sales even before the last good read is too old: a short hiccup does not turn the screen red. */
const BLOCK_AFTER_MS = 10_000;

/** A control read that takes longer is said on the tile while it goes on: what accepts and never speaks is a lost link too. */
const SLOW_ANSWER_MS = 1_800;

/** When the way is back all terminals see it at the same moment: their first question is spread over this long. */
const BACK_SPREAD_MS = 400;

/** These were said in an answer: they are newer than any look at the way. */
const ANSWERED: ReadonlySet<MetrcTrouble> = new Set(['server_error', 'keys', 'licence', 'rate', 'unreadable']);
/** Clocks this far apart are told; from `clockBlockMs` on nothing is sold (docs/sale-protocol.md 10). */
const CLOCK_WARN_MS = 60_000;

/**
 * The time for windows of what Metrc has recorded: the wall clock, or Metrc's own where the two are known to be far apart.
 * A wall clock that was set back must not end a window before the sale it is about.
 */
export function timeAtMetrc(desk: Desk): number {
  const { clockOffsetMs } = desk.metrc;
  const isOff = clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_WARN_MS;
  return desk.ports.clock.now() + (isOff ? clockOffsetMs : 0);
}

function troubleRefusal(desk: Desk, trouble: MetrcTrouble): Refusal {
  const facts = { trouble, sinceAt: desk.metrc.since };
  if (trouble === 'keys') return refuse('METRC_KEYS', facts);
  if (trouble === 'licence') return refuse('METRC_LICENCE', { ...facts, licence: desk.settings.licence });
  return refuse('METRC_UNREACHABLE', facts);
}

/** Is the last good control read young enough to begin a sale on it? */
export function controlIsFresh(desk: Desk, maxAgeMs: number): boolean {
  const { lastGoodAt, trouble } = desk.metrc;
  return trouble === null && lastGoodAt !== null && desk.ports.clock.monotonic() - lastGoodAt <= maxAgeMs;
}

/** Room for the outcome of the next sale, in any case: free, and held back by the ballast beside it. */
function diskReason({ ports, settings }: Desk): Refusal | null {
  const { ballast } = ports;
  const free = ports.freeBytes();
  // The ballast is made only out of what is left over: with it in place the reserve must still be free.
  const needed = settings.diskReserveBytes + (ballast.inPlace() ? 0 : ballast.bytes);
  if (free < needed) return refuse('DISK_LOW', { freeMegabytes: Math.floor(free / 1_048_576) });
  return ballast.make() ? null : refuse('BALLAST_MISSING');
}

function reasonToBlock(desk: Desk): Refusal | null {
  const { metrc, settings, ports } = desk;
  if (ports.store.damage() !== null)
    return {
      ...refuse('STORE_SHUT', { problem: 'DATABASE_CORRUPT' }),
      recorded: desk.openSale ? 'not_known_yet' : 'no',
    };
  const disk = diskReason(desk);
  if (disk) return disk;
  if (metrc.clockOffsetMs !== null && Math.abs(metrc.clockOffsetMs) > settings.clockBlockMs) {
    return refuse('METRC_CLOCK', { seconds: Math.round(Math.abs(metrc.clockOffsetMs) / 1000) });
  }
  if (metrc.trouble === 'keys' || metrc.trouble === 'licence') return troubleRefusal(desk, metrc.trouble);
  if (metrc.trouble === null) return null;
  const old = metrc.lastGoodAt === null || ports.clock.monotonic() - metrc.lastGoodAt > settings.waits.controlFreshMs;
  const lasting = ports.clock.now() - metrc.since >= BLOCK_AFTER_MS;
  return old || lasting ? troubleRefusal(desk, metrc.trouble) : null;
}

/** Nothing but a restart ends a block over the records themselves. */
export const endsWithARestart = (refusal: Refusal | undefined): boolean =>
  refusal?.code === 'STORE_SHUT' || refusal?.code === 'RECORDS_TAKEN';

/** Somebody deleted the file of the lock, or came in past it: nothing more is sold here, and nothing could be written. */
function stopIfTaken(desk: Desk): void {
  const why = desk.ports.store.heldNoMore();
  if (why === null || desk.blocked?.refusal.code === 'RECORDS_TAKEN') return;
  const refusal = refuse('RECORDS_TAKEN', why === 'lock_gone' ? { lockFile: 'countersign.lock.db' } : {});
  desk.blocked = {
    refusal: { ...refusal, recorded: desk.openSale ? 'not_known_yet' : 'no' },
    since: desk.ports.clock.now(),
  };
}

/** Sets or clears the block; it clears itself the moment the reason is gone. */
export function reviewBlock(desk: Desk): void {
  if (desk.mending) return; // what is wrong with the records is mended elsewhere
  stopIfTaken(desk);
  if (endsWithARestart(desk.blocked?.refusal)) return;
  const refusal = reasonToBlock(desk);
  if (refusal === null) {
    desk.blocked = null;
  } else if (desk.blocked?.refusal.code !== refusal.code) {
    desk.blocked = { refusal, since: desk.ports.clock.now() };
  } else if (desk.blocked.refusal.facts['trouble'] !== refusal.facts['trouble']) {
    // Another link of the same chain: the words follow it, the time stays.
    desk.blocked = { ...desk.blocked, refusal };
  }
}

/** Stops sales now, without waiting whether the trouble lasts: a sale has just met it. */
export function blockNow(desk: Desk): void {
  if (desk.metrc.trouble !== null && desk.blocked === null) {
    desk.blocked = { refusal: troubleRefusal(desk, desk.metrc.trouble), since: desk.ports.clock.now() };
  }
  desk.changed();
}

function setTrouble(desk: Desk, trouble: MetrcTrouble | null): void {
  // Since when Metrc cannot be asked: another reason on the way does not begin the time anew.
  if ((desk.metrc.trouble === null) !== (trouble === null)) desk.metrc.since = desk.ports.clock.now();
  desk.metrc.trouble = trouble;
  reviewBlock(desk);
  showLink(desk);
}

function showLink(desk: Desk): void {
  const { trouble, since } = desk.metrc;
  // A full disk or a lost lock stops sales too, and is nothing that Metrc's tile could say.
  const isStopped = desk.blocked?.refusal.code.startsWith('METRC_') === true;
  const state = isStopped ? 'down' : trouble === null ? 'ok' : 'attention';
  desk.links.set('metrc', { id: 'metrc', state, reason: trouble, since });
}

/** A clock that is a little off still sells, and says so at Metrc's tile until it is right. */
function warnOfClock({ metrc, links }: Desk): void {
  const off = metrc.clockOffsetMs;
  if (metrc.trouble !== null || off === null || Math.abs(off) <= CLOCK_WARN_MS) return;
  links.set('metrc', { id: 'metrc', state: 'attention', reason: 'clock_off', since: metrc.since });
}

function take(desk: Desk, read: ControlRead, way: WayWatch): void {
  if (read.kind === 'failed') {
    // The way's own word is the more exact one: a read without an answer knows only that it had none.
    setTrouble(desk, ANSWERED.has(read.because) ? read.because : (way.brokenBecause() ?? read.because));
    return;
  }
  desk.metrc.lastGoodAt = desk.ports.clock.monotonic();
  desk.metrc.clockOffsetMs = read.metrcNow === null ? null : read.metrcNow - desk.ports.clock.now();
  const covered = read.licences.some((licence) => licence.number === desk.settings.licence);
  setTrouble(desk, covered ? null : 'licence');
  warnOfClock(desk);
}

export type MetrcWatch = {
  /** Asks now and answers whether Metrc can be asked. While the way is broken it looks at that first, and goes no further. */
  readonly askNow: () => Promise<boolean>;
  readonly stop: () => void;
};

/**
 * Starts the watch. The way to Metrc is looked at all the time; Metrc itself is asked at once, then about every
 * `controlEveryMs`, about every `controlRetryMs` while there is trouble, and right after the way has come back.
 * @param random 0 to 1: spreads the questions, because terminals that lost Metrc together find it again together
 */
export function watchMetrc(desk: Desk, onGood: () => void, random: () => number = Math.random): MetrcWatch {
  const { clock, metrc, log } = desk.ports;
  let cancel = (): void => {};
  let stopped = false;
  let asking: Promise<boolean> | null = null;
  let isBack = false;

  const askIn = (wait: number): void => {
    cancel();
    if (stopped) return;
    // Nothing to count down to while the way is broken: it is looked at all the time.
    desk.metrc.nextAskAt = way.brokenBecause() === null ? clock.now() + wait : null;
    cancel = clock.after(wait, () => void askMetrc());
  };
  const schedule = (): void => {
    const { controlEveryMs, controlRetryMs } = desk.settings.waits;
    // While the way is broken its own looks know it first; a question now and then proves that they are right.
    const retries = desk.metrc.trouble !== null && way.brokenBecause() === null;
    const usual = (retries ? controlRetryMs : controlEveryMs) * (0.75 + 0.25 * random());
    askIn(Math.round(isBack ? random() * BACK_SPREAD_MS : usual));
  };
  const way = watchWay(desk, {
    broken: (because) => {
      const before = desk.links.get('metrc');
      const blockedBefore = desk.blocked;
      setTrouble(desk, because);
      desk.metrc.nextAskAt = null;
      const now = desk.links.get('metrc');
      if (before?.reason !== now?.reason || before?.state !== now?.state || blockedBefore !== desk.blocked)
        desk.changed();
    },
    back: () => {
      isBack = true;
      // A connection that waited through the loss may be dead without knowing it: the first question would hang on it.
      metrc.renewReads();
      if (asking === null) schedule();
    },
  });

  const ask = async (): Promise<boolean> => {
    cancel();
    isBack = false;
    const cancelSlow = clock.after(SLOW_ANSWER_MS, () => {
      if (stopped || desk.metrc.trouble !== null) return;
      setTrouble(desk, 'timeout');
      desk.changed();
    });
    const read = await metrc.control().finally(cancelSlow);
    if (stopped) return false;
    take(desk, read, way);
    if (desk.metrc.trouble === null) isBack = false;
    desk.changed();
    if (desk.metrc.trouble === null) onGood();
    return desk.metrc.trouble === null;
  };
  const askMetrc = (): Promise<boolean> => {
    asking ??= ask()
      .catch((error) => {
        log({ what: 'control read', error });
        return false;
      })
      .finally(() => {
        asking = null;
        schedule();
      });
    return asking;
  };
  const askNow = async (): Promise<boolean> => {
    if (asking === null && way.brokenBecause() !== null && !(await way.lookNow())) return false;
    return askMetrc();
  };
  void askMetrc();
  return {
    askNow,
    stop: () => {
      stopped = true;
      cancel();
      way.stop();
    },
  };
}
