import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { submitted } from '../../src/main/domain/sale/protocol.ts';
import type { Sale } from '../../src/main/domain/sale/sale.ts';
import { StoreFault } from '../../src/main/ports/store.ts';
import { cents } from '../../src/shared/values/money.ts';
import { confirm, draftOf, NOON, saleId, saleOf, stocked, submit } from './support/goods.ts';
import { opened, temporaryFolder } from './support/shop.ts';

describe('a sale', () => {
  test('is read back as it was submitted, word for word and cent for cent', () => {
    const store = stocked(opened(temporaryFolder()));
    const patientId = store.patients.keep({
      commitment: 'c'.repeat(64),
      licence: 'P-123456',
      lastFour: '3456',
      seenAt: NOON,
    });
    const sale = saleOf(1, { patientId });
    submit(store, sale);
    expect(store.sales.find(sale.id)).toEqual({
      ...sale,
      protocol: submitted(),
      metrcReceipt: null,
      watchUntil: null,
      closedAt: null,
      signedAt: null,
      patientLastFour: '3456',
      staffName: 'Ana',
    });
    expect(store.sales.requestBody(sale.id)).toBe(`{"ExternalReceiptNumber":"${sale.number}"}`);
    expect(store.sales.attempts(sale.id)).toEqual([{ attempt: 1, intendedAt: sale.soldAt, end: null }]);
  });

  test('has one open attempt at most', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    expect(() => store.sales.openAttempt(saleId(1), 2, NOON)).toThrow(/UNIQUE/);
    const end = { outcome: 'unknown', because: 'timeout', status: null, answer: null, at: NOON } as const;
    store.sales.endAttempt(saleId(1), 1, end);
    store.sales.openAttempt(saleId(1), 2, NOON + 1);
    expect(store.sales.attempts(saleId(1))).toEqual([
      { attempt: 1, intendedAt: saleOf(1).soldAt, end },
      { attempt: 2, intendedAt: NOON + 1, end: null },
    ]);
    expect(() => store.sales.endAttempt(saleId(1), 1, end), 'an attempt ends once').toThrow(/was open/);
  });

  test.each<Sale['phase']>([
    { state: 'SUBMITTING' },
    { state: 'UNKNOWN', turnedAway: null, quietFrom: 12.5, firstAbsentAt: null },
    { state: 'UNKNOWN', turnedAway: { because: 'rate', notBefore: 99 }, quietFrom: 1, firstAbsentAt: 2 },
    { state: 'CONFIRMED', metrcId: 7, version: 0, unsettledSince: null },
    { state: 'REJECTED', messages: ['Package not found'] },
    { state: 'CANCELLED' },
    {
      state: 'VOIDING',
      metrcId: 7,
      refund: false,
      version: 0,
      doubtfulSince: null,
      refused: false,
      missingSince: null,
    },
    { state: 'VOIDED', metrcId: 7 },
    { state: 'EDITING', metrcId: 7, version: 2, doubtfulSince: 5, refused: true, missingSince: null },
    {
      state: 'CONFLICT',
      kind: 'foreign',
      recorded: null,
      version: 0,
      refund: false,
      quietFrom: 1,
      firstAbsentAt: null,
      absenceProved: false,
      oursLive: null,
      metrcIds: [7, 8],
    },
  ])('comes back in the state it was left in: $state', (phase) => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    const protocol: Sale = {
      attempt: 2,
      taint: true,
      cancelWanted: true,
      parked: false,
      removing: null,
      settledAs: null,
      phase,
    };
    store.sales.progress(saleId(1), protocol, { watchUntil: NOON + 1 });
    expect(store.sales.find(saleId(1))).toMatchObject({ protocol, watchUntil: NOON + 1, metrcReceipt: null });
    const blocks = ['SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT'].includes(phase.state);
    expect(store.sales.unresolved().map(({ id }) => id)).toEqual(blocks ? [saleId(1)] : []);
  });

  test('keeps the facts that a later step does not name', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    const protocol: Sale = {
      ...submitted(),
      phase: { state: 'CONFIRMED', metrcId: 7, version: 0, unsettledSince: null },
    };
    store.sales.progress(saleId(1), protocol, { metrcReceipt: '0000000007', watchUntil: 5, closedAt: 6 });
    store.sales.progress(saleId(1), protocol, { watchUntil: null });
    expect(store.sales.find(saleId(1))).toMatchObject({ metrcReceipt: '0000000007', watchUntil: null, closedAt: 6 });
  });

  test('that is unresolved is listed oldest first, and the last one Metrc signed is found', () => {
    const store = stocked(opened(temporaryFolder()));
    for (const n of [3, 1, 2]) submit(store, saleOf(n));
    expect(
      store.sales.unresolved().map(({ saleNumber }) => saleNumber),
      'in the order of paying',
    ).toEqual([3, 1, 2]);
    confirm(store, saleOf(1), 11);
    confirm(store, saleOf(3), 33);
    expect(store.sales.latestConfirmed()?.saleNumber).toBe(1);
    expect(store.sales.unresolved().map(({ saleNumber }) => saleNumber)).toEqual([2]);
    expect(store.sales.ofDay('2026-11-23').map(({ saleNumber }) => saleNumber)).toEqual([3, 1, 2]);
    expect(store.sales.ofDay('2026-11-24')).toEqual([]);
  });

  test('keeps the evidence of every look, and the last one is found', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    expect(store.sales.lastLook(saleId(1))).toBeNull();
    store.sales.addLook(saleId(1), { at: NOON, showed: 'no_evidence', because: 'timeout', seen: null });
    const look = { at: NOON + 1, showed: 'absent', because: null, seen: { statuses: [404, 200] } } as const;
    store.sales.addLook(saleId(1), look);
    expect(store.sales.lastLook(saleId(1))).toEqual(look);
  });
});

