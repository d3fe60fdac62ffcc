import type { Clock } from '../../../src/main/ports/clock.ts';

/** The clock of the machine. `speed` 10 makes every wait ten times shorter; what is measured on it grows ten times faster. */
export function realClock(speed = 1): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now() * speed,
    after(ms, callBack) {
      const timer = setTimeout(callBack, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands still until it is moved. Runs what is due in the order of its time. */
export function handClock(): Clock & { advance(ms: number): void; jumpWallClock(ms: number): void } {
  let monotonic = 1000;
  let wall = 1_790_000_000_000;
  let due: { at: number; callBack: () => void }[] = [];
  return {
    now: () => wall,
    monotonic: () => monotonic,
    after(ms, callBack) {
      const entry = { at: monotonic + ms, callBack };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const until = monotonic + ms;
      for (;;) {
        const next = due.filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((entry) => entry !== next);
        wall += next.at - monotonic;
        monotonic = next.at;
        next.callBack();
      }
      wall += until - monotonic;
      monotonic = until;
    },
    jumpWallClock(ms) {
      wall += ms;
    },
  };
}
