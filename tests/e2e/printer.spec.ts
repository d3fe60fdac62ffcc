import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('out of paper: the tile says it, selling goes on, and with paper in the receipt prints by itself', async ({
  training: shop,
}) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.bench.getByRole('button', { name: 'Paper out' }).click();
  const tile = shop.page.getByRole('button', { name: /^Printer: out of paper/ });
  await expect(tile).toBeVisible(patience);
  await tile.click();
  const help = shop.page.getByRole('region', { name: 'The printer is out of paper.' });
  await expect(help).toContainText('You can go on selling.');
  await expect(help).toContainText('New roll, paper from below, towards you.');
  await expect(help).toContainText('P-101');
  await shop.page.keyboard.press('Escape');

  await shop.patientWithVerify();
  await shop.scan('Blue Dream flower, 3.5 g');
  await expect(shop.total).toHaveText('$28.91', patience);
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
  await expect(shop.signed.getByText('Receipt waits')).toBeVisible();
  await expect(shop.signed.getByText('Drawer open')).toBeVisible();

  await shop.patientWithVerify();
  await shop.scan('Gelato 41 flower, 3.5 g');
  await expect(shop.total).toHaveText('$32.96', patience);
  await shop.press('$40');
  await shop.press('Pay');
  await expect(shop.signed).toContainText('T000000002', patience);
  await tile.click();
  const waiting = shop.page.getByRole('region', { name: 'The printer is out of paper.' });
  await expect(waiting).toContainText('Receipt of sale 1');
  await expect(waiting).toContainText('recorded: yes, T000000001');
  await expect(waiting).toContainText('1 more waiting');

  await shop.bench.getByRole('button', { name: 'Paper out' }).click();
  await expect(tile).toHaveCount(0, patience);
  await expect(shop.paper).toContainText('T000000001', patience);
  await expect(shop.paper).toContainText('T000000002', patience);
  await expect(shop.paper.getByText(/^TOTAL /)).toHaveCount(2);
  await expect(shop.paper.getByText(/C O P Y/)).toHaveCount(0);
});
