import { defineConfig } from '@playwright/test';

// The browser is the machine's own: `npm test` finds it and names it here. Playwright's downloads are not used.
const chromium = process.env['COUNTERSIGN_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  outputDir: './test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1366, height: 768 },
    launchOptions: { executablePath: chromium },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'e2e', testDir: './tests/e2e' },
    { name: 'electron', testDir: './tests/electron' },
  ],
});
