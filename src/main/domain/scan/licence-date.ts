/** A date on a card, or why there is none. Dates are YYYY-MM-DD. */
export type LicenceDate =
  | { readonly kind: 'date'; readonly day: string }
  | { readonly kind: 'missing' }
  /** No such day, zeros, or not a date at all. */
  | { readonly kind: 'impossible' }
  /** The card says it twice and differently. */
  | { readonly kind: 'contradictory' };

/** Reads a date that is said once or more. */
export function licenceDate(values: readonly string[]): LicenceDate {
  const said = values.filter((value) => value !== '');
  if (said.length === 0) return { kind: 'missing' };
  const days = new Set(said.map((value) => dayOf(value) ?? value));
  const [only] = days;
  if (days.size > 1 || only === undefined) return { kind: 'contradictory' };
  return dayOf(said[0] ?? '') === null ? { kind: 'impossible' } : { kind: 'date', day: only };
}

/**
 * American cards write the month first, Canadian ones and the first version of the standard the year. With years from 1900
 * to 2099 no text is a day in both forms: 19 and 20 are no months.
 */
function dayOf(value: string): string | null {
  const digits = value.replaceAll('-', '');
  if (!/^\d{8}$/.test(digits)) return null;
  const monthFirst = `${digits.slice(4)}-${digits.slice(0, 2)}-${digits.slice(2, 4)}`;
  const yearFirst = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return [monthFirst, yearFirst].find(isDay) ?? null;
}

function isDay(day: string): boolean {
  if (!/^(?:19|20)\d\d-/.test(day)) return false;
  const at = Date.parse(`${day}T00:00:00Z`);
  // A day that a calendar does not have is carried over by some engines; written back it differs.
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === day;
}

/** Whole years on `today`, both YYYY-MM-DD in the store's zone. Born on 29 February: older on 1 March of a common year. */
export function ageOn(today: string, birthDate: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
