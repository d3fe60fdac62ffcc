import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { noWindowBecause, presentElectron } from '../../build/lib/electron-binary.mjs';

// Runs the built terminal in the real Electron. Only where Electron's program is: it is not in the package registry.

const executablePath: string | undefined = presentElectron();
const root = join(import.meta.dirname, '../..');
const data = mkdtempSync(join(tmpdir(), 'countersign-electron-'));
let app: ElectronApplication;

test.beforeAll(async () => {
  test.skip(executablePath === undefined, "Electron's program is not on this machine");
  const because: string | undefined = noWindowBecause();
  test.skip(because !== undefined, because ?? '');
  app = await _electron.launch({ executablePath, args: [root, '--data', data] });
});

test.afterAll(async () => {
  await app?.close();
  rmSync(data, { recursive: true, force: true });
});

test('the window shows the screen, and the screen is in touch with its register', async () => {
  const complaints: string[] = [];
  const window = await app.firstWindow();
  window.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  expect(new URL(window.url()).origin).toBe('app://countersign');
  await expect(window.getByText('TRAINING').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the page has nothing of Node and nothing of Electron', async () => {
  const window = await app.firstWindow();
  const found = await window.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
});

test('the page can go nowhere, open nothing, and reach no other address', async () => {
  const window = await app.firstWindow();
  const opened = await window.evaluate(() => globalThis.open('https://example.com/') === null);
  expect(opened).toBe(true);
  const reached = await window.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  );
  expect(reached).toBe(false);
  await window.evaluate(() => {
    location.href = 'https://example.com/';
  });
  expect(new URL(window.url()).origin).toBe('app://countersign');
  expect(app.windows()).toHaveLength(1);
});
