import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('the answer is lost after Pay: not known yet, looked for, found, signed; one receipt and one pulse', async ({
  openCounter,
}) => {
  const { store, ...shop } = await openCounter({ practice: { submitMs: 60_000 } });
  await shop.openForBusiness();
  await shop.fillCart('vape');
  store.nextPost({ kind: 'silence', applied: true });
  await shop.press('$30');
  await shop.press('Pay');
  await expect.poll(() => store.live().length).toBe(1);
  await store.metrc.down();
  await expect(shop.unknown).toBeVisible(patience);
  await expect(shop.unknown).toContainText('Whether this sale is recorded is not known yet.');
  await expect(shop.unknown).toContainText(/Do not take\s*payment again\./);
  await expect(shop.unknown).toContainText('M-211');
  await expect(shop.unknown.getByRole('button')).toHaveCount(2);
  await shop.waits.click();
  await expect(shop.waits).toHaveAttribute('aria-pressed', 'true');
  expect([store.slips().length, store.pulses()]).toEqual([0, 0]);

  await store.metrc.up();
  await expect(shop.signed).toBeVisible(patience);
  await expect(shop.change).toHaveText('$1.09');
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await expect(shop.signed.getByText('Drawer open')).toBeVisible();
  expect([store.posts(), store.live().length, store.slips().length, store.pulses()]).toEqual([1, 1, 1, 1]);
});

test('Metrc never got it and the customer leaves: the whole screen says what is known, then the counter is free', async ({
  openCounter,
}) => {
  const { store, ...shop } = await openCounter({ practice: { wholeScreenMs: 0, quietMs: 2500 } });
  await shop.openForBusiness();
  await shop.fillCart('vape');
  store.nextPost({ kind: 'server_error', applied: false });
  await shop.press('$30');
  await shop.press('Pay');
  await expect(shop.stopped).toBeVisible(patience);
  await expect(shop.left.getByText(/Whether sale 1 is recorded is not known yet\./)).toBeVisible();
  await expect(shop.page.getByText(/Keep the goods and the \$30\.00 at the counter/)).toBeVisible();
  await expect(shop.stopped).toContainText('M-211');
  await shop.leaves.click();
  await expect(shop.page.getByText(/The customer leaves: keep the goods here\./)).toBeVisible();
  await expect(shop.ready).toBeVisible(patience);
  await expect(shop.cart.getByText('Nothing in the sale yet.')).toBeVisible();
  await shop.page.keyboard.press('F9');
  await expect(shop.page.getByRole('option', { name: /Sale 1.*cancelled, not recorded/ })).toBeVisible();
  expect([store.posts(), store.live().length, store.slips().length, store.pulses()]).toEqual([1, 0, 0, 0]);
});
