import { expect, test } from 'vitest';
import { asked, detailOf, refundsIn, returnGoods, voidSale } from '../support/changes.ts';
import { codeOf, openForBusiness, sellOne } from '../support/counter.ts';
import { counterForTest, type Finished, shopForTest } from '../support/for-test.ts';
import { untilAnswered, untilTrue } from '../support/wait.ts';

async function sold(finished: Finished, practice: Readonly<Record<string, number>> = {}) {
  const shop = await shopForTest({ practice: { submitMs: 1200, ...practice } }, finished);
  const counter = await counterForTest(shop, finished);
  await openForBusiness(counter);
  const { lane } = await sellOne(counter, 'blueDream', 'gelato', 'vape');
  if (lane.state !== 'signed') throw new Error('not signed');
  return { shop, counter, saleId: lane.saleId, total: lane.totalCents };
}

const stateOf = async (...[counter, saleId]: Parameters<typeof detailOf>) => (await detailOf(counter, saleId)).state;

test.concurrent('a void whose answers are lost is asked again and is proved by a read alone', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, total } = await sold(onTestFinished);
  shop.metrc.fault({ on: 'receipts.delete', times: 1, effect: { kind: 'drop', applied: false } });
  shop.metrc.fault({ on: 'receipts.delete', times: 1, effect: { kind: 'silence', applied: true } });
  expect(codeOf(await voidSale(counter, saleId))).toBeNull();
  await untilTrue('asked twice', () => asked(shop, 'receipts.delete') === 2);
  expect(refundsIn(shop, saleId)).toEqual([]);
  await counter.until('proved', ({ refunded }) => refunded?.cents === total);
  expect([await stateOf(counter, saleId), shop.live(), refundsIn(shop, saleId).length]).toEqual(['VOIDED', [], 1]);
});

test.concurrent('a void that takes effect late: no money meanwhile, the lane sells on, the drawer is not counted', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId, total } = await sold(onTestFinished);
  shop.metrc.fault({ on: 'receipts.delete', effect: { kind: 'late', ms: 3500 } });
  await voidSale(counter, saleId);
  await counter.until('looked at and still live', ({ changes }) => changes[0]?.lastLook?.showed === 'present', 15_000);
  expect(refundsIn(shop, saleId)).toEqual([]);
  const next = await sellOne(counter, 'gummies');
  expect([next.lane.state, counter.now().changes.length]).toEqual(['signed', 1]);
  await counter.call.staff.signIn({ staffId: 'marisol', pin: '4444' });
  expect(await counter.call.drawer.count({ pieces: [] })).toMatchObject({
    error: { code: 'DRAWER_CHANGE_RUNNING', recorded: 'yes' },
  });
  await counter.until('proved', ({ refunded }) => refunded?.cents === total, 30_000);
  expect([shop.live().length, refundsIn(shop, saleId).length]).toEqual([1, 1]);
  expect(codeOf(await counter.call.drawer.count({ pieces: [] }))).toBeNull();
});

test.concurrent('a return whose answer is lost: the same bytes again, once the money, and no other change within the quiet window', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId } = await sold(onTestFinished, { quietMs: 4000 });
  shop.metrc.fault({ on: 'receipts.put', times: 1, effect: { kind: 'server_error', applied: false } });
  await returnGoods(counter, saleId, [{ line: 1, quantity: '1' }]);
  await counter.until('proved', ({ refunded }) => refunded?.saleId === saleId);
  const puts = shop.simulator.ledger.requests().filter((one) => one.kind === 'receipts.put');
  expect(puts).toHaveLength(2);
  expect(puts[1]?.body).toBe(puts[0]?.body);
  expect(codeOf(await voidSale(counter, saleId))).toBe('CHANGE_NOT_YET');
  await untilAnswered(
    'the window is over',
    () => detailOf(counter, saleId),
    ({ unchangeable }) => unchangeable === null,
  );
  expect(refundsIn(shop, saleId)).toHaveLength(1);
});

test.concurrent('a return and a void that Metrc refuses: the sale stands as it was, with Metrc’s words and no money', async ({
  onTestFinished,
}) => {
  const { shop, counter, saleId } = await sold(onTestFinished);
  const [before] = shop.live();
  for (const [on, ask] of [
    ['receipts.put', () => returnGoods(counter, saleId, [{ line: 1, quantity: '1' }])],
    ['receipts.delete', () => voidSale(counter, saleId)],
  ] as const) {
    shop.metrc.fault({ on, times: 1, effect: { kind: 'refuse', message: 'Receipt is under review.' } });
    expect(codeOf(await ask())).toBeNull();
    await counter.until('over', ({ changes }) => changes.length === 0);
    const { state, changes } = await detailOf(counter, saleId);
    expect([state, changes.at(-1)?.outcome, changes.at(-1)?.said]).toEqual([
      'CONFIRMED',
      'refused',
      'Receipt is under review.',
    ]);
  }
  expect([shop.live(), refundsIn(shop, saleId)]).toEqual([[before], []]);
  // A refusal closes nothing: the next one goes through.
  await returnGoods(counter, saleId, [{ line: 1, quantity: '1' }]);
  await counter.until('proved', ({ refunded }) => refunded?.saleId === saleId);
  expect(refundsIn(shop, saleId)).toHaveLength(1);
});

test.concurrent.for(['void', 'return'] as const)(
  'closed in the middle of a %s: taken up again off the lane, the money once, no drawer late',
  async (kind, { onTestFinished }) => {
    const { shop, counter, saleId } = await sold(onTestFinished);
    const on = kind === 'void' ? 'receipts.delete' : 'receipts.put';
    shop.metrc.fault({ on, effect: { kind: 'silence', applied: false } });
    await (kind === 'void' ? voidSale(counter, saleId) : returnGoods(counter, saleId, [{ line: 2, quantity: '1' }]));
    await untilTrue('asked', () => asked(shop, on) > 0);
    await counter.close();
    expect(refundsIn(shop, saleId)).toEqual([]);
    const pulses = shop.pulses();
    shop.metrc.clearFaults();
    const next = await counterForTest(shop, onTestFinished);
    expect(next.now().lane.state).not.toBe('unknown');
    expect(next.now().changes).toMatchObject([{ saleId, kind }]);
    await next.until('proved', ({ refunded, changes }) => refunded?.saleId === saleId && changes.length === 0);
    await next.until('the slip is out', ({ waitingPrints }) => waitingPrints.length === 0);
    expect([refundsIn(shop, saleId).length, shop.pulses()]).toEqual([1, pulses]);
    await next.close();
    const last = await counterForTest(shop, onTestFinished);
    await last.call.staff.signIn({ staffId: 'dana', pin: '1111' });
    expect(last.now().changes).toEqual([]);
    expect([await stateOf(last, saleId), refundsIn(shop, saleId).length]).toEqual([
      kind === 'void' ? 'VOIDED' : 'CONFIRMED',
      1,
    ]);
  },
);

test.concurrent('nothing is asked while Metrc cannot be asked', async ({ onTestFinished }) => {
  const { shop, counter, saleId } = await sold(onTestFinished);
  await shop.metrc.down();
  // The last control read may be young enough still: then it is the look at the receipt that finds out.
  expect(['METRC_UNREACHABLE', 'CHANGE_NOT_SHOWN']).toContain(codeOf(await voidSale(counter, saleId)));
  await shop.metrc.up();
  expect([asked(shop, 'receipts.delete'), refundsIn(shop, saleId)]).toEqual([0, []]);
  await untilAnswered(
    'asked',
    () => voidSale(counter, saleId),
    (answer) => answer.ok,
  );
});
