/**
 * Time that passes only when nothing else is left to do. All waits of the whole world lie in one heap; when no microtask, no
 * tick and no immediate is pending, the earliest of them comes due. The same calls give the same order, every time.
 */
import type { Clock } from '../../../src/main/ports/clock.ts';

type Wait = { readonly at: number; readonly order: number; act: (() => void) | null };

export type VirtualTime = {
  /** Milliseconds since the world began. */
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
  readonly pause: (ms: number) => Promise<void>;
  /** Runs until it is true, calling `each` after every event; false when nothing would ever happen any more or time is up. */
  readonly runUntil: (isTrue: () => boolean, each: () => void, limitMs?: number) => Promise<boolean>;
  /** Time stands still until this real work of the machine (a hash on another thread) is done. */
  readonly hold: <T>(work: Promise<T>) => Promise<T>;
  /** Gives the machine its own immediates back. */
  readonly end: () => void;
};

const isEarlier = (a: Wait, b: Wait): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: a world has a few hundred waits at a time and millions over its life. */
function waitHeap() {
  const heap: Wait[] = [];
  const at = (i: number): Wait => heap[i] as Wait;
  const swap = (i: number, j: number): void => {
    const kept = at(i);
    heap[i] = at(j);
    heap[j] = kept;
  };
  return {
    push(wait: Wait): void {
      heap.push(wait);
      for (let i = heap.length - 1, up = (i - 1) >> 1; i > 0 && isEarlier(at(i), at(up)); i = up, up = (i - 1) >> 1)
        swap(i, up);
    },
    pop(): Wait | undefined {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let i = 0; ; ) {
        const left = 2 * i + 1;
        if (left >= heap.length) break;
        const right = left + 1;
        const next = right < heap.length && isEarlier(at(right), at(left)) ? right : left;
        if (!isEarlier(at(next), at(i))) break;
        swap(i, next);
        i = next;
      }
      return first;
    },
    peek: (): Wait | undefined => heap[0],
  };
}

export function createVirtualTime(): VirtualTime {
  const waits = waitHeap();
  let now = 0;
  let order = 0;
  let immediates = 0;
  let held = 0;
  const { setImmediate: real } = globalThis;
  // Counted, so that it can be seen when none is left. Everything else in the world waits through `after`.
  const counted = (act: (...values: unknown[]) => void, ...values: unknown[]): NodeJS.Immediate => {
    immediates += 1;
    return real(() => {
      immediates -= 1;
      act(...values);
    });
  };
  globalThis.setImmediate = counted as typeof setImmediate;

  const after = (ms: number, act: () => void): (() => void) => {
    order += 1;
    const wait: Wait = { at: now + Math.max(0, ms), order, act };
    waits.push(wait);
    return () => {
      wait.act = null;
    };
  };
  /** A whole turn of the loop: ticks and microtasks are done before an immediate is. */
  const quiet = async (): Promise<void> => {
    do await new Promise<void>((resolve) => void real(resolve));
    while (immediates > 0 || held > 0);
  };
  const nextWait = (): Wait | undefined => {
    for (;;) {
      const first = waits.peek();
      if (first === undefined || first.act !== null) return first;
      waits.pop();
    }
  };
  return {
    now: () => now,
    after,
    pause: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async runUntil(isTrue, each, limitMs = Number.POSITIVE_INFINITY) {
      const end = now + limitMs;
      for (;;) {
        await quiet();
        each();
        if (isTrue()) return true;
        const next = nextWait();
        if (next === undefined || next.at > end) return false;
        waits.pop();
        now = next.at;
        next.act?.();
      }
    },
    hold(work) {
      held += 1;
      const done = (): void => {
        held -= 1;
      };
      work.then(done, done);
      return work;
    },
    end: () => {
      globalThis.setImmediate = real;
    },
  };
}

/** A clock of one machine of the world; its wall clock may be wrong by `offset`, and it stops with the machine. */
export function clockOf(
  time: VirtualTime,
  machine: { readonly startsAt: number; readonly offset: () => number; readonly isDead: () => boolean },
): Clock {
  const born = time.now();
  return {
    now: () => Math.floor(machine.startsAt + time.now() + machine.offset()),
    monotonic: () => time.now() - born,
    after: (ms, callBack) =>
      time.after(ms, () => {
        if (!machine.isDead()) callBack();
      }),
  };
}
