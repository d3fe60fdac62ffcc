import { err, ok, type Result } from '../../../shared/values/result.ts';
import { inconsistencies } from './consistency.ts';
import { type ProfileProblem, problemsOf } from './problems.ts';
import { type Profile, ProfileSchema } from './schema.ts';

/**
 * Reads one profile. Anything unknown, missing or contradictory makes it unusable, and every problem is named by its
 * place in the file. The signature's form is checked here, its truth where the trust list is.
 */
export function parseProfile(json: unknown): Result<Profile, ProfileProblem[]> {
  const parsed = ProfileSchema.safeParse(json);
  if (!parsed.success) return err(problemsOf(parsed.error));
  const everyBuyer = parsed.data.buyer_types.map((buyer) => buyer.id);
  const { state_lookup: lookup } = parsed.data;
  const profile = { ...parsed.data, state_lookup: { ...lookup, buyer_types: lookup.buyer_types ?? everyBuyer } };
  const problems = inconsistencies(profile);
  return problems.length === 0 ? ok(profile) : err(problems);
}

/**
 * Reads a file of profiles: `{ "profiles": [...] }`, a plain list, or one profile. One bad profile spoils the file,
 * because nobody should price with half of what they handed in.
 */
export function parseProfiles(json: unknown): Result<Profile[], ProfileProblem[]> {
  const { entries, prefix } = entriesOf(json);
  const profiles: Profile[] = [];
  const problems: ProfileProblem[] = [];
  entries.forEach((entry, i) => {
    const parsed = parseProfile(entry);
    if (parsed.ok) profiles.push(parsed.value);
    else
      problems.push(
        ...parsed.error.map(({ at, says }) => ({ at: [...prefix(i), at].filter(Boolean).join('/'), says })),
      );
  });
  return problems.length === 0 ? ok(profiles) : err(problems);
}

function entriesOf(json: unknown): { entries: readonly unknown[]; prefix: (i: number) => string[] } {
  if (Array.isArray(json)) return { entries: json, prefix: (i) => [String(i)] };
  const wrapped = typeof json === 'object' && json !== null && 'profiles' in json ? json.profiles : undefined;
  if (Array.isArray(wrapped)) return { entries: wrapped, prefix: (i) => ['profiles', String(i)] };
  return { entries: [json], prefix: () => [] };
}

/** Is this revision in force at an instant (UTC milliseconds)? The end of its window is excluded. */
export function inForce(profile: Profile, at: number): boolean {
  const until = profile.effective_to === null ? Number.POSITIVE_INFINITY : Date.parse(profile.effective_to);
  return Date.parse(profile.effective_from) <= at && at < until;
}

/** Taxes whose rate is only an example: outside training nothing is sold until the store gives the real ones. */
export const exampleRates = (profile: Profile): string[] =>
  profile.taxes.filter((tax) => tax.illustrative).map((tax) => tax.id);
