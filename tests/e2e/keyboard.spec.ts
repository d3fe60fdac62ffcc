import { expect } from '@playwright/test';
import { PATIENTS, tagOf } from '../support/goods.ts';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('a sale, a void with undo, a quantity, a held sale and the lock, by keys alone', async ({ openCounter }) => {
  const { store, page, ...shop } = await openCounter();
  const keys = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) await page.keyboard.press(name);
  };
  await expect(page.getByRole('heading', { name: 'Who is at the counter?' })).toBeVisible(patience);
  await keys('ArrowDown', 'ArrowDown', '4', '4', '4', '4', 'Enter');
  await expect(shop.key('F10 Lock')).toBeVisible(patience);
  await keys('F8');
  await shop.count([0, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
  await keys('F12');
  await expect(shop.ready).toBeVisible(patience);

  await shop.typeCustomer(PATIENTS.valid);
  await shop.typeTag(tagOf('vape'));
  await page.keyboard.press('F3');
  await page.keyboard.type('melon');
  await expect(page.getByRole('option', { name: /Watermelon gummies/ })).toBeVisible(patience);
  await keys('ArrowDown', 'ArrowUp', 'Enter');
  await expect(shop.lines).toHaveCount(2);
  await shop.everyLineChecked();
  await keys('F6');
  await expect(shop.cart.getByText('taken out')).toBeVisible();
  await expect(shop.total).toHaveText('$28.91');
  await keys('u');
  await expect(shop.total).toHaveText('$46.25', patience);
  await keys('2', '*');
  await expect(shop.cart.getByText('2 × 15.00')).toBeVisible(patience);
  await expect(shop.total).toHaveText('$63.59');

  await keys('F4');
  await expect(shop.cart.getByText('Nothing in the sale yet.')).toBeVisible(patience);
  await keys('F4');
  await expect(page.getByRole('option', { name: /Sale 1, held at/ })).toBeVisible();
  await keys('Enter');
  await expect(shop.total).toHaveText('$63.59', patience);
  await keys('F10');
  await expect(page.getByText('Sale 1 is kept: 2 lines in it')).toBeVisible(patience);
  await keys('ArrowDown', '1', '1', '1', '1', 'Enter');
  await expect(shop.total).toHaveText('$63.59', patience);

  await shop.everyLineChecked();
  if (await page.getByRole('button', { name: 'OMMA Verify shows Active' }).isVisible()) await keys('F2');
  await keys('7', '0', '0', '0');
  await expect(page.getByText('Change 6.41')).toBeVisible(patience);
  await keys('F12');
  await expect(shop.signed).toBeVisible(patience);
  await expect(shop.change).toHaveText('$6.41');
  await keys('Enter');
  await expect(shop.cart.getByText('Nothing in the sale yet.')).toBeVisible();
  expect(store.live().map(({ lines }) => lines.map((line) => line.total))).toEqual([[2500, 3000]]);
});
