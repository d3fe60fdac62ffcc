import { type Fraction, fraction, times } from '../../shared/values/fraction.ts';
import { QUANTITY_SCALE, type Quantity } from '../../shared/values/quantity.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { Measures } from './pricing/cart.ts';
import type { Profile } from './profile/schema.ts';
import type { Measure } from './profile/schema-parts.ts';
import type { ProductClass } from './profile/schema-selling.ts';

/** What Metrc says of a package, as far as the limits care. */
export type PackageFacts = {
  readonly label: string;
  /** Metrc's item category, as it came. */
  readonly category: string;
  /** Full name as Metrc writes it: "Grams", "Each". */
  readonly unit: string;
  /** Net weight (or volume) of one unit of a counted item; null where Metrc has none. */
  readonly unitWeight: { readonly value: Quantity; readonly unit: string } | null;
};

export type PackageMeasures = {
  /** The profile's product class. */
  readonly class: string;
  /** Per one unit of the package's own unit: per gram for "Grams", per piece for "Each". */
  readonly measures: Measures;
};

/** What is not known of a package that must be known before it can be sold. */
export type MeasureProblem =
  /** No class of the profile has this category, or more than one has. */
  | { readonly code: 'UNKNOWN_CATEGORY' | 'AMBIGUOUS_CATEGORY'; readonly label: string; readonly category: string }
  | {
      readonly code: 'MISSING_MEASURE';
      readonly label: string;
      readonly class: string;
      readonly measure: Measure | 'count';
      readonly because: MissingBecause;
    };

export type MissingBecause =
  /** A counted item without a unit weight. */
  | 'no_unit_weight'
  /** A unit this program does not know. */
  | 'unknown_unit'
  /** A weight where a volume is wanted, the other way round, or something weighed where things are counted. */
  | 'wrong_kind_of_unit'
  /** The exact amount is no whole number of milligrams (or thousandths of a fluid ounce). */
  | 'not_whole'
  /** Metrc's package does not tell this measure at all: THC, concentrate contained. */
  | 'not_told';

type Kind = 'weight' | 'volume';

/** A US fluid ounce is 29.5735295625 ml by definition. */
const MILLILITER = fraction(10_000_000_000_000n, 295_735_295_625n);

/**
 * Metrc's units of measure, by full name: weights in milligrams, volumes in thousandths of a US fluid ounce. Pound and
 * ounce are the legal avoirdupois ones (453.59237 g); an Oklahoma ounce is a limit, not a unit of weight.
 */
const UNITS: ReadonlyMap<string, { readonly kind: Kind; readonly size: Fraction }> = new Map([
  ['Milligrams', { kind: 'weight', size: fraction(1n) }],
  ['Grams', { kind: 'weight', size: fraction(1_000n) }],
  ['Kilograms', { kind: 'weight', size: fraction(1_000_000n) }],
  ['Ounces', { kind: 'weight', size: fraction(45_359_237n, 1_600n) }],
  ['Pounds', { kind: 'weight', size: fraction(45_359_237n, 100n) }],
  ['Fluid Ounces', { kind: 'volume', size: fraction(1_000n) }],
  ['Pints', { kind: 'volume', size: fraction(16_000n) }],
  ['Gallons', { kind: 'volume', size: fraction(128_000n) }],
  ['Milliliters', { kind: 'volume', size: MILLILITER }],
  ['Liters', { kind: 'volume', size: times(MILLILITER, fraction(1_000n)) }],
]);

const COUNTED = 'Each';

const KIND_OF: { readonly [M in Measure]: Kind | null } = {
  net_mg: 'weight',
  finished_mg: 'weight',
  floz_milli: 'volume',
  conc_mg: null,
  thc_ug: null,
};

/**
 * The class of a package and its measures per unit, for the limits. All figures are exact; what cannot be known exactly
 * is named, with the package and the measure, and never guessed.
 */
export function measuresOf(profile: Profile, facts: PackageFacts): Result<PackageMeasures, MeasureProblem> {
  const { label, category } = facts;
  const [productClass, ...others] = profile.product_classes.filter((candidate) =>
    candidate.metrc_categories.includes(category),
  );
  if (!productClass) return err({ code: 'UNKNOWN_CATEGORY', label, category });
  if (others.length > 0) return err({ code: 'AMBIGUOUS_CATEGORY', label, category });
  const missing = (measure: Measure | 'count', because: MissingBecause) =>
    err<MeasureProblem>({ code: 'MISSING_MEASURE', label, class: productClass.id, measure, because });

  if (isCounted(profile, productClass) && facts.unit !== COUNTED) return missing('count', 'wrong_kind_of_unit');
  const measures: { [M in Measure]?: number } = {};
  for (const measure of productClass.requires) {
    const amount = amountPerUnit(facts, KIND_OF[measure]);
    if (!amount.ok) return missing(measure, amount.error);
    measures[measure] = amount.value;
  }
  return ok({ class: productClass.id, measures });
}

/** Some limit counts pieces of this class: then a quantity in grams would be counted as if each gram were a plant. */
const isCounted = (profile: Profile, productClass: ProductClass): boolean =>
  profile.limits.some((limit) =>
    limit.members.some((member) => member.class === productClass.id && member.measure === 'count'),
  );

function amountPerUnit(facts: PackageFacts, kind: Kind | null): Result<number, MissingBecause> {
  if (kind === null) return err('not_told');
  if (facts.unit !== COUNTED) return inUnits(fraction(1n), facts.unit, kind);
  if (facts.unitWeight === null || facts.unitWeight.value <= 0) return err('no_unit_weight');
  const value = fraction(BigInt(facts.unitWeight.value), BigInt(QUANTITY_SCALE));
  return inUnits(value, facts.unitWeight.unit, kind);
}

function inUnits(value: Fraction, unitName: string, kind: Kind): Result<number, MissingBecause> {
  const unit = UNITS.get(unitName);
  if (!unit) return err('unknown_unit');
  if (unit.kind !== kind) return err('wrong_kind_of_unit');
  const exact = times(value, unit.size);
  return exact.den === 1n ? ok(Number(exact.num)) : err('not_whole');
}
