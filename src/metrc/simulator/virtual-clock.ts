import type { Clock } from '../../main/ports/clock.ts';

/** A clock that stands still until it is moved. */
export type VirtualClock = Clock & {
  /** Moves on, and does on the way what has become due, in the order of its time. */
  advance(ms: number): void;
};

/** @param startsAt UTC milliseconds */
export function createVirtualClock(startsAt: number): VirtualClock {
  type Due = { readonly at: number; readonly callBack: () => void };
  let passed = 0;
  let due: Due[] = [];
  return {
    now: () => startsAt + passed,
    monotonic: () => passed,
    after(ms, callBack) {
      const entry = { at: passed + ms, callBack };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const until = passed + ms;
      for (;;) {
        const [next] = due.filter((entry) => entry.at <= until).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        due = due.filter((entry) => entry !== next);
        passed = Math.max(passed, next.at);
        next.callBack();
      }
      passed = until;
    },
  };
}
