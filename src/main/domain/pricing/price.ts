import { add, type Money, zero } from '../../../shared/values/money.ts';
import type { Profile } from '../profile/schema.ts';
import type { Cart } from './cart.ts';
import { type NetLine, netCart } from './discounts.ts';
import { buyerReasons, goodsReasons, restrictionReasons } from './eligibility.ts';
import { type LimitUse, limitUses, overLimitReasons } from './limits.ts';
import type { StopReason } from './stop-reasons.ts';
import { type ChargedTax, chargeTaxes } from './taxes.ts';
import { type Settlement, settle } from './tender.ts';

export type PricedLine = NetLine & {
  /** This line's shares of the taxes, for the taxes in which the cart takes part. */
  readonly taxes: readonly { readonly id: string; readonly share: Money }[];
  /** Net and tax shares: what Metrc is told and what a refund of the line gives back. */
  readonly total: Money;
};

export type CartMoney = {
  readonly lines: readonly PricedLine[];
  readonly net: Money;
  readonly taxes: readonly ChargedTax[];
  readonly tax: Money;
  readonly total: Money;
  /** What the discount on the cart took off; null when the cart has none. */
  readonly cartDiscount: Money | null;
  readonly unusedDiscount: Money;
  /** Null while the cart has no tenders. */
  readonly settlement: Settlement | null;
};

/** A stopped cart has reasons and no money; `limits` is empty when the limits were not reached. */
export type PricedCart =
  | { readonly verdict: 'allow'; readonly limits: readonly LimitUse[]; readonly money: CartMoney }
  | { readonly verdict: 'block'; readonly limits: readonly LimitUse[]; readonly reasons: readonly StopReason[] };

/**
 * The one exact calculation of a cart: may it be sold, and for how much. The tests run in groups
 * (docs/jurisdiction-profiles.md, rule 10): the buyer; classes and measures; restrictions and limits; money. All failures
 * of the first group that fails are told, later groups are not run.
 */
export function priceCart(profile: Profile, cart: Cart): PricedCart {
  const buyer = buyerReasons(profile, cart.buyer);
  if (buyer.length > 0) return { verdict: 'block', limits: [], reasons: buyer };
  const goods = goodsReasons(profile, cart);
  if (goods.length > 0) return { verdict: 'block', limits: [], reasons: goods };
  const limits = limitUses(profile, cart);
  const reasons = [...restrictionReasons(profile, cart), ...overLimitReasons(limits)];
  if (reasons.length > 0) return { verdict: 'block', limits, reasons };
  return { verdict: 'allow', limits, money: cartMoney(profile, cart) };
}

/**
 * What a cart would cost, whether or not it may be sold: for the screen of a cart that is still being filled. Only
 * `priceCart` says that a total may be asked for. A line of an unknown class bears no tax.
 */
export function cartMoney(profile: Profile, cart: Cart): CartMoney {
  const { lines: netLines, net, cartDiscount, unusedDiscount } = netCart(cart);
  const taxable = cart.lines.map((line, i) => ({ class: line.class, net: netLines[i]?.net ?? zero }));
  const taxes = chargeTaxes(profile, cart.buyer, taxable);
  const lines = netLines.map((line, i) => {
    const shares = taxes.map((tax) => ({ id: tax.id, share: tax.byLine[i] ?? zero }));
    return { ...line, taxes: shares, total: add(line.net, ...shares.map(({ share }) => share)) };
  });
  const tax = add(...taxes.map((charged) => charged.amount));
  const total = add(net, tax);
  const rounding = cart.cashRounding ?? profile.cash_rounding.default;
  const settlement = cart.tenders === null ? null : settle(total, cart.tenders, rounding);
  return { lines, net, taxes, tax, total, cartDiscount, unusedDiscount, settlement };
}
