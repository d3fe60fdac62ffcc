import { describe, expect, test } from 'vitest';
import type { PrintDocument } from '../../src/main/domain/receipt/print-document.ts';
import { cents } from '../../src/shared/values/money.ts';
import { quantityOf } from '../../src/shared/values/quantity.ts';
import { confirm, draftOf, NOON, packageOf, saleId, saleOf, stocked, submit } from './support/goods.ts';
import { opened, temporaryFolder } from './support/shop.ts';

describe('carts', () => {
  test('survive a restart, the one on the counter and the held ones', () => {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    store.drafts.save(draftOf(1), NOON);
    store.drafts.hold(saleId(1), NOON + 5, 'ana');
    store.drafts.save(draftOf(2), NOON + 6);
    store.close();
    const again = opened(folder);
    expect(again.drafts.onTheCounter()).toEqual({ draft: draftOf(2), heldAt: null, heldBy: null });
    expect(again.drafts.held()).toEqual([{ draft: draftOf(1), heldAt: NOON + 5, heldBy: 'ana' }]);
  });

  test('stand on the counter one at a time', () => {
    const store = stocked(opened(temporaryFolder()));
    store.drafts.save(draftOf(1), NOON);
    expect(() => store.drafts.save(draftOf(2), NOON)).toThrow(/UNIQUE/);
    store.drafts.hold(saleId(1), NOON, 'ana');
    store.drafts.save(draftOf(2), NOON);
    expect(() => store.drafts.resume(saleId(1))).toThrow(/UNIQUE/);
    store.drafts.remove(saleId(2));
    store.drafts.resume(saleId(1));
    expect(store.drafts.onTheCounter()?.draft.saleId).toBe(saleId(1));
  });

  test('that were held stay held when they are saved again', () => {
    const store = stocked(opened(temporaryFolder()));
    store.drafts.save(draftOf(1), NOON);
    store.drafts.hold(saleId(1), NOON, 'ana');
    store.drafts.save({ ...draftOf(1), tender: null }, NOON + 1);
    expect(store.drafts.held()[0]).toMatchObject({ heldAt: NOON, draft: { tender: null } });
  });
});

describe('staff', () => {
  test('who are not named any more are gone, keep their sales, and give up their badge', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    store.staff.recordPin('lee', 3, NOON + 60_000);
    store.staff.sync([{ id: 'lee', name: 'Lee Wong', role: 'lead', pinHash: 'scrypt:2', badge: 'B-1' }]);
    expect(store.staff.all()).toEqual([
      {
        id: 'lee',
        name: 'Lee Wong',
        role: 'lead',
        pinHash: 'scrypt:2',
        badge: 'B-1',
        wrongPins: 3,
        lockedUntil: NOON + 60_000,
      },
    ]);
    expect(store.sales.find(saleId(1))?.staffName).toBe('Ana');
  });
});

describe('prices', () => {
  test('are found whatever the case, and one that is not listed any more is gone', () => {
    const store = opened(temporaryFolder());
    store.prices.sync(
      [
        { itemName: 'Blue Dream 3.5 g', cents: cents(3000) },
        { itemName: 'Gummies', cents: cents(1800) },
      ],
      NOON,
    );
    expect(store.prices.find('BLUE DREAM 3.5 G')).toBe(3000);
    store.prices.sync([{ itemName: 'blue dream 3.5 g', cents: cents(2800) }], NOON + 1);
    expect(store.prices.find('Blue Dream 3.5 g')).toBe(2800);
    expect(store.prices.find('Gummies')).toBeNull();
  });
});

