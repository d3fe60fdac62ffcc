import type { Profile } from '../profile/schema.ts';
import type { Limit } from '../profile/schema-selling.ts';
import type { Buyer, Cart, Goods } from './cart.ts';
import type { StopReason, Where } from './stop-reasons.ts';

/**
 * First group of docs/jurisdiction-profiles.md, rule 10: is the buyer one the profile knows, and of an age that may
 * buy? At most one reason.
 */
export function buyerReasons(profile: Profile, buyer: Buyer): StopReason[] {
  const type = profile.buyer_types.find((candidate) => candidate.id === buyer.type);
  if (!type) return [{ kind: 'unknown_buyer_type', buyerType: buyer.type }];
  const { age } = buyer;
  if (age === null) {
    const banded = profile.limits.some((limit) => limit.buyer_types.includes(type.id) && hasAgeBand(limit));
    return type.age_proof === 'birth_date' || banded ? [{ kind: 'age_missing' }] : [];
  }
  if (type.min_age !== null && age < type.min_age) return [{ kind: 'under_age', age, minAge: type.min_age }];
  if (type.max_age !== null && age > type.max_age) return [{ kind: 'over_age', age, maxAge: type.max_age }];
  return [];
}

const hasAgeBand = (limit: Limit): boolean => limit.buyer_age_from !== null || limit.buyer_age_below !== null;

/** Second group: every line, then every earlier line, has a known class and the measures it needs. */
export function goodsReasons(profile: Profile, cart: Cart): StopReason[] {
  const ofLines = cart.lines.flatMap((line, i) => goodsReasonsOf(profile, line, { of: 'line', number: i + 1 }));
  const ofHistory = cart.history.flatMap((goods, i) =>
    goodsReasonsOf(profile, goods, { of: 'history', number: i + 1 }),
  );
  return [...ofLines, ...ofHistory];
}

function goodsReasonsOf(profile: Profile, goods: Goods, where: Where): StopReason[] {
  const productClass = profile.product_classes.find((candidate) => candidate.id === goods.class);
  if (!productClass) return [{ kind: 'unknown_class', where, class: goods.class }];
  return productClass.requires
    .filter((measure) => goods.measures[measure] === undefined)
    .map((measure) => ({ kind: 'missing_measure', where, measure }));
}

/** Third group: classes this buyer may not have, unless a flag lifts the restriction. */
export function restrictionReasons(profile: Profile, cart: Cart): StopReason[] {
  return cart.lines.flatMap((line, i) => {
    const rules = profile.product_classes.find((candidate) => candidate.id === line.class)?.restrict ?? [];
    return rules
      .filter((rule) => rule.buyer_types.includes(cart.buyer.type))
      .filter((rule) => rule.unless_flag === null || !cart.buyer.flags.includes(rule.unless_flag))
      .map((rule): StopReason => ({ kind: 'restricted', line: i + 1, code: rule.code }));
  });
}
