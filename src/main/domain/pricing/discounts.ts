import { add, allocate, cents, divideHalfUp, type Money, subtract, zero } from '../../../shared/values/money.ts';
import { QUANTITY_SCALE, type Quantity } from '../../../shared/values/quantity.ts';
import type { Cart, CartDiscount } from './cart.ts';

/** What a line costs and why: gross - lineDiscount - cartDiscount = net. Never below zero. */
export type NetLine = {
  readonly gross: Money;
  /** What the line's own discount really took off. */
  readonly lineDiscount: Money;
  /** This line's share of the discount on the whole cart. */
  readonly cartDiscount: Money;
  readonly net: Money;
};

export type NetCart = {
  readonly lines: readonly NetLine[];
  readonly net: Money;
  /** What the discount on the cart really took off; null when the cart has none. */
  readonly cartDiscount: Money | null;
  /** What discounts would have taken off beyond the price they fell on. */
  readonly unusedDiscount: Money;
};

/** Quantity x unit price, rounded half-up to a cent (docs/jurisdiction-profiles.md, rule 2). */
export function grossOf(quantity: Quantity, unitPrice: Money): Money {
  return cents(Number(divideHalfUp(BigInt(quantity) * BigInt(unitPrice), BigInt(QUANTITY_SCALE))));
}

/** Line nets with all discounts taken off (docs/jurisdiction-profiles.md, rules 2 and 3). */
export function netCart(cart: Pick<Cart, 'lines' | 'cartDiscount'>): NetCart {
  const lines = cart.lines.map((line) => {
    const gross = grossOf(line.quantity, line.unitPrice);
    const lineDiscount = smaller(line.discount, gross);
    return { gross, lineDiscount, unused: subtract(line.discount, lineDiscount), net: subtract(gross, lineDiscount) };
  });
  const beforeCartDiscount = add(...lines.map((line) => line.net));
  const wanted = cart.cartDiscount === null ? zero : amountOf(cart.cartDiscount, beforeCartDiscount);
  const given = smaller(wanted, beforeCartDiscount);
  const shares =
    given === 0
      ? lines.map(() => zero)
      : allocate(
          given,
          lines.map((line) => BigInt(line.net)),
        );
  return {
    lines: lines.map(({ gross, lineDiscount, net }, i) => {
      const cartDiscount = shares[i] ?? zero;
      return { gross, lineDiscount, cartDiscount, net: subtract(net, cartDiscount) };
    }),
    net: subtract(beforeCartDiscount, given),
    cartDiscount: cart.cartDiscount === null ? null : given,
    unusedDiscount: add(...lines.map((line) => line.unused), subtract(wanted, given)),
  };
}

/** Before it is cut to what it falls on. */
function amountOf(discount: CartDiscount, sumOfLines: Money): Money {
  if (discount.kind === 'amount') return discount.amount;
  return cents(Number(divideHalfUp(BigInt(sumOfLines) * BigInt(discount.ppm), 1_000_000n)));
}

const smaller = (a: Money, b: Money): Money => (a < b ? a : b);