describe('packages', () => {
  test('come back as Metrc showed them, and an older page never replaces a newer reading', () => {
    const store = opened(temporaryFolder());
    const seen = packageOf(1, { unitWeight: { value: quantityOf(35_000), unit: 'Grams' }, brand: 'Leaf & Co' });
    store.packages.save([seen], NOON);
    store.packages.save([packageOf(1, { finished: true })], NOON - 1);
    expect(store.packages.find(seen.label)).toEqual({ package: seen, seenAt: NOON });
    store.packages.save([packageOf(1, { finished: true })], NOON + 1);
    expect(store.packages.find(seen.label)).toMatchObject({ package: { finished: true }, seenAt: NOON + 1 });
    expect(store.packages.find('1A4FF0300000022000009999')).toBeNull();
    expect(store.packages.ofItem('BLUE dream 3.5 g')).toHaveLength(1);
  });

  test('are found by beginnings of words in any order, by the end of a tag, and through a slip of the finger', () => {
    const store = opened(temporaryFolder());
    store.packages.save(
      [
        packageOf(1, { itemName: 'Pre-Roll 1 g', strain: 'Gelato' }),
        packageOf(2, { itemName: 'Gelato 3.5 g', strain: 'Gelato' }),
        packageOf(3, { itemName: 'Jalapeño Gummies 10pk', strain: null, category: 'Edibles', brand: 'Zest' }),
        packageOf(18_412, { itemName: '100% Resin_1 g', strain: null }),
      ],
      NOON,
    );
    const search = (text: string, limit = 10): number[] =>
      store.packages.search(text, limit).map((row) => row.package.metrcId);
    expect(search('gelato').sort()).toEqual([1, 2]);
    expect(search('GEL pre')).toEqual([1]);
    expect(search('gumm jala')).toEqual([3]);
    expect(search('zest')).toEqual([3]);
    expect(search('jalapeño')).toEqual([3]);
    expect(search('jalapeno')).toEqual([3]);
    expect(search('8412'), 'the end of a tag').toEqual([18_412]);
    expect(search('…0001 8412'), 'as tags are shown').toEqual([18_412]);
    expect(search('100%'), 'no sign is a pattern').toEqual([18_412]);
    expect(search('%'), 'no sign is a pattern').toEqual([]);
    expect(search("'; --")).toEqual([]);
    expect(search('   ')).toEqual([]);
    expect(search('g', 2)).toHaveLength(2);
    for (const slip of ['gelto', 'gellato', 'gelaot', 'gelado']) expect(search(slip).sort(), slip).toEqual([1, 2]);
    expect(search('gumies edbl'), 'a slip in each word').toEqual([3]);
    expect(search('lapen'), 'a part of a word').toEqual([3]);
    expect(search('gxy'), 'three letters have no slips').toEqual([]);
  });

  test('of one item are listed oldest tag first, and of many items a few of each', () => {
    const store = opened(temporaryFolder());
    const of = (n: number, itemName: string) => packageOf(n, { itemName, strain: null, category: 'Buds', brand: null });
    store.packages.save(
      [5, 4, 3, 2, 1].map((n) => of(n, 'Gelato 3.5 g')),
      NOON,
    );
    const search = (text: string, limit: number) =>
      store.packages.search(text, limit).map((row) => row.package.metrcId);
    expect(search('gelato', 3)).toEqual([1, 2, 3]);
    store.packages.save([of(9, 'Gelonade 3.5 g')], NOON);
    expect(search('gel', 4).sort()).toEqual([1, 2, 9]);
  });

  test('of a large store are searched in a few milliseconds', () => {
    const store = opened(temporaryFolder());
    const names = ['Blue Dream', 'Gelato', 'Wedding Cake', 'OG Kush', 'Sour Diesel', 'Jack Herer', 'Pineapple Express'];
    const forms = ['3.5 g', 'Pre-Roll 1 g', 'Gummies 10pk', 'Vape 0.5 g', 'Live Resin 1 g'];
    const many = Array.from({ length: 10_000 }, (_, n) =>
      packageOf(n + 1, { itemName: `${names[n % 7]} ${forms[n % 5]} lot ${n}`, strain: names[n % 7] ?? null }),
    );
    store.packages.save(many, NOON);
    const timed = (text: string): number => {
      const times = Array.from({ length: 15 }, () => {
        const from = performance.now();
        store.packages.search(text, 20);
        return performance.now() - from;
      });
      return times.sort((a, b) => a - b)[7] ?? Number.POSITIVE_INFINITY;
    };
    for (const text of ['g', 'gum dre', '4321', 'pineapple express gummies']) {
      expect(timed(text), text).toBeLessThan(25); // A busy test machine; measured below 1 ms on a quiet one.
    }
  });
});

