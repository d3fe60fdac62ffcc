import type { Clock } from '../main/ports/clock.ts';

/** Given back when the read has ended, so that the next one may start. */
export type Turn = () => void;

/** `rate`: Metrc asked for a longer pause than anyone waits here. `timeout`: the reads before took too long. */
export type NoTurn = 'rate' | 'timeout';

export type ReadBudget = {
  /** Waits for a turn, or says why none can be had within the longest wait. */
  turn(): Promise<Turn | NoTurn>;
  /** No read starts for that many milliseconds: Metrc asked for it (429 or 503 with Retry-After). */
  holdOff(ms: number): void;
};

/**
 * Spaces reads out: one at a time and at most `perSecond` in any second (docs/sale-protocol.md 10), because keys and
 * licence are shared by all terminals of a store, and the vendor key by all stores. First come, first served.
 */
export function createReadBudget(
  clock: Clock,
  limits: { readonly perSecond: number; readonly longestWaitMs: number },
): ReadBudget {
  type Waiter = { readonly grant: (turn: Turn | NoTurn) => void; readonly giveUpAt: number; settled: boolean };
  const waiting: Waiter[] = [];
  let starts: number[] = [];
  let busy = false;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let cancelWake: (() => void) | null = null;

  const earliestStart = (now: number): number => {
    starts = starts.filter((start) => start > now - 1000);
    const slot = starts.length < limits.perSecond ? now : (starts.at(-limits.perSecond) ?? now) + 1000;
    return Math.max(now, slot, heldUntil);
  };

  const settle = (waiter: Waiter, turn: Turn | NoTurn): void => {
    waiter.settled = true;
    waiter.grant(turn);
  };

  const give = (waiter: Waiter, now: number): void => {
    busy = true;
    starts.push(now);
    let given = true;
    settle(waiter, () => {
      if (!given) return;
      given = false;
      busy = false;
      serve();
    });
  };

  function serve(): void {
    cancelWake?.();
    cancelWake = null;
    const now = clock.monotonic();
    const start = earliestStart(now);
    // Whoever would have to wait beyond his limit is told so now, not when the limit is over.
    while (waiting[0] && (waiting[0].settled || start > waiting[0].giveUpAt)) {
      const waiter = waiting.shift();
      if (waiter && !waiter.settled) settle(waiter, heldUntil > now ? 'rate' : 'timeout');
    }
    const next = waiting[0];
    if (busy || !next) return;
    if (start > now) {
      cancelWake = clock.after(start - now, serve);
      return;
    }
    waiting.shift();
    give(next, now);
  }

  return {
    turn: () =>
      new Promise((resolve) => {
        const cancelLimit = clock.after(limits.longestWaitMs, () => {
          if (!waiter.settled) settle(waiter, 'timeout');
        });
        const waiter: Waiter = {
          grant: (turn) => {
            cancelLimit();
            resolve(turn);
          },
          giveUpAt: clock.monotonic() + limits.longestWaitMs,
          settled: false,
        };
        waiting.push(waiter);
        serve();
      }),
    holdOff(ms) {
      heldUntil = Math.max(heldUntil, clock.monotonic() + ms);
    },
  };
}
