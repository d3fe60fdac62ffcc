/** Keeps asking Metrc whether it can be asked, and says on the screen when it cannot. */
import { type Refusal, refuse } from '../../shared/contract/refusals.ts';
import type { ControlRead, MetrcTrouble } from '../ports/metrc.ts';
import type { Desk } from './desk.ts';

/** A trouble this old stops sales even before the last good read is too old: a short hiccup does not turn the screen red. */
const BLOCK_AFTER_MS = 10_000;

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

/** Sets or clears the block; it clears itself the moment the reason is gone. */
export function reviewBlock(desk: Desk): void {
  if (desk.mending) return; // what is wrong with the records is mended elsewhere
  const refusal = reasonToBlock(desk);
  if (refusal === null) {
    desk.blocked = null;
  } else if (desk.blocked?.refusal.code !== refusal.code) {
    desk.blocked = { refusal, since: desk.ports.clock.now() };
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
  const now = desk.ports.clock.now();
  if (desk.metrc.trouble !== trouble) desk.metrc.since = now;
  desk.metrc.trouble = trouble;
  desk.links.set('metrc', {
    id: 'metrc',
    state: trouble === null ? 'ok' : 'attention',
    reason: trouble,
    since: desk.metrc.since,
  });
}

/** A clock that is a little off still sells, and says so at Metrc's tile until it is right. */
function warnOfClock({ metrc, links }: Desk): void {
  const off = metrc.clockOffsetMs;
  if (metrc.trouble !== null || off === null || Math.abs(off) <= CLOCK_WARN_MS) return;
  links.set('metrc', { id: 'metrc', state: 'attention', reason: 'clock_off', since: metrc.since });
}

function take(desk: Desk, read: ControlRead): void {
  if (read.kind === 'failed') {
    setTrouble(desk, read.because);
  } else {
    desk.metrc.lastGoodAt = desk.ports.clock.monotonic();
    desk.metrc.clockOffsetMs = read.metrcNow === null ? null : read.metrcNow - desk.ports.clock.now();
    const covered = read.licences.some((licence) => licence.number === desk.settings.licence);
    setTrouble(desk, covered ? null : 'licence');
  }
  warnOfClock(desk);
  reviewBlock(desk);
  const link = desk.links.get('metrc');
  if (link && desk.blocked) desk.links.set('metrc', { ...link, state: 'down' });
}

export type MetrcWatch = {
  /** Asks now and answers whether Metrc can be asked. */
  readonly askNow: () => Promise<boolean>;
  readonly stop: () => void;
};

/** Starts the watch: at once, then every `controlEveryMs`, and every `controlRetryMs` while there is trouble. */
export function watchMetrc(desk: Desk, onGood: () => void): MetrcWatch {
  let cancel = (): void => {};
  let stopped = false;
  let asking: Promise<boolean> | null = null;

  const schedule = (): void => {
    cancel();
    if (stopped) return;
    const { controlEveryMs, controlRetryMs } = desk.settings.waits;
    const wait = desk.metrc.trouble === null ? controlEveryMs : controlRetryMs;
    desk.metrc.nextAskAt = desk.ports.clock.now() + wait;
    cancel = desk.ports.clock.after(wait, () => void askNow());
  };
  const ask = async (): Promise<boolean> => {
    const read = await desk.ports.metrc.control();
    if (stopped) return false;
    take(desk, read);
    schedule();
    desk.changed();
    if (desk.metrc.trouble === null) onGood();
    return desk.metrc.trouble === null;
  };
  const askNow = (): Promise<boolean> => {
    asking ??= ask()
      .catch((error) => {
        desk.ports.log({ what: 'control read', error });
        schedule();
        return false;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  void askNow();
  return {
    askNow,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
