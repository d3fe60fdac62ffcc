import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type LineRefund,
  refundedComponents,
  refundOfLine,
  type SoldLine,
} from '../../../src/main/domain/pricing/refund.ts';
import { allocate, cents } from '../../../src/shared/values/money.ts';
import { quantityOf, wholeUnits } from '../../../src/shared/values/quantity.ts';

const none = wholeUnits(0);
const one = wholeUnits(1);

function refunded(line: SoldLine, before: number, now: number): LineRefund {
  const result = refundOfLine(line, quantityOf(before), quantityOf(now));
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const tulsaThree: SoldLine = {
  quantity: wholeUnits(3),
  net: cents(27000),
  taxes: [
    { id: 'ok_mmj', share: cents(1890) },
    { id: 'ok_sales', share: cents(2300) },
  ],
};

test('units go back with 7.67, 7.67 and 7.66 of a sales tax of 23.00', () => {
  const sales = [0, 1, 2].map((before) => refunded(tulsaThree, wholeUnits(before), one).taxes[1]?.amount);
  expect(sales).toEqual([767, 767, 766]);
});

test('two units at once give back what one after the other would', () => {
  expect(refunded(tulsaThree, none, wholeUnits(2)).total).toBe(18000 + 1260 + 1534);
  expect(refunded(tulsaThree, none, wholeUnits(3)).total).toBe(27000 + 1890 + 2300);
});

test('a whole line gives back its net and exactly the taxes it showed', () => {
  const third: SoldLine = {
    quantity: one,
    net: cents(995),
    taxes: [
      { id: 'ok_mmj', share: cents(69) },
      { id: 'ok_sales', share: cents(85) },
    ],
  };
  expect(refunded(third, none, one)).toEqual({
    net: 995,
    taxes: [
      { id: 'ok_mmj', amount: 69 },
      { id: 'ok_sales', amount: 85 },
    ],
    total: 1149,
  });
});

test('a weight goes back by its share, rounded half-up so far, the last part takes the rest', () => {
  const bulk: SoldLine = { quantity: quantityOf(35000), net: cents(1001), taxes: [{ id: 't', share: cents(3) }] };
  const parts = [refunded(bulk, 0, 10000), refunded(bulk, 10000, 10000), refunded(bulk, 20000, 15000)];
  expect(parts.map((part) => part.net)).toEqual([286, 286, 429]);
  expect(parts.map((part) => part.taxes[0]?.amount)).toEqual([1, 1, 1]);
});

test('more than is left, nothing, or half a unit of a counted line is refused', () => {
  expect(refundOfLine(tulsaThree, wholeUnits(2), wholeUnits(2))).toEqual({
    ok: false,
    error: { code: 'MORE_THAN_SOLD', left: one },
  });
  expect(refundOfLine(tulsaThree, none, none)).toEqual({ ok: false, error: { code: 'NOTHING_RETURNED' } });
  expect(refundOfLine(tulsaThree, none, quantityOf(5000))).toEqual({ ok: false, error: { code: 'NOT_A_WHOLE_UNIT' } });
});

test('all units in order give back the line to the cent, unit by unit as the largest remainder deals them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(100_000), fc.nat(9_000), (units, net, share) => {
      const line: SoldLine = {
        quantity: wholeUnits(units),
        net: cents(net),
        taxes: [{ id: 't', share: cents(share) }],
      };
      const each = Array.from({ length: units }, (_, k) => refunded(line, wholeUnits(k), one));
      const dealt = (amount: number) =>
        allocate(
          cents(amount),
          Array.from({ length: units }, () => 1n),
        );
      expect(each.map((part) => part.net)).toEqual(dealt(net));
      expect(each.map((part) => part.taxes[0]?.amount)).toEqual(dealt(share));
      expect(each.reduce((sum, part) => sum + part.total, 0)).toBe(net + share);
    }),
  );
});

test('a weight cut in any way gives back the line to the cent and never takes money back', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(cuts, fc.nat(100_000), (parts, net) => {
      const whole = parts.reduce((a, b) => a + b, 0);
      const line: SoldLine = {
        quantity: quantityOf(whole % 10_000 === 0 ? whole + 1 : whole),
        net: cents(net),
        taxes: [],
      };
      let before = 0;
      let back = 0;
      for (const part of [...parts, line.quantity - whole].filter((p) => p > 0)) {
        const refund = refunded(line, before, part);
        expect(refund.net).toBeGreaterThanOrEqual(0);
        back += refund.net;
        before += part;
      }
      expect(back).toBe(net);
    }),
  );
});

test('the components of a refund are the split of what was kept before minus after', () => {
  const rates = { state: 45000, city: 36500, county: 3670 };
  expect(refundedComponents(rates, cents(2300), cents(1533))).toEqual([
    { id: 'state', amount: 405 },
    { id: 'city', amount: 329 },
    { id: 'county', amount: 33 },
  ]);
  expect(refundedComponents(rates, cents(2300), cents(0)).map((part) => part.amount)).toEqual([1215, 986, 99]);
});

test('components of refunds add up, step by step and in all', () => {
  fc.assert(
    fc.property(fc.nat(50_000), fc.nat(50_000), (a, b) => {
      const [before, after] = [cents(Math.max(a, b)), cents(Math.min(a, b))];
      const parts = refundedComponents({ state: 45000, city: 36500, county: 3670 }, before, after);
      expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(before - after);
    }),
  );
});
