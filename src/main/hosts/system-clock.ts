import type { Clock } from '../ports/clock.ts';

/** How often the clock is read while nobody asks for it; a program that runs reads it in time. */
const READ_EVERY_MS = 1000;

/** A longer step than this is a machine that slept or a program that stood still. */
const LONGEST_STEP_MS = 5000;

/**
 * A monotonic clock that does not count sleep. Some systems' monotonic clocks go on while the machine is suspended, and the
 * windows of the sale protocol must not pass there: what the machine still had to send, it sends when it wakes up
 * (docs/sale-protocol.md 10). Whatever passed between two readings counts for five seconds at most, so it must be read often.
 * @param raw milliseconds of the system's own monotonic clock.
 */
export function awakeClock(raw: () => number): () => number {
  let last = raw();
  let awake = last;
  return () => {
    const now = raw();
    // A clock that goes back in spite of its name must not take time away either.
    awake += Math.min(Math.max(0, now - last), LONGEST_STEP_MS);
    last = now;
    return awake;
  };
}

const monotonic = awakeClock(() => performance.now());
// Holds no process open, and costs nothing that could be measured.
setInterval(monotonic, READ_EVERY_MS).unref();

/** The machine's clocks. Every other part is handed one. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic,
  after: (ms, callBack) => {
    const timer = setTimeout(callBack, ms);
    return () => clearTimeout(timer);
  },
};
