/**
 * From the loss of Metrc to the words on the tile, and from its return to a well tile: the built terminal in its own process over
 * real TLS, a front door that fails, and Chromium. Nobody sells meanwhile: it is the quiet counter that is measured.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../build/lib/chromium.mjs';
import { counterOn } from '../tests/e2e/support/counter.ts';
import { startTerminal } from '../tests/e2e/support/terminal.ts';
import { selfSigned } from '../tests/metrc/support/certificate.ts';
import { type MetrcFront, metrcFront } from '../tests/support/metrc-front.ts';
import { openShop } from '../tests/support/shop.ts';
import { clockOffset } from './scan-to-paint.ts';
import { type Spread, spread } from './spread.ts';

export type DeadMetrcMeasure = {
  /** Nobody listens any more: loss to painted, milliseconds. */
  readonly goneSaidMs: Spread;
  /** It takes connections and says nothing more, which only a wait can show. */
  readonly silentSaidMs: Spread;
  /** From the return, of either, to a well tile. */
  readonly clearMs: Spread;
};

declare global {
  interface Window {
    told: Promise<number>;
  }
}

const wallNow = (): number => performance.timeOrigin + performance.now();

/** @param losses how many of each kind, at moments that have nothing to do with the register's own pauses. */
export async function measureDeadMetrc(losses: number): Promise<DeadMetrcMeasure> {
  const shop = await openShop();
  const certificate = selfSigned('IP:127.0.0.1');
  const front = await metrcFront(shop.simulator.port, certificate);
  const ca = join(shop.folder, 'ca.pem');
  writeFileSync(ca, certificate.cert);
  shop.rewrite((json) => {
    json['metrc'] = { ...(json['metrc'] as object), baseUrl: `https://127.0.0.1:${front.port}` };
  });
  const environment = { NODE_EXTRA_CA_CERTS: ca };
  const terminal = await startTerminal({ data: shop.data, config: shop.config, environment });
  let browser: Browser | null = null;
  try {
    const executablePath = findChromium();
    if (executablePath === undefined || !existsSync(executablePath)) throw new Error('there is no Chromium here');
    browser = await chromium.launch({ executablePath });
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(terminal.link);
    const counter = counterOn(page);
    await counter.openForBusiness();
    const offset = await clockOffset(page);
    const clear: number[] = [];
    const sayAndClear = async (words: string, lose: () => unknown, mend: () => unknown): Promise<number> => {
      await pause(1000 + Math.random() * 1500);
      const said = await painted(page, offset, words, true, lose);
      await pause(Math.random() * 1000);
      clear.push(await painted(page, offset, words, false, mend));
      return said;
    };
    const gone = await times(losses, () => sayAndClear('not reached', front.stopListening, front.listenAgain));
    const silent = await times(losses, () => sayAndClear('no answer', front.freeze, front.thaw));
    return { goneSaidMs: spread(gone), silentSaidMs: spread(silent), clearMs: spread(clear) };
  } finally {
    await browser?.close();
    await terminal.stop();
    await closed(front);
    await shop.close();
  }
}

const closed = (front: MetrcFront): Promise<void> => front.close().catch(() => undefined);

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < count; n += 1) all.push(await measure());
  return all;
}

/** Milliseconds from an act to the second frame after these words came on the screen, or went. */
async function painted(page: Page, offset: number, words: string, come: boolean, act: () => unknown): Promise<number> {
  await page.evaluate(
    ([wanted, isWanted]) => {
      const isSo = (): boolean => document.body.textContent.includes(wanted) === isWanted;
      window.told = new Promise((resolve) => {
        const settle = (): void => {
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
        };
        const observer = new MutationObserver(() => {
          if (isSo()) settle();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
    },
    [words, come] as const,
  );
  const from = wallNow();
  await act();
  return (await page.evaluate(() => window.told)) - offset - from;
}
