/** Looks at the way to Metrc again and again, so that a lost link is known within two seconds and not at the next question. */
import type { WayTrouble } from '../ports/metrc-way.ts';
import type { Desk } from './desk.ts';

export type WayWatch = {
  /** Looks now, or waits for the look that is under way. True: the way is open. */
  readonly lookNow: () => Promise<boolean>;
  /** What the last look found missing; null when it was open or there was none yet. */
  readonly brokenBecause: () => WayTrouble | null;
  readonly stop: () => void;
};

export type WayTold = {
  /** After each look that found it broken. */
  readonly broken: (because: WayTrouble) => void;
  /** Once when it is open again. */
  readonly back: () => void;
};

/**
 * Starts at once. A look that hangs ends after 1.15 s and the pause before it is half a second, shorter while the way is
 * broken: from a loss to its word less than two seconds pass (docs/decisions/0024-a-look-at-the-way.md).
 */
export function watchWay(desk: Desk, told: WayTold): WayWatch {
  const { clock, metrcWay, log } = desk.ports;
  let cancel = (): void => {};
  let stopped = false;
  let because: WayTrouble | null = null;
  let looking: Promise<boolean> | null = null;

  const look = async (): Promise<boolean> => {
    cancel();
    const probe = await metrcWay.probe();
    if (stopped) return false;
    const before = because;
    because = probe.kind === 'broken' ? probe.because : null;
    if (because !== null) told.broken(because);
    else if (before !== null) told.back();
    return because === null;
  };
  const schedule = (): void => {
    if (stopped) return;
    const { wayEveryMs, wayRetryMs } = desk.settings.waits;
    cancel = clock.after(because === null ? wayEveryMs : wayRetryMs, () => void lookNow());
  };
  const lookNow = (): Promise<boolean> => {
    looking ??= look()
      .catch((error) => {
        log({ what: 'look at the way to Metrc', error });
        return because === null;
      })
      .finally(() => {
        looking = null;
        schedule();
      });
    return looking;
  };
  void lookNow();
  return {
    lookNow,
    brokenBecause: () => because,
    stop: () => {
      stopped = true;
      cancel();
      metrcWay.close();
    },
  };
}
