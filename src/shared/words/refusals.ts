import { type Refusal, type RefusalCode, refusalCodes } from '../contract/refusals.ts';
import { tagTail } from '../values/ids.ts';
import { shownText } from '../values/shown-text.ts';
import { bilingual, type Language, slotsIn } from './bilingual.ts';
import { calendarDay, clockTime, dollars } from './figures.ts';
import { metrcTroubles } from './metrc-troubles.ts';
import type { RefusalWords } from './refusal-part.ts';
import { changeRefusals } from './refusals-change.ts';
import { houseRefusals } from './refusals-house.ts';
import { lineRefusals } from './refusals-lines.ts';
import { peopleRefusals } from './refusals-people.ts';
import { saleRefusals } from './refusals-sale.ts';

/** Every refusal in both languages; a code without words does not compile. */
export const refusalWords: Readonly<Record<RefusalCode, Readonly<Record<Language, RefusalWords>>>> = {
  ...peopleRefusals,
  ...lineRefusals,
  ...saleRefusals,
  ...changeRefusals,
  ...houseRefusals,
};

const recordedWords = bilingual(
  {
    itemNot: 'It is **not** in the sale.',
    saleNot: 'The sale is **not** recorded.',
    nothing: 'Nothing was recorded.',
    yes: 'The sale **is** recorded.',
    notKnown: 'Whether this sale is recorded is **not known yet.**',
  },
  {
    itemNot: '**No** está en la venta.',
    saleNot: 'La venta **no** está registrada.',
    nothing: 'No se registró nada.',
    yes: 'La venta **está** registrada.',
    notKnown: '**Aún no se sabe** si esta venta está registrada.',
  },
);

/** A refusal told in its four parts, in the order in which they are said, with a short form for keys and rows. */
export type ToldRefusal = {
  readonly short: string;
  readonly happened: string;
  readonly recorded: string;
  readonly now: string;
  readonly code: string;
};

/**
 * Puts a refusal into words. Facts whose name ends in `Cents` are money, in `At` an instant told as a time of the store's
 * zone, a YYYY-MM-DD text a calendar day, a whole package tag its tail; all else is said as it is.
 */
export function describeRefusal(refusal: Refusal, language: Language, zone: string): ToldRefusal {
  const words = refusalWords[refusal.code][language];
  const known = new Map(
    Object.entries(refusal.facts).map(([name, fact]) => [name, tellFact(name, fact, language, zone)] as const),
  );
  const fits = (text: string): boolean => slotsIn(text).every((slot) => known.has(slot));
  const happened = words.happened.find(fits) ?? words.happened.at(-1) ?? '';
  const told = happened.replace(/\{(\w+)\}/g, (whole, slot: string) => known.get(slot) ?? whole);
  return {
    short: words.short,
    happened: told,
    recorded: tellRecorded(refusal, language),
    now: brokenLink(refusal, language) ?? words.now,
    code: refusalCodes[refusal.code],
  };
}

/** Where Metrc is not reached: which link is broken and what to do about that one, in the words of its tile. */
function brokenLink(refusal: Refusal, language: Language): string | null {
  const link = refusal.code === 'METRC_UNREACHABLE' ? refusal.facts['trouble'] : undefined;
  const words = Object.entries(metrcTroubles).find(([name]) => name === link)?.[1][language];
  return words === undefined ? null : [words.title, ...words.steps].join(' ');
}

function tellFact(name: string, fact: string | number, language: Language, zone: string): string {
  if (typeof fact === 'number') {
    if (name.endsWith('Cents')) return dollars(fact, language);
    if (name.endsWith('At')) return clockTime(fact, zone, language);
    return String(fact);
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(fact)) return calendarDay(fact, language);
  if (/^[0-9A-F]{24}$/.test(fact)) return tagTail(fact);
  return shownText(fact);
}

function tellRecorded(refusal: Refusal, language: Language): string {
  const words = recordedWords[language];
  if (refusal.recorded === 'yes') return words.yes;
  if (refusal.recorded === 'not_known_yet') return words.notKnown;
  const about = refusalCodes[refusal.code].charAt(0);
  if (about === 'L') return words.itemNot;
  return about === 'T' || about === 'M' ? words.saleNot : words.nothing;
}
