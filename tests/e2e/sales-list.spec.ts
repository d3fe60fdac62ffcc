import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test("the day's sales with their numbers at Metrc, and a reprint marked COPY", async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  for (const [at, tender] of ['Exact 28.91', 'Debit 28.91'].entries()) {
    await shop.patientWithVerify();
    await shop.scan('Blue Dream flower, 3.5 g');
    await expect(shop.total).toHaveText('$28.91', patience);
    await shop.press(tender);
    await shop.press('Pay');
    await expect(shop.signed).toContainText(`T00000000${at + 1}`, patience);
  }
  await shop.press('Next sale');
  await shop.press('F9 Reprint');
  const panel = shop.page.getByRole('region', { name: 'Sales of today' });
  await expect(panel).toContainText('2 signed, $57.82');
  const rows = panel.getByRole('option');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText(/Sale 2.*T000000002.*signed.*debit.*28\.91/);
  await expect(rows.nth(1)).toContainText(/Sale 1.*T000000001.*signed.*cash.*28\.91/);
  await shop.page.keyboard.press('ArrowDown');
  await shop.page.keyboard.press('Enter');
  const sale = shop.page.getByRole('region', { name: 'Sale 1', exact: true });
  await expect(sale).toContainText('signed', patience);
  await shop.page.keyboard.press('Enter');
  await expect(sale).toContainText('copies: 1', patience);
  await expect(shop.paper).toContainText(/C ?O ?P ?Y +1/, patience);
  await expect(shop.paper.getByText(/^TOTAL /)).toHaveCount(3, patience);
});
