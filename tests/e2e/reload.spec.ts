import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('a reload comes back to the same truth: cart, asking, not known yet, stopped, signed, Metrc down', async ({
  openCounter,
}) => {
  const { store, page, ...shop } = await openCounter({ practice: { submitMs: 60_000 } });
  await shop.openForBusiness();
  await shop.fillCart('vape');
  await shop.press('$30');
  await expect(page.getByText('Change 1.09')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Change 1.09')).toBeVisible(patience);
  await expect(shop.key('$30')).toHaveAttribute('aria-pressed', 'true');
  await expect(shop.total).toHaveText('$28.91');

  store.nextPost({ kind: 'silence', applied: true });
  await shop.press('Pay');
  await expect(shop.asking).toContainText('Sale 1');
  await page.reload();
  await expect(shop.asking).toContainText('Sale 1', patience);
  await expect(shop.asking).toContainText('$28.91');

  await store.metrc.down();
  await expect(shop.unknown).toBeVisible(patience);
  await page.reload();
  await expect(shop.unknown).toContainText('not known yet', patience);
  await expect(shop.waits).toBeVisible();

  await store.metrc.up();
  await expect(shop.signed).toBeVisible(patience);
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await page.reload();
  await expect(shop.change).toHaveText('$1.09', patience);
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible();

  await shop.press('Next sale');
  await shop.fillCart('gummies');
  await shop.press('$20');
  await store.metrc.down();
  await shop.press('Pay');
  await expect(shop.stopped).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(shop.stopped).toContainText('M-311', patience);
  await store.metrc.up();
  await expect(shop.total).toHaveText('$17.34', patience);
  expect([store.posts(), store.live().length, store.slips().length, store.pulses()]).toEqual([1, 1, 1, 1]);
});

test('a foreign receipt under our number stops the counter, after a reload too, and nothing is printed', async ({
  openCounter,
}) => {
  const { store, page, ...shop } = await openCounter({ practice: { quietMs: 20_000 } });
  await shop.openForBusiness();
  await shop.fillCart('vape');
  store.nextPost({ kind: 'server_error', applied: false });
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.unknown).toBeVisible(patience);
  await store.postForeign();
  await expect(page.getByRole('heading', { name: /Metrc shows something else\s*for sale 1\./ })).toBeVisible(patience);
  await expect(shop.stopped).toContainText('M-401');
  await page.reload();
  await expect(shop.stopped).toContainText('A store lead has to decide here.', patience);
  expect([store.slips().length, store.pulses()]).toEqual([0, 0]);
});