test('a patient is kept once, by commitment', () => {
  const store = opened(temporaryFolder());
  const first = store.patients.keep({ commitment: 'x', licence: 'P-1', lastFour: 'P-1', seenAt: 1 });
  const other = store.patients.keep({ commitment: 'y', licence: 'P-2', lastFour: 'P-2', seenAt: 1 });
  expect(store.patients.keep({ commitment: 'x', licence: 'P-1', lastFour: 'P-1', seenAt: 2 })).toBe(first);
  expect(other).not.toBe(first);
});

describe('the drawer', () => {
  test('is opened with a float, counted, closed, and only one runs', () => {
    const store = stocked(opened(temporaryFolder()));
    expect(store.drawers.running()).toMatchObject({ id: 'drawer-1', state: 'open', zNumber: 1 });
    const float = { at: NOON, by: 'lee', pieces: [], cents: cents(0) };
    expect(() => store.drawers.open({ id: 'drawer-2', zNumber: 2, openedAt: NOON, openedBy: 'lee' }, float)).toThrow(
      /UNIQUE/,
    );
    expect(() => store.drawers.close('drawer-1', NOON, 'lee'), 'not before it is counted').toThrow(/counted/);
    const count = {
      ordinal: 1,
      at: NOON,
      by: 'ana',
      pieces: [{ denominationCents: 100, count: 3 }],
      cents: cents(300),
    } as const;
    store.drawers.addCount('drawer-1', count);
    expect(() => store.drawers.addCount('drawer-1', count), 'a count is final').toThrow(/UNIQUE|PRIMARY/);
    expect(store.drawers.counts('drawer-1')).toEqual([
      { ordinal: 0, at: NOON, by: 'lee', pieces: [{ denominationCents: 2000, count: 10 }], cents: 20_000 },
      count,
    ]);
    store.drawers.close('drawer-1', NOON + 9, 'lee');
    expect(store.drawers.running()).toBeNull();
    store.drawers.open({ id: 'drawer-2', zNumber: 2, openedAt: NOON, openedBy: 'lee' }, float);
  });

  test('adds up what Metrc has signed and nothing else', () => {
    const store = stocked(opened(temporaryFolder()));
    const debit = { tenderKind: 'debit', given: cents(4625), change: cents(0) } as const;
    for (const sale of [
      saleOf(1),
      saleOf(2, debit),
      saleOf(3, { rounding: cents(2), cashDue: cents(4627), change: cents(373) }),
      saleOf(4),
    ]) {
      submit(store, sale);
    }
    confirm(store, saleOf(1), 1);
    confirm(store, saleOf(2), 2);
    confirm(store, saleOf(3), 3);
    const pulse = {
      at: NOON,
      why: 'no_sale',
      reason: 'change',
      by: 'lee',
      saleId: null,
      sessionId: 'drawer-1',
    } as const;
    store.pulses.add({ ...pulse, id: 'a' });
    store.pulses.add({ ...pulse, id: 'b' });
    store.pulses.end('a', 'sent', null, NOON);
    store.pulses.end('b', 'refused', 'offline', NOON);
    expect(store.drawers.totals('drawer-1')).toEqual({
      sales: 3,
      subtotal: 12_000,
      taxes: [
        { name: 'Medical marijuana tax', cents: 840 },
        { name: 'Sales tax', cents: 1035 },
      ],
      total: 13_875,
      cash: 9252,
      debit: 4625,
      rounding: 2,
      voids: { count: 0, total: 0 },
      returns: { count: 0, total: 0 },
      refunded: { subtotal: 0, taxes: [], total: 0, cash: 0, debit: 0, rounding: 0 },
      keptWithoutReceipt: { count: 0, total: 0 },
      undone: 0,
      refused: 0,
      firstSaleNumber: 1,
      lastSaleNumber: 3,
      noSaleOpens: 1,
    });
    expect(store.drawers.totals('no such drawer')).toMatchObject({
      sales: 0,
      total: 0,
      firstSaleNumber: null,
      taxes: [],
    });
  });
});

