import { describe, expect, test } from 'vitest';
import type { Metrc } from '../../src/main/ports/metrc.ts';
import type { DialectChanges } from '../../src/metrc/simulator/dialect.ts';
import type { FaultInput } from '../../src/metrc/simulator/faults.ts';
import type { MetrcSimulator } from '../../src/metrc/simulator/server.ts';
import {
  basic,
  DEAD_KEYS,
  FLOWER,
  flower,
  GUMMIES,
  justNow,
  LICENCE,
  metrcAt,
  OTHER_KEYS,
  sale,
  store,
} from './support/store.ts';

const NUMBER = 'DTEST-T1-0a1b2c3d-7';

async function accepted(metrc: Metrc, body: string): Promise<number> {
  const outcome = await metrc.submitReceipt(body);
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${outcome.kind}`);
  return outcome.metrcId;
}

const voidAtMetrc = (simulator: MetrcSimulator, id: number): Promise<Response> =>
  fetch(`${simulator.url}/sales/v2/receipts/${id}?licenseNumber=${LICENCE}`, { method: 'DELETE', headers: basic() });

const finalizeAtMetrc = (simulator: MetrcSimulator, id: number): Promise<Response> =>
  fetch(`${simulator.url}/sales/v2/receipts/finalize?licenseNumber=${LICENCE}`, {
    method: 'PUT',
    headers: { ...basic(), 'Content-Type': 'application/json' },
    body: JSON.stringify([{ Id: id }]),
  });

const absences: DialectChanges[] = [{ absent: 401 }, { absent: 404 }, { absent: 'empty' }, { absent: 'empty_body' }];
const spellings: DialectChanges[] = [
  { external: 'object' },
  { external: 'array' },
  { external: 'object', externalLines: false },
  { external: 'array', externalLines: false, names: 'camel' },
  { names: 'camel', noText: 'empty' },
  { lists: 'bare' },
  { lists: 'bare', external: 'array', noText: 'empty' },
];

describe('a sale that Metrc has', () => {
  test.each(spellings)('is present with its lines, in the dialect %o', async (dialect) => {
    const { metrc } = await store({ dialect });
    const lines = [
      flower(3.5, 35.1),
      { PackageLabel: GUMMIES, Quantity: 2, UnitOfMeasure: 'Each', TotalAmount: 19.99 },
    ];
    await accepted(metrc, sale('DTEST-T1-0a1b2c3d-6'));
    const metrcId = await accepted(metrc, sale(NUMBER, lines));
    const look = await metrc.findReceipt(NUMBER, justNow());
    expect(look).toMatchObject({
      kind: 'present',
      receipts: [
        {
          metrcId,
          receiptNumber: '0000000002',
          externalNumber: NUMBER,
          salesDateTime: '2026-11-23T14:05:09.000',
          customerType: 'Consumer',
          patientLicence: null,
          archived: false,
          final: false,
          total: 5509,
          lines: [
            { label: FLOWER, quantity: 35_000, unit: 'Grams', total: 3510 },
            { label: GUMMIES, quantity: 20_000, unit: 'Each', total: 1999 },
          ],
        },
      ],
    });
    // A bare list may be a page, so page 0 is asked too; only that may be refused.
    const refused = look.exchanges.filter((exchange) => exchange.status !== 200);
    expect(refused.every(({ path, status }) => path.includes('pageNumber=0') && status === 400)).toBe(true);
  });

  test.each(['object', 'array'] as const)(
    'twice under one number: both are shown, the older first (%s)',
    async (external) => {
      const { metrc } = await store({ dialect: { external } });
      const first = await accepted(metrc, sale(NUMBER));
      const second = await accepted(metrc, sale(NUMBER));
      const look = await metrc.findReceipt(NUMBER, justNow());
      expect(look).toMatchObject({ kind: 'present', receipts: [{ metrcId: first }, { metrcId: second }] });
    },
  );

  test('finalized: present, from the inactive list', async () => {
    const { simulator, metrc } = await store();
    await finalizeAtMetrc(simulator, await accepted(metrc, sale(NUMBER)));
    const look = await metrc.findReceipt(NUMBER, justNow());
    expect(look).toMatchObject({ kind: 'present', receipts: [{ final: true }] });
  });

  test('changed after the window: present, though the lists of the window do not hold it', async () => {
    const { metrc } = await store();
    await accepted(metrc, sale(NUMBER));
    const yesterday = { from: Date.now() - 90_000_000, to: Date.now() - 86_400_000 };
    expect(await metrc.findReceipt(NUMBER, yesterday)).toMatchObject({ kind: 'present' });
  });

  test('among more receipts than one page holds', async () => {
    const { metrc, simulator } = await store();
    for (let i = 1; i <= 45; i += 1) await accepted(metrc, sale(`DTEST-T1-0a1b2c3d-${100 + i}`, [flower(1, 1)]));
    const look = await metrc.findReceipt('DTEST-T1-0a1b2c3d-145', justNow());
    expect(look).toMatchObject({ kind: 'present', receipts: [{ metrcId: 45 }] });
    const pages = simulator.ledger.requests().filter(({ path }) => path.includes('/active?')).length;
    expect(pages).toBe(3);
  });
});

describe('a sale that Metrc does not have', () => {
  test.each(absences)('is absent in the dialect %o', async (dialect) => {
    const { simulator, metrc } = await store({ dialect });
    await accepted(metrc, sale('DTEST-T1-0a1b2c3d-6'));
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
    const asked = simulator.ledger.requests().map(({ kind }) => kind);
    // Both lists, the number and the keys: less is no proof.
    expect(asked.slice(1)).toEqual(['receipts.lists', 'receipts.lists', 'receipts.external', 'facilities.read']);
  });

  test('is absent where no receipt was ever made: the empty list has no pages', async () => {
    const { metrc } = await store();
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
  });

  test.each([false, true])(
    'is absent when it was voided, whether the look still shows it or not (%s)',
    async (externalShowsArchived) => {
      const { simulator, metrc } = await store({ dialect: { externalShowsArchived, external: 'array' } });
      await voidAtMetrc(simulator, await accepted(metrc, sale(NUMBER)));
      expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
    },
  );

  test('a receipt with a number that only begins alike is not it', async () => {
    const { metrc } = await store();
    await accepted(metrc, sale(`${NUMBER}0`));
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
  });

  test('an array with a receipt of another number does not hold it', async () => {
    const other = {
      Id: 9,
      ExternalReceiptNumber: 'X-1',
      SalesDateTime: '2026-01-01T00:00:00',
      SalesCustomerType: 'Consumer',
      TotalPrice: 1,
    };
    const { metrc } = await store({ faults: [answer('receipts.external', [other])] });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
  });

  test('where the state is proved to answer 404, a 401 is no evidence', async () => {
    const strict = await store({ dialect: { absent: 401 } }, { absentStatus: 404 });
    expect(await strict.metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence' });
    const proved = await store({ dialect: { absent: 404 } }, { absentStatus: 404 });
    expect(await proved.metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'absent' });
  });
});

describe('what proves nothing', () => {
  test.each(absences)('dead keys are never absence, in the dialect %o', async (dialect) => {
    const { simulator, metrc } = await store({ dialect });
    await accepted(metrc, sale(NUMBER));
    const dead = metrcAt(simulator.url, { keys: DEAD_KEYS });
    expect(await dead.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'keys' });
    expect(await dead.receiptById(1)).toMatchObject({ kind: 'no_evidence', because: 'keys' });
    expect(await dead.receiptById(99)).toMatchObject({ kind: 'no_evidence', because: 'keys' });
  });

  test('keys that die between the lists and the look are never absence', async () => {
    const { metrc } = await store({
      faults: [
        { on: 'receipts.external', effect: { kind: 'unauthorized' } },
        { on: 'facilities.read', effect: { kind: 'unauthorized' } },
      ],
    });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'keys' });
  });

  test('live keys of another licence are never absence', async () => {
    const { simulator } = await store();
    const other = metrcAt(simulator.url, { keys: OTHER_KEYS });
    expect(await other.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'licence' });
    expect(await other.receiptById(99)).toMatchObject({ kind: 'no_evidence', because: 'licence' });
  });

  const spoilt: readonly (readonly [FaultInput['on'], FaultInput['effect'], string])[] = [
    ['receipts.external', { kind: 'server_error', applied: false }, 'server_error'],
    ['receipts.external', { kind: 'html', applied: false, status: 200 }, 'unreadable'],
    ['receipts.external', { kind: 'wrong_types', applied: false }, 'unreadable'],
    ['receipts.external', { kind: 'wrong_content_type', applied: true }, 'unreadable'],
    ['receipts.external', { kind: 'truncated', applied: true }, 'unreadable'],
    ['receipts.external', { kind: 'redirect' }, 'unreadable'],
    ['receipts.external', { kind: 'too_many' }, 'rate'],
    ['receipts.external', { kind: 'forbidden' }, 'licence'],
    ['receipts.external', { kind: 'drop' }, 'refused_connection'],
    ['receipts.external', { kind: 'huge', bytes: 10_000_000, applied: true }, 'unreadable'],
    ['receipts.external', { kind: 'silence', applied: false }, 'timeout'],
    ['receipts.lists', { kind: 'server_error', applied: false }, 'server_error'],
    ['receipts.lists', { kind: 'empty', applied: false }, 'unreadable'],
    ['receipts.lists', { kind: 'html', applied: false }, 'unreadable'],
    ['receipts.lists', { kind: 'wrong_types', applied: false }, 'unreadable'],
    ['receipts.lists', { kind: 'silence', applied: false }, 'timeout'],
    ['facilities.read', { kind: 'html', applied: false }, 'unreadable'],
  ];
  test.each(spoilt)('%s with %o', async (on, effect, because) => {
    const { simulator, metrc } = await store({}, { readTimeoutMs: 300 });
    // The control read is asked for only where the number is not found.
    if (on !== 'facilities.read') await accepted(metrc, sale(NUMBER));
    simulator.control.fault({ on, effect });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because });
    simulator.control.clearFaults();
    // Metrc may have asked for a pause (429), so the next look is taken by another client.
    const after = await metrcAt(simulator.url).findReceipt(NUMBER, justNow());
    expect(after.kind).toBe(on === 'facilities.read' ? 'absent' : 'present');
  });

  test('an empty answer to the look while the lists hold the receipt', async () => {
    const { simulator, metrc } = await store();
    await accepted(metrc, sale(NUMBER));
    simulator.control.fault({ on: 'receipts.external', effect: { kind: 'empty', applied: false } });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'unreadable' });
  });

  test('the second list spoilt: the first alone is no evidence', async () => {
    const { metrc } = await store({
      faults: [{ on: 'receipts.lists', after: 1, effect: { kind: 'server_error', applied: false } }],
    });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'server_error' });
  });

  test('the look says no, the lists say yes', async () => {
    const { simulator, metrc } = await store();
    await accepted(metrc, sale(NUMBER));
    simulator.control.fault({ on: 'receipts.external', effect: { kind: 'unauthorized' } });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence' });
  });

  test('the look says yes, the lists are stale', async () => {
    const { simulator, metrc } = await store();
    await accepted(metrc, sale(NUMBER));
    simulator.control.fault({ on: 'receipts.lists', effect: { kind: 'stale', ms: 60_000 } });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence' });
  });

  test('lists that do not hold the last confirmed receipt are no evidence', async () => {
    const { simulator, metrc } = await store();
    const canaryId = await accepted(metrc, sale('DTEST-T1-0a1b2c3d-6'));
    expect(await metrc.findReceipt(NUMBER, { ...justNow(), canaryId })).toMatchObject({ kind: 'absent' });
    simulator.control.fault({ on: 'receipts.read', effect: { kind: 'stale', ms: 60_000 } });
    expect(await metrc.findReceipt(NUMBER, { ...justNow(), canaryId })).toMatchObject({ kind: 'no_evidence' });
  });

  test('pages that do not add up to what the list says it holds', async () => {
    const row = { Id: 1, ExternalReceiptNumber: 'X', ArchivedDate: null };
    const envelope = { Data: [row], Total: 2, TotalRecords: 2, PageSize: 20, Page: 1, CurrentPage: 1, TotalPages: 1 };
    const { metrc } = await store({ faults: [answer('receipts.lists', envelope)] });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'unreadable' });
  });

  test('a list that never ends', async () => {
    const row = (Id: number): object => ({ Id, ExternalReceiptNumber: 'X', ArchivedDate: null });
    const { simulator, metrc } = await store({
      faults: [answer('receipts.lists', { Data: [row(1)], TotalPages: 1_000_000 })],
    });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'unreadable' });
    expect(simulator.ledger.requests().length).toBeLessThanOrEqual(500);
  });

  test('a receipt whose lines are nowhere to be had', async () => {
    const bare = {
      Id: 9,
      ExternalReceiptNumber: NUMBER,
      SalesDateTime: '2026-01-01T00:00:00',
      SalesCustomerType: 'Consumer',
      TotalPrice: 1,
      LastModified: '2020-01-01T00:00:00+00:00',
    };
    const { metrc } = await store({ faults: [answer('receipts.external', bare), answer('receipts.by_id', bare)] });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'no_evidence', because: 'unreadable' });
  });

  test('a look that comes more than five seconds after the lists', async () => {
    let skipped = 0;
    const clock = {
      now: () => Date.now(),
      monotonic: () => performance.now() + skipped,
      after: (ms: number, act: () => void) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    };
    const { simulator } = await store({ faults: [{ on: 'receipts.external', effect: { kind: 'delay', ms: 100 } }] });
    const metrc = metrcAt(simulator.url, { clock });
    const look = metrc.findReceipt(NUMBER, justNow());
    await expect
      .poll(() => simulator.ledger.requests().map(({ kind }) => kind), { interval: 1 })
      .toContain('receipts.external');
    skipped = 5001;
    expect(await look).toMatchObject({ kind: 'no_evidence', because: 'timeout' });
  });
});

describe('one receipt by its id', () => {
  test('is shown, and shown as archived after a void', async () => {
    const { simulator, metrc } = await store();
    const id = await accepted(metrc, sale(NUMBER));
    expect(await metrc.receiptById(id)).toMatchObject({
      kind: 'present',
      receipts: [{ metrcId: id, archived: false }],
    });
    expect((await metrc.voidReceipt(id)).exchange).toMatchObject({ method: 'DELETE', status: 200 });
    expect((await metrc.voidReceipt(id)).exchange).toMatchObject({ status: 200 });
    expect(await metrc.receiptById(id)).toMatchObject({ kind: 'present', receipts: [{ metrcId: id, archived: true }] });
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
    expect(simulator.ledger.applies().map(({ what }) => what)).toEqual(['created', 'voided']);
  });

  test('is absent when the keys live and receipts can be listed', async () => {
    const { metrc } = await store();
    expect(await metrc.receiptById(4711)).toMatchObject({ kind: 'absent' });
  });

  test('is not absent where the keys live but receipts may not be listed', async () => {
    const { metrc } = await store({ faults: [{ on: 'receipts.read', effect: { kind: 'unauthorized' } }] });
    expect(await metrc.receiptById(4711)).toMatchObject({ kind: 'no_evidence', because: 'licence' });
  });

  test('another receipt in its place proves nothing', async () => {
    const { simulator, metrc } = await store();
    await accepted(metrc, sale(NUMBER));
    const wrong = { Id: 8, SalesDateTime: '2026-01-01T00:00:00', SalesCustomerType: 'Consumer', TotalPrice: 1 };
    simulator.control.fault(answer('receipts.by_id', wrong));
    expect(await metrc.receiptById(1)).toMatchObject({ kind: 'no_evidence', because: 'unreadable' });
  });
});

function answer(on: FaultInput['on'], body: unknown): FaultInput {
  const effect = {
    kind: 'answer',
    applied: false,
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify(body),
  } as const;
  return { on, effect };
}
