import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSales } from '../../../../src/main/domain/compare/compare-sales.ts';
import { dayOfWall, type ReceiptThere, type SaleHere } from '../../../../src/main/domain/compare/records.ts';
import { reportInWords } from '../../../../src/main/domain/compare/report.ts';
import { numberPrefix } from '../../../../src/main/domain/sale/request.ts';
import { cents } from '../../../../src/shared/values/money.ts';
import { quantityOf } from '../../../../src/shared/values/quantity.ts';

const PREFIX = 'DAAA4K1QT7Z2-C2-';
const numberOf = (n: number): string => `${PREFIX}0badcafe-${n}`;
const PATIENT = 'PAT0000000000004471';

const line = (tail: string, amount: number, total: number, unit = 'Each'): SaleHere['lines'][number] => ({
  label: `1A40E0100009C3D0000${tail.padStart(5, '0')}`,
  quantity: quantityOf(amount * 10_000),
  unit,
  total: cents(total),
});

function saleHere(n: number, change: Partial<SaleHere> = {}): SaleHere {
  const lines = [line('18412', 2, 5000), line('18455', 1, 2850)];
  return {
    number: numberOf(n),
    saleNumber: n,
    state: 'CONFIRMED',
    metrcId: 100 + n,
    soldWall: '2026-11-23T14:05:09.123',
    customer: { type: 'Patient', patient: PATIENT },
    total: cents(7850),
    lines,
    settledByLead: false,
    ...change,
  };
}

function receiptThere(n: number, change: Partial<ReceiptThere> = {}): ReceiptThere {
  const { number, soldWall, lines, total } = saleHere(n);
  return {
    metrcId: 100 + n,
    externalNumber: number,
    salesDateTime: soldWall,
    customerType: 'Patient',
    patientLicence: PATIENT,
    archived: false,
    total,
    lines,
    ...change,
  };
}

const compare = (here: readonly SaleHere[], there: readonly ReceiptThere[]) =>
  compareSales({ here, there, prefix: PREFIX });
const kinds = (here: readonly SaleHere[], there: readonly ReceiptThere[]): string[] =>
  compare(here, there).differences.map(({ kind }) => kind);

describe('nothing differs', () => {
  test('a sale and its receipt, lines in another order, fractions of a second dropped, letters in another case', () => {
    const there = receiptThere(1, {
      lines: receiptThere(1)
        .lines.toReversed()
        .map((one) => ({ ...one, label: one.label.toLowerCase(), unit: 'EACH' })),
      salesDateTime: '2026-11-23T14:05:09.000',
      customerType: 'patient',
    });
    const result = compare([saleHere(1)], [there]);
    expect(result).toMatchObject({ equal: true, differences: [], counts: { alike: 1, standingHere: 1, others: 0 } });
  });

  test('nothing on either side is said in words', () => {
    const words = reportInWords(compare([], []), { from: '2026-11-23', to: '2026-11-23' }).join('\n');
    expect(words).toContain('these records have no sales');
    expect(words).toContain('no live receipts and no voided ones');
    expect(words).toContain('no difference');
  });

  test('voided here and there; cancelled and rejected here and not there at all', () => {
    const here = [
      saleHere(1, { state: 'VOIDED' }),
      saleHere(2, { state: 'CANCELLED', metrcId: null }),
      saleHere(3, { state: 'REJECTED', metrcId: null }),
    ];
    expect(compare(here, [receiptThere(1, { archived: true })])).toMatchObject({ equal: true });
  });

  test('a copy that was removed', () => {
    const copy = receiptThere(1, { metrcId: 999, archived: true });
    expect(compare([saleHere(1)], [receiptThere(1), copy])).toMatchObject({ equal: true });
  });

  test('receipts of other terminals are counted and left alone, whatever they are', () => {
    const others = [
      receiptThere(7, { externalNumber: 'DAAA4K1QT7Z2-C22-0badcafe-1' }),
      receiptThere(8, { externalNumber: null }),
      receiptThere(9, { externalNumber: 'S1-000417', archived: true }),
    ];
    expect(compare([saleHere(1)], [receiptThere(1), ...others])).toMatchObject({ equal: true, counts: { others: 3 } });
  });

  test('a customer whose data was erased is not compared', () => {
    expect(kinds([saleHere(1, { customer: null })], [receiptThere(1)])).toEqual([]);
  });
});

