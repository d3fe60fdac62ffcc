/**
 * From the last byte of a scan to the painted line: real bytes on a pseudo terminal, the built terminal in its own process, and
 * Chromium. The screen is asked for its own clock, which is held against ours before.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../build/lib/chromium.mjs';
import { scannerCable } from '../tests/e2e/support/cable.ts';
import { counterOn } from '../tests/e2e/support/counter.ts';
import { startTerminal } from '../tests/e2e/support/terminal.ts';
import { type GoodsName, tagOf } from '../tests/support/goods.ts';
import { openShop } from '../tests/support/shop.ts';
import { type Spread, spread } from './spread.ts';

export type ScanMeasure = {
  /** Last byte written to the line being in the document; milliseconds. */
  readonly inDocumentMs: Spread;
  /** Last byte written to the second animation frame after it: painted, and up to a frame more. */
  readonly paintedMs: Spread;
  /** The same two frames for a change made inside the page: what Chromium on this machine needs by itself. */
  readonly frameFloorMs: Spread;
};

declare global {
  interface Window {
    seen: Promise<{ readonly inDocument: number; readonly painted: number }>;
  }
}

const GOODS = ['vape', 'gummies', 'blueDream', 'gelato'] as const satisfies readonly GoodsName[];
const wallNow = (): number => performance.timeOrigin + performance.now();

/** @param scans how many; each is the first of its package in the cart. */
export async function measureScans(scans: number): Promise<ScanMeasure> {
  const cable = await scannerCable();
  const shop = await openShop({ scannerPath: cable.path });
  const terminal = await startTerminal({ data: shop.data, config: shop.config });
  let browser: Browser | null = null;
  try {
    const executablePath = findChromium();
    if (executablePath === undefined || !existsSync(executablePath)) throw new Error('there is no Chromium here');
    browser = await chromium.launch({ executablePath });
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(terminal.link);
    const counter = counterOn(page);
    await counter.openForBusiness();
    await counter.allLinksWell();
    const offset = await clockOffset(page);
    const inDocument: number[] = [];
    const painted: number[] = [];
    const floor: number[] = [];
    for (let scan = 0; scan < scans; scan += 1) {
      const name = GOODS[scan % GOODS.length] ?? 'vape';
      if (scan % GOODS.length === 0) await emptyCart(counter);
      await watchForLine(page, tagOf(name).slice(-4));
      const from = wallNow();
      await cable.gun.scan(tagOf(name), ']C0');
      const seen = await page.evaluate(() => window.seen);
      inDocument.push(seen.inDocument - offset - from);
      painted.push(seen.painted - offset - from);
      await counter.everyLineChecked();
      floor.push(await frameFloor(page));
    }
    return { inDocumentMs: spread(inDocument), paintedMs: spread(painted), frameFloorMs: spread(floor) };
  } finally {
    await browser?.close();
    await terminal.stop();
    await shop.close();
    await cable.close();
  }
}

async function emptyCart(counter: ReturnType<typeof counterOn>): Promise<void> {
  for (let left = await counter.lines.count(); left > 0; left = await counter.lines.count()) {
    const before = (await counter.total.textContent()) ?? '';
    if (before === '$0.00') return;
    await counter.page.keyboard.press('F6');
    await counter.page.waitForFunction(
      (total) => document.querySelector('output[aria-label="Total"]')?.textContent !== total,
      before,
    );
  }
}

/** Notes when a text with this tail of a tag comes into the cart, and when two frames have passed since. */
const watchForLine = (page: Page, tail: string): Promise<void> =>
  page.evaluate((wanted) => {
    const cart = document.querySelector('[aria-label="Cart"]');
    if (cart === null) throw new Error('no cart on the screen');
    const now = (): number => performance.timeOrigin + performance.now();
    const there = (): boolean =>
      [...cart.querySelectorAll('li')].some(
        (line) => line.textContent.includes(wanted) && !line.textContent.includes('taken out'),
      );
    if (there()) throw new Error('the line is there already');
    window.seen = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!there()) return;
        observer.disconnect();
        const inDocument = now();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve({ inDocument, painted: now() })));
      });
      observer.observe(cart, { subtree: true, childList: true, characterData: true });
    });
  }, tail);

/** A change inside the page to the second frame after it. */
const frameFloor = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        document.documentElement.dataset['bench'] = String(from);
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - from)));
      }),
  );

/** How far the page's clock is ahead of ours, in milliseconds: of many questions the one with the shortest way. */
export async function clockOffset(page: Page): Promise<number> {
  let best = { way: Number.POSITIVE_INFINITY, offset: 0 };
  for (let n = 0; n < 50; n += 1) {
    const from = wallNow();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const way = wallNow() - from;
    if (way < best.way) best = { way, offset: there - (from + way / 2) };
  }
  return best.offset;
}
