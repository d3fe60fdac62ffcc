import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test("a newcomer's first sale in the training store, by the mouse alone", async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.scan('…4471');
  await expect(shop.customer.getByText('Active', { exact: true })).toBeVisible(patience);
  await shop.press('OMMA Verify shows Active');
  await shop.scan('Blue Dream flower, 3.5 g');
  await shop.scan('Sour Diesel vape cartridge, 1 g');
  await shop.scan('Watermelon gummies, 45 g');
  await expect(shop.lines).toHaveCount(3);
  await shop.everyLineChecked();
  await expect(shop.total).toHaveText('$75.16');
  await expect(shop.pay).toHaveAttribute('aria-disabled', 'true');
  await shop.press('$80');
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
  await expect(shop.change).toHaveText('$4.84');
  await expect(shop.signed.getByText('Drawer open')).toBeVisible();
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await expect(shop.bench.getByText('drawer open')).toBeVisible();
  await expect(shop.paper).toContainText('T R A I N I N G');
  await expect(shop.paper).toContainText(/TOTAL +\$75\.16/);
  await expect(shop.paper).toContainText('T000000001');
});
