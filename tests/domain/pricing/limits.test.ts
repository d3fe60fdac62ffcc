import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCart } from '../../../src/main/domain/pricing/cart-document.ts';
import { limitUses } from '../../../src/main/domain/pricing/limits.ts';
import { answerPriceDocument } from '../../../src/main/domain/pricing/price-command.ts';
import { compare, fraction } from '../../../src/shared/values/fraction.ts';
import { allShipped, shipped } from '../shipped-profiles.ts';
import { flower, line, oklahoma, priced } from './carts.ts';

const patientOf = (profile: string, age: number, change: object) => ({
  profile,
  buyer: { type: 'patient', age },
  ...change,
});

function usesOf(document: unknown) {
  const read = readCart(document, allShipped());
  if (!read.ok) throw new Error(`bad cart at ${read.error.at}`);
  return limitUses(read.value.profile, read.value.cart);
}

test('a limit per transaction ignores what was bought before, a limit per day adds it', () => {
  const history = { history_same_window: [flower(80_000, 100)] };
  expect(priced(oklahoma({ lines: [flower(84_900, 100)], ...history })).verdict).toBe('allow');
  const colorado = {
    profile: 'us-co-dual',
    buyer: { type: 'adult', age: 30 },
    lines: [flower(1, 100)],
    history_same_window: [flower(28_000, 100)],
  };
  expect(priced(colorado).reasons).toEqual([{ code: 'over_limit', limit: 'co.rec.equiv' }]);
});

test('the age band decides which cap holds', () => {
  const lines = [line('concentrate', 100, { net_mg: 1000 }, 2), line('vape', 100, { net_mg: 1 })];
  expect(priced(patientOf('us-co-dual', 20, { lines })).reasons).toEqual([
    { code: 'over_limit', limit: 'co.med.conc.18' },
  ]);
  expect(priced(patientOf('us-co-dual', 21, { lines })).limits).toMatchObject([{ id: 'co.med.conc.21', ok: true }]);
});

test('decimal quantities count exactly', () => {
  const result = priced(oklahoma({ lines: [flower(1000, 1000, '84.9')] }));
  expect(result).toMatchObject({ verdict: 'allow', limits: [{ used: { num: 84900, den: 1 } }], net: 84900 });
  const oneTooMuch = priced(oklahoma({ lines: [flower(1000, 1000, '84.9001')] }));
  expect(oneTooMuch.limits).toMatchObject([{ over: { num: 1, den: 10 } }]);
});

test('283 lots of a tenth of a gram are 28.3 g, no more and no less', () => {
  const lots = Array.from({ length: 283 }, () => line('concentrate', 100, { net_mg: 1000 }, '0.1'));
  expect(priced(oklahoma({ lines: lots }))).toMatchObject({
    verdict: 'allow',
    limits: [{ used: { num: 28300, den: 1 } }],
  });
});

test('a figure too large for a JavaScript number is written with all its digits', () => {
  const drops = { class: 'infused_liquid', qty: '1.0001', unit_price_cents: 1, measures: { floz_milli: 1033 } };
  const cart = { profile: 'us-mi-dual', buyer: { type: 'adult', age: 30 }, lines: [flower(63_579, 1), drops] };
  const text = JSON.stringify(answerPriceDocument(cart, allShipped()).output);
  const [use] = usesOf(cart);
  expect(Number.isSafeInteger(Number(use?.used.num))).toBe(false);
  expect(text).toContain(`"used":{"num":${use?.used.num},"den":${use?.used.den}}`);
});

test('a limit that only notices does not stop the sale', () => {
  const profile = shipped('us-ok-medical');
  const limits = profile.limits.map((limit) => ({ ...limit, on_exceed: 'notice' as const }));
  const result = priced(oklahoma({ lines: [flower(84_901, 100)] }), [{ ...profile, limits }]);
  expect(result).toMatchObject({ verdict: 'allow', reasons: [], limits: [{ ok: false, over: { num: 1, den: 1 } }] });
});

