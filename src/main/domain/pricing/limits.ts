import { compare, type Fraction, fraction, isZero, minus, plus, times } from '../../../shared/values/fraction.ts';
import { QUANTITY_SCALE, type Quantity } from '../../../shared/values/quantity.ts';
import type { Profile } from '../profile/schema.ts';
import type { Limit } from '../profile/schema-selling.ts';
import type { Cart, Goods } from './cart.ts';
import type { StopReason, Where } from './stop-reasons.ts';

/** One term of a limit's sum: quantity x perUnit x weight = amount, in the limit's unit. */
export type Contribution = {
  readonly where: Where;
  readonly quantity: Quantity;
  readonly measure: Limit['members'][number]['measure'];
  /** The measure per unit; 1 where things are counted. */
  readonly perUnit: number;
  readonly weight: Fraction;
  readonly amount: Fraction;
};

/** How far one limit is used, with the arithmetic that shows it. All figures are exact, in `unit`. */
export type LimitUse = {
  /** The limit's id; with "@metrc" behind it where the state's own figure is the cap. */
  readonly id: string;
  readonly unit: Limit['unit'];
  readonly window: string;
  readonly used: Fraction;
  readonly cap: Fraction;
  /** What is too much; null while the use is within the cap. */
  readonly over: Fraction | null;
  readonly ok: boolean;
  /** `notice`: said, but the sale goes on. */
  readonly onExceed: Limit['on_exceed'];
  readonly contributions: readonly Contribution[];
};

/**
 * Every limit that applies to this buyer and is used at all, in the profile's order; a limit that the state's figure
 * bounds too is followed by that figure (docs/jurisdiction-profiles.md, rule 9).
 */
export function limitUses(profile: Profile, cart: Cart): LimitUse[] {
  return profile.limits
    .filter((limit) => appliesTo(limit, cart))
    .flatMap((limit) => [lawfulUse(limit, cart), allottedUse(profile, limit, cart)])
    .filter((use) => use !== null)
    .filter((use) => !isZero(use.used));
}

export const overLimitReasons = (uses: readonly LimitUse[]): StopReason[] =>
  uses.filter((use) => !use.ok && use.onExceed === 'block').map((use) => ({ kind: 'over_limit', limit: use.id }));

function appliesTo(limit: Limit, { buyer }: Cart): boolean {
  if (!limit.buyer_types.includes(buyer.type)) return false;
  const { buyer_age_from: from, buyer_age_below: below } = limit;
  if (from === null && below === null) return true;
  // A buyer without an age never gets here when a limit of theirs has a band: that stopped the cart earlier.
  return buyer.age !== null && (from === null || buyer.age >= from) && (below === null || buyer.age < below);
}

function lawfulUse(limit: Limit, cart: Cart): LimitUse | null {
  if (limit.cap === null) return null;
  const now = contributionsOf(limit, cart.lines, 'line');
  const earlier = limit.window === 'transaction' ? [] : contributionsOf(limit, cart.history, 'history');
  return heldAgainst(limit, limit.id, limit.cap, [...now, ...earlier]);
}

/** The state has already counted what was bought before, so only the cart is held against its figure. */
function allottedUse(profile: Profile, limit: Limit, cart: Cart): LimitUse | null {
  const ounces = allottedOunces(profile, limit, cart);
  if (ounces === null) return null;
  const cap = times(ounces, profile.ounce_mg);
  return heldAgainst(limit, `${limit.id}@metrc`, cap, contributionsOf(limit, cart.lines, 'line'));
}

/**
 * The state's Available ounces for this limit, where the profile uses them and they concern this buyer. A row of nothing
 * but zeros and nulls is no figure: states that do not fill the groups send just that.
 */
function allottedOunces(profile: Profile, limit: Limit, { buyer, allotment }: Cart): Fraction | null {
  const { use_metrc_allotment: use, buyer_types: concerned } = profile.state_lookup;
  const isUsed = use !== 'none' || limit.window === 'state_allotment';
  if (limit.allotment_group === null || allotment === null || !isUsed || !concerned.includes(buyer.type)) return null;
  const isFigure = Object.values(allotment).some((ounces) => ounces !== null && !isZero(ounces));
  return isFigure ? allotment[limit.allotment_group] : null;
}

function contributionsOf(limit: Limit, goods: readonly Goods[], of: Where['of']): Contribution[] {
  return goods.flatMap((line, i) =>
    limit.members
      .filter((member) => member.class === line.class)
      .map((member) => {
        // The cart's goods were found complete before: a measure in a limit is required by its class.
        const perUnit = member.measure === 'count' ? 1 : (line.measures[member.measure] ?? 0);
        const amount = times(times(asFraction(line.quantity), fraction(BigInt(perUnit))), member.weight);
        const where = { of, number: i + 1 };
        return { where, quantity: line.quantity, measure: member.measure, perUnit, weight: member.weight, amount };
      }),
  );
}

function heldAgainst(limit: Limit, id: string, cap: Fraction, contributions: readonly Contribution[]): LimitUse {
  const used = contributions.reduce((sum, { amount }) => plus(sum, amount), fraction(0n));
  const isOk = compare(used, cap) <= 0;
  const { unit, window, on_exceed: onExceed } = limit;
  return { id, unit, window, used, cap, over: isOk ? null : minus(used, cap), ok: isOk, onExceed, contributions };
}

const asFraction = (quantity: Quantity): Fraction => fraction(BigInt(quantity), BigInt(QUANTITY_SCALE));
