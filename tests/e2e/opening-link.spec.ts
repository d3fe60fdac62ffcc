import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('the link opens one browser once; another is told to ask for a new one', async ({ training: shop, browser }) => {
  await expect(shop.page.getByRole('heading', { name: 'Who is at the counter?' })).toBeVisible(patience);
  expect(new URL(shop.page.url()).hash).toBe('');
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(shop.terminal.link);
  await expect(page.getByRole('heading', { name: 'This browser is not known to the register.' })).toBeVisible(patience);
  await expect(page.getByText('Open the link that Countersign prints when it starts.')).toBeVisible();
  await expect(page.getByText('R-302')).toBeVisible();
  await stranger.close();
  // The browser that is in stays in, also when the used link is opened in it again.
  await shop.page.goto('about:blank');
  await shop.page.goto(shop.terminal.link);
  await expect(shop.page.getByRole('heading', { name: 'Who is at the counter?' })).toBeVisible(patience);
});
