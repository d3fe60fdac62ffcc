import { expect, test } from './support/test.ts';
import { patience } from './support/counter.ts';

test("a newcomer's first sale in the training store, by the mouse alone", async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.scan('Scan card …4471, valid');
  await expect(shop.customer.getByText('Active', { exact: true })).toBeVisible(patience);
  await shop.press('OMMA Verify shows Active');
  await shop.scan('Scan Blue Dream flower, 3.5 g, valid');
  await shop.scan('Scan Sour Diesel vape cartridge, 1 g, valid');
  await shop.scan('Scan Watermelon gummies, 45 g, valid');
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