describe('a difference of each kind is found and said', () => {
  const [first, second] = saleHere(1).lines as [SaleHere['lines'][number], SaleHere['lines'][number]];
  const cases: readonly (readonly [string, SaleHere[], ReceiptThere[], string[], RegExp])[] = [
    ['missing at Metrc', [saleHere(1)], [], ['missing_at_metrc'], /stands here, and Metrc shows no receipt 101/],
    [
      'renumbered at Metrc',
      [saleHere(1)],
      [receiptThere(1, { externalNumber: 'X' })],
      ['missing_at_metrc'],
      /bears the number X/,
    ],
    ['missing here', [], [receiptThere(4)], ['missing_here'], /78\.50 at 2026-11-23 14:05:09; these records know no/],
    [
      'voided at Metrc',
      [saleHere(1)],
      [receiptThere(1, { archived: true })],
      ['voided_at_metrc'],
      /is voided at Metrc/,
    ],
    [
      'cancelled here, live there',
      [saleHere(1, { state: 'CANCELLED', metrcId: null })],
      [receiptThere(1)],
      ['live_but_void_here'],
      /is cancelled here, and its receipt 101 is live/,
    ],
    [
      'voided here, live there',
      [saleHere(1, { state: 'VOIDED' })],
      [receiptThere(1)],
      ['live_but_void_here'],
      /is voided here/,
    ],
    [
      'voided here, unknown there',
      [saleHere(1, { state: 'VOIDED' })],
      [],
      ['missing_at_metrc'],
      /not even a voided one/,
    ],
    [
      'another sum of the whole',
      [saleHere(1)],
      [receiptThere(1, { total: cents(7851) })],
      ['amount'],
      /comes to 78\.50 .* to 78\.51/,
    ],
    [
      'another sum of a line',
      [saleHere(1)],
      [receiptThere(1, { lines: [{ ...first, total: cents(4900) }, second] })],
      ['amount'],
      /50\.00 by these records, 49\.00/,
    ],
    [
      'a line Metrc does not have',
      [saleHere(1)],
      [receiptThere(1, { lines: [first] })],
      ['line'],
      /Metrc's receipt has no such line/,
    ],
    [
      'a line we do not have',
      [saleHere(1)],
      [receiptThere(1, { lines: [first, second, line('99999', 1, 100)] })],
      ['line'],
      /these records have no such line/,
    ],
    [
      'another quantity',
      [saleHere(1)],
      [receiptThere(1, { lines: [{ ...first, quantity: quantityOf(10_000) }, second] })],
      ['quantity'],
      /2 Each by these records, 1 Each/,
    ],
    [
      'another unit',
      [saleHere(1)],
      [receiptThere(1, { lines: [{ ...first, unit: 'Grams' }, second] })],
      ['quantity'],
      /2 Each by these records, 2 Grams/,
    ],
    [
      'another time',
      [saleHere(1)],
      [receiptThere(1, { salesDateTime: '2026-11-23T20:05:09.000' })],
      ['time'],
      /14:05:09 .* 20:05:09/,
    ],
    [
      'another kind of customer',
      [saleHere(1)],
      [receiptThere(1, { customerType: 'Consumer' })],
      ['customer'],
      /Patient .* Consumer/,
    ],
    [
      'another patient',
      [saleHere(1)],
      [receiptThere(1, { patientLicence: 'PAT-OTHER' })],
      ['customer'],
      /Metrc has another patient's number/,
    ],
    ['no patient', [saleHere(1)], [receiptThere(1, { patientLicence: '' })], ['customer'], /stands here only/],
    [
      'a second live receipt',
      [saleHere(1)],
      [receiptThere(1), receiptThere(1, { metrcId: 999 })],
      ['duplicate'],
      /receipt 999 is live there under the same number/,
    ],
  ];

  test.each(cases)('%s', (_, here, there, expected, words) => {
    const result = compare(here, there);
    expect(result.equal).toBe(false);
    expect(result.differences.map(({ kind }) => kind)).toEqual(expected);
    const report = reportInWords(result, { from: '2026-11-23', to: '2026-11-24' });
    expect(report.filter((sentence) => words.test(sentence))).toHaveLength(1);
    expect(report.at(-1)).toMatch(/^1 difference, no sales not settled/);
    expect(JSON.stringify(result)).not.toMatch(/PAT/);
  });

  test('two lines of one package are paired by what is alike first', () => {
    const lines = [line('18412', 1, 2500), line('18412', 2, 5000)];
    const there = receiptThere(1, { lines: [line('18412', 2, 5000), line('18412', 1, 2600)] });
    expect(compare([saleHere(1, { lines })], [there]).differences).toMatchObject([{ kind: 'amount', here: '25.00' }]);
  });

  test('what a lead has settled is said, and is no difference any more', () => {
    const result = compare(
      [saleHere(1, { settledByLead: true }), saleHere(2, { settledByLead: true, state: 'CANCELLED', metrcId: null })],
      [receiptThere(1, { total: cents(1) }), receiptThere(2)],
    );
    expect(result).toMatchObject({ equal: true, settledByLead: [{ kind: 'amount' }, { kind: 'live_but_void_here' }] });
    expect(reportInWords(result, { from: 'a', to: 'a' }).join()).toContain('Settled by a lead: Sale 1');
  });

  test('a sale that is not settled is no difference, but nothing is equal either', () => {
    const result = compare([saleHere(1, { state: 'UNKNOWN', metrcId: null })], [receiptThere(1)]);
    expect(result).toMatchObject({
      equal: false,
      differences: [],
      unsettled: [{ state: 'UNKNOWN', liveAtMetrc: [101] }],
    });
    expect(reportInWords(result, { from: 'a', to: 'a' }).join()).toMatch(/not settled yet \(UNKNOWN\): Metrc shows/);
  });
});

