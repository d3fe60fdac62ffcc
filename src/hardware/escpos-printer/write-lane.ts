/** Only one may write to the printer at a time; a drawer pulse goes before the next block of a receipt, never into one. */
import type { Clock } from '../../main/ports/clock.ts';

type Waiter = { readonly urgent: boolean; take(): void };

export class WriteLane {
  readonly #clock: Clock;
  #busy = false;
  #waiting: Waiter[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  busy(): boolean {
    return this.#busy;
  }

  /** Answers with the function that frees the lane again, or null when it was not free within `waitMs`. */
  enter(how: { readonly urgent: boolean; readonly waitMs: number | null }): Promise<(() => void) | null> {
    if (!this.#busy) return Promise.resolve(this.#occupy());
    return new Promise((resolve) => {
      let cancel = () => {};
      const waiter: Waiter = {
        urgent: how.urgent,
        take: () => {
          cancel();
          resolve(this.#occupy());
        },
      };
      if (how.waitMs !== null) {
        cancel = this.#clock.after(how.waitMs, () => {
          this.#waiting = this.#waiting.filter((other) => other !== waiter);
          resolve(null);
        });
      }
      this.#waiting.push(waiter);
    });
  }

  #occupy(): () => void {
    this.#busy = true;
    let free = false;
    return () => {
      if (free) return;
      free = true;
      this.#busy = false;
      const next = this.#waiting.find((waiter) => waiter.urgent) ?? this.#waiting[0];
      if (next === undefined) return;
      this.#waiting = this.#waiting.filter((waiter) => waiter !== next);
      next.take();
    };
  }
}
