import { patience } from './support/counter.ts';
import { expect, test } from './support/test.ts';

test('what may not be sold stays out of the total and says why', async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  const refused = [
    { press: 'Scan Gelonade flower, 7 g, held by the state', name: 'Gelonade flower, 7 g', says: 'is held by the state', code: 'L-104' },
    { press: 'Scan Kief, 1 g, expired', name: 'Kief, 1 g', says: 'could be sold until', code: 'L-107' },
    { press: 'Scan Gelato mints, 40 g, test failed', name: 'Gelato mints, 40 g', says: 'laboratory test', code: 'L-108' },
  ];
  for (const [at, { press, name, says, code }] of refused.entries()) {
    await shop.scan(press);
    const line = shop.cart.getByRole('listitem', { name: `${name}: Not added` });
    await expect(line).toContainText(says, patience);
    await expect(line).toContainText('It is not in the sale.');
    await expect(line).toContainText(code);
    await expect(shop.lines).toHaveCount(at + 1);
  }
  await expect(shop.total).toHaveText('$0.00');

  await shop.scan('Scan Unknown code, unknown code');
  await expect(shop.page.getByText('Unknown code, L-101')).toBeVisible(patience);
  await expect(shop.page.getByText('HELLO-8841')).toBeVisible();
  await expect(shop.lines).toHaveCount(3);

  await shop.scan('Scan Blue Dream flower, 3.5 g, valid');
  await expect(shop.total).toHaveText('$28.91', patience);
});

test('over the limit: the sum that is the reason stands beside the line', async ({ training: shop }) => {
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  await shop.scan('Scan Runtz flower, 28.3 g, valid');
  await expect(shop.lines).toHaveCount(1);
  await shop.everyLineChecked();
  await shop.scan('Scan Runtz flower, 28.3 g, valid');
  await expect(shop.total).toHaveText('$219.69', patience);
  await expect(shop.customer.getByRole('meter', { name: /^Flower: 56\.6 of 84\.9 g/ })).toBeVisible();
  await shop.scan('Scan Garlic Cookies flower, 28.35 g, over the limit');
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
  await shop.signIn();
  await shop.allLinksWell();
  await shop.patientWithVerify();
  await shop.scan('Scan Blue Dream flower, 3.5 g, valid');
  await expect(shop.total).toHaveText('$28.91', patience);
  await shop.metrcAnswers('No');
  await shop.press('$30');
  await shop.press('Pay');
  const refusal = shop.page.getByRole('alert');
  await expect(refusal).toContainText('Metrc refused this sale: Package is on administrative hold', patience);
  await expect(refusal).toContainText('The sale is not recorded.');
  await expect(refusal).toContainText('M-204');
  await expect(shop.ready).toBeVisible();
  await expect(shop.cart.getByText('Blue Dream flower, 3.5 g')).toBeVisible();
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
