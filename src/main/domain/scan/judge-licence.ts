/** What a card proves today. Rules: age in the store's own days, an unreadable date never counts as old enough. */
import type { Licence } from './licence.ts';
import { ageOn, type LicenceDate } from './licence-date.ts';

export type LicenceProblem =
  | 'birth_date_missing'
  | 'birth_date_impossible'
  | 'birth_date_future'
  | 'birth_date_contradictory'
  | 'age_over_120'
  | 'expiry_missing'
  | 'expiry_impossible'
  | 'elements_not_isolated'
  | 'header_odd'
  | 'under_age'
  | 'expired';

export type LicenceRules = {
  /** YYYY-MM-DD in the store's zone. */
  readonly today: string;
  /** Null: nobody asks for an age. */
  readonly minAge: number | null;
  /** Whether the day of expiry itself is still good. */
  readonly expiryInclusive: boolean;
};

export type LicenceVerdict = {
  readonly birthDate: string | null;
  readonly expires: string | null;
  readonly age: number | null;
  readonly ofAge: boolean | null;
  readonly expired: boolean | null;
  /** All that was found, sorted. */
  readonly problems: readonly LicenceProblem[];
  readonly refused: 'unreadable' | 'under_age' | 'expired' | null;
};

const OLDEST = 120;

function birthProblem(date: LicenceDate, today: string): LicenceProblem | null {
  if (date.kind === 'contradictory') return 'birth_date_contradictory';
  if (date.kind !== 'date') return `birth_date_${date.kind}`;
  if (date.day > today) return 'birth_date_future';
  return ageOn(today, date.day) > OLDEST ? 'age_over_120' : null;
}

/** Two different days of expiry are as good as none. */
function expiryProblem(date: LicenceDate): LicenceProblem | null {
  if (date.kind === 'date') return null;
  return date.kind === 'missing' ? 'expiry_missing' : 'expiry_impossible';
}

const isPast = (expires: string, { today, expiryInclusive }: LicenceRules): boolean =>
  expiryInclusive ? expires < today : expires <= today;

const dayOf = (date: LicenceDate, problem: LicenceProblem | null): string | null =>
  date.kind === 'date' && problem === null ? date.day : null;

/** @param licence null: a card whose elements could not be told apart */
export function judgeLicence(licence: Licence | null, rules: LicenceRules): LicenceVerdict {
  if (licence === null) {
    const nothing = { birthDate: null, expires: null, age: null, ofAge: null, expired: null };
    return { ...nothing, problems: ['elements_not_isolated'], refused: 'unreadable' };
  }
  const birth = birthProblem(licence.birthDate, rules.today);
  const expiry = expiryProblem(licence.expires);
  const birthDate = dayOf(licence.birthDate, birth);
  const expires = dayOf(licence.expires, expiry);
  const age = birthDate === null ? null : ageOn(rules.today, birthDate);
  const ofAge = age === null || rules.minAge === null ? null : age >= rules.minAge;
  const expired = expires === null ? null : isPast(expires, rules);
  const found: (LicenceProblem | null)[] = [
    birth,
    expiry,
    licence.hasOddHeader ? 'header_odd' : null,
    ofAge === false ? 'under_age' : null,
    expired === true ? 'expired' : null,
  ];
  const refused =
    birthDate === null || expires === null ? 'unreadable' : ofAge === false ? 'under_age' : expired ? 'expired' : null;
  return { birthDate, expires, age, ofAge, expired, problems: found.filter((one) => one !== null).sort(), refused };
}
