import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { startTerminal } from './support/terminal.ts';
import { test } from './support/test.ts';

for (const { had, posts } of [
  { had: true, posts: 1 },
  { had: false, posts: 2 },
]) {
  const what = had ? 'had it' : 'never had it';
  test(`the power goes while Metrc is asked, and Metrc ${what}: one receipt, one slip, no pulse by itself`, async ({
    openCounter,
    atEnd,
  }) => {
    const { store, ...shop } = await openCounter({ practice: { submitMs: 60_000 } });
    await shop.openForBusiness();
    await shop.fillCart('vape', 'gummies');
    await expect(shop.total).toHaveText('$46.25');
    store.nextPost({ kind: 'silence', applied: had });
    await shop.press('Exact 46.25');
    await shop.press('Pay');
    await expect(shop.asking).toBeVisible();
    await expect.poll(store.posts).toBe(1);
    await shop.terminal.kill();
    await expect(shop.page.getByRole('heading', { name: 'The screen has lost the register.' })).toBeVisible(patience);
    await expect(shop.page.getByText(/not known yet here/)).toBeVisible();

    const { port } = shop.terminal;
    const again = await startTerminal({ data: store.data, config: store.config, port });
    atEnd(again.stop);
    await shop.page.goto(again.link);
    await shop.signIn();
    await expect(shop.signed).toBeVisible(patience);
    await expect(shop.signed.getByText('Drawer was not opened')).toBeVisible();
    await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
    expect([store.posts(), store.live().length, store.pulses()]).toEqual([posts, 1, 0]);
    expect(store.slips()).toMatchObject([{ saleNumber: 1, isCopy: false, totalCents: 4625 }]);

    await shop.press('Next sale');
    await expect(shop.cart.getByText('Nothing in the sale yet.')).toBeVisible();
    await shop.page.keyboard.press('F9');
    await expect(shop.page.getByRole('option')).toHaveCount(1);
    await expect(shop.page.getByRole('option', { name: /Sale 1.*signed.*46\.25/ })).toBeVisible();
  });
}
