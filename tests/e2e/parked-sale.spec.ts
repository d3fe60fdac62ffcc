import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { textsCutOff } from './support/look-over.ts';
import { test } from './support/test.ts';

test('a lead parks a sale in doubt: it stays in view in words, and says its change when Metrc shows it', async ({
  openCounter,
}) => {
  const { store, page, ...shop } = await openCounter({ park: true, practice: { wholeScreenMs: 0, quietMs: 60_000 } });
  const tile = page.getByRole('button', { name: /^Sale 1 parked/ });
  await shop.openForBusiness();
  await shop.fillCart('vape');
  store.metrc.fault({ on: 'receipts.read', times: 400, effect: { kind: 'server_error', applied: false } });
  store.nextPost({ kind: 'server_error', applied: true });
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.stopped).toBeVisible(patience);
  await shop.press('Park this sale');
  const panel = shop.region('Park sale 1');
  await expect(panel.getByText(/is recorded is not known yet/)).toBeVisible();
  await panel.getByRole('button', { name: 'Others are waiting' }).click();
  await panel.getByLabel('PIN of the lead').fill('4444');
  await page.keyboard.press('Enter');
  await expect(shop.ready).toBeVisible(patience);
  await expect(tile).toContainText('not known yet');
  expect.soft(await textsCutOff(page), 'with the tile in the strip').toEqual([]);

  await tile.click();
  const parked = shop.region('Sale 1 is parked.');
  await expect(parked.getByText(/Keep its goods and its \$30\.00 at the counter/)).toBeVisible();
  await shop.waits.click();
  await expect(shop.waits).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('F8');
  await shop.press('Count the drawer');
  await shop.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
  await shop.press('Count is final');
  await expect(page.getByText('Sale 1 is in doubt, so its cash cannot be counted.')).toBeVisible(patience);

  store.metrc.clearFaults();
  await expect(tile).toContainText('signed', patience);
  await tile.click();
  const signed = shop.region('Sale 1 is signed by Metrc.');
  await expect(signed.getByText(/\$1\.09 change/)).toBeVisible();
  await expect(signed.getByText('Receipt printed')).toBeVisible(patience);
  expect([store.posts(), store.live().length, store.slips().length, store.pulses()]).toEqual([1, 1, 1, 0]);
  await shop.press('Done');
  await expect(tile).toHaveCount(0);
});
