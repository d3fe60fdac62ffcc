import { beforeEach, describe, expect, test } from 'vitest';
import { needsSocat } from '../hardware/support/pty.ts';
import { codeOf, fillCart, linkOf, openForBusiness, payCash } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { tagOf } from '../support/goods.ts';
import { scannerCable } from '../support/gun.ts';
import type { Shop } from '../support/shop.ts';

async function openCounter(practice: Readonly<Record<string, number>> = {}) {
  const cable = await scannerCable();
  const shop: Shop = await shopForTest({ scannerPath: cable.path, practice });
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await counter.until('the scanner answers', (seen) => linkOf(seen, 'scanner')?.state === 'ok');
  return { gun: cable.gun, shop, counter, call: counter.call };
}

/** A sale that Metrc is being asked about, and answers a moment later. */
async function askingCounter() {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  shop.nextPost({ kind: 'delay', ms: 700 });
  await payCash(counter);
  await counter.until('asking', ({ lane }) => lane.state === 'asking');
  return { shop, counter, call: counter.call };
}

test('a scan that waited goes into the next cart and leaves the change of the signed sale readable; the next one puts it away', async () => {
  const { counter, call } = await askingCounter();
  await call.cart.enterCode({ text: tagOf('vape') });
  const seen = await counter.until('it is in the next cart', ({ cart }) => cart.lines[0]?.label === tagOf('vape'));
  expect(seen.lane).toMatchObject({ state: 'signed', givenCents: 20_000 });
  await counter.until('checked', ({ cart }) => cart.lines[0]?.state === 'ok');
  expect(counter.now().lane.state).toBe('signed');
  await call.cart.enterCode({ text: tagOf('gummies') });
  await counter.until('put away', ({ lane }) => lane.state === 'ready');
});

test('of the scans that come while Metrc is asked fifty wait; more are refused and said, and none of the fifty is lost', async () => {
  const { shop, counter, call } = await askingCounter();
  const tags = Array.from({ length: 60 }, (_, n) => tagOf(n % 2 === 0 ? 'vape' : 'gummies'));
  const answers = await Promise.all(tags.map((text) => call.cart.enterCode({ text })));
  expect(answers.map(codeOf)).toEqual([...Array(50).fill(null), ...Array(10).fill('SALE_IN_DOUBT')]);
  expect(counter.now().lastScan).toMatchObject({ outcome: 'not_used', refusal: { code: 'SALE_IN_DOUBT' } });
  const { cart } = await counter.until('they are taken', ({ lane }) => lane.state === 'signed');
  expect(cart.lines.map(({ quantity }) => quantity)).toEqual(['25', '25']);
  expect(shop.live()).toHaveLength(1);
});

describe('a scanner on a real serial port', () => {
  beforeEach(needsSocat);

  test('two scans in one breath are two scans, in their order', async () => {
    const { gun, counter } = await openCounter();
    await Promise.all([
      gun.scan(tagOf('vape'), ']C0'),
      gun.scan(tagOf('gummies'), ']C0'),
      gun.scan(tagOf('vape'), ']C0'),
    ]);
    const seen = await counter.until(
      'three pieces',
      ({ cart }) => cart.lines.reduce((n, line) => n + Number(line.quantity), 0) === 3,
    );
    expect(seen.cart.lines.map(({ label, quantity }) => [label, quantity])).toEqual([
      [tagOf('vape'), '2'],
      [tagOf('gummies'), '1'],
    ]);
  });

  test('garbage and over-long codes are said, never looked up, and the next good scan is good', async () => {
    const { gun, counter } = await openCounter();
    await gun.garbage();
    const garbage = await counter.until('garbage', ({ lastScan }) => lastScan?.kind === 'fault');
    expect(garbage.lastScan).toMatchObject({
      shown: '',
      outcome: 'not_used',
      refusal: { code: 'CODE_GARBAGE', facts: { why: 'garbage' } },
    });
    await gun.scan('A'.repeat(5000), ']C0');
    await counter.until('too long', ({ lastScan }) => lastScan?.refusal?.facts['why'] === 'too_long');
    expect(counter.now().cart.lines).toEqual([]);
    await gun.scan(tagOf('vape'), ']C0');
    await counter.until('a good one', ({ cart }) => cart.lines[0]?.state === 'ok');
  });

  test('half a tag is not a package: it stays readable and sells nothing', async () => {
    const { gun, counter } = await openCounter();
    await gun.scanHalf(tagOf('vape'));
    const seen = await counter.until('half a code', ({ lastScan }) => lastScan !== null);
    expect(seen.lastScan).toMatchObject({ kind: 'unknown', outcome: 'not_used', refusal: { code: 'CODE_UNKNOWN' } });
    expect(seen.cart.lines).toEqual([]);
  });

  test('a scan while Metrc is asked waits and goes into the next cart', async () => {
    const { gun, shop, counter } = await openCounter({ submitMs: 3000 });
    await fillCart(counter, 'gelato');
    shop.nextPost({ kind: 'delay', ms: 500 });
    await counter.call.tender.cash({ givenCents: 10_000 });
    const { saleId, totals } = counter.now().cart;
    await counter.call.tender.pay({ saleId, totalCents: totals.totalCents });
    await gun.scan(tagOf('vape'), ']C0');
    const waiting = await counter.until('it waits', ({ lastScan }) => lastScan?.outcome === 'waiting');
    expect(waiting.lane.state).toBe('asking');
    const seen = await counter.until(
      'it is in the next cart',
      ({ cart }) => cart.saleId !== saleId && cart.lines[0]?.state === 'ok',
    );
    expect(seen.cart.lines.map(({ label }) => label)).toEqual([tagOf('vape')]);
    expect(shop.live()[0]?.lines.map(({ label }) => label)).toEqual([tagOf('gelato')]);
  });

  test('a scan while a sale is in doubt is refused and says so', async () => {
    const { gun, shop, counter } = await openCounter({ quietMs: 60_000 });
    await fillCart(counter, 'gelato');
    shop.nextPost({ kind: 'server_error', applied: false });
    await counter.call.tender.cash({ givenCents: 10_000 });
    const { saleId, totals } = counter.now().cart;
    await counter.call.tender.pay({ saleId, totalCents: totals.totalCents });
    await counter.until('not known yet', ({ lane }) => lane.state === 'unknown');
    await gun.scan(tagOf('vape'), ']C0');
    const seen = await counter.until('refused', ({ lastScan }) => lastScan?.refusal?.code === 'SALE_IN_DOUBT');
    expect(seen.lastScan?.refusal?.recorded).toBe('not_known_yet');
  });

  test('a card shows its last four only, anywhere', async () => {
    const { gun, counter } = await openCounter();
    await gun.scan('PAT0000000000004471', ']L0');
    const seen = await counter.until('the card', ({ cart }) => cart.customer?.status === 'active');
    expect(seen.lastScan).toMatchObject({ shown: '…4471', kind: 'patient_card', outcome: 'customer' });
    expect(JSON.stringify(seen)).not.toContain('PAT000000');
  });
});
