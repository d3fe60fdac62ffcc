/** The comparison as sentences for a person: what was compared, every difference, and the sum of it. */
import type { Comparison } from './compare-sales.ts';

const count = (n: number, one: string, many: string): string => `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @param range the first and the last business day, YYYY-MM-DD */
export function reportInWords(
  { counts, differences, settledByLead, unsettled, equal }: Comparison,
  range: { readonly from: string; readonly to: string },
): readonly string[] {
  const days = range.from === range.to ? `Business day ${range.from}` : `Business days ${range.from} to ${range.to}`;
  const standing = counts.standingHere === 0 ? 'none of them stands' : `${counts.standingHere} of them stand`;
  const here = counts.salesHere === 0 ? 'no sales' : `${count(counts.salesHere, 'sale', 'sales')}, ${standing}`;
  const there = `${count(counts.liveAtMetrc, 'live receipt', 'live receipts')} and ${count(counts.voidedAtMetrc, 'voided one', 'voided ones')}`;
  return [
    `${days}: these records have ${here}; Metrc has ${there} of this terminal.`,
    `${capital(count(counts.others, 'receipt', 'receipts'))} of other terminals ${counts.others === 1 ? 'was' : 'were'} left alone.`,
    ...differences.map(({ words }) => words),
    ...unsettled.map(({ words }) => words),
    ...settledByLead.map(({ words }) => `Settled by a lead: ${words}`),
    equal
      ? `${capital(count(counts.alike, 'sale', 'sales'))} compared line by line: no difference.`
      : `${capital(count(differences.length, 'difference', 'differences'))}, ${count(unsettled.length, 'sale', 'sales')} not settled yet.`,
  ];
}
