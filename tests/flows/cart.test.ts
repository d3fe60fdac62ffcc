import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { Counter } from '../support/counter.ts';
import { codeOf, fillCart, openForBusiness } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { NOT_OURS, PATIENTS, tagOf, UNIT_CODE } from '../support/goods.ts';
import { counterByHand } from '../support/parts.ts';

async function openCounter() {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  return { shop, counter, call: counter.call };
}
const untilChecked = (counter: Counter) =>
  counter.until(
    'checked',
    ({ cart }) => cart.lines.every((line) => line.state !== 'checking') && cart.customer?.status !== 'checking',
  );

test.for([
  ['held', 'PACKAGE_ON_HOLD'],
  ['recalled', 'PACKAGE_RECALLED'],
  ['finished', 'PACKAGE_FINISHED'],
  ['expired', 'PACKAGE_EXPIRED'],
  ['failed', 'PACKAGE_LAB_STATE'],
  ['unpriced', 'PRICE_MISSING'],
  ['strange', 'CLASS_UNKNOWN'],
] as const)(
  'a package that may not be sold (%s) goes out again, stays in view with its reason, and costs nothing',
  async ([name, code]) => {
    const { counter, call } = await openCounter();
    await fillCart(counter, 'vape');
    await call.cart.addPackage({ label: tagOf(name) });
    const seen = await counter.until('refused', ({ cart }) => cart.lines.some((line) => line.state === 'refused'));
    const out = seen.cart.lines.find((line) => line.state === 'refused');
    expect(out).toMatchObject({ label: tagOf(name), refusal: { code, recorded: 'no' }, netCents: null });
    expect(seen.cart.totals.subtotalCents).toBe(2500);
    await call.cart.voidLine({ lineId: null });
    expect(counter.now().cart.lines.map(({ label }) => label)).toEqual([tagOf('vape')]);
  },
);

test('a package of another store is not sold, and neither is a code that is none', async () => {
  const { counter, call } = await openCounter();
  await call.cart.enterCode({ text: NOT_OURS });
  await counter.until('unknown', ({ cart }) => cart.lines.some((line) => line.refusal?.code === 'PACKAGE_UNKNOWN'));
  expect(codeOf(await call.cart.enterCode({ text: 'HELLO-8841' }))).toBe('CODE_UNKNOWN');
  expect(counter.now().lastScan).toMatchObject({ shown: 'HELLO-8841', kind: 'unknown', outcome: 'not_used' });
  expect(codeOf(await call.cart.enterCode({ text: '036000291452' }))).toBe('GTIN_NEEDS_TAG');
  expect(counter.now().cart.lines).toEqual([]);
});

test('the same serialised unit twice is refused, its package stays once', async () => {
  const { counter, call } = await openCounter();
  expect(codeOf(await call.cart.enterCode({ text: UNIT_CODE }))).toBeNull();
  await untilChecked(counter);
  expect(codeOf(await call.cart.enterCode({ text: UNIT_CODE }))).toBe('SAME_UNIT_TWICE');
  const lines = counter.now().cart.lines.filter((line) => line.state === 'ok');
  expect(lines).toMatchObject([{ label: tagOf('serial'), quantity: '1' }]);
});

test('quantities: set, whole for counted goods, decimals for weighed ones, never more than Metrc has', async () => {
  const { counter, call } = await openCounter();
  await fillCart(counter, 'scarce', 'loose');
  const set = async (quantity: string, line: number) =>
    codeOf(await call.cart.setQuantity({ lineId: counter.now().cart.lines[line]?.lineId ?? 0, quantity }));
  expect([
    await set('2', 0),
    await set('3', 0),
    await set('1.5', 0),
    await set('0', 0),
    await set('-1', 0),
    await set('x', 0),
  ]).toEqual([null, 'PACKAGE_NOT_ENOUGH', 'QUANTITY_BAD', 'QUANTITY_BAD', 'QUANTITY_BAD', 'QUANTITY_BAD']);
  expect([await set('3.5', 1), await set('3.00001', 1)]).toEqual([null, 'QUANTITY_BAD']);
  expect(counter.now().cart.lines.map(({ quantity, netCents }) => [quantity, netCents])).toEqual([
    ['2', 1600],
    ['3.5', 1166],
  ]);
  expect(codeOf(await call.cart.setQuantity({ lineId: 999, quantity: '1' }))).toBe('LINE_UNKNOWN');
});

