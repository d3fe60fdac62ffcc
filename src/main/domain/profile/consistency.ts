import { isKnownZone } from '../../../shared/values/local-time.ts';
import { type ProfileProblem, pathText } from './problems.ts';
import type { Profile } from './schema.ts';

/**
 * What no schema can say: the parts of a profile must fit each other. Every id stands once, every name that is used
 * exists, a compound tax looks only at earlier ones, components add up, and each limit counts a measure that the sale
 * makes sure is there.
 */
export function inconsistencies(profile: Profile): ProfileProblem[] {
  const found: ProfileProblem[] = [];
  const say: Say = (path, says) => found.push({ at: pathText(path), says });
  for (const table of ['buyer_types', 'product_classes', 'limits', 'taxes'] as const) sayDoubles(profile, table, say);
  sayUnknownNames(profile, say);
  for (const [i, limit] of profile.limits.entries()) sayUncountable(profile, limit, i, say);
  for (const [i, tax] of profile.taxes.entries()) sayTaxFaults(profile, tax, i, say);
  const { cash_rounding: rounding } = profile;
  if (!rounding.store_may_choose.includes(rounding.default)) {
    say(['cash_rounding', 'default'], 'the default is not among the choices');
  }
  if (!isKnownZone(profile.time_zone)) say(['time_zone'], 'this time zone is not known');
  return found;
}

type Say = (path: readonly (string | number)[], says: string) => void;

function sayDoubles(profile: Profile, table: 'buyer_types' | 'product_classes' | 'limits' | 'taxes', say: Say): void {
  const seen = new Set<string>();
  profile[table].forEach(({ id }, i) => {
    if (seen.has(id)) say([table, i, 'id'], `the id "${id}" stands twice`);
    seen.add(id);
  });
}

function sayUnknownNames(profile: Profile, say: Say): void {
  const buyers = { what: 'buyer type', ids: new Set(profile.buyer_types.map(({ id }) => id)) };
  const classes = { what: 'product class', ids: new Set(profile.product_classes.map(({ id }) => id)) };
  const check = (known: typeof buyers, names: readonly string[], ...path: (string | number)[]): void => {
    for (const [i, name] of names.entries()) {
      if (!known.ids.has(name)) say([...path, i], `there is no ${known.what} "${name}"`);
    }
  };
  for (const [i, { restrict }] of profile.product_classes.entries()) {
    for (const [k, rule] of restrict.entries()) {
      check(buyers, rule.buyer_types, 'product_classes', i, 'restrict', k, 'buyer_types');
    }
  }
  for (const [i, limit] of profile.limits.entries()) {
    check(buyers, limit.buyer_types, 'limits', i, 'buyer_types');
    for (const [k, member] of limit.members.entries()) {
      if (!classes.ids.has(member.class)) {
        say(['limits', i, 'members', k, 'class'], `there is no product class "${member.class}"`);
      }
    }
  }
  for (const [i, tax] of profile.taxes.entries()) {
    check(buyers, tax.buyer_types, 'taxes', i, 'buyer_types');
    check(classes, tax.classes, 'taxes', i, 'classes');
    for (const [k, exemption] of tax.exemptions.entries()) {
      check(classes, exemption.classes, 'taxes', i, 'exemptions', k, 'classes');
    }
  }
  check(buyers, profile.state_lookup.buyer_types, 'state_lookup', 'buyer_types');
}

/** A limit may only count what the class is required to carry: otherwise a missing measure would count as nothing. */
function sayUncountable(profile: Profile, limit: Profile['limits'][number], at: number, say: Say): void {
  for (const [i, member] of limit.members.entries()) {
    const productClass = profile.product_classes.find((candidate) => candidate.id === member.class);
    if (member.measure === 'count' || !productClass || productClass.requires.includes(member.measure)) continue;
    say(['limits', at, 'members', i, 'measure'], `the class "${member.class}" does not require ${member.measure}`);
  }
}

function sayTaxFaults(profile: Profile, tax: Profile['taxes'][number], at: number, say: Say): void {
  tax.base.forEach((name, i) => {
    if (name === 'net') return;
    const named = profile.taxes.find((candidate) => candidate.id === name);
    if (!named) say(['taxes', at, 'base', i], `there is no tax "${name}"`);
    else if (named.order >= tax.order) say(['taxes', at, 'base', i], `the tax "${name}" does not come earlier`);
  });
  if (tax.components === null) return;
  const sum = Object.values(tax.components).reduce((a, b) => a + b, 0);
  if (sum !== tax.rate_ppm)
    say(['taxes', at, 'components'], `the components add up to ${sum}, the rate is ${tax.rate_ppm}`);
}
