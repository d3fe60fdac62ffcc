import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('what may not be sold stays out of the total and says why', async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  const refused = [
    { name: 'Gelonade flower, 7 g', says: 'is held by the state', code: 'L-104' },
    { name: 'Kief, 1 g', says: /expired|could be sold until/, code: 'L-107' },
    { name: 'Gelato mints, 40 g', says: 'laboratory test', code: 'L-108' },
  ];
  for (const { name, says, code } of refused) {
    await shop.scan(name);
    const line = shop.cart.getByRole('listitem', { name: `${name}: Not added` });
    await expect(line).toContainText(says, patience);
    await expect(line).toContainText('It is not in the sale.');
    await expect(line).toContainText(code);
    await expect(shop.lines).toHaveCount(1);
  }
  await expect(shop.total).toHaveText('$0.00');

  await shop.scan('Unknown code');
  await expect(shop.page.getByText('Unknown code, L-101')).toBeVisible(patience);
  await expect(shop.page.getByText('HELLO-8841')).toBeVisible();

  await shop.scan('Blue Dream flower, 3.5 g');
  await expect(shop.total).toHaveText('$28.91', patience);
});

test('over the limit: the sum that is the reason stands beside the line', async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  await shop.scan('Runtz flower, 28.3 g');
  await expect(shop.lines).toHaveCount(1);
  await shop.everyLineChecked();
  await shop.scan('Runtz flower, 28.3 g');
  await expect(shop.total).toHaveText('$219.69', patience);
  await expect(shop.customer.getByRole('meter', { name: /^Flower: 56\.6 of 84\.9 g/ })).toBeVisible();
  await shop.scan('Garlic Cookies flower, 28.35 g');
  const line = shop.cart.getByRole('listitem', { name: 'Garlic Cookies flower, 28.35 g: Not added' });
  await expect(line).toContainText('Over the flower limit', patience);
  await expect(line).toContainText('by 0.05 g.');
  await expect(line).toContainText('L-120');
  const figures = ['56.60 g', '+ 28.35 g', '84.95 g', '− 84.90 g', '0.05 g'];
  await expect(line.getByRole('row')).toHaveText(figures.map((figure) => new RegExp(`${escaped(figure)}$`)));
  await expect(shop.total).toHaveText('$219.69');
});

test('Metrc answers No: the reason stands at the cart, the cart is kept, and paying again sells it', async ({
  training: shop,
}) => {
  await shop.oneFlowerInTheCart();
  await shop.metrcAnswers('No');
  await shop.press('$30');
  await shop.press('Pay');
  const refusal = shop.page.getByRole('alert');
  await expect(refusal).toContainText('Metrc refused this sale: Package is on administrative hold', patience);
  await expect(refusal).toContainText('The sale is not recorded.');
  await expect(refusal).toContainText('M-204');
  await expect(shop.ready).toBeVisible();
  await expect(shop.line('Blue Dream flower, 3.5 g')).toBeVisible();
  await expect(shop.total).toHaveText('$28.91');
  await expect(shop.paper).toContainText('Nothing printed yet.');
  await expect(shop.bench.getByText('drawer shut')).toBeVisible();

  await shop.metrcAnswers('At once');
  await shop.patientWithVerifyAgain();
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.signed).toBeVisible(patience);
  await expect(refusal).toHaveCount(0);
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
