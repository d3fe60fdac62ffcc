import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something in the world outside is true and fails with its name when it is not within `limitMs`. */
export async function untilTrue(what: string, isTrue: () => boolean, limitMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await pause(2);
  }
}

/** Asks again and again until the answer is the one that is waited for. */
export async function untilAnswered<T>(
  what: string,
  ask: () => Promise<T>,
  isIt: (answer: T) => boolean,
  limitMs = 20_000,
): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!isIt(await ask())) {
    if (performance.now() > giveUpAt) throw new Error(`never answered: ${what}`);
    await pause(50);
  }
}
