/** Exact figures as decimal text, for screens and paper. Rounding here is for the eye only; nothing is decided by it. */
import { type Fraction, fraction, times } from '../../shared/values/fraction.ts';

/** Decimal text with at least `least` and at most four decimals; the fourth is rounded half up where it must be. */
export function decimalText(value: Fraction, least: number): string {
  const scaled = (2n * value.num * 10_000n + value.den) / (2n * value.den);
  const whole = scaled / 10_000n;
  const decimals = (scaled % 10_000n).toString().padStart(4, '0').replace(/0+$/, '').padEnd(least, '0');
  return decimals === '' ? whole.toString() : `${whole}.${decimals}`;
}

export type ShownUnit = 'g' | 'mg_thc' | 'fl_oz' | 'count';

/** A limit's own unit to the one people read: milligrams to grams, micrograms of THC to milligrams, and so on. */
export function shownUnit(unit: string): { readonly unit: ShownUnit; readonly per: Fraction } {
  switch (unit) {
    case 'thc_ug':
      return { unit: 'mg_thc', per: fraction(1n, 1000n) };
    case 'floz_milli':
      return { unit: 'fl_oz', per: fraction(1n, 1000n) };
    case 'count':
      return { unit: 'count', per: fraction(1n) };
    default:
      return { unit: 'g', per: fraction(1n, 1000n) };
  }
}

/** An amount in a limit's own unit, as it is shown. Counts have no decimals. */
export function amountText(amount: Fraction, unit: string, least: number): string {
  const shown = shownUnit(unit);
  return decimalText(times(amount, shown.per), shown.unit === 'count' ? 0 : least);
}
