import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('the store lead closes the drawer: blind, short, counted once more, closed with its Z, and the next one opens', async ({
  training: shop,
}) => {
  const { page } = shop;
  await shop.signIn('Marisol R.', '4444');
  await shop.allLinksWell();
  await shop.patientWithVerify();
  await shop.scan('Blue Dream flower, 3.5 g');
  await expect(shop.total).toHaveText('$28.91', patience);
  await shop.press('Exact 28.91');
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
  await shop.press('Next sale');

  await shop.press('F8 Drawer');
  await expect(page.getByText(/^Z 1, open since/)).toBeVisible();
  await page.getByRole('button', { name: 'Count the drawer' }).click();
  await expect(page.getByRole('heading', { name: 'Count the drawer' })).toBeVisible();
  await expect(page.getByText('228.91')).toHaveCount(0);
  const final = page.getByRole('button', { name: 'Count is final' });
  await expect(final).toHaveAttribute('aria-disabled', 'true');
  // 100, 50, 20, 10, 5, 1 dollars, then 25, 10, 5, 1 cents: 223.91, five dollars short.
  await shop.count([0, 0, 5, 4, 10, 23, 24, 25, 20, 141]);
  await expect(page.getByRole('status', { name: 'Counted' })).toHaveText('$223.91');
  await final.click();
  await expect(page.getByText('Short by $5.00')).toBeVisible(patience);
  await expect(page.getByText('228.91')).toBeVisible();

  await page.getByRole('button', { name: 'Count once more' }).click();
  await expect(page.getByText('This is the second count. There is no third.')).toBeVisible();
  await shop.count([0, 0, 5, 4, 11, 23, 24, 25, 20, 241]);
  await page.getByRole('button', { name: 'Count is final' }).click();
  await expect(page.getByText('Over by $1.00')).toBeVisible(patience);
  await expect(page.getByText('The second count stands.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Count once more' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Close the drawer' }).click();
  await expect(page.getByText('The drawer is closed. The Z report goes to the printer.')).toBeVisible(patience);
  await expect(shop.paper).toContainText('Z REPORT 1', patience);
  await expect(shop.paper).toContainText(/First count +223\.91/);
  await expect(shop.paper).toContainText(/Counted +229\.91/);
  await expect(shop.paper).toContainText(/OVER +1\.00/);
  await expect(shop.pay).toContainText(/drawer/i);

  await shop.press('F8 Drawer');
  await expect(page.getByRole('heading', { name: 'Count the float' })).toBeVisible();
  await shop.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
  await page.getByRole('button', { name: 'Open for the day' }).click();
  await expect(shop.ready).toBeVisible();
  await shop.press('F8 Drawer');
  await expect(page.getByText(/^Z 2, open since/)).toBeVisible(patience);
});

test('a budtender may not close the drawer, and hears so', async ({ training: shop }) => {
  await shop.signIn();
  await shop.press('F8 Drawer');
  await shop.page.getByRole('button', { name: 'Count the drawer' }).click();
  await shop.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
  await shop.page.getByRole('button', { name: 'Count is final' }).click();
  await expect(shop.page.getByRole('alert')).toContainText(/lead/i, patience);
  await expect(shop.page.getByText(/Zero difference|Over by|Short by/)).toHaveCount(0);
});
