import type { Clock } from '../../main/ports/clock.ts';

/** The machine's own clock, for a simulator that nobody gives another one. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callBack) {
    const timer = setTimeout(callBack, ms);
    return () => clearTimeout(timer);
  },
};
