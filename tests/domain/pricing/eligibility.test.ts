import { describe, expect, test } from 'vitest';
import { shipped } from '../shipped-profiles.ts';
import { flower, line, oklahoma, priced } from './carts.ts';

const colorado = (change: object = {}) => ({
  profile: 'us-co-dual',
  buyer: { type: 'adult', age: 30 },
  lines: [flower(3500, 3000)],
  ...change,
});

describe('the buyer comes first', () => {
  test('a kind of buyer the profile does not know buys nothing', () => {
    const result = priced(oklahoma({ buyer: { type: 'tourist' }, lines: [line('hat', 100)] }));
    expect(result).toEqual({
      verdict: 'block',
      reasons: [{ code: 'unknown_buyer_type', buyer_type: 'tourist' }],
      limits: [],
    });
  });

  test('where the birth date is the proof, no age is no sale', () => {
    const stopped = { verdict: 'block', reasons: [{ code: 'age_missing' }], limits: [] };
    expect(priced(colorado({ buyer: { type: 'adult' } }))).toEqual(stopped);
    expect(priced(colorado({ buyer: { type: 'adult', age: null } }))).toEqual(stopped);
  });

  test('where the licence is the proof, an age is tested only when it is known', () => {
    expect(priced(oklahoma()).verdict).toBe('allow');
    expect(priced(oklahoma({ buyer: { type: 'patient', age: 18 } })).verdict).toBe('allow');
    expect(priced(oklahoma({ buyer: { type: 'patient', age: 17 } })).reasons).toEqual([
      { code: 'under_age', age: 17, min_age: 18 },
    ]);
    expect(
      priced(oklahoma({ buyer: { type: 'minor_patient', age: 18 }, lines: [line('edible', 100, { finished_mg: 1 })] }))
        .reasons,
    ).toEqual([{ code: 'over_age', age: 18, max_age: 17 }]);
  });

  test('an age band asks for the age even where the licence would prove it', () => {
    const profile = shipped('us-co-dual');
    const byLicence = {
      ...profile,
      buyer_types: profile.buyer_types.map((type) => ({ ...type, age_proof: 'licence' as const })),
    };
    expect(priced(colorado({ buyer: { type: 'patient' } }), [byLicence]).reasons).toEqual([{ code: 'age_missing' }]);
    expect(priced(colorado({ buyer: { type: 'adult' } }), [byLicence]).verdict).toBe('allow');
  });

  test('twenty is under twenty-one', () => {
    expect(priced(colorado({ buyer: { type: 'adult', age: 20 } })).reasons).toEqual([
      { code: 'under_age', age: 20, min_age: 21 },
    ]);
    expect(priced(colorado({ buyer: { type: 'adult', age: 21 } })).verdict).toBe('allow');
  });
});

describe('then classes and measures, line by line', () => {
  test('all unknown classes and missing measures are told, earlier purchases too', () => {
    const result = priced({
      ...colorado(),
      lines: [line('hat', 100), line('edible', 100, { net_mg: 5 }), flower(1, 1)],
      history_same_window: [line('flower', 100), line('scarf', 100)],
    });
    expect(result).toEqual({
      verdict: 'block',
      reasons: [
        { code: 'unknown_class', line: 1, class: 'hat' },
        { code: 'missing_measure', line: 2, measure: 'thc_ug' },
        { code: 'missing_measure', history: 1, measure: 'net_mg' },
        { code: 'unknown_class', history: 2, class: 'scarf' },
      ],
      limits: [],
    });
  });

  test('a class may need several measures, each is told', () => {
    const profile = shipped('us-co-dual');
    const classes = profile.product_classes.map((c) =>
      c.id === 'edible' ? { ...c, requires: ['finished_mg' as const, 'thc_ug' as const] } : c,
    );
    const result = priced(colorado({ lines: [line('edible', 100)] }), [{ ...profile, product_classes: classes }]);
    expect(result.reasons).toEqual([
      { code: 'missing_measure', line: 1, measure: 'finished_mg' },
      { code: 'missing_measure', line: 1, measure: 'thc_ug' },
    ]);
  });

  test('zero is a measure that is given', () => {
    expect(priced(colorado({ lines: [line('edible', 100, { thc_ug: 0 })] }))).toMatchObject({
      verdict: 'allow',
      limits: [],
    });
  });
});

describe('then restrictions and limits', () => {
  test('restrictions stand before limits, and the limits are listed beside them', () => {
    const result = priced(
      oklahoma({ buyer: { type: 'minor_patient' }, lines: [line('vape', 100, { net_mg: 28301 }), flower(1000, 100)] }),
    );
    expect(result.reasons).toEqual([
      { code: 'minor_no_smoke_or_vape', line: 1 },
      { code: 'minor_no_smoke_or_vape', line: 2 },
      { code: 'over_limit', limit: 'ok.concentrate' },
    ]);
    expect(result.limits).toMatchObject([
      { id: 'ok.flower', ok: true },
      { id: 'ok.concentrate', ok: false, over: { num: 1, den: 1 } },
    ]);
    expect(result).not.toHaveProperty('total');
  });

  test('both physicians’ note lifts the restriction', () => {
    const buyer = { type: 'minor_patient', flags: ['smoke_vape_authorized'] };
    expect(priced(oklahoma({ buyer, lines: [line('vape', 100, { net_mg: 500 })] })).verdict).toBe('allow');
  });

  test('a restriction without a flag cannot be lifted', () => {
    const profile = shipped('us-ok-medical');
    const classes = profile.product_classes.map((c) => ({
      ...c,
      restrict: c.restrict.map((rule) => ({ ...rule, unless_flag: null })),
    }));
    const buyer = { type: 'minor_patient', flags: ['smoke_vape_authorized'] };
    expect(priced(oklahoma({ buyer }), [{ ...profile, product_classes: classes }]).verdict).toBe('block');
  });
});