test('the limit is a sum that can be read: 56.60 + 28.35 = 84.95, limit 84.90, over 0.05', async () => {
  const { counter, call } = await openCounter();
  await fillCart(counter, 'ounce');
  expect(codeOf(await call.cart.setQuantity({ lineId: null, quantity: '2' }))).toBeNull();
  await call.cart.addPackage({ label: tagOf('heavyOunce') });
  const seen = await counter.until('over the limit', ({ cart }) => cart.lines.some((line) => line.limitSum !== null));
  const over = seen.cart.lines.find((line) => line.limitSum !== null);
  expect(over?.refusal?.code).toBe('LIMIT_EXCEEDED');
  expect(over?.limitSum).toMatchObject({
    beforeTotal: '56.60',
    adding: '28.35',
    together: '84.95',
    cap: '84.90',
    over: '0.05',
  });
  expect(seen.cart.limits.find(({ id }) => id === 'ok.flower')).toMatchObject({ used: '56.6', cap: '84.9' });
  expect(codeOf(await call.cart.setQuantity({ lineId: seen.cart.lines[0]?.lineId ?? 0, quantity: '3' }))).toBeNull();
  expect(codeOf(await call.cart.addPackage({ label: tagOf('blueDream') }))).not.toBeNull();
});

test("what the state still allows a patient counts where it is lower than the law's own limit", async () => {
  const { counter, call } = await openCounter();
  await call.cart.setCustomer({ number: PATIENTS.lowAllotment, buyerType: 'patient' });
  await untilChecked(counter);
  await call.cart.addPackage({ label: tagOf('blueDream') });
  await untilChecked(counter);
  expect(codeOf(await call.cart.setQuantity({ lineId: null, quantity: '2' }))).toBe('LIMIT_EXCEEDED');
});

test.for([
  ['expired', 'expired', 'CUSTOMER_CARD_EXPIRED'],
  ['inactive', 'not_active', 'CUSTOMER_NOT_ACTIVE'],
  ['unknown', 'not_confirmed', 'CUSTOMER_NOT_CONFIRMED'],
] as const)('a patient whom the state calls %s is shown as %s and Pay says so', async ([who, status, code]) => {
  const { counter, call } = await openCounter();
  await call.cart.addPackage({ label: tagOf('vape') });
  await call.cart.setCustomer({ number: PATIENTS[who], buyerType: 'patient' });
  const seen = await counter.until(
    'known',
    ({ cart }) => cart.customer?.status === status && cart.lines[0]?.state === 'ok',
  );
  expect(seen.cart.payBlockedBecause?.code).toBe(code);
});

test('undo takes back one step at a time, what was voided too, but never what Metrc has said of the customer', async () => {
  const { counter, call } = await openCounter();
  await call.cart.setCustomer({ number: PATIENTS.valid, buyerType: 'patient' });
  await call.cart.addPackage({ label: tagOf('vape') });
  await call.cart.addPackage({ label: tagOf('gummies') });
  await counter.until(
    'known',
    ({ cart }) => cart.customer?.status === 'active' && cart.lines.every((line) => line.state === 'ok'),
  );
  await call.cart.voidLine({ lineId: null });
  const labels = () => counter.now().cart.lines.map(({ label }) => label);
  expect(labels()).toEqual([tagOf('vape')]);
  await call.cart.undo({});
  expect(labels()).toEqual([tagOf('vape'), tagOf('gummies')]);
  await call.cart.undo({});
  expect(labels()).toEqual([tagOf('vape')]);
  expect(counter.now().cart.customer?.status).toBe('active');
  await call.cart.undo({});
  await call.cart.undo({});
  expect(counter.now().cart).toMatchObject({ lines: [], customer: null, canUndo: false });
});

test('an undo that brings back what was refused asks Metrc again, and does not wait for ever', async () => {
  const { counter, call } = await openCounter();
  await call.cart.addPackage({ label: tagOf('held') });
  await call.cart.addPackage({ label: tagOf('vape') });
  await counter.until(
    'out again',
    ({ cart }) => cart.lines.some(({ state }) => state === 'refused') && cart.lines.some(({ state }) => state === 'ok'),
  );
  await call.cart.undo({});
  const seen = await counter.until('settled', ({ cart }) => cart.lines.every(({ state }) => state !== 'checking'));
  expect(seen.cart.lines.filter(({ state }) => state === 'ok')).toEqual([]);
});

test.for([0, -5, 1_000_001, 2_000_000_000])('%d cents are not money anybody hands over', async (givenCents) => {
  const { counter, call } = await openCounter();
  await fillCart(counter, 'vape');
  expect(codeOf(await call.tender.cash({ givenCents }))).toBe('AMOUNT_BAD');
  expect(counter.now().cart.tender).toEqual({ kind: 'none' });
});

