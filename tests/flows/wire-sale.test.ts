import { expect, test } from 'vitest';
import { needsSocat } from '../hardware/support/pty.ts';
import { isSigned, linkOf, openForBusiness, untilHandedOver } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { PATIENTS, tagOf } from '../support/goods.ts';
import { scannerCable } from '../support/gun.ts';
import { slipsOf } from '../support/slips.ts';

test('a sale by serial bytes, TCP printing and real HTTP: one Metrc receipt, one slip, one pulse, the same money everywhere', async (context) => {
  needsSocat(context);
  const cable = await scannerCable();
  const shop = await shopForTest({ scannerPath: cable.path });
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await counter.until('the scanner answers', (seen) => linkOf(seen, 'scanner')?.state === 'ok');
  await cable.gun.scan(PATIENTS.valid, ']L0');
  await counter.until('the card was read', ({ cart }) => cart.customer?.status === 'active');
  for (const [at, name] of (['blueDream', 'blueDream', 'vape'] as const).entries()) {
    await cable.gun.scan(tagOf(name), ']C0');
    await counter.until(
      `scan ${at} is in`,
      ({ cart }) => cart.lines.reduce((n, l) => n + Number(l.quantity), 0) === at + 1,
    );
  }
  await counter.until('both lines are checked', ({ cart }) => cart.lines.every((line) => line.state === 'ok'));
  await counter.call.cart.recordAgencyCheck({ showed: 'active' });
  await counter.call.tender.cash({ givenCents: 10_000 });
  const { cart } = counter.now();
  const { totalCents, subtotalCents } = cart.totals;
  expect([subtotalCents, totalCents]).toEqual([7500, 7500 + 525 + 647]);
  expect(await counter.call.tender.pay({ saleId: cart.saleId, totalCents })).toEqual({ ok: true, value: null });
  const { lane } = await untilHandedOver(counter);
  await counter.until('the drawer is seen open', ({ drawerPosition }) => drawerPosition === 'open');

  const [receipt, ...others] = shop.live();
  expect(others).toEqual([]);
  const sales = await counter.call.sales.ofDay({ day: null });
  const [sale] = sales.sales;
  expect(receipt).toMatchObject({
    externalNumber: sale?.externalNumber,
    id: sale?.metrcId,
    customerType: 'Patient',
    patientLicence: PATIENTS.valid,
  });
  expect(receipt?.lines.map(({ label, quantity, total }) => [label, quantity, total])).toEqual([
    [tagOf('blueDream'), 20_000, 5000],
    [tagOf('vape'), 10_000, 2500],
  ]);
  expect(sales).toMatchObject({ confirmedCount: 1, confirmedTotalCents: totalCents });

  const slips = slipsOf(shop.paper());
  expect(slips).toHaveLength(1);
  expect(slips[0]).toMatchObject({
    isCopy: false,
    saleNumber: cart.saleNumber,
    number: receipt?.externalNumber,
    totalCents,
    changeCents: 10_000 - totalCents,
    metrcReceipt: String(receipt?.id).padStart(10, '0'),
  });
  expect(slips[0]?.lines.join('\n')).not.toContain(PATIENTS.valid);
  expect(shop.printer.machine.unknownCommands()).toEqual([]);
  expect(shop.pulses()).toBe(1);
  expect(isSigned(counter.now()) && lane.state === 'signed' && lane.changeCents).toBe(10_000 - totalCents);
});

test('a debit sale takes the exact total and opens no drawer', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  const { call } = counter;
  await call.cart.setCustomer({ number: PATIENTS.valid, buyerType: 'patient' });
  await call.cart.addPackage({ label: tagOf('gummies') });
  await counter.until('checked', ({ cart }) => cart.lines[0]?.state === 'ok' && cart.customer?.status === 'active');
  await call.cart.recordAgencyCheck({ showed: 'active' });
  await call.tender.debit({});
  const { cart } = counter.now();
  expect(cart.tender).toEqual({ kind: 'debit', cents: cart.totals.totalCents });
  await call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  const { lane } = await untilHandedOver(counter);
  expect(lane).toMatchObject({ drawer: 'not_needed', changeCents: 0, givenCents: cart.totals.totalCents });
  expect(shop.pulses()).toBe(0);
  expect(slipsOf(shop.paper())[0]?.lines.some((line) => line.startsWith('Debit'))).toBe(true);
});
