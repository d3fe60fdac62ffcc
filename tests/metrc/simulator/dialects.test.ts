import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { seededDice } from '../../../src/metrc/simulator/dice.ts';
import { createVirtualClock } from '../../../src/metrc/simulator/virtual-clock.ts';
import { ask, type Told } from '../support/ask.ts';
import { basic, FLOWER, flower, LICENCE, sale, startSimulator, store } from '../support/store.ts';

const RECEIPTS = '/sales/v2/receipts';
const HOUR = 3_600_000;

describe('windows', () => {
  const threeDays = async (dialect: object): Promise<(hours: number | null) => Promise<Told>> => {
    const clock = createVirtualClock(Date.UTC(2026, 10, 20));
    const simulator = await startSimulator({ clock, dialect });
    for (let day = 0; day < 3; day += 1) {
      await ask(simulator, 'POST', RECEIPTS, { body: sale(`A-${day}`) });
      clock.advance(24 * HOUR);
    }
    return (hours) => {
      const start = Date.UTC(2026, 10, 20);
      const at = (ms: number): string => new Date(ms).toISOString();
      const query = hours === null ? {} : { lastModifiedStart: at(start), lastModifiedEnd: at(start + hours * HOUR) };
      return ask(simulator, 'GET', `${RECEIPTS}/active`, { query: query as Record<string, string> });
    };
  };

  test('of any length', async () => {
    const list = await threeDays({});
    expect((await list(72)).json).toMatchObject({ Total: 3 });
  });

  test('longer than a day are refused', async () => {
    const list = await threeDays({ windows: 'refused' });
    expect(await list(25)).toMatchObject({ status: 400 });
    expect((await list(24)).json).toMatchObject({ Total: 2 });
  });

  test('longer than a day are cut, and nobody is told', async () => {
    const list = await threeDays({ windows: 'cut' });
    expect((await list(72)).json).toMatchObject({ Total: 2 });
  });

  test('left out: the last day, or everything', async () => {
    expect((await (await threeDays({}))(null)).json).toMatchObject({ Total: 1 });
    expect((await (await threeDays({ span: 'all' }))(null)).json).toMatchObject({ Total: 3 });
  });
});

describe('units', () => {
  const milligrams = [{ PackageLabel: FLOWER, Quantity: 3500, UnitOfMeasure: 'Milligrams', TotalAmount: 35 }];

  test('of another name are refused, or converted: the receipt keeps what was sent, the package moves in its own', async () => {
    const simulator = await startSimulator();
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A', milligrams) })).toMatchObject({ status: 400 });
    simulator.control.dialect({ units: 'converted' });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A', milligrams) })).toMatchObject({ status: 200 });
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_501_000);
    expect((await ask(simulator, 'GET', `${RECEIPTS}/1`)).json).toMatchObject({
      Transactions: [{ QuantitySold: 3500, UnitOfMeasureName: 'Milligrams' }],
    });
    await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
    const each = [{ ...milligrams[0]!, UnitOfMeasure: 'Each' }];
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('B', each) })).toMatchObject({ status: 400 });
  });

  test('converted, there is still no more than there is', async () => {
    const simulator = await startSimulator({ dialect: { units: 'converted' } });
    const pounds = [{ ...milligrams[0]!, Quantity: 1.01, UnitOfMeasure: 'Pounds' }];
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A', pounds) })).toMatchObject({ status: 400 });
  });
});

describe('dates', () => {
  test.each([
    [{ noDate: 'year_one' }, { ArchivedDate: '0001-01-01' }],
    [{ noDate: 'null' }, { ArchivedDate: null }],
    [{ saleTimes: 'seconds' }, { SalesDateTime: '2026-11-23T14:05:09' }],
    [{ instants: 'zulu' }, { LastModified: '2026-11-23T12:00:00.000Z' }],
    [{ instants: 'facility' }, { LastModified: '2026-11-23T06:00:00.000-06:00' }],
  ] as const)('%o: %o', async (dialect, shown) => {
    const simulator = await startSimulator({ dialect, clock: createVirtualClock(Date.UTC(2026, 10, 23, 12)) });
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A') });
    expect((await ask(simulator, 'GET', `${RECEIPTS}/1`)).json).toMatchObject(shown);
  });

  test('left out', async () => {
    const simulator = await startSimulator({ dialect: { noDate: 'left_out' } });
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A') });
    expect((await ask(simulator, 'GET', `${RECEIPTS}/1`)).json).not.toHaveProperty('ArchivedDate');
  });
});

test.each([
  { noDate: 'year_one', names: 'camel', noText: 'empty', instants: 'facility', saleTimes: 'seconds' },
  { noDate: 'left_out', lists: 'bare', external: 'array', instants: 'zulu', absent: 'empty' },
  { absent: 404, span: 'all', windows: 'cut', errors: 'object', externalLines: false },
  { absent: 'empty_body', duplicates: 'refused', oversell: 'allowed', errors: 'strings', externalShowsArchived: true },
] as const)('the register sells, finds, edits and voids in the dialect %o', async (dialect) => {
  const { metrc, simulator } = await store({ dialect });
  const around = { from: Date.now() - 60_000, to: Date.now() };
  expect(await metrc.findReceipt('D-1', around)).toMatchObject({ kind: 'absent' });
  expect(await metrc.submitReceipt(sale('D-1'))).toMatchObject({ kind: 'accepted', metrcId: 1 });
  expect(await metrc.findReceipt('D-1', around)).toMatchObject({
    kind: 'present',
    receipts: [{ salesDateTime: '2026-11-23T14:05:09.000', archived: false, lines: [{ quantity: 35_000 }] }],
  });
  await metrc.editReceipt(1, sale('D-1', [flower(1, 10)]));
  expect(await metrc.receiptById(1)).toMatchObject({ receipts: [{ total: 1000 }] });
  await metrc.voidReceipt(1);
  expect(await metrc.receiptById(1)).toMatchObject({ receipts: [{ archived: true }] });
  expect(await metrc.findReceipt('D-1', around)).toMatchObject({ kind: 'absent' });
  expect(await metrc.receiptsChanged({ from: around.from, to: null })).toMatchObject({
    receipts: [{ archived: true }],
  });
  expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ kind: 'found', package: { packagedOn: '2026-10-01' } });
  expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
});

