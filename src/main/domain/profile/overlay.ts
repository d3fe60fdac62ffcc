import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/values/result.ts';
import { type ProfileProblem, problemsOf } from './problems.ts';
import { isWithin } from './sale-hours.ts';
import type { Profile } from './schema.ts';
import { CashRounding, Id, orNull, Ppm, SaleHours } from './schema-parts.ts';
import { Signature } from './schema-policy.ts';

/** The rate of one tax: one figure, or its components by name, whose sum is the rate. */
export const LocalRate = z.union([
  Ppm,
  z
    .record(Id, Ppm)
    .refine((parts) => Object.keys(parts).length > 0, 'empty')
    .refine((parts) => sumOf(parts) <= 1_000_000, 'the components add up to more than the whole'),
]);
export type LocalRate = z.infer<typeof LocalRate>;

/**
 * A store's own file beside the profile (docs/jurisdiction-profiles.md): the real local rates, the choice of cash
 * rounding, hours narrower than the law. There is no field by which it could touch a limit, an age, a look-up or the
 * reporting, so it can only tighten.
 */
export const StoreOverlay = z.strictObject({
  schema: z.literal('store-overlay/1'),
  profile_id: Id,
  local_rates: z.record(Id, LocalRate).default({}),
  cash_rounding: orNull(CashRounding),
  sale_hours: orNull(SaleHours),
  signature: orNull(Signature),
});
export type StoreOverlay = z.infer<typeof StoreOverlay>;

export function parseOverlay(json: unknown): Result<StoreOverlay, ProfileProblem[]> {
  const parsed = StoreOverlay.safeParse(json);
  return parsed.success ? ok(parsed.data) : err(problemsOf(parsed.error));
}

/**
 * The profile as this store uses it. Always applied to the profile as it was shipped, never to the result of an earlier
 * overlay. Refused, each problem by its place in the overlay: another profile, a tax that does not exist or whose rate
 * is the law's own and no example, a cash rounding the profile does not offer, hours outside the law's.
 */
export function applyOverlay(profile: Profile, overlay: StoreOverlay): Result<Profile, ProfileProblem[]> {
  const problems: ProfileProblem[] = [];
  if (overlay.profile_id !== profile.profile_id) {
    problems.push({
      at: 'profile_id',
      says: `this overlay is for "${overlay.profile_id}", not "${profile.profile_id}"`,
    });
  }
  for (const id of Object.keys(overlay.local_rates)) {
    const tax = profile.taxes.find((candidate) => candidate.id === id);
    if (!tax) problems.push({ at: `local_rates/${id}`, says: 'the profile has no such tax' });
    else if (!tax.illustrative)
      problems.push({ at: `local_rates/${id}`, says: 'this rate is set by law, not by the store' });
  }
  const { cash_rounding: rounding } = profile;
  if (overlay.cash_rounding !== null && !rounding.store_may_choose.includes(overlay.cash_rounding)) {
    problems.push({ at: 'cash_rounding', says: 'the profile does not offer this choice' });
  }
  if (overlay.sale_hours !== null && !isWithin(overlay.sale_hours, profile.sale_hours)) {
    problems.push({ at: 'sale_hours', says: 'these hours are wider than the law allows' });
  }
  if (problems.length > 0) return err(problems);
  return ok({
    ...withLocalRates(profile, new Map(Object.entries(overlay.local_rates))),
    cash_rounding: { ...rounding, default: overlay.cash_rounding ?? rounding.default },
    sale_hours: overlay.sale_hours ?? profile.sale_hours,
  });
}

/**
 * The profile with the rates of some taxes replaced. A single figure replaces the whole rate, and with it what was known
 * of its components. Taxes the profile lacks are left to the caller to refuse.
 */
export function withLocalRates(profile: Profile, rates: ReadonlyMap<string, LocalRate>): Profile {
  const taxes = profile.taxes.map((tax) => {
    const rate = rates.get(tax.id);
    if (rate === undefined) return tax;
    return typeof rate === 'number'
      ? { ...tax, rate_ppm: rate, components: null, illustrative: false }
      : { ...tax, rate_ppm: sumOf(rate), components: rate, illustrative: false };
  });
  return { ...profile, taxes };
}

function sumOf(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}