test('the arithmetic of a limit can be read line by line', () => {
  const [use] = usesOf({
    profile: 'us-co-dual',
    buyer: { type: 'adult', age: 30 },
    lines: [line('accessory', 100), line('concentrate', 100, { net_mg: 500 }, 3)],
    history_same_window: [flower(2000, 0, '1.5')],
  });
  expect(use).toMatchObject({ unit: 'flower_mg', window: 'day', used: fraction(8250n), over: null });
  expect(use?.contributions).toEqual([
    {
      where: { of: 'line', number: 2 },
      quantity: 30000,
      measure: 'net_mg',
      perUnit: 500,
      weight: fraction(7n, 2n),
      amount: fraction(5250n),
    },
    {
      where: { of: 'history', number: 1 },
      quantity: 15000,
      measure: 'net_mg',
      perUnit: 2000,
      weight: fraction(1n),
      amount: fraction(3000n),
    },
  ]);
});

describe('the state’s own figure', () => {
  const cart = (ounces: object, change: object = {}) =>
    oklahoma({ lines: [flower(28_300, 100)], allotment_oz: ounces, ...change });

  test('bounds the cart as one more limit after its own', () => {
    expect(priced(cart({ flower: '1' })).limits).toEqual([
      { id: 'ok.flower', used: { num: 28300, den: 1 }, cap: { num: 84900, den: 1 }, ok: true },
      { id: 'ok.flower@metrc', used: { num: 28300, den: 1 }, cap: { num: 28300, den: 1 }, ok: true },
    ]);
    expect(priced(cart({ flower: '0.9999' })).reasons).toEqual([{ code: 'over_limit', limit: 'ok.flower@metrc' }]);
    expect(priced(cart({ flower: '0', infused: '72' })).reasons).toEqual([
      { code: 'over_limit', limit: 'ok.flower@metrc' },
    ]);
  });

  test('nothing but zeros and nulls is no figure; a group that is not told bounds nothing', () => {
    expect(priced(cart({ flower: '0', thc: null, concentrate: '0.00' })).limits).toHaveLength(1);
    expect(priced(cart({ infused: '1' })).limits).toHaveLength(1);
    expect(priced(cart({})).limits).toHaveLength(1);
  });

  test('counts the cart alone, because the state has counted the rest', () => {
    const result = priced(
      patientOf('us-mi-dual', 30, {
        lines: [flower(1000, 100)],
        history_same_window: [flower(60_000, 100)],
        allotment_oz: { flower: '0.1' },
      }),
    );
    expect(result.limits).toMatchObject([
      { id: 'mi.med.day', used: { num: 61000, den: 1 }, ok: true },
      { id: 'mi.med.day@metrc', used: { num: 1000, den: 1 }, cap: { num: 45359237, den: 16000 }, ok: true },
    ]);
  });

  test('is not asked where the profile does not use it', () => {
    const lines = [flower(28_300, 100)];
    expect(priced(patientOf('us-co-dual', 30, { lines, allotment_oz: { flower: '0.5' } })).limits).toHaveLength(1);
  });

  test('concerns only the buyers whom the look-up concerns', () => {
    const profile = shipped('us-ok-medical');
    const forMinors = { ...profile, state_lookup: { ...profile.state_lookup, buyer_types: ['minor_patient'] } };
    expect(priced(cart({ flower: '0.5' }), [forMinors])).toMatchObject({
      verdict: 'allow',
      limits: [{ id: 'ok.flower' }],
    });
  });

  test('is the only cap of a limit that the state allots', () => {
    const profile = shipped('us-ok-medical');
    const limits = profile.limits.map((limit) => ({ ...limit, window: 'state_allotment', cap: null }));
    expect(priced(cart({ flower: '0.5' }), [{ ...profile, limits }])).toMatchObject({
      reasons: [{ code: 'over_limit', limit: 'ok.flower@metrc' }],
      limits: [{ id: 'ok.flower@metrc' }],
    });
    expect(priced(cart({}), [{ ...profile, limits }]).limits).toEqual([]);
  });
});

test('one more line never makes a limit less used', () => {
  const anyLine = fc
    .record({
      productClass: fc.constantFrom('flower', 'concentrate', 'vape', 'edible'),
      mg: fc.nat(40_000),
      qty: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ productClass, mg, qty }) => line(productClass, 100, { net_mg: mg, thc_ug: mg }, qty));
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), anyLine, (lines, more) => {
      const cart = { profile: 'us-co-dual', buyer: { type: 'adult', age: 30 } };
      const before = usesOf({ ...cart, lines });
      const after = usesOf({ ...cart, lines: [...lines, more] });
      for (const use of before) {
        const now = after.find(({ id }) => id === use.id);
        expect(now !== undefined && compare(now.used, use.used) >= 0).toBe(true);
        expect(now?.ok === true && !use.ok).toBe(false);
      }
    }),
  );
});
