/** Keeps one device connected for as long as the register runs: a new link after every loss, with a growing pause. */
import type { Clock } from '../../main/ports/clock.ts';
import type { Dial, DialFailure, Link, LinkEnd } from './link.ts';

/** Milliseconds before the first, second ... new attempt; the last one repeats for ever. */
export const backOffMs = [500, 1000, 2000, 5000] as const;

/** A connection that lived this long was a real one; an accept-and-close at once must not start the series anew. */
const provenAfterMs = 5000;

export type Connected = {
  readonly dial: Dial;
  readonly clock: Clock;
  /** 0 to 1; spreads the attempts of several registers after a power cut. */
  readonly random?: () => number;
  onLink(link: Link): void;
  onLost(
    why: { readonly kind: 'dial'; readonly failure: DialFailure } | { readonly kind: 'end'; readonly end: LinkEnd },
  ): void;
};

/** Dials now and after every loss. `stop` ends it and closes the link. */
export function keepConnected(parts: Connected): { stop(): Promise<void> } {
  const random = parts.random ?? Math.random;
  let attempt = 0;
  let stopped = false;
  let link: Link | null = null;
  let cancelPause = () => {};

  const pauseThenDial = () => {
    if (stopped) return;
    const base = backOffMs[Math.min(attempt, backOffMs.length - 1)] ?? 5000;
    attempt += 1;
    cancelPause = parts.clock.after(base * (0.9 + 0.2 * random()), dialOnce);
  };

  const dialOnce = async () => {
    const dialled = await parts.dial();
    if (stopped) {
      if (dialled.ok) await dialled.value.close();
      return;
    }
    if (!dialled.ok) {
      parts.onLost({ kind: 'dial', failure: dialled.error });
      pauseThenDial();
      return;
    }
    link = dialled.value;
    const since = parts.clock.monotonic();
    parts.onLink(link);
    link.onEnd((end) => {
      link = null;
      if (stopped) return;
      if (parts.clock.monotonic() - since >= provenAfterMs) attempt = 0;
      parts.onLost({ kind: 'end', end });
      pauseThenDial();
    });
  };

  void dialOnce();
  return {
    async stop() {
      stopped = true;
      cancelPause();
      await link?.close();
    },
  };
}