describe('pulses', () => {
  test('are due once for a sale and end once', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    confirm(store, saleOf(1), 1);
    const id = `pulse-${saleId(1)}`;
    expect(store.pulses.due().map((pulse) => pulse.id)).toEqual([id]);
    expect(() =>
      store.pulses.add({
        id: 'again',
        at: NOON,
        why: 'sale',
        reason: null,
        by: 'ana',
        saleId: saleId(1),
        sessionId: null,
      }),
    ).toThrow(/UNIQUE/);
    store.pulses.end(id, 'not_sent', 'the terminal was switched off', NOON);
    expect(() => store.pulses.end(id, 'sent', null, NOON)).toThrow(/ends once/);
    expect(store.pulses.due()).toEqual([]);
    expect(store.pulses.ofSale(saleId(1))).toMatchObject({
      outcome: 'not_sent',
      because: 'the terminal was switched off',
    });
  });
});

describe('prints', () => {
  const document: PrintDocument = {
    blocks: [
      { kind: 'text', text: 'GREEN LEAF', align: 'centre', bold: true, size: 'double' },
      { kind: 'pair', left: 'Blue Dream', right: '30.00' },
      { kind: 'rule' },
      { kind: 'band', text: 'TRAINING' },
      { kind: 'mark', mark: 'signed', lines: ['Countersigned', '0000000007'] },
      { kind: 'qr', data: 'https://example.test/1', lines: ['scan me'] },
      { kind: 'feed', lines: 3 },
    ],
  };

  test('are owed, begun, ended, and every kind of block comes back', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    const job = { id: 'p', kind: 'receipt', saleId: saleId(1), copyNumber: 0, document, madeAt: NOON } as const;
    store.prints.add(job);
    expect(store.prints.find('p')).toEqual({ ...job, state: 'owed', reason: null, attempts: 0 });
    store.prints.begin('p');
    expect(store.prints.waiting()).toMatchObject([{ id: 'p', state: 'begun', attempts: 1 }]);
    store.prints.end('p', 'failed', 'paper', NOON);
    expect(store.prints.originalOf(saleId(1))).toMatchObject({ state: 'failed', reason: 'paper' });
    store.prints.begin('p');
    store.prints.end('p', 'printed', null, NOON);
    expect(store.prints.waiting()).toEqual([]);
    expect(store.prints.find('p')).toMatchObject({ state: 'printed', attempts: 2 });
  });

  test('have one original for a sale, and copies are counted', () => {
    const store = stocked(opened(temporaryFolder()));
    submit(store, saleOf(1));
    const job = { saleId: saleId(1), document, madeAt: NOON } as const;
    store.prints.add({ ...job, id: 'o', kind: 'receipt', copyNumber: 0 });
    expect(() => store.prints.add({ ...job, id: 'o2', kind: 'receipt', copyNumber: 0 })).toThrow(/UNIQUE/);
    store.prints.add({ ...job, id: 'c1', kind: 'copy', copyNumber: 1 });
    store.prints.add({ ...job, id: 'c2', kind: 'copy', copyNumber: 2, madeAt: NOON - 1 });
    expect(store.prints.copiesOf(saleId(1))).toBe(2);
    expect(
      store.prints.waiting().map(({ id }) => id),
      'oldest first',
    ).toEqual(['c2', 'o', 'c1']);
  });
});
