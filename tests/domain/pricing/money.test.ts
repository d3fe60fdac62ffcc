import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shipped } from '../shipped-profiles.ts';
import { flower, line, oklahoma, priced } from './carts.ts';

describe('discounts', () => {
  test('a line discount is cut to the line, and what was cut is told', () => {
    const result = priced(oklahoma({ lines: [{ ...flower(3500, 3000), line_discount_cents: 3100 }] }));
    expect(result).toMatchObject({
      verdict: 'allow',
      net_by_line: [0],
      total: 0,
      discount_unused_cents: 100,
      taxes: { ok_mmj: 0 },
    });
  });

  test('a cart discount is cut to the sum of the lines', () => {
    const result = priced(oklahoma({ cart_discount: { cents: 3500 } }));
    expect(result).toMatchObject({
      cart_discount_cents: 3000,
      cart_discount_by_line: [3000],
      net: 0,
      discount_unused_cents: 500,
    });
    expect(priced(oklahoma({ cart_discount: { ppm: 1_500_000 } }))).toMatchObject({
      cart_discount_cents: 3000,
      discount_unused_cents: 1500,
    });
  });

  test('what is cut from lines and from the cart is told as one figure', () => {
    const lines = [{ ...flower(1, 100), line_discount_cents: 150 }, flower(1, 200)];
    expect(priced(oklahoma({ lines, cart_discount: { cents: 1000 } }))).toMatchObject({
      net_by_line: [0, 0],
      cart_discount_by_line: [0, 200],
      discount_unused_cents: 850,
    });
  });

  test('a discount of nothing, or on nothing, is still listed', () => {
    expect(priced(oklahoma({ cart_discount: { cents: 0 } }))).toMatchObject({
      cart_discount_cents: 0,
      cart_discount_by_line: [0],
    });
    expect(priced(oklahoma({ lines: [flower(1, 0)], cart_discount: { ppm: 100_000 } }))).toMatchObject({
      cart_discount_cents: 0,
    });
    expect(priced(oklahoma())).not.toHaveProperty('cart_discount_cents');
    expect(priced(oklahoma())).not.toHaveProperty('discount_unused_cents');
  });

  test('a weight is priced half-up to a cent', () => {
    expect(priced(oklahoma({ lines: [flower(1000, 333, '0.5')] })).net).toBe(167);
    expect(priced(oklahoma({ lines: [flower(1000, 999, '3.5001')] })).net).toBe(3497);
  });
});

