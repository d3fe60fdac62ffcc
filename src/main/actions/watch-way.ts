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
  /** Once when it is open again; `looks` tells how many in a row had found it broken. */
  readonly back: (looks: number) => void;
};

/**
 * Starts at once. A look ends within about 1.75 s at the most and the pause before it is 0.6 s, shorter while the way is
 * broken: loss to word is below two seconds for all but a name service that hangs at its slowest (docs/decisions/0024).
 */
export function watchWay(desk: Desk, told: WayTold): WayWatch {
  const { clock, metrcWay, log } = desk.ports;
  let cancel = (): void => {};
  let stopped = false;
  let because: WayTrouble | null = null;
  let looksBroken = 0;
  let looking: Promise<boolean> | null = null;

  const look = async (): Promise<boolean> => {
    cancel();
    const probe = await metrcWay.probe();
    if (stopped) return false;
    const before = looksBroken;
    because = probe.kind === 'broken' ? probe.because : null;
    looksBroken = because === null ? 0 : looksBroken + 1;
    if (because !== null) told.broken(because);
    else if (before > 0) told.back(before);
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
