import { expect } from '@playwright/test';
import { type Counter, patience } from './support/counter.ts';
import { test } from './support/test.ts';

const marisols = '4444';

async function sell(shop: Counter, ...names: string[]): Promise<void> {
  await shop.patientWithVerify();
  for (const name of names) await shop.scan(name);
  // A line that comes after the tender would take it out again.
  await expect(shop.lines).toHaveCount(names.length, patience);
  await shop.everyLineChecked();
  await shop.press(/^Exact /);
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
  await shop.press('Next sale');
}

test('a lead voids a sale by keys at somebody else’s counter: another comes back in part by mouse, and the Z says so', async ({
  training: shop,
}) => {
  const { page } = shop;
  await shop.signIn();
  await shop.allLinksWell();
  await sell(shop, 'Blue Dream flower, 3.5 g');
  await shop.press('F9 Reprint');
  const list = page.getByRole('region', { name: 'Sales of today' });
  await expect(list.getByRole('option')).toHaveCount(1, patience);
  await page.keyboard.press('Enter');
  const sale = page.getByRole('region', { name: 'Sale 1', exact: true });
  await expect(sale).toContainText('Blue Dream flower, 3.5 g', patience);
  await page.keyboard.press('v');
  const plate = page.getByRole('region', { name: 'Void the whole sale' });
  await expect(plate).toBeVisible();
  await plate.getByRole('button', { name: /^Marisol R\./ }).click();
  for (const digit of marisols) await page.keyboard.press(digit);
  const ask = plate.getByRole('button', { name: 'Void at Metrc' });
  await expect(ask).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(sale).toContainText('Void asked. Metrc has not shown it yet: no money back yet.', patience);
  await expect(sale).toContainText('$28.91 back in cash', patience);
  await expect(sale).toContainText('Metrc shows the void.');
  await expect(page.getByText('Sale 1: Metrc has shown it. Give back $28.91 in cash.')).toBeVisible();
  await expect(shop.paper).toContainText(/BACK +\$28\.91/, patience);

  // A part of the next sale comes back, by mouse.
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
  await sell(shop, 'Blue Dream flower, 3.5 g', 'Sour Diesel vape cartridge, 1 g');
  await shop.press('F9 Reprint');
  await list.getByRole('option').first().click();
  const second = page.getByRole('region', { name: 'Sale 2', exact: true });
  await second.getByRole('button', { name: 'Return', exact: true }).click();
  const returning = page.getByRole('region', { name: 'Take goods back' });
  await second.getByRole('button', { name: 'All of Sour Diesel vape cartridge, 1 g comes back' }).click();
  await second.getByRole('button', { name: 'Defective goods' }).click();
  await returning.getByRole('button', { name: /^Marisol R\./ }).click();
  const pad = returning.getByRole('group', { name: 'PIN pad' });
  for (const digit of marisols) await pad.getByRole('button', { name: digit, exact: true }).click();
  await returning.getByRole('button', { name: 'Return at Metrc' }).click();
  await expect(second).toContainText('$28.90 back in cash', patience);
  await expect(second).toContainText('sold 1, stands 0');

  // The lead closes the drawer: nothing is missing from it, and the Z says what went back.
  await page.keyboard.press('F10');
  await shop.signIn('Marisol R.', marisols);
  await shop.press('F8 Drawer');
  await page.getByRole('button', { name: 'Count the drawer' }).click();
  await shop.count([0, 0, 11, 0, 1, 3, 3, 1, 1, 1]);
  await page.getByRole('button', { name: 'Count is final' }).click();
  await expect(page.getByText('Zero difference')).toBeVisible(patience);
  await expect(page.getByText('Cash given back')).toBeVisible();
  await page.getByRole('button', { name: 'Close the drawer' }).click();
  await expect(shop.paper).toContainText(/Voids: 1 +-28\.91.*Returns: 1 +-28\.90/, patience);
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Z reports' }).click();
  await expect(page.getByRole('option')).toContainText(['Z 1, closed by Marisol R.']);
  await page.keyboard.press('Enter');
  const z = page.getByRole('region', { name: 'Z 1', exact: true });
  await expect(z).toContainText('Z REPORT 1', patience);
  await page.keyboard.press('Enter');
  await expect(shop.paper).toContainText(/C ?O ?P ?Y +1/, patience);
});
