import { expect, test } from 'vitest';
import { lockOutMs } from '../../src/main/actions/sign-in.ts';
import { codeOf, fillCart } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { BADGE } from '../support/terminal-json.ts';

const wrong = { staffId: 'dana', pin: '9999' };
const right = { staffId: 'dana', pin: '1111' };

test('five wrong PINs lock a person out, and a restart does not let them in', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  const answers: (string | null)[] = [];
  for (let n = 0; n < 5; n += 1) answers.push(codeOf(await counter.call.staff.signIn(wrong)));
  expect(answers).toEqual(['WRONG_PIN', 'WRONG_PIN', 'WRONG_PIN', 'WRONG_PIN', 'LOCKED_OUT']);
  expect(codeOf(await counter.call.staff.signIn(right))).toBe('LOCKED_OUT');
  await counter.close();
  const next = await counterForTest(shop);
  const refused = await next.call.staff.signIn(right);
  expect(codeOf(refused)).toBe('LOCKED_OUT');
  expect(!refused.ok && Number(refused.error.facts['untilAt'])).toBeGreaterThan(Date.now());
  expect(codeOf(await next.call.staff.signIn({ staffId: 'marisol', pin: '4444' }))).toBeNull();
});

test('wrong PINs tried side by side count one by one', async () => {
  const counter = await counterForTest(await shopForTest());
  const tries = await Promise.all(Array.from({ length: 20 }, () => counter.call.staff.signIn(wrong)));
  expect(tries.filter((answer) => codeOf(answer) === 'WRONG_PIN')).toHaveLength(4);
  expect(codeOf(await counter.call.staff.signIn(right))).toBe('LOCKED_OUT');
});

test('a right PIN sets the count back', async () => {
  const counter = await counterForTest(await shopForTest());
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < 4; n += 1) expect(codeOf(await counter.call.staff.signIn(wrong))).toBe('WRONG_PIN');
    expect(codeOf(await counter.call.staff.signIn(right))).toBeNull();
  }
});

test('the lock-out doubles from 30 seconds to a quarter of an hour', () => {
  expect([0, 4, 5, 6, 7, 12, 99].map(lockOutMs)).toEqual([0, 0, 30_000, 60_000, 120_000, 900_000, 900_000]);
});

test('nobody signed in: nothing can be sold, changed or read over the empty counter', async () => {
  const counter = await counterForTest(await shopForTest());
  const { call } = counter;
  const refused = [
    await call.cart.addPackage({ label: '1A40E0100009C3D000018412' }),
    await call.cart.enterCode({ text: '1A40E0100009C3D000018412' }),
    await call.cart.undo({}),
    await call.tender.cash({ givenCents: 100 }),
    await call.tender.pay({ saleId: counter.now().cart.saleId, totalCents: 0 }),
    await call.drawer.open({ pieces: [] }),
    await call.drawer.noSale({ reason: 'x' }),
    await call.sales.reprint({ saleId: null }),
    await call.tender.customerLeaves({}),
  ];
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['NOT_SIGNED_IN']));
  expect((await call.sales.ofDay({ day: null })).sales).toEqual([]);
  expect(await call.catalogue.search({ text: 'dream' })).toEqual([]);
});

test('a badge signs in, an unknown one does not, and the cart stays when people change', async () => {
  const counter = await counterForTest(await shopForTest());
  const { call } = counter;
  await call.staff.signIn(right);
  await fillCart(counter, 'vape');
  await call.staff.lock({});
  expect(counter.now().signedIn).toBeNull();
  expect(codeOf(await call.cart.enterCode({ text: 'CS-BADGE-nobody-nowhere-1' }))).toBe('UNKNOWN_STAFF');
  expect(codeOf(await call.cart.enterCode({ text: `CS-BADGE-${BADGE}` }))).toBeNull();
  expect(counter.now()).toMatchObject({ signedIn: { id: 'dana' }, lastScan: { outcome: 'signed_in' } });
  expect(counter.now().cart.lines).toHaveLength(1);
});
