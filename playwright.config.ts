import { defineConfig } from '@playwright/test';

// The browser is the machine's own: `npm test` finds it and names it here. Playwright's downloads are not used.
const chromium = process.env['COUNTERSIGN_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  outputDir: './test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Real processes and waits: on a machine that others keep busy they take their time, and that is no failure.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1366, height: 768 },
    launchOptions: { executablePath: chromium },
    // A trace slows every press of every test; the page as it was and a picture tell enough.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'e2e', testDir: './tests/e2e' },
    { name: 'electron', testDir: './tests/electron' },
  ],
});
