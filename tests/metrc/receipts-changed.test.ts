import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/main/ports/clock.ts';
import type { Metrc, ReceiptsProgress, ReceiptsRead } from '../../src/main/ports/metrc.ts';
import { realClock } from '../../src/metrc/simulator/real-clock.ts';
import { ask } from './support/ask.ts';
import {
  DEAD_KEYS,
  FLOWER,
  flower,
  GUMMIES,
  metrcAt,
  OTHER_KEYS,
  sale,
  startSimulator,
  store,
} from './support/store.ts';

const RECEIPTS = '/sales/v2/receipts';
const HOUR = 3_600_000;
const numberOf = (n: number): string => `DTEST-T1-0a1b2c3d-${n}`;

/** A clock whose hands the test moves by whole days. */
function datedClock(): Clock & { ahead: number } {
  const clock = { ...realClock, ahead: 0, now: () => Date.now() + clock.ahead };
  return clock;
}

const numbersIn = (read: ReceiptsRead): (string | null)[] =>
  read.kind === 'read' ? read.receipts.map((receipt) => receipt.externalNumber).toSorted() : [];

const lastHour = (): { readonly from: number; readonly to: null } => ({ from: Date.now() - HOUR, to: null });

describe('every receipt that was changed', () => {
  test.each([{ lists: 'envelope' }, { lists: 'bare' }, { names: 'camel', noText: 'empty' }] as const)(
    'active, finalized and voided, with lines, whatever the lists look like: %o',
    async (dialect) => {
      const { simulator, metrc } = await store({ dialect });
      for (let n = 1; n <= 43; n += 1)
        await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(n), [flower(1, n)]) });
      await ask(simulator, 'PUT', `${RECEIPTS}/finalize`, { body: '[{"Id":1},{"Id":2}]' });
      await ask(simulator, 'DELETE', `${RECEIPTS}/3`);
      const read = await metrc.receiptsChanged(lastHour());
      expect(numbersIn(read)).toHaveLength(43);
      expect(new Set(numbersIn(read)).size).toBe(43);
      const byId = new Map(read.kind === 'read' ? read.receipts.map((one) => [one.metrcId, one]) : []);
      expect(byId.get(1)).toMatchObject({ final: true, archived: false, total: 100, lines: [{ label: FLOWER }] });
      expect(byId.get(3)).toMatchObject({ archived: true, lines: [{ quantity: 10_000, total: 300 }] });
      expect(byId.get(43)).toMatchObject({ final: false, archived: false, lines: [{ unit: 'Grams', total: 4300 }] });
    },
  );

  test.each(['any', 'refused', 'cut'] as const)(
    'of many days, in pieces of one day, each receipt once; longer windows: %s',
    async (windows) => {
      const clock = datedClock();
      const simulator = await startSimulator({ clock, dialect: { windows } });
      const metrc = metrcAt(simulator.url, { clock });
      const from = clock.now();
      for (let day = 0; day < 5; day += 1) {
        clock.ahead = day * 24 * HOUR;
        await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(day)) });
      }
      await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
      const seen: ReceiptsProgress[] = [];
      const read = await metrc.receiptsChanged({ from, to: null, onProgress: (progress) => seen.push(progress) });
      expect(numbersIn(read)).toEqual([0, 1, 2, 3, 4].map(numberOf));
      expect(seen.at(-1)).toMatchObject({ pieces: 5, piecesInAll: 5, receipts: 5, withLines: 5, withLinesInAll: 5 });
      const asked = simulator.ledger
        .requests()
        .flatMap(({ path }) => /Start=([^&]*)&lastModifiedEnd=([^&]*)/.exec(path) ?? []);
      const longest = Math.max(
        ...asked.flatMap((_, i) =>
          i % 3 === 1 ? Date.parse(decodeURIComponent(asked[i + 1]!)) - Date.parse(decodeURIComponent(asked[i]!)) : [],
        ),
      );
      expect(longest).toBeLessThanOrEqual(24 * HOUR);
    },
  );

  test('lines are read only for those that are wanted', async () => {
    const { simulator, metrc } = await store();
    for (let n = 1; n <= 3; n += 1) await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(n)) });
    const read = await metrc.receiptsChanged({ ...lastHour(), wantsLines: ({ metrcId }) => metrcId === 2 });
    expect(read).toMatchObject({ receipts: [{ lines: [] }, { lines: [{}] }, { lines: [] }] });
    expect(simulator.ledger.requests().filter(({ kind }) => kind === 'receipts.by_id')).toHaveLength(1);
  });
});

