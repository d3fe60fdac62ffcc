import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { Clock } from '../../main/ports/clock.ts';

/** The system's own look-up, which the requests use as well. */
export type LookUp = (host: string) => Promise<readonly LookupAddress[]>;
export const systemLookUp: LookUp = (host) => lookup(host, { all: true });

export type Names = {
  /** The addresses now; null when the name does not resolve or nobody answers within the limit. */
  find(host: string): Promise<readonly LookupAddress[] | null>;
  /** What the name last resolved to, good for telling a dead name service from a dead way; null before it ever did. */
  last(): readonly LookupAddress[] | null;
};

/**
 * Looks one name up, one look-up at a time: the system's look-up cannot be cancelled and may hang for half a minute, and a
 * new one each time would use up the few threads that the whole program has for such work.
 */
export function createNames(lookUp: LookUp, clock: Clock, limitMs: number): Names {
  let last: readonly LookupAddress[] | null = null;
  let underWay: Promise<readonly LookupAddress[] | null> | null = null;

  const begin = (host: string): Promise<readonly LookupAddress[] | null> =>
    lookUp(host)
      .then((found) => {
        if (found.length === 0) return null;
        last = found;
        return found;
      })
      .catch(() => null)
      .finally(() => {
        underWay = null;
      });
  return {
    find: (host) => {
      underWay ??= begin(host);
      const asked = underWay;
      return new Promise((resolve) => {
        const cancel = clock.after(limitMs, () => resolve(null));
        void asked.then((found) => {
          cancel();
          resolve(found);
        });
      });
    },
    last: () => last,
  };
}
