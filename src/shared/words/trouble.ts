import type { Language } from './bilingual.ts';

/** What is said of one trouble. `short` is at most four words, for the tile; the steps say what to do, one act each. */
export type TroubleWords = { readonly short: string; readonly title: string; readonly steps: readonly string[] };
export type Trouble = Readonly<Record<Language, TroubleWords>>;

export const trouble = (en: TroubleWords, es: TroubleWords): Trouble => ({ en, es });
