import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something in the world outside is true and fails with its name when it is not within `limitMs`. */
export async function untilTrue(what: string, isTrue: () => boolean, limitMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await pause(2);
  }
}
