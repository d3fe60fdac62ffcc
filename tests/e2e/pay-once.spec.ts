import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('Pay pressed twice, by mouse and by key, makes one sale', async ({ openCounter }) => {
  const { store, ...shop } = await openCounter();
  await shop.openForBusiness();
  await shop.fillCart('vape');
  await shop.press('Exact 28.91');
  await shop.pay.dblclick();
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await shop.press('Next sale');

  await shop.fillCart('gummies');
  await shop.press('Exact 17.34');
  await shop.page.evaluate(() => {
    for (let n = 0; n < 2; n += 1)
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F12', bubbles: true, cancelable: true }));
  });
  await shop.page.keyboard.press('F12');
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await shop.press('Next sale');
  await shop.page.keyboard.press('F9');
  await expect(shop.page.getByRole('option')).toHaveCount(2);
  expect([store.posts(), store.live().length, store.slips().length, store.pulses()]).toEqual([2, 2, 2, 2]);
});
