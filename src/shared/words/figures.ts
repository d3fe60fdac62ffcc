import type { Language } from './bilingual.ts';

/** The United States in both languages: a point before the decimals, a comma between thousands. */
const LOCALES = { en: 'en-US', es: 'es-US' } as const satisfies Record<Language, string>;

const numberFormats = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, least: number, most: number): Intl.NumberFormat {
  const key = `${language} ${least} ${most}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    useGrouping: 'always',
  });
  numberFormats.set(key, made);
  return made;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: Language, zone: string, kind: 'minute' | 'second' | 'day'): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${kind}`;
  const known = dateFormats.get(key);
  if (known) return known;
  const clock: Intl.DateTimeFormatOptions = {
    hour: 'numeric',
    minute: '2-digit',
    ...(kind === 'second' ? { second: '2-digit' } : {}),
    hourCycle: language === 'en' ? 'h12' : 'h23',
  };
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' };
  const made = new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, ...(kind === 'day' ? day : clock) });
  dateFormats.set(key, made);
  return made;
}

const minus = (text: string): string => text.replace('-', '−');

/** Money without a sign of currency: 13702 cents are "137.02". Always two decimals. */
export const plainMoney = (cents: number, language: Language): string =>
  minus(numberFormat(language, 2, 2).format(cents / 100));

/** Money with its sign, for amount due, change, day totals, counted and notes: "$137.02". */
export const dollars = (cents: number, language: Language): string =>
  `${cents < 0 ? '−' : ''}$${numberFormat(language, 2, 2).format(Math.abs(cents) / 100)}`;

/** A note key: "$140", and "$0.50" where the amount is not whole dollars. */
export const noteMoney = (cents: number, language: Language): string =>
  cents % 100 === 0 ? `$${numberFormat(language, 0, 0).format(cents / 100)}` : dollars(cents, language);

/** A tax rate in parts per million as per cent: 86250 is "8.625". */
export const percent = (ratePpm: number, language: Language): string =>
  numberFormat(language, 0, 4).format(ratePpm / 10_000);

/** Whole numbers with thousands: 2318 is "2,318". */
export const whole = (n: number, language: Language): string => numberFormat(language, 0, 0).format(n);

/** Decimal text of the core with at least so many decimals: ("1", 1) is "1.0". Never rounds away what was given. */
export function decimal(text: string, leastDecimals: number, language: Language): string {
  const given = text.split('.')[1]?.length ?? 0;
  return minus(
    numberFormat(language, leastDecimals, Math.max(leastDecimals, Math.min(given, 10))).format(Number(text)),
  );
}

/** Spaces in a written time are made plain: some versions of Intl put a narrow one before "PM". */
const tidy = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** "2:31 pm", "14:31". */
export const clockTime = (at: number, zone: string, language: Language): string =>
  tidy(dateFormat(language, zone, 'minute').format(at)).toLowerCase();

/** "2:32:26 pm", "14:32:26". */
export const clockSeconds = (at: number, zone: string, language: Language): string =>
  tidy(dateFormat(language, zone, 'second').format(at)).toLowerCase();

/** A calendar day given as YYYY-MM-DD: "Mar 14, 2027", "14 mar 2027". */
export function calendarDay(day: string, language: Language): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return tidy(dateFormat(language, 'UTC', 'day').format(at)).replaceAll(' de ', ' ');
}

/** "41 s", "2 min 41 s"; whole seconds, never below zero. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** A time still to wait, in whole seconds and never shorter than it is, in milliseconds. */
export const wholeSecondsUp = (milliseconds: number): number => Math.ceil(milliseconds / 1000) * 1000;
