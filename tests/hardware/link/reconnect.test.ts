import { expect, test } from 'vitest';
import type { Link } from '../../../src/hardware/link/link.ts';
import { createMemoryCable } from '../../../src/hardware/link/memory-link.ts';
import { keepConnected } from '../../../src/hardware/link/reconnect.ts';
import { err } from '../../../src/shared/values/result.ts';
import { handClock } from '../support/clocks.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the pauses are 0.5, 1, 2, 5 seconds and then always 5, spread a little', async () => {
  for (const [random, spread] of [
    [0.5, 1],
    [0, 0.9],
    [1, 1.1],
  ] as const) {
    const clock = handClock();
    const started: number[] = [];
    const keeper = keepConnected({
      clock,
      random: () => random,
      dial: async () => {
        started.push(clock.monotonic());
        return err('no_connection');
      },
      onLink: () => {},
      onLost: () => {},
    });
    await settled();
    for (let step = 0; step < 2000; step += 1) {
      clock.advance(10);
      await settled();
    }
    await keeper.stop();
    const pauses = started.slice(1).map((at, i) => at - (started[i] ?? 0));
    const wanted = [500, 1000, 2000, 5000, 5000].map((ms) => ms * spread);
    pauses.slice(0, 5).forEach((pause, i) => {
      expect(Math.abs(pause - (wanted[i] ?? 0))).toBeLessThanOrEqual(20);
    });
  }
});

test('every connection is a new link, and a stopped keeper dials no more', async () => {
  const clock = handClock();
  const cable = createMemoryCable({ name: 'cable', clock });
  cable.onConnect(() => {});
  const links: Link[] = [];
  const keeper = keepConnected({
    clock,
    random: () => 0.5,
    dial: cable.dial,
    onLink: (link) => links.push(link),
    onLost: () => {},
  });
  await settled();
  cable.unplug();
  cable.replug();
  clock.advance(500);
  await settled();
  expect(links).toHaveLength(2);
  expect(links[0]).not.toBe(links[1]);
  expect(links[0]?.ended()).toBe('unplugged');
  expect(await links[0]?.write(Uint8Array.of(1))).toBe('closed');
  await keeper.stop();
  clock.advance(60_000);
  await settled();
  expect(links).toHaveLength(2);
});

test('a device that accepts and closes at once is not asked every half second', async () => {
  const clock = handClock();
  const cable = createMemoryCable({ name: 'cable', clock });
  let accepted = 0;
  cable.onConnect((link) => {
    accepted += 1;
    void link.close();
  });
  const keeper = keepConnected({ clock, random: () => 0.5, dial: cable.dial, onLink: () => {}, onLost: () => {} });
  for (let step = 0; step < 1100; step += 1) {
    await settled();
    clock.advance(20);
  }
  await keeper.stop();
  expect(accepted).toBeLessThanOrEqual(7); // 22 seconds: 0, 0.5, 1.5, 3.5, 8.5, 13.5, 18.5
});
