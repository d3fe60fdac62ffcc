import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { counterOn } from '../tests/e2e/support/counter.ts';
import { startTerminal } from '../tests/e2e/support/terminal.ts';
import { findChromium } from './lib/chromium.mjs';
import { ensureBuilt } from './lib/freshness.mjs';
import { CannotGoOn, root, runAsProgram, say } from './lib/project.mjs';

// Remakes the pictures of the documents from the running training store: node build/pictures.mjs

const folder = join(root, 'docs', 'pictures');
/** The standard sale: 137.02 with the taxes of the practice store. */
const goods = [
  'Blue Dream flower, 3.5 g',
  'Blue Dream flower, 3.5 g',
  'Gelato 41 flower, 3.5 g',
  'Sour Diesel vape cartridge, 1 g',
  'Watermelon gummies, 45 g',
];

await runAsProgram(async () => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new CannotGoOn('There is no Chromium, Chrome or Edge on this machine.');
  await ensureBuilt(process.execPath);
  const data = mkdtempSync(join(tmpdir(), 'countersign-pictures-'));
  const terminal = await startTerminal({ data });
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(terminal.link);
    const counter = counterOn(page);
    await counter.signIn();
    await counter.allLinksWell();
    await counter.patientWithVerify();
    // A small sale before it, so that there is paper on the bench.
    await counter.scan('Watermelon gummies, 45 g');
    await counter.everyLineChecked();
    await counter.press('$20');
    await counter.press('Pay');
    await counter.signed.getByText('Receipt printed').waitFor();
    await counter.press('Push shut');
    await counter.patientWithVerify();
    for (const name of goods) await counter.scan(name);
    await page.getByText('$137.02').waitFor();
    await counter.press('$140');
    await page.getByText('2.98').first().waitFor();
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'selling-screen.png');
    await page.screenshot({ path, animations: 'disabled' });
    say(path);
  } finally {
    await browser.close();
    await terminal.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return 0;
});
