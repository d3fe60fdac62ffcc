import type { RefusalCode } from '../contract/refusals.ts';
import type { Language } from './bilingual.ts';

/**
 * What is said of one refusal. `short` stands on a key or beside a row. `happened` lists whole sentences, the most exact
 * first: the first whose slots are all among the facts is said, and the last needs no fact. `now` is what to do.
 * Whether the sale is recorded, and the code, are said between and after them by `describeRefusal`.
 */
export type RefusalWords = { readonly short: string; readonly happened: readonly string[]; readonly now: string };
export type RefusalPart = { readonly [Code in RefusalCode]?: Readonly<Record<Language, RefusalWords>> };