describe('money that does not add up is refused', () => {
  test.each([
    ['change that does not fit', { change: cents(374) }],
    ['a total below the subtotal', { subtotal: cents(5000) }],
    [
      'a subtotal that the lines do not make',
      { subtotal: cents(3999), total: cents(4624), given: cents(4999), cashDue: cents(4624) },
    ],
    [
      'a card that is rounded',
      { tenderKind: 'debit', given: cents(4623), rounding: cents(-2), change: cents(0) } as const,
    ],
    ['a cash sum that is not what is due', { cashDue: cents(4620) }],
    ['change below nothing', { given: cents(4600), change: cents(-25) }],
    [
      'a sale without lines',
      { lines: [], subtotal: cents(0), total: cents(625), given: cents(1000), cashDue: cents(625) },
    ],
  ])('%s', (_, wrong) => {
    const store = stocked(opened(temporaryFolder()));
    expect(() => submit(store, saleOf(1, wrong))).toThrow();
    expect(store.sales.find(saleId(1))).toBeNull();
    expect(store.journal.tail().seq, 'nothing of it is in the journal either').toBe(1);
  });

  test('cash that is rounded by a cent or two is taken', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1, { rounding: cents(-2), cashDue: cents(4623), change: cents(377) }));
    expect(store.sales.find(saleId(1))?.rounding).toBe(-2);
  });

  test('even by the tables themselves, whoever writes to them', () => {
    const folder = temporaryFolder();
    submit(stocked(opened(folder)), saleOf(1));
    const raw = new Database(join(folder, 'countersign.db'));
    for (const change of [
      'UPDATE sale SET total = total + 1',
      'UPDATE sale SET given = 0',
      `UPDATE sale SET state = 'CONFIRMED'`,
      'UPDATE sale SET attempt = 0',
      `UPDATE sale SET state = 'PAID'`,
      'UPDATE sale_line SET net = 0',
      'UPDATE sale_tax SET cents = 0',
      'DELETE FROM sale_line',
      'DELETE FROM sale_tax',
      'DELETE FROM sale',
      `UPDATE metrc_request SET body = '{}'`,
      `INSERT INTO price VALUES ('x', -1, 0)`,
      `INSERT INTO price VALUES ('x', 1.5, 0)`,
      `INSERT INTO price VALUES ('x', 'much', 0)`,
      'UPDATE drawer_count SET cents = -1',
      'DELETE FROM sequence',
      'UPDATE sequence SET last = 1',
    ]) {
      expect(() => raw.exec(change), change).toThrow();
    }
    raw.close();
  });

  test('taint, once set, is never cleared', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    store.sales.progress(saleId(1), { ...submitted(), taint: true }, {});
    expect(() => store.sales.progress(saleId(1), submitted(), {})).toThrow(/taint is never cleared/);
  });
});

describe('a transaction', () => {
  test('that fails leaves nothing behind, the journal included', () => {
    const store = stocked(opened(temporaryFolder()));
    const before = store.journal.tail();
    expect(() =>
      store.transaction(() => {
        store.drafts.save(draftOf(1), NOON);
        store.journal.append({ at: NOON, kind: 'draft', actor: 'ana', body: {} });
        throw new Error('the work failed');
      }),
    ).toThrow('the work failed');
    expect(store.drafts.onTheCounter()).toBeNull();
    expect(store.journal.tail()).toEqual(before);
  });

  test('inside another joins it: both are kept or none', () => {
    const store = stocked(opened(temporaryFolder()));
    expect(() =>
      store.transaction(() => {
        store.transaction(() => store.drafts.save(draftOf(1), NOON));
        throw new Error('the outer work failed');
      }),
    ).toThrow('the outer work failed');
    expect(store.drafts.onTheCounter()).toBeNull();
  });

  test('never waits for anything: a promise is refused', () => {
    const store = opened(temporaryFolder());
    expect(() => store.transaction(async () => undefined)).toThrow(/promise/);
  });
});

describe('numbers', () => {
  test('count from one, never twice, and on after a restart', () => {
    const folder = temporaryFolder();
    const store = opened(folder);
    expect([1, 2, 3].map(() => store.nextNumber('sale'))).toEqual([1, 2, 3]);
    expect(store.nextNumber('z_report')).toBe(1);
    store.close();
    expect(opened(folder).nextNumber('sale')).toBe(4);
  });
});

test('a store that was closed says so', () => {
  const store = opened(temporaryFolder());
  store.close();
  store.close();
  expect(() => store.drafts.held()).toThrow(StoreFault);
});
