import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerPriceDocument } from '../../../src/main/domain/pricing/price-command.ts';
import { allShipped, shipped } from '../shipped-profiles.ts';
import { flower, line, oklahoma } from './carts.ts';

const answer = (document: unknown, options = {}) => answerPriceDocument(document, allShipped(), options);

/** Where the one cart breaks the form; undefined when it does not. */
function badAt(change: object): string | undefined {
  const { output, exitCode } = answer(oklahoma({ ...change }));
  const [only] = output.vectors as [{ result: unknown; error?: { code: string; at: string } }];
  expect(exitCode).toBe(only.error ? 2 : 0);
  if (only.error) expect(only).toMatchObject({ result: null, error: { code: 'bad_input' } });
  return only.error?.at;
}

const withLine = (change: object) => ({ lines: [{ ...flower(3500, 3000), ...change }] });

test('one cart without the wrapper is answered in the wrapper', () => {
  const { output, exitCode } = answer(oklahoma());
  expect(exitCode).toBe(0);
  expect(output).toMatchObject({ vectors: [{ id: null, result: { verdict: 'allow', total: 3469 } }] });
});

test('a bad cart does not keep the others from their answer', () => {
  const { output, exitCode } = answer({
    about: 'x',
    vectors: [oklahoma({ id: 'a' }), 7, oklahoma({ id: 'c', lines: [] }), oklahoma()],
  });
  expect(exitCode).toBe(2);
  expect(output.vectors).toMatchObject([
    { id: 'a', result: { verdict: 'allow' } },
    { id: null, result: null, error: { code: 'bad_input', at: '' } },
    { id: 'c', result: null, error: { code: 'bad_input', at: 'lines' } },
    { id: null, result: { verdict: 'allow' } },
  ]);
});

