/** A register that is started again more often than every quiet window settles nothing: each start begins the wait anew. */

/** From so many such starts on, people are told to leave the register on (docs/sale-protocol.md 9). */
export const RESTARTS_THAT_ALARM = 2;

/**
 * How many of the last starts in a row came sooner than the quiet window after the one before.
 * @param instants the sale and then each start that found it in doubt, UTC milliseconds, the newest last. The wall clock
 *   may have jumped in between, so a step back counts by its length; these figures make words and decide nothing.
 */
export function quickRestarts(instants: readonly number[], quietMs: number): number {
  let quick = 0;
  for (let i = instants.length - 1; i > 0; i -= 1) {
    const gap = Math.abs((instants[i] ?? 0) - (instants[i - 1] ?? 0));
    if (gap >= quietMs) break;
    quick += 1;
  }
  return quick;
}
