import { add, allocate, allocateExact, cents, divideHalfUp, type Money, zero } from '../../../shared/values/money.ts';
import type { Profile } from '../profile/schema.ts';
import type { Tax } from '../profile/schema-selling.ts';
import type { Buyer } from './cart.ts';

/** Rates are parts per million. */
const MILLION = 1_000_000n;

export type TaxComponent = { readonly id: string; readonly amount: Money };

/** One tax as it falls on a cart. The shares of the lines add up to the amount, and so do the components. */
export type ChargedTax = {
  readonly id: string;
  readonly name: string;
  readonly ratePpm: number;
  readonly amount: Money;
  /** What the tax was computed on: nets and earlier taxes of the lines that take part. */
  readonly base: Money;
  /** One share for every line of the cart, zero for a line that takes no part. */
  readonly byLine: readonly Money[];
  /** In the profile's order, zeros included; null when the tax has no parts. */
  readonly components: readonly TaxComponent[] | null;
};

/** What a line brings to the taxes. */
export type TaxedLine = { readonly class: string; readonly net: Money };

/** All taxes in their order (docs/jurisdiction-profiles.md, rules 4 to 6); not those in which no line takes part. */
export function chargeTaxes(profile: Profile, buyer: Buyer, lines: readonly TaxedLine[]): ChargedTax[] {
  const charged = new Map<string, ChargedTax>();
  for (const tax of [...profile.taxes].sort((a, b) => a.order - b.order)) {
    const takesPart = lines.map((line) => fallsOn(tax, buyer, line.class));
    if (!takesPart.includes(true)) continue;
    const bases = lines.map((line, i) => (takesPart[i] === true ? baseOf(tax, line, i, charged) : zero));
    charged.set(tax.id, charge(tax, bases));
  }
  return [...charged.values()];
}

function fallsOn(tax: Tax, buyer: Buyer, productClass: string): boolean {
  if (!tax.classes.includes(productClass) || !tax.buyer_types.includes(buyer.type)) return false;
  return !tax.exemptions.some((e) => buyer.exemptions.includes(e.code) && e.classes.includes(productClass));
}

function baseOf(tax: Tax, line: TaxedLine, at: number, charged: ReadonlyMap<string, ChargedTax>): Money {
  return add(...tax.base.map((name) => (name === 'net' ? line.net : (charged.get(name)?.byLine[at] ?? zero))));
}

function charge(tax: Tax, bases: readonly Money[]): ChargedTax {
  const rate = BigInt(tax.rate_ppm);
  const exact = bases.map((base) => BigInt(base) * rate);
  const roundedSum = cents(
    Number(
      divideHalfUp(
        exact.reduce((a, b) => a + b, 0n),
        MILLION,
      ),
    ),
  );
  const byLine =
    tax.rounding.level === 'invoice'
      ? allocateExact(roundedSum, exact, MILLION)
      : exact.map((amount) => cents(Number(divideHalfUp(amount, MILLION))));
  const amount = add(...byLine);
  const components = tax.components === null ? null : splitByComponents(tax.components, amount);
  return { id: tax.id, name: tax.name, ratePpm: tax.rate_ppm, amount, base: add(...bases), byLine, components };
}

/** A tax is rounded once, on its whole rate; the cents are then dealt out over the components by largest remainder. */
export function splitByComponents(components: Readonly<Record<string, number>>, amount: Money): TaxComponent[] {
  const parts = Object.entries(components);
  const weights = parts.map(([, ppm]) => BigInt(ppm));
  const shares = amount === 0 ? parts.map(() => zero) : allocate(amount, weights);
  return parts.map(([id], i) => ({ id, amount: shares[i] ?? zero }));
}