test('too little cash says how much is short; a total that nobody saw is not paid', async () => {
  const { shop, counter, call } = await openCounter();
  await fillCart(counter, 'vape');
  await call.tender.cash({ givenCents: 2000 });
  expect(counter.now().cart.payBlockedBecause).toMatchObject({ code: 'TENDER_TOO_LITTLE', facts: { shortCents: 891 } });
  await call.tender.cash({ givenCents: 3000 });
  const { saleId, totals } = counter.now().cart;
  expect(codeOf(await call.tender.pay({ saleId, totalCents: totals.totalCents - 1 }))).toBe('TOTAL_CHANGED');
  expect(codeOf(await call.tender.pay({ saleId: randomUUID(), totalCents: totals.totalCents }))).toBe('SALE_NOT_OPEN');
  await call.cart.addPackage({ label: tagOf('gummies') });
  expect(counter.now().cart.tender).toEqual({ kind: 'none' });
  expect(shop.posts()).toBe(0);
});

test('hold and resume: the cart on the counter is held in its place', async () => {
  const { counter, call } = await openCounter();
  expect(codeOf(await call.cart.hold({}))).toBe('CART_EMPTY');
  await fillCart(counter, 'vape');
  const first = counter.now().cart.saleId;
  await call.cart.hold({});
  await fillCart(counter, 'gummies', 'gelato');
  await call.cart.resume({ saleId: first });
  expect(counter.now()).toMatchObject({
    cart: { saleId: first, lines: [{ label: tagOf('vape') }] },
    held: [{ lines: 2 }],
  });
  expect(codeOf(await call.cart.resume({ saleId: first }))).toBe('SALE_UNKNOWN');
});

test('cash beyond reason is a slip of the finger and is not taken: up to 500.00 change, not a cent more', async () => {
  const { counter, call } = await openCounter();
  await fillCart(counter, 'vape');
  const { cashDueCents } = counter.now().cart;
  for (const givenCents of [0, -2000, cashDueCents + 50_001, 2_891_000, Number.MAX_SAFE_INTEGER]) {
    expect(codeOf(await call.tender.cash({ givenCents })), String(givenCents)).toBe('AMOUNT_BAD');
    expect(counter.now().cart.tender).toEqual({ kind: 'none' });
  }
  expect(codeOf(await call.tender.cash({ givenCents: cashDueCents + 50_000 }))).toBeNull();
  expect(counter.now().cart.tender).toMatchObject({ changeCents: 50_000 });
});

test('the look-up finds goods by words and by the end of a tag, and lists what may not be sold with its reason', async () => {
  const { counter, call } = await openCounter();
  let found = await call.catalogue.search({ text: 'vape' });
  for (let n = 0; found.length < 2 && n < 400; n += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    found = await call.catalogue.search({ text: 'vape' });
  }
  expect(found.map(({ name }) => name).sort()).toEqual(['Lemon Haze vape, 1 g', 'Sour Diesel vape, 1 g']);
  const byTail = await call.catalogue.search({ text: '21177' });
  expect(byTail).toMatchObject([{ name: 'Kief, 1 g', refusal: { code: 'PACKAGE_EXPIRED' } }]);
  expect(counter.now().cart.lines).toEqual([]);
});

test('a name that turns the reading direction or holds control characters shows as what it is, and sells under its own', async () => {
  const shop = await shopForTest();
  const counter = await counterByHand(shop);
  await openForBusiness(counter);
  const { call, ports } = counter;
  const label = tagOf('unpriced');
  await vi.waitFor(() => expect(ports.store.packages.find(label)).not.toBeNull(), { timeout: 20_000, interval: 5 });
  const row = ports.store.packages.find(label);
  if (row === null) throw new Error('not in the catalogue');
  const itemName = '\u202eimmug\u0007 45 g';
  ports.store.packages.save([{ ...row.package, itemName }], Date.now() + 3_600_000);
  expect(await call.catalogue.search({ text: label })).toMatchObject([{ label, name: 'immug  45 g' }]);
  await call.cart.addPackage({ label });
  const seen = await counter.until('refused', ({ cart }) => cart.lines[0]?.state === 'refused');
  expect(seen.cart.lines[0]).toMatchObject({ name: 'immug  45 g', refusal: { code: 'PRICE_MISSING' } });
  expect(ports.store.packages.find(label)?.package.itemName).toBe(itemName);
});

test('a package that Metrc holds is in the look-up before anybody scanned it, with its reason', async () => {
  const { counter, call } = await openCounter();
  await vi.waitFor(
    async () =>
      expect(await call.catalogue.search({ text: 'gelonade' })).toMatchObject([
        { label: tagOf('held'), refusal: { code: 'PACKAGE_ON_HOLD', recorded: 'no' } },
      ]),
    { timeout: 20_000, interval: 5 },
  );
  expect(counter.now().cart.lines).toEqual([]);
});