describe('taxes', () => {
  test('by line each line is rounded, by invoice the sum is', () => {
    const profile = shipped('us-ok-medical');
    const taxes = profile.taxes.map((tax) => ({ ...tax, rounding: { ...tax.rounding, level: 'line' as const } }));
    const lines = [1, 2, 3].map(() => line('preroll', 995, { net_mg: 1000 }));
    expect(priced(oklahoma({ lines }), [{ ...profile, taxes }])).toMatchObject({
      taxes: { ok_mmj: 210, ok_sales: 258 },
      tax_by_line: { ok_mmj: [70, 70, 70], ok_sales: [86, 86, 86] },
      total: 3453,
    });
  });

  test('a tax in which a line takes part is listed although it is nothing', () => {
    const result = priced(oklahoma({ lines: [flower(1, 0)] }));
    expect(result).toMatchObject({
      taxes: { ok_mmj: 0, ok_sales: 0 },
      tax_components: { ok_sales: { state: 0, city: 0, county: 0 } },
    });
  });

  test('a tax in which no line takes part is not listed', () => {
    const result = priced(oklahoma({ lines: [line('accessory', 1000)] }));
    expect(result.taxes).toEqual({ ok_sales: 86 });
    const exempt = priced(oklahoma({ buyer: { type: 'patient', exemptions: ['dav100'] } }));
    expect(exempt.taxes).toEqual({ ok_mmj: 210 });
    expect(exempt).not.toHaveProperty('tax_components');
  });

  test('an exemption frees only the classes it names', () => {
    const cart = {
      profile: 'us-ca-dual',
      buyer: { type: 'patient', age: 40, exemptions: ['mmic'] },
      lines: [line('accessory', 1000), flower(1, 1000)],
    };
    expect(priced(cart)).toMatchObject({ tax_by_line: { ca_sales: [98, 0] } });
  });

  test('a base that names no price is the earlier taxes alone', () => {
    const profile = shipped('us-mi-dual');
    const taxes = profile.taxes.map((tax) => (tax.id === 'mi_sales' ? { ...tax, base: ['mi_excise'] } : tax));
    const cart = { profile: 'us-mi-dual', buyer: { type: 'adult', age: 30 }, lines: [flower(1, 10_000)] };
    expect(priced(cart, [{ ...profile, taxes }]).taxes).toEqual({ mi_excise: 1000, mi_sales: 60 });
  });

  test('taxes run in their order, however the file lists them', () => {
    const profile = shipped('us-ca-dual');
    const cart = { profile: 'us-ca-dual', buyer: { type: 'adult', age: 40 }, lines: [flower(1, 4650)] };
    expect(priced(cart, [{ ...profile, taxes: [...profile.taxes].reverse() }])).toEqual(priced(cart));
  });

  test('the agency’s own example: 46.50 at 15 % is 6.98', () => {
    const cart = {
      profile: 'us-ca-dual',
      buyer: { type: 'adult', age: 40 },
      lines: [flower(1, 4650)],
      local: { ca_cbt_au: 0 },
    };
    expect(priced(cart).taxes).toMatchObject({ ca_cbt_au: 0, ca_excise: 698, ca_sales: 521 });
  });

  test('the shares of the lines and the components add up to the tax, the nets and taxes to the total', () => {
    const anyLine = fc
      .record({
        productClass: fc.constantFrom('flower', 'accessory', 'seedling'),
        cents: fc.nat(20_000),
        off: fc.nat(3000),
      })
      .map(({ productClass, cents, off }) => ({
        ...line(productClass, cents, { net_mg: 1 }),
        line_discount_cents: off,
      }));
    const rates = fc.record({ state: fc.nat(90_000), city: fc.nat(90_000), county: fc.nat(9_000) });
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 6 }), rates, fc.nat(1_200_000), (lines, local, ppm) => {
        const result = priced(oklahoma({ lines, local: { ok_sales: local }, cart_discount: { ppm } })) as {
          verdict: string;
          net: number;
          total: number;
          net_by_line: number[];
          cart_discount_cents: number;
          cart_discount_by_line: number[];
          taxes: Record<string, number>;
          tax_by_line: Record<string, number[]>;
          tax_components: Record<string, Record<string, number>>;
        };
        if (result.verdict === 'block') return; // more than six seedlings
        const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);
        expect(sum(result.net_by_line)).toBe(result.net);
        expect(sum(result.cart_discount_by_line)).toBe(result.cart_discount_cents);
        for (const [id, tax] of Object.entries(result.taxes)) expect(sum(result.tax_by_line[id] ?? [])).toBe(tax);
        expect(sum(Object.values(result.tax_components['ok_sales'] ?? {}))).toBe(result.taxes['ok_sales']);
        expect(result.net + sum(Object.values(result.taxes))).toBe(result.total);
        expect(Math.min(...result.net_by_line, ...Object.values(result.tax_by_line).flat())).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('paying', () => {
  const paid = (tenders: readonly object[], rounding?: string) =>
    priced(
      oklahoma({
        lines: [line('accessory', 1000)],
        tenders,
        ...(rounding ? { store: { cash_rounding: rounding } } : {}),
      }),
    );

  test('nothing is said about money nobody has begun to give', () => {
    expect(priced(oklahoma())).not.toHaveProperty('cash_due');
  });

  test('cash is rounded as the store chose, the taxes are not touched', () => {
    expect(paid([{ kind: 'cash', cents: 2000 }])).toMatchObject({
      total: 1086,
      cash_due: 1086,
      cash_rounding_delta: 0,
      change: 914,
    });
    expect(paid([{ kind: 'cash', cents: 2000 }], 'symmetric')).toMatchObject({
      cash_due: 1085,
      cash_rounding_delta: -1,
      change: 915,
    });
    expect(paid([{ kind: 'cash', cents: 2000 }], 'down')).toMatchObject({
      total: 1086,
      cash_due: 1085,
      cash_rounding_delta: -1,
    });
  });

  test.each([
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 0],
    [3, 5, 0],
    [4, 5, 0],
    [5, 5, 5],
    [6, 5, 5],
    [7, 5, 5],
    [8, 10, 5],
    [9, 10, 5],
  ])('a last digit of %i goes to %i, or down to %i', (digit, symmetric, down) => {
    const due = (rounding: string) =>
      priced(
        oklahoma({
          buyer: { type: 'patient', exemptions: ['dav100'] },
          lines: [line('accessory', 100 + digit)],
          tenders: [{ kind: 'cash', cents: 0 }],
          store: { cash_rounding: rounding },
        }),
      ).cash_due;
    expect(due('symmetric')).toBe(100 + symmetric);
    expect(due('down')).toBe(100 + down);
    expect(due('off')).toBe(100 + digit);
  });

  test('without cash nothing is rounded and nothing comes back', () => {
    expect(paid([{ kind: 'debit', cents: 1086 }], 'symmetric')).toMatchObject({
      cash_due: 0,
      cash_rounding_delta: 0,
      change: 0,
    });
    expect(paid([{ kind: 'debit', cents: 1086 }], 'symmetric')).not.toHaveProperty('short');
    expect(paid([{ kind: 'debit', cents: 1000 }], 'symmetric')).toMatchObject({
      cash_due: 86,
      cash_rounding_delta: 0,
      change: 0,
      short: 86,
    });
    expect(paid([], 'symmetric')).toMatchObject({ cash_due: 1086, change: 0, short: 1086 });
  });

  test('too little cash: no change, and what is missing is told', () => {
    expect(
      paid(
        [
          { kind: 'debit', cents: 1000 },
          { kind: 'cash', cents: 50 },
        ],
        'symmetric',
      ),
    ).toMatchObject({
      verdict: 'allow',
      cash_due: 85,
      cash_rounding_delta: -1,
      change: 0,
      short: 35,
    });
  });

  test('more than the total without cash cannot be paid: the cash goes back whole', () => {
    expect(
      paid(
        [
          { kind: 'debit', cents: 1100 },
          { kind: 'cash', cents: 500 },
        ],
        'symmetric',
      ),
    ).toMatchObject({
      verdict: 'allow',
      cash_due: 0,
      cash_rounding_delta: 0,
      change: 500,
      over_tendered: 14,
    });
    expect(paid([{ kind: 'debit', cents: 1100 }])).not.toHaveProperty('short');
  });
});