describe('when something goes wrong on the way', () => {
  const stoppedAt = async (metrc: Metrc): Promise<Extract<ReceiptsRead, { kind: 'stopped' }>> => {
    const read = await metrc.receiptsChanged(lastHour());
    if (read.kind !== 'stopped') throw new Error('it was read to the end');
    return read;
  };

  test.each([0, 1, 2, 3, 4, 5, 30])('after %i answers: it stops there, and goes on from there', async (after) => {
    const { simulator, metrc } = await store();
    for (let n = 1; n <= 45; n += 1)
      await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(n), [flower(1, 1)]) });
    await ask(simulator, 'DELETE', `${RECEIPTS}/45`);
    const before = simulator.ledger.requests().length;
    simulator.control.fault({
      on: 'receipts.read',
      times: 1,
      after,
      effect: { kind: 'server_error', applied: false, status: 503 },
    });
    const { because, soFar } = await stoppedAt(metrc);
    expect(because).toBe('server_error');
    const resume = JSON.parse(JSON.stringify(soFar));
    const read = await metrc.receiptsChanged({ ...lastHour(), resume });
    expect(numbersIn(read)).toHaveLength(45);
    // Three pages and one, the active list once more, 45 receipts, and the one answer that failed: nothing twice.
    expect(simulator.ledger.requests().length - before).toBe(3 + 1 + 3 + 45 + 1);
  });

  test.each([
    [DEAD_KEYS, 'keys'],
    [OTHER_KEYS, 'licence'],
  ])('with keys %o: because of the %s', async (keys, because) => {
    const { metrc } = await store({}, { keys });
    expect(await metrc.receiptsChanged(lastHour())).toMatchObject({ kind: 'stopped', because });
  });

  test('a list whose pages do not add up is read again, and given up when it never does', async () => {
    const { simulator, metrc } = await store();
    await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(1)) });
    const wrong = {
      kind: 'answer',
      applied: false,
      status: 200,
      body: '{"Data":[],"Total":1,"TotalPages":1}',
    } as const;
    simulator.control.fault({ on: 'receipts.lists', times: 1, effect: wrong });
    expect(numbersIn(await metrc.receiptsChanged(lastHour()))).toEqual([numberOf(1)]);
    simulator.control.fault({ on: 'receipts.lists', effect: wrong });
    expect(await metrc.receiptsChanged(lastHour())).toMatchObject({ kind: 'stopped', because: 'unreadable' });
  });
});

describe('a receipt is replaced as a whole', () => {
  const gummies = { PackageLabel: GUMMIES, Quantity: 2, UnitOfMeasure: 'Each', TotalAmount: 20 };

  test('by its id, with what is left of it; the proof is a read', async () => {
    const { simulator, metrc } = await store();
    await metrc.submitReceipt(sale(numberOf(1), [flower(3.5, 35), gummies]));
    const asked = await metrc.editReceipt(1, sale(numberOf(1), [gummies]));
    expect(asked).toMatchObject({ sent: true, exchange: { method: 'PUT', status: 200 } });
    expect(await metrc.receiptById(1)).toMatchObject({
      kind: 'present',
      receipts: [{ externalNumber: numberOf(1), lines: [{ label: GUMMIES, quantity: 20_000 }] }],
    });
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
    expect(simulator.ledger.applies().map(({ what }) => what)).toEqual(['created', 'replaced']);
  });

  test('the same twice changes nothing', async () => {
    const { simulator, metrc } = await store();
    await metrc.submitReceipt(sale(numberOf(1), [gummies]));
    const body = sale(numberOf(1), [{ ...gummies, Quantity: 1 }]);
    await metrc.editReceipt(1, body);
    await metrc.editReceipt(1, body);
    expect(simulator.control.packageQuantity(GUMMIES)).toBe(990_000);
  });

  test('never under the id of another one', async () => {
    const { metrc } = await store();
    expect(() => metrc.editReceipt(1, sale(numberOf(1), undefined, { Id: 2 }))).toThrow(/its own content/);
  });

  test('nobody listens: proved that nothing was asked', async () => {
    const { simulator, metrc } = await store();
    await simulator.control.down();
    expect(await metrc.editReceipt(1, sale(numberOf(1)))).toMatchObject({ sent: false, exchange: { status: null } });
    expect(await metrc.voidReceipt(1)).toMatchObject({ sent: false });
  });

  test('silence: it may have been replaced', async () => {
    const { simulator, metrc } = await store({}, { submitTimeoutMs: 150 });
    await metrc.submitReceipt(sale(numberOf(1)));
    simulator.control.fault({ on: 'write', effect: { kind: 'silence', applied: true } });
    expect(await metrc.editReceipt(1, sale(numberOf(1), [gummies]))).toMatchObject({ sent: true });
    expect(await metrc.voidReceipt(1)).toMatchObject({ sent: true });
    expect(simulator.control.receipts()).toMatchObject([{ archivedAt: expect.any(Number) }]);
  });
});

test('a receipt that is odd does not hide the others', async () => {
  const { simulator, metrc } = await store();
  await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(1)) });
  const { json } = await ask(simulator, 'GET', `${RECEIPTS}/active`);
  const { Data } = json as { Data: object[] };
  const odd = { ...Data[0], Id: 77, ExternalReceiptNumber: 'S1-9', SalesDateTime: 'lately' };
  const body = JSON.stringify({ Data: [...Data, odd], Total: 2, TotalPages: 1 });
  simulator.control.fault({
    on: 'receipts.lists',
    times: 1,
    effect: { kind: 'answer', applied: false, status: 200, body },
  });
  expect(await metrc.receiptsChanged(lastHour())).toMatchObject({
    kind: 'read',
    receipts: [{ metrcId: 1 }],
    odd: [{ metrcId: 77, externalNumber: 'S1-9' }],
  });
});

test('a receipt that is unfinalized between two lists stands in neither of them, and is found all the same', async () => {
  const { simulator, metrc } = await store({
    faults: [{ on: 'receipts.lists', after: 1, times: 1, effect: { kind: 'delay', ms: 200, applied: false } }],
  });
  await ask(simulator, 'POST', RECEIPTS, { body: sale(numberOf(1)) });
  await ask(simulator, 'PUT', `${RECEIPTS}/finalize`, { body: '[{"Id":1}]' });
  let unfinalized: Promise<unknown> | null = null;
  const read = await metrc.receiptsChanged({
    ...lastHour(),
    onProgress: () => {
      unfinalized ??= ask(simulator, 'PUT', `${RECEIPTS}/unfinalize`, { body: '[{"Id":1}]' });
    },
  });
  await unfinalized;
  expect(numbersIn(read)).toEqual([numberOf(1)]);
});
