import { expect, test } from 'vitest';
import { asked, atMetrc, byLead, detailOf, refundsIn, returnGoods, voidSale } from '../support/changes.ts';
import { codeOf, openForBusiness, sellOne } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import type { GoodsName } from '../support/goods.ts';
import { untilTrue } from '../support/wait.ts';

async function sold(finished: Finished, goods: readonly GoodsName[] = ['blueDream'], practice = {}) {
  const shop = await shopForTest({ practice }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  const { lane } = await sellOne(counter, ...goods);
  if (lane.state !== 'signed') throw new Error('not signed');
  shop.printer.machine.drawer.close();
  await counter.until('the drawer is shut again', ({ drawerPosition }) => drawerPosition === 'closed');
  const state = async () => (await detailOf(counter, lane.saleId)).state;
  const untilProved = () =>
    counter.until('proved', ({ changes, refunded }) => changes.length === 0 && refunded?.saleId === lane.saleId);
  return { shop, counter, lane, saleId: lane.saleId, state, untilProved };
}

test.concurrent('a lead voids a sale: no money before Metrc shows it, then drawer, slip and refund', async ({
  onTestFinished,
}) => {
  const { shop, counter, lane, saleId, state, untilProved } = await sold(onTestFinished);
  const pulses = shop.pulses();
  expect(codeOf(await voidSale(counter, saleId))).toBeNull();
  expect(counter.now().changes).toMatchObject([{ saleId, kind: 'void', refundCents: lane.totalCents }]);
  expect([await state(), refundsIn(shop, saleId), shop.pulses()]).toEqual(['VOIDING', [], pulses]);
  // The lane goes on selling meanwhile.
  expect(counter.now().cart.payBlockedBecause?.code).not.toBe('SALE_IN_DOUBT');
  const { refunded } = await untilProved();
  expect(refunded).toMatchObject({ saleNumber: lane.saleNumber, cents: lane.totalCents, tenderKind: 'cash' });
  expect(await state()).toBe('VOIDED');
  expect(shop.live()).toEqual([]);
  expect(refundsIn(shop, saleId)).toEqual([{ total: lane.totalCents, paid: lane.totalCents, tenderKind: 'cash' }]);
  await untilTrue('the drawer opened once more', () => shop.pulses() === pulses + 1);
  await untilTrue('the slip', () =>
    shop.paper().some((line) => line.includes('R E F U N D') || line.includes('REFUND')),
  );
  expect(shop.paper().join('\n')).toMatch(
    new RegExp(`Of sale ${lane.saleNumber}, Counter 2[^]*Void shown by Metrc[^]*Receipt ${lane.metrcReceipt}`),
  );
  const { changes, unchangeable } = await detailOf(counter, saleId);
  expect(changes).toMatchObject([
    { kind: 'void', outcome: 'proved', lead: 'Marisol R.', before: { archived: false }, after: { archived: true } },
  ]);
  expect(unchangeable?.code).toBe('CHANGE_NOTHING_STANDS');
});

test.concurrent('one of three lines comes back: the receipt is replaced, the rest stands, and what is left can be voided', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, state, untilProved } = await sold(onTestFinished, ['blueDream', 'gelato', 'vape']);
  const before = await detailOf(counter, saleId);
  expect(codeOf(await returnGoods(counter, saleId, [{ line: 2, quantity: '1' }]))).toBeNull();
  expect(await state()).toBe('EDITING');
  const first = (await untilProved()).refunded?.cents ?? 0;
  expect(await state()).toBe('CONFIRMED');
  expect(shop.live()[0]?.lines.map(({ label }) => label)).toEqual([before.lines[0]?.label, before.lines[2]?.label]);
  const put = shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.put');
  expect(JSON.parse(put?.body ?? '')).toMatchObject([{ Transactions: [{ TotalAmount: 25 }, { TotalAmount: 25 }] }]);
  const after = await detailOf(counter, saleId);
  expect(after.lines.map(({ left }) => left)).toEqual(['1', '0', '1']);
  expect(after.changes).toMatchObject([
    { kind: 'return', outcome: 'proved', before: { totalCents: 7850 }, after: { totalCents: 5000 } },
  ]);
  expect(codeOf(await returnGoods(counter, saleId, [{ line: 2, quantity: '1' }]))).toBe('RETURN_TOO_MUCH');
  // All the rest comes back: that is a void, and together it is exactly what was taken.
  const rest = [
    { line: 1, quantity: '1' },
    { line: 3, quantity: '1' },
  ];
  expect(codeOf(await returnGoods(counter, saleId, rest))).toBeNull();
  await counter.until('voided', ({ changes, refunded }) => changes.length === 0 && refunded?.cents !== first);
  expect([await state(), shop.live()]).toEqual(['VOIDED', []]);
  const refunds = refundsIn(shop, saleId);
  expect(refunds).toHaveLength(2);
  expect(refunds.reduce((sum, { paid }) => sum + paid, 0)).toBe(before.totalCents);
});

