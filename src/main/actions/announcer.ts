/** Tells every screen that something changed. Newest only: a slow screen never makes the register wait or remember. */
export type Announcer = {
  readonly revision: () => number;
  readonly changed: () => void;
  /** Draws now and after every change, until the signal aborts or the register ends. */
  readonly follow: <T>(signal: AbortSignal | undefined, draw: (revision: number) => T) => AsyncGenerator<T>;
  readonly end: () => void;
};

export function announcer(): Announcer {
  let revision = 1;
  let ended = false;
  let waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    const wake = waiting;
    waiting = [];
    for (const resolve of wake) resolve();
  };
  const next = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      waiting.push(done);
      signal?.addEventListener('abort', done);
    });

  async function* follow<T>(signal: AbortSignal | undefined, draw: (revision: number) => T): AsyncGenerator<T> {
    let seen = 0;
    while (!ended && !signal?.aborted) {
      if (seen === revision) {
        await next(signal);
        continue;
      }
      seen = revision;
      yield draw(seen);
    }
  }

  return {
    revision: () => revision,
    changed: () => {
      revision += 1;
      wakeAll();
    },
    follow,
    end: () => {
      ended = true;
      wakeAll();
    },
  };
}
