/** Shops and counters that are closed when the test ends. */
import { onTestFinished, vi } from 'vitest';
import { type Counter, startCounter } from './counter.ts';
import { openShop, type Shop, type ShopOptions } from './shop.ts';

// Real processes, sockets and waits: on a machine that others keep busy they take their time, and that is no failure.
// Tests that run side by side spend their time waiting, so more of them fit.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000, maxConcurrency: 8 });

/** Tells what to do when the test ends. Tests that run side by side hand in their own. */
export type Finished = (clean: () => Promise<void>) => void;
export const whenTestEnds: Finished = (clean) => onTestFinished(clean, 20_000);

export async function shopForTest(options: ShopOptions = {}, finished: Finished = whenTestEnds): Promise<Shop> {
  const shop = await openShop(options);
  finished(() => shop.close());
  return shop;
}

/** Closing it before the test ends is harmless. */
export async function counterForTest(shop: Shop, finished: Finished = whenTestEnds): Promise<Counter> {
  const counter = await startCounter({ config: shop.config, data: shop.data });
  finished(() => counter.close());
  return counter;
}