test.concurrent('refused in words: no lead, no reason, a final receipt, a budtender’s PIN, nothing that comes back', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, state } = await sold(onTestFinished);
  const { call } = counter;
  expect(codeOf(await call.sales.void({ saleId, ...byLead, reason: '  ' }))).toBe('REASON_MISSING');
  expect(codeOf(await call.sales.void({ saleId, ...byLead, leadId: 'dana', pin: '1111' }))).toBe('NOT_ALLOWED');
  expect(codeOf(await call.sales.void({ saleId, ...byLead, pin: '9999' }))).toBe('WRONG_PIN');
  expect(codeOf(await returnGoods(counter, saleId, []))).toBe('RETURN_NOTHING');
  expect(codeOf(await returnGoods(counter, saleId, [{ line: 1, quantity: '0.5' }]))).toBe('RETURN_NOT_WHOLE');
  expect(codeOf(await returnGoods(counter, saleId, [{ line: 7, quantity: '1' }]))).toBe('LINE_UNKNOWN');
  const [receipt] = shop.live();
  expect(await atMetrc(shop, 'PUT', '/finalize', [{ Id: receipt?.id }])).toBe(200);
  expect(await voidSale(counter, saleId)).toMatchObject({
    ok: false,
    error: { code: 'CHANGE_FINAL', recorded: 'yes' },
  });
  expect([await state(), asked(shop, 'receipts.delete'), refundsIn(shop, saleId)]).toEqual(['CONFIRMED', 0, []]);
});

test.concurrent('two changes at once: the second is refused, and money goes back once', async ({ onTestFinished }) => {
  const { shop, counter, saleId, untilProved } = await sold(onTestFinished, ['blueDream', 'vape']);
  const both = await Promise.all([
    voidSale(counter, saleId),
    returnGoods(counter, saleId, [{ line: 1, quantity: '1' }]),
  ]);
  expect(both.map(codeOf).toSorted()).toEqual(['CHANGE_RUNNING', null].toSorted());
  expect(codeOf(await voidSale(counter, saleId))).toBe('CHANGE_RUNNING');
  await untilProved();
  expect(refundsIn(shop, saleId)).toHaveLength(1);
});

test.concurrent('voided at Metrc behind our back: a void finds that, asks nothing, and puts it before a lead on the lane', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, state } = await sold(onTestFinished);
  const [receipt] = shop.live();
  expect(await atMetrc(shop, 'DELETE', `/${receipt?.id}`)).toBe(200);
  const deletes = asked(shop, 'receipts.delete');
  expect(codeOf(await voidSale(counter, saleId))).toBe('SALE_CONFLICT');
  await counter.until(
    'held for a lead',
    ({ lane }) => lane.state === 'conflict' && lane.kind === 'gone' && lane.lookedAt !== null,
  );
  expect(counter.now().lane).toMatchObject({ refundCents: null });
  expect(await counter.call.conflict.settle({ as: 'gone', ...byLead })).toEqual({ ok: true, value: null });
  // Somebody else voided it: no money moves by itself.
  expect([await state(), asked(shop, 'receipts.delete'), refundsIn(shop, saleId)]).toEqual(['VOIDED', deletes, []]);
});

test.concurrent('asked twice while Metrc is slow to show it: the second sees the first and stays out of it', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, untilProved } = await sold(onTestFinished);
  // The second look at the receipt is answered only when the first void has long taken effect.
  shop.metrc.fault({ on: 'receipts.by_id', times: 1, after: 1, effect: { kind: 'delay', ms: 1500, applied: false } });
  const first = voidSale(counter, saleId);
  const second = voidSale(counter, saleId);
  expect([codeOf(await first), codeOf(await second)].toSorted()).toEqual(['CHANGE_RUNNING', null].toSorted());
  await untilProved();
  expect([refundsIn(shop, saleId).length, counter.now().lane.state]).toEqual([1, 'signed']);
});
