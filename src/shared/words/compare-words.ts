/** What the comparison of a day with Metrc says, on the screen and on the Z report: both languages, short enough for paper. */
import type { Language } from './bilingual.ts';
import { metrcTroubles } from './metrc-troubles.ts';

/** One difference: `here` and `there` are what these records and what Metrc's show, where figures tell it. */
export type ToldDifference = {
  readonly kind: string;
  readonly saleNumber: number | null;
  readonly metrcId: number | null;
  readonly here: string | null;
  readonly there: string | null;
};

/** How the comparison of a drawer's days with Metrc ended, or why it did not. */
export type ToldComparison =
  | { readonly state: 'comparing' }
  | { readonly state: 'equal'; readonly sales: number }
  | { readonly state: 'differs'; readonly differences: readonly ToldDifference[] }
  | { readonly state: 'not_compared'; readonly because: string };

/** Paper is not endless: what goes beyond is counted, and `verify --metrc` lists it. */
const MOST_TOLD = 20;

type Slots = { readonly id: string; readonly here: string; readonly there: string };

const english: Readonly<Record<string, (slots: Slots) => string>> = {
  missing_at_metrc: ({ id }) => `Metrc shows no receipt${id} of it`,
  missing_here: ({ id, there }) => `Metrc shows receipt${id}, ${there}, and these records know no such sale`,
  voided_at_metrc: ({ id }) => `Metrc shows receipt${id} voided`,
  live_but_void_here: ({ id }) => `it does not stand here, and Metrc shows receipt${id}`,
  duplicate: ({ id }) => `Metrc shows receipt${id} besides its own`,
};

const spanish: Readonly<Record<string, (slots: Slots) => string>> = {
  missing_at_metrc: ({ id }) => `Metrc no muestra su recibo${id}`,
  missing_here: ({ id, there }) => `Metrc muestra el recibo${id}, ${there}, y aquí no hay tal venta`,
  voided_at_metrc: ({ id }) => `Metrc muestra anulado el recibo${id}`,
  live_but_void_here: ({ id }) => `aquí no vale, y Metrc muestra el recibo${id}`,
  duplicate: ({ id }) => `Metrc muestra además el recibo${id}`,
};

const texts = {
  en: {
    comparing: 'Comparing with Metrc',
    equal: (sales: number) => `Compared with Metrc: ${sales} alike`,
    differs: 'DIFFERS FROM METRC',
    notCompared: (why: string) => `NOT COMPARED WITH METRC: ${why}`,
    sale: (number: number) => `Sale ${number}`,
    aReceipt: 'A receipt',
    other: ({ here, there }: Slots) => `${here} here, Metrc shows ${there}`,
    nothing: 'nothing',
    more: (count: number) => `and ${count} more`,
    of: english,
  },
  es: {
    comparing: 'Comparando con Metrc',
    equal: (sales: number) => `Comparado con Metrc: ${sales} iguales`,
    differs: 'DISTINTO EN METRC',
    notCompared: (why: string) => `SIN COMPARAR CON METRC: ${why}`,
    sale: (number: number) => `Venta ${number}`,
    aReceipt: 'Un recibo',
    other: ({ here, there }: Slots) => `${here} aquí, Metrc muestra ${there}`,
    nothing: 'nada',
    more: (count: number) => `y ${count} más`,
    of: spanish,
  },
} as const;

function told(difference: ToldDifference, language: Language): string {
  const { sale, aReceipt, other, nothing, of } = texts[language];
  const { kind, saleNumber, metrcId, here, there } = difference;
  const slots = { id: metrcId === null ? '' : ` ${metrcId}`, here: here ?? nothing, there: there ?? nothing };
  const name = saleNumber === null ? aReceipt : sale(saleNumber);
  return `${name}: ${(of[kind] ?? other)(slots)}`;
}

/** The comparison as lines, the first of which is the verdict. */
export function comparisonTold(compared: ToldComparison, language: Language): readonly string[] {
  const { comparing, equal, differs, notCompared, more } = texts[language];
  switch (compared.state) {
    case 'comparing':
      return [comparing];
    case 'equal':
      return [equal(compared.sales)];
    case 'not_compared': {
      const troubles: Readonly<Record<string, { readonly [L in Language]: { readonly short: string } }>> =
        metrcTroubles;
      return [notCompared(troubles[compared.because]?.[language].short ?? compared.because)];
    }
    case 'differs': {
      const { differences } = compared;
      const rest = differences.length - MOST_TOLD;
      const lines = differences.slice(0, MOST_TOLD).map((difference) => told(difference, language));
      return [differs, ...lines, ...(rest > 0 ? [more(rest)] : [])];
    }
  }
}