describe('the place that breaks the form is named', () => {
  test('quantities', () => {
    for (const qty of [0, -1, 1.5, '0', '0.0', '-1', '1.00001', '1e3', '', ' 1', '.5', '1.', null, true, 1e12]) {
      expect(badAt(withLine({ qty }))).toBe('lines/0/qty');
    }
    for (const qty of [1, 20, '1', '3.5', '0.0001', '12.3400'])
      expect(badAt(withLine({ qty, measures: { net_mg: 1 } }))).toBeUndefined();
  });

  test('money', () => {
    for (const cents of [-1, 9.99, '100', null]) {
      expect(badAt(withLine({ unit_price_cents: cents }))).toBe('lines/0/unit_price_cents');
      expect(badAt(withLine({ line_discount_cents: cents }))).toBe('lines/0/line_discount_cents');
      expect(badAt({ cart_discount: { cents } })).toBe('cart_discount/cents');
      expect(badAt({ cart_discount: { ppm: cents } })).toBe('cart_discount/ppm');
      expect(badAt({ tenders: [{ kind: 'cash', cents }] })).toBe('tenders/0/cents');
    }
    expect(badAt({ cart_discount: {} })).toBe('cart_discount');
    expect(badAt({ cart_discount: { cents: 1, ppm: 1 } })).toBe('cart_discount');
  });

  test('lines and their measures', () => {
    expect(badAt({ lines: [] })).toBe('lines');
    expect(badAt({ lines: undefined })).toBe('lines');
    expect(badAt({ lines: [flower(1, 1), 'flower'] })).toBe('lines/1');
    expect(badAt(withLine({ class: undefined }))).toBe('lines/0/class');
    expect(badAt(withLine({ measures: { net_mg: 3.5 } }))).toBe('lines/0/measures/net_mg');
    expect(badAt(withLine({ measures: { net_mg: -1 } }))).toBe('lines/0/measures/net_mg');
    expect(badAt({ history_same_window: [flower(1, 1), { ...flower(1, 1), qty: 0 }] })).toBe(
      'history_same_window/1/qty',
    );
  });

  test('names that the profile lacks', () => {
    expect(badAt({ profile: 'us-tx-medical' })).toBe('profile');
    expect(badAt({ profile: undefined })).toBe('profile');
    expect(badAt({ local: { ok_excise: 1 } })).toBe('local/ok_excise');
    expect(badAt({ local: { constructor: 1 } })).toBe('local/constructor');
    expect(badAt({ buyer: { type: 'patient', exemptions: ['dav100', 'vip'] } })).toBe('buyer/exemptions/1');
  });

  test('local rates, the buyer, the store’s choice, the state’s figures', () => {
    expect(badAt({ local: { ok_sales: 8.6 } })).toBe('local/ok_sales');
    expect(badAt({ local: { ok_sales: { state: 45000, city: -1 } } })).toBe('local/ok_sales/city');
    expect(badAt({ buyer: undefined })).toBe('buyer');
    expect(badAt({ buyer: { type: 'patient', age: 17.5 } })).toBe('buyer/age');
    expect(badAt({ buyer: { type: 'patient', flags: 'all' } })).toBe('buyer/flags');
    expect(badAt({ store: { cash_rounding: 'up' } })).toBe('store/cash_rounding');
    expect(badAt({ allotment_oz: { flower: 3 } })).toBe('allotment_oz/flower');
    expect(badAt({ allotment_oz: { flower: '3,5' } })).toBe('allotment_oz/flower');
    expect(badAt({ allotment_oz: { flower: '3.5', thc: null } })).toBeUndefined();
  });

  test('sums beyond exact counting', () => {
    expect(badAt(withLine({ qty: 900_000_000, unit_price_cents: 9_000_000_000 }))).toBe('lines/0/unit_price_cents');
    expect(badAt({ tenders: [1, 2].map(() => ({ kind: 'cash', cents: 9_000_000_000_000_000 })) })).toBe('tenders');
    expect(badAt({ ...withLine({ qty: 1000 }), cart_discount: { ppm: 9_000_000_000_000_000 } })).toBe('cart_discount');
  });

  test('a choice of rounding that the profile does not offer', () => {
    const profile = shipped('us-ok-medical');
    const strict = { ...profile, cash_rounding: { default: 'off' as const, store_may_choose: ['off' as const] } };
    const { output } = answerPriceDocument(oklahoma({ store: { cash_rounding: 'down' } }), [strict]);
    expect(output.vectors).toMatchObject([{ error: { at: 'store/cash_rounding' } }]);
  });
});

test('keys nobody knows are left alone', () => {
  expect(
    badAt({
      note: 'x',
      buyer: { type: 'patient', name: 'x' },
      lines: [{ ...flower(1, 1), measures: { net_mg: 1, cbd_mg: 'x' } }],
    }),
  ).toBeUndefined();
});

test('the result of unsigned profiles says so', () => {
  const { output } = answer({ vectors: [oklahoma(), oklahoma({ lines: [line('hat', 1)] })] }, { unsigned: true });
  expect(output.vectors).toMatchObject([
    { result: { verdict: 'allow', unsigned: true } },
    { result: { verdict: 'block', unsigned: true } },
  ]);
  expect(answer(oklahoma()).output.vectors[0]).not.toHaveProperty('result.unsigned');
});

test('of two revisions the higher one counts', () => {
  const first = shipped('us-ok-medical');
  const second = { ...first, revision: 2, taxes: [] };
  for (const profiles of [
    [first, second],
    [second, first],
  ]) {
    expect(answerPriceDocument(oklahoma(), profiles).output.vectors).toMatchObject([{ result: { total: 3000 } }]);
  }
});

test('whatever JSON comes in, there is an answer and no exception', () => {
  const keys = [
    'profile',
    'local',
    'buyer',
    'lines',
    'cart_discount',
    'history_same_window',
    'store',
    'tenders',
    'allotment_oz',
    'vectors',
  ];
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...keys), (junk, key) => {
      for (const document of [junk, oklahoma({ [key]: junk }), { vectors: [junk] }]) {
        const { output, exitCode } = answer(document);
        expect([0, 2]).toContain(exitCode);
        JSON.stringify(output);
      }
    }),
    { numRuns: 200 },
  );
});