test('whatever is changed at Metrc is found, and nothing is found where nothing was changed', () => {
  const change = fc.constantFrom<(receipt: ReceiptThere) => ReceiptThere[]>(
    () => [],
    (receipt) => [{ ...receipt, archived: true }],
    (receipt) => [receipt, { ...receipt, metrcId: 5000 + receipt.metrcId }],
    (receipt) => [{ ...receipt, lines: receipt.lines.slice(1) }],
    (receipt) => [{ ...receipt, salesDateTime: '2026-11-23T00:00:00.000' }],
    (receipt) => [{ ...receipt, lines: receipt.lines.map((one) => ({ ...one, quantity: quantityOf(1) })) }],
  );
  fc.assert(
    fc.property(fc.array(fc.option(change), { minLength: 1, maxLength: 12 }), (changes) => {
      const here = changes.map((_, i) => saleHere(i + 1));
      const there = changes.flatMap((spoil, i) => (spoil ?? ((receipt) => [receipt]))(receiptThere(i + 1)));
      const result = compare(here, there);
      const named = new Set(result.differences.map(({ saleNumber }) => saleNumber));
      expect(named).toEqual(new Set(changes.flatMap((spoil, i) => (spoil === null ? [] : [i + 1]))));
      expect(result.counts.alike).toBe(changes.filter((spoil) => spoil === null).length);
    }),
  );
});

test.each([
  ['2026-11-24T03:59:59.000', '04:00', '2026-11-23'],
  ['2026-11-24T04:00:00.000', '04:00', '2026-11-24'],
  ['2026-01-01T00:00:00.000', '04:00', '2025-12-31'],
  ['2026-11-24T00:00:00.000', '00:00', '2026-11-24'],
])('%s with the day beginning at %s belongs to %s', (wall, boundary, day) => {
  expect(dayOfWall(wall, boundary)).toBe(day);
});

test('the numbers of a terminal begin with licence and terminal, letters and digits only', () => {
  expect(numberPrefix('DAAA-4K1Q-T7Z2', 'C2')).toBe(PREFIX);
});
