import { expect } from '@playwright/test';
import { hasSocat } from '../hardware/support/pty.ts';
import { PATIENTS, tagOf } from '../support/goods.ts';
import { scannerCable } from './support/cable.ts';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test.skip(!hasSocat, 'socat is not installed: there is no serial port to scan on');

test('a configured terminal: scans on a serial port, a network printer, Metrc over HTTP; the money is the same everywhere', async ({
  openCounter,
  atEnd,
}) => {
  const cable = await scannerCable();
  atEnd(cable.close);
  const { store, ...shop } = await openCounter({ scannerPath: cable.path });
  await shop.openForBusiness();
  await shop.allLinksWell();
  await cable.gun.scan(PATIENTS.valid, ']L0');
  await expect(shop.customer).toContainText('4471', patience);
  await expect(shop.customer.getByText('Active', { exact: true })).toBeVisible(patience);
  await shop.page.keyboard.press('F2');
  // A scan finds its way whatever is open and whatever has focus.
  await shop.page.keyboard.press('F3');
  await shop.page.getByRole('combobox', { name: 'Look up an item' }).focus();
  for (const name of ['blueDream', 'blueDream', 'vape'] as const) await cable.gun.scan(tagOf(name), ']C0');
  await expect(shop.total).toHaveText('$86.72', patience);
  await expect(shop.page.getByRole('combobox', { name: 'Look up an item' })).toHaveValue('');
  await shop.page.keyboard.press('Escape');
  await expect(shop.lines).toHaveCount(2);
  await cable.gun.scan(tagOf('held'), ']C0');
  await expect(shop.cart.getByRole('listitem', { name: 'Gelonade flower, 7 g: Not added' })).toBeVisible(patience);
  await shop.page.keyboard.press('F6');
  await expect(shop.lines.filter({ hasText: 'Gelonade' })).toHaveCount(0);
  await shop.press('$100');
  await shop.press('Pay');
  await expect(shop.change).toHaveText('$13.28', patience);
  await expect(shop.signed.getByText('Receipt printed')).toBeVisible(patience);
  await expect(shop.signed.getByText('Drawer open')).toBeVisible(patience);

  const [receipt, ...others] = store.live();
  expect(others).toEqual([]);
  expect(receipt?.lines.map(({ label, total }) => [label, total])).toEqual([
    [tagOf('blueDream'), 5000],
    [tagOf('vape'), 2500],
  ]);
  expect(store.slips()).toMatchObject([
    { totalCents: 8672, changeCents: 1328, number: receipt?.externalNumber, isCopy: false },
  ]);
  expect(store.pulses()).toBe(1);

  // The next scan starts the next sale.
  await cable.gun.scan(tagOf('gummies'), ']C0');
  await expect(shop.ready).toBeVisible(patience);
  await expect(shop.line('Watermelon gummies, 45 g')).toBeVisible(patience);
});
