/** What a proof answers, whether it runs in every test run with small bounds or for a night with large ones. */

export type Finding = {
  /** What to hand in to see it again: a seed, a point, a name. */
  readonly where: string;
  readonly words: string;
};

export type Proved = {
  /** What was done and what came of it, by name, for one line of the table. */
  readonly counts: Readonly<Record<string, number>>;
  /** Empty when the proof holds. */
  readonly findings: readonly Finding[];
  /** Why this machine cannot run it; it then proves nothing, and says so. */
  readonly skippedBecause?: string;
};

/** How long and how far a run goes. */
export type Run = {
  readonly seed: number;
  /** True when the time that was given is over: what has begun is finished, nothing new begins. */
  readonly isOver: () => boolean;
  /** Told now and then how far it is. */
  readonly onProgress: (done: string) => void;
};

/** The run of a test: all of it, silently. */
export const wholeRun = (seed: number): Run => ({ seed, isOver: () => false, onProgress: () => undefined });

/** Works through a list with so many hands; answers in the order of the list. */
export async function withHands<T, R>(hands: number, list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < list.length) {
      const at = next;
      next += 1;
      answers[at] = await work(list[at] as T);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return answers;
}