describe('faults by chance', () => {
  const statuses = async (seed: number): Promise<number[]> => {
    const simulator = await startSimulator();
    simulator.control.fault({ on: 'units.read', chance: 0.3, seed, effect: { kind: 'forbidden' } });
    const found: number[] = [];
    for (let i = 0; i < 60; i += 1) {
      // Other calls in between must not change what comes.
      if (seed === 7 && i % 3 === 0) await ask(simulator, 'GET', '/facilities/v2');
      found.push((await ask(simulator, 'GET', '/unitsofmeasure/v2/active')).status);
    }
    return found;
  };

  test('meet the same calls again with the same seed, others with another, and about as many as said', async () => {
    const [first, again, other] = [await statuses(7), await statuses(7), await statuses(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const met = first.filter((status) => status === 403).length;
    expect(met).toBeGreaterThan(8);
    expect(met).toBeLessThan(30);
  });

  test('count only the calls they meet', async () => {
    const simulator = await startSimulator();
    simulator.control.fault({ on: 'units.read', chance: 0.5, seed: 3, times: 4, effect: { kind: 'forbidden' } });
    let met = 0;
    for (let i = 0; i < 40; i += 1) {
      if ((await ask(simulator, 'GET', '/unitsofmeasure/v2/active')).status === 403) met += 1;
    }
    expect(met).toBe(4);
    expect(simulator.control.faults()).toEqual([]);
  });

  test('the dice are fair enough and never reach 1', () => {
    const roll = seededDice(42);
    const rolls = Array.from({ length: 10_000 }, roll);
    expect(rolls.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(rolls.reduce((sum, value) => sum + value, 0) / 10_000 - 0.5)).toBeLessThan(0.02);
  });

  test('are set on a whole area', async () => {
    const simulator = await startSimulator({ faults: [{ on: 'packages', effect: { kind: 'forbidden' } }] });
    for (const path of ['/packages/v2/active', '/packages/v2/types', `/packages/v2/${FLOWER}`]) {
      expect(await ask(simulator, 'GET', path)).toMatchObject({ status: 403 });
    }
    expect(await ask(simulator, 'GET', '/items/v2/active')).toMatchObject({ status: 200 });
  });
});

describe('a clock of its own', () => {
  /** The text that came back on a raw connection so far: no timer of an HTTP client is in the way. */
  function rawAsk(port: number, body: string): { text: () => string; close: () => void } {
    let text = '';
    const socket = net.connect(port, '127.0.0.1');
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
    });
    socket.write(
      `POST ${RECEIPTS}?licenseNumber=${LICENCE} HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic()['Authorization']}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return { text: () => text, close: () => socket.destroy() };
  }

  test('nothing moves until it is moved, and no other timer runs', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 10, 23, 12));
    const simulator = await startSimulator({
      clock,
      faults: [{ on: 'receipts.post', times: 1, effect: { kind: 'late', ms: 30_000 } }],
    });
    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const asked = rawAsk(simulator.port, sale('A'));
    await expect.poll(() => simulator.ledger.requests()).toMatchObject([{ complete: true }]);
    const timersNow = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    expect(timersNow).toBeLessThanOrEqual(timersBefore);
    clock.advance(29_999);
    expect(simulator.control.receipts()).toEqual([]);
    clock.advance(1);
    expect(simulator.control.receipts()).toMatchObject([{ recordedAt: Date.UTC(2026, 10, 23, 12, 0, 30) }]);
    asked.close();
  });

  test('an idle connection is not closed by a time-out of the server, and none is announced', async () => {
    for (const [clock, announced] of [
      [createVirtualClock(0), false],
      [undefined, true],
    ] as const) {
      const simulator = await startSimulator(clock === undefined ? {} : { clock });
      const asked = rawAsk(simulator.port, sale('A'));
      await expect.poll(asked.text).toContain('"Ids"');
      expect(/keep-alive: timeout/i.test(asked.text())).toBe(announced);
      asked.close();
    }
  });

  test('an outage ends when its time has come', async () => {
    const clock = createVirtualClock(0);
    const simulator = await startSimulator({ clock });
    await simulator.control.down(5000);
    clock.advance(4999);
    expect(simulator.control.isUp()).toBe(false);
    clock.advance(1);
    await expect.poll(() => simulator.control.isUp()).toBe(true);
  });

  test('stale reads show what was true on that clock', async () => {
    const clock = createVirtualClock(0);
    const simulator = await startSimulator({ clock });
    clock.advance(120_000);
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A') });
    simulator.control.fault({ on: 'read', effect: { kind: 'stale', ms: 60_000 } });
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`)).toMatchObject({ status: 401 });
    clock.advance(60_000);
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`)).toMatchObject({ status: 200 });
  });
});
