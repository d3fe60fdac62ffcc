import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from '../../build/lib/chromium.mjs';
import { startWebHost, type WebHost } from '../../src/main/hosts/web/server.ts';
import { createSmallRegister, type SmallRegister } from './support/small-register.ts';

const executablePath: string | undefined = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'));
let browser: Browser;
let host: WebHost;
let register: SmallRegister;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  if (executablePath === undefined) return;
  // vitest says "test", where the component library leaves things out that a real screen has.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    root: join(import.meta.dirname, 'support', 'page'),
    configFile: false,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  vi.unstubAllEnvs();
  browser = await chromium.launch({ executablePath });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async (context) => {
  if (executablePath === undefined) return context.skip('there is no Chromium, Chrome or Edge on this machine');
  register = createSmallRegister();
  host = await start(0);
  page = await (await browser.newContext()).newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(async () => {
  await page?.context().close();
  await host?.close();
});

const start = (port: number) =>
  startWebHost({ router: register.router, rendererDir: folder, port, reportBug: () => {} });
const says = (words: string) => page.locator('p', { hasText: words }).waitFor({ timeout: 10_000 });

describe('the terminal in a real browser', () => {
  it('opens with its link, takes the code out of the address, and works under its own strict policy', async () => {
    await page.goto(host.url);
    await says('connected');
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`);
    await page.getByRole('button', { name: 'Greet' }).click();
    await page.locator('em', { hasText: 'hello Ada' }).waitFor();
    await page.locator('output', { hasText: 'count 0' }).waitFor();
    register.tick();
    await page.locator('output', { hasText: 'count 1' }).waitFor();
    expect(await page.locator('p').evaluate((element) => getComputedStyle(element).color)).toBe('rgb(10, 102, 64)');
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(complaints).toEqual([]);
  });

  it('stays in when the page is loaded again, and lets no second browser in', async () => {
    await page.goto(host.url);
    await says('connected');
    await page.reload();
    await says('connected');
    const stranger = await browser.newPage();
    await stranger.goto(host.url);
    await stranger.locator('p', { hasText: 'needs_new_link' }).waitFor();
    await stranger.context().close();
  });

  it('says the line is lost, and is back with a new link in the same tab after the terminal started again', async () => {
    await page.goto(host.url);
    await says('connected');
    const { port } = host;
    await host.close();
    await says('unreachable');
    await page.locator('output', { hasText: 'nothing' }).waitFor();
    host = await start(port);
    await says('needs_new_link');
    await page.goto(host.url);
    await says('connected');
    expect(page.url()).toBe(`http://127.0.0.1:${port}/`);
    await page.locator('output', { hasText: 'count 0' }).waitFor();
  });

  it('cannot be reached from another page in the same browser', async () => {
    await page.goto(host.url);
    await says('connected');
    const stranger = await page.context().newPage();
    // Another program's page on this machine. For a browser it is the same site, so the cookie is sent along.
    const other = createServer((_request, response) =>
      response.setHeader('Content-Type', 'text/html').end('<p>other</p>'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const address = other.address();
      await stranger.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
      const reached = await stranger.evaluate(async (port) => {
        const asked = await fetch(`http://127.0.0.1:${port}/session`, { credentials: 'include' }).then(
          () => 'answered',
          () => 'refused',
        );
        const line = await new Promise<string>((resolve) => {
          try {
            const socket = new WebSocket(`ws://127.0.0.1:${port}/register`);
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          } catch {
            resolve('refused');
          }
        });
        return { asked, line };
      }, host.port);
      expect(reached).toEqual({ asked: 'refused', line: 'refused' });
    } finally {
      await stranger.close();
      other.close();
    }
  });

  it('ends the stream of a page that was closed', async () => {
    await page.goto(host.url);
    await page.locator('output', { hasText: 'count 0' }).waitFor();
    expect(register.watchers()).toBe(1);
    await page.close();
    await vi.waitFor(() => expect(register.watchers()).toBe(0), { timeout: 5_000 });
  });
});
