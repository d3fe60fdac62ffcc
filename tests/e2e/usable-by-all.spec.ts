import { expect } from '@playwright/test';
import { tagOf } from '../support/goods.ts';
import { patience } from './support/counter.ts';
import { expectUsableByAll } from './support/look-over.ts';
import { test } from './support/test.ts';

test('no serious finding of axe on any screen of a sale, in the light and in the dark', async ({ openCounter }) => {
  const { store, page, ...shop } = await openCounter({ practice: { submitMs: 60_000, wholeScreenMs: 60_000 } });
  await expect(page.getByRole('heading', { name: 'Who is at the counter?' })).toBeVisible(patience);
  await expectUsableByAll(page, 'sign-in');
  await shop.openForBusiness();
  await shop.fillCart('vape', 'gummies');
  await shop.typeTag(tagOf('held'));
  await expect(shop.line('Gelonade flower, 7 g')).toContainText('L-104', patience);
  await shop.press('$50');
  await expectUsableByAll(page, 'selling, one line refused');
  await page.keyboard.press('F6');

  store.nextPost({ kind: 'silence', applied: true });
  await shop.press('$50');
  await shop.press('Pay');
  await expect(shop.leaves).toBeVisible(patience);
  await expectUsableByAll(page, 'asking');
  await expect(shop.asking).toBeVisible();

  await store.metrc.down();
  await expect(shop.unknown).toBeVisible(patience);
  await expectUsableByAll(page, 'not known yet');
  await expect(shop.unknown).toBeVisible();

  await store.metrc.up();
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await expectUsableByAll(page, 'signed');

  await page.keyboard.press('F9');
  await expect(page.getByRole('option', { name: /Sale 1/ })).toBeVisible(patience);
  await expectUsableByAll(page, "the day's sales");
});

test('no serious finding of axe in the panels and at the drawer', async ({ openCounter }) => {
  const { store, page, ...shop } = await openCounter();
  await shop.openForBusiness();
  await shop.fillCart('vape');
  await shop.press('Exact 28.91');
  for (const [key, screen] of [
    ['F1', 'help'],
    ['F2', 'customer'],
    ['F3', 'look-up'],
    ['F8', 'drawer'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: new RegExp(`^${key} `) })).toHaveAttribute('aria-pressed', 'true');
    await expectUsableByAll(page, screen);
    if (key !== 'F8') await page.keyboard.press(key);
  }
  await shop.press('Count the drawer');
  await expectUsableByAll(page, 'count');
  await shop.count([0, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
  await page.keyboard.press('F12');
  await expect(page.getByText('Short by $20.00')).toBeVisible(patience);
  await expectUsableByAll(page, 'result of the count');
});

test('no serious finding of axe where sales are stopped', async ({ training: shop }) => {
  const { page } = shop;
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  await shop.scan('Blue Dream flower, 3.5 g');
  await expect(shop.total).toHaveText('$28.91', patience);
  await shop.press('Exact 28.91');
  await shop.bench.getByRole('button', { name: 'Paper out' }).click();
  await expect(page.getByRole('button', { name: /^Printer: out of paper/ })).toBeVisible(patience);
  await expectUsableByAll(page, 'selling with the bench, one device sick');
  await shop.metrcAnswers('Down');
  await shop.press('Pay');
  await expect(shop.stopped).toBeVisible({ timeout: 30_000 });
  await expectUsableByAll(page, 'sales stopped');
});
