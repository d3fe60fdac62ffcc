import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('Metrc is down before Pay: sales stop in words, the cart is kept, and it clears itself', async ({
  training: shop,
}) => {
  await shop.oneFlowerInTheCart();
  await shop.press('$30');
  await shop.metrcAnswers('Down');
  await shop.press('Pay');
  await expect(shop.stopped).toBeVisible({ timeout: 30_000 });
  await expect(shop.page.getByRole('heading', { name: 'Metrc cannot be reached from this counter.' })).toBeVisible();
  await expect(shop.page.getByText('No sale is in doubt, and the cart here is not recorded.')).toBeVisible();
  await expect(shop.stopped).toContainText('M-311');
  await expect(shop.stopped).toContainText('405 555 0142');
  await expect(shop.pay).toHaveCount(0);
  await shop.press('Quiet the tone');
  await expect(shop.stopped.getByText('The tone is quiet')).toBeVisible();

  await shop.metrcAnswers('At once');
  await expect(shop.ready).toBeVisible(patience);
  await expect(shop.line('Blue Dream flower, 3.5 g')).toBeVisible();
  await expect(shop.total).toHaveText('$28.91');
  await expect(shop.bench.getByText('drawer shut')).toBeVisible();
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
});
