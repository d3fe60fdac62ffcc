import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measuresOf, type PackageFacts } from '../../src/main/domain/measures.ts';
import { parseQuantity, type Quantity, quantityOf } from '../../src/shared/values/quantity.ts';
import { shipped } from './shipped-profiles.ts';

const LABEL = '1A4FF0100000022000000123';
const oklahoma = shipped('us-ok-medical');

const amount = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`no quantity: ${text}`);
  return parsed.value;
};

const counted = (category: string, value: string, unit: string): PackageFacts => ({
  label: LABEL,
  category,
  unit: 'Each',
  unitWeight: { value: amount(value), unit },
});
const bulk = (category: string, unit: string): PackageFacts => ({ label: LABEL, category, unit, unitWeight: null });

const missing = (productClass: string, measure: string, because: string) => ({
  ok: false,
  error: { code: 'MISSING_MEASURE', label: LABEL, class: productClass, measure, because },
});

test('a gram of flower is a thousand milligrams', () => {
  expect(measuresOf(oklahoma, bulk('Buds', 'Grams'))).toEqual({
    ok: true,
    value: { class: 'flower', measures: { net_mg: 1000 } },
  });
  expect(measuresOf(oklahoma, bulk('Buds', 'Milligrams'))).toMatchObject({ value: { measures: { net_mg: 1 } } });
  expect(measuresOf(oklahoma, bulk('Buds', 'Kilograms'))).toMatchObject({ value: { measures: { net_mg: 1_000_000 } } });
});

test('a piece weighs what Metrc says one piece weighs', () => {
  expect(measuresOf(oklahoma, counted('Raw Pre-Rolls', '0.75', 'Grams'))).toMatchObject({
    value: { class: 'preroll', measures: { net_mg: 750 } },
  });
  expect(measuresOf(oklahoma, counted('Infused Edible', '45', 'Grams'))).toMatchObject({
    value: { class: 'edible', measures: { finished_mg: 45_000 } },
  });
  expect(measuresOf(oklahoma, counted('Concentrate', '500', 'Milligrams'))).toMatchObject({
    value: { measures: { net_mg: 500 } },
  });
});

test('plants are counted and need no weight', () => {
  expect(measuresOf(oklahoma, bulk('Clones', 'Each'))).toEqual({
    ok: true,
    value: { class: 'seedling', measures: {} },
  });
  expect(measuresOf(oklahoma, bulk('Clones', 'Grams'))).toEqual(missing('seedling', 'count', 'wrong_kind_of_unit'));
});

test('an ounce is no whole number of milligrams, and nobody rounds it', () => {
  expect(measuresOf(oklahoma, counted('Buds', '1', 'Ounces'))).toEqual(missing('flower', 'net_mg', 'not_whole'));
  expect(measuresOf(oklahoma, bulk('Buds', 'Pounds'))).toEqual(missing('flower', 'net_mg', 'not_whole'));
  expect(measuresOf(oklahoma, counted('Buds', '0.0001', 'Grams'))).toEqual(missing('flower', 'net_mg', 'not_whole'));
  expect(measuresOf(oklahoma, counted('Buds', '1600', 'Ounces'))).toMatchObject({
    value: { measures: { net_mg: 45_359_237 } },
  });
  expect(measuresOf(oklahoma, counted('Buds', '100', 'Pounds'))).toMatchObject({
    value: { measures: { net_mg: 45_359_237 } },
  });
});

describe('what is missing is named with its package', () => {
  test('a piece without a weight, an unknown unit, a volume for a weight', () => {
    expect(measuresOf(oklahoma, bulk('Vape Cartridge', 'Each'))).toEqual(missing('vape', 'net_mg', 'no_unit_weight'));
    expect(measuresOf(oklahoma, counted('Vape Cartridge', '0', 'Grams'))).toEqual(
      missing('vape', 'net_mg', 'no_unit_weight'),
    );
    expect(measuresOf(oklahoma, counted('Vape Cartridge', '1', 'grams'))).toEqual(
      missing('vape', 'net_mg', 'unknown_unit'),
    );
    expect(measuresOf(oklahoma, bulk('Buds', 'Scoops'))).toEqual(missing('flower', 'net_mg', 'unknown_unit'));
    expect(measuresOf(oklahoma, bulk('Infused Edible', 'Milliliters'))).toEqual(
      missing('edible', 'finished_mg', 'wrong_kind_of_unit'),
    );
  });

  test('THC and concentrate inside are not in what Metrc says of a package', () => {
    expect(measuresOf(shipped('us-co-dual'), counted('Infused Edible', '45', 'Grams'))).toEqual(
      missing('edible', 'thc_ug', 'not_told'),
    );
    expect(measuresOf(shipped('us-ca-dual'), counted('Edible', '45', 'Grams'))).toEqual(
      missing('edible', 'conc_mg', 'not_told'),
    );
  });

  test('a category no class has, or two have', () => {
    expect(measuresOf(oklahoma, bulk('Pre-Roll Leaf', 'Grams'))).toEqual({
      ok: false,
      error: { code: 'UNKNOWN_CATEGORY', label: LABEL, category: 'Pre-Roll Leaf' },
    });
    const classes = oklahoma.product_classes.map((c) =>
      c.id === 'preroll' ? { ...c, metrc_categories: ['Buds'] } : c,
    );
    expect(measuresOf({ ...oklahoma, product_classes: classes }, bulk('Buds', 'Grams'))).toMatchObject({
      error: { code: 'AMBIGUOUS_CATEGORY' },
    });
  });
});

test('liquids are measured in thousandths of a fluid ounce', () => {
  const michigan = shipped('us-mi-dual');
  expect(measuresOf(michigan, counted('Infused Liquid', '1.5', 'Fluid Ounces'))).toMatchObject({
    value: { measures: { floz_milli: 1500 } },
  });
  expect(measuresOf(michigan, bulk('Infused Liquid', 'Gallons'))).toMatchObject({
    value: { measures: { floz_milli: 128_000 } },
  });
  expect(measuresOf(michigan, counted('Infused Liquid', '30', 'Milliliters'))).toEqual(
    missing('infused_liquid', 'floz_milli', 'not_whole'),
  );
  expect(measuresOf(michigan, counted('Infused Liquid', '30', 'Grams'))).toEqual(
    missing('infused_liquid', 'floz_milli', 'wrong_kind_of_unit'),
  );
});

test('a measure that is given is exactly the weight, in whole milligrams', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (tenThousandths) => {
      const facts = { ...bulk('Buds', 'Each'), unitWeight: { value: quantityOf(tenThousandths), unit: 'Grams' } };
      const result = measuresOf(oklahoma, facts);
      expect(result.ok).toBe(tenThousandths % 10 === 0);
      if (result.ok) expect(result.value.measures.net_mg).toBe(tenThousandths / 10);
    }),
  );
});
