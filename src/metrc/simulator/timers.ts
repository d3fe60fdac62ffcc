import type { Clock } from '../../main/ports/clock.ts';

/** Waits that can be ended all at once, with the simulator. */
export type Timers = { later(ms: number, act: () => void): void; cancelAll(): void };

export function createTimers(clock: Clock): Timers {
  const cancels = new Set<() => void>();
  return {
    later(ms, act) {
      const cancel = clock.after(ms, () => {
        cancels.delete(cancel);
        act();
      });
      cancels.add(cancel);
    },
    cancelAll() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
