/** The two languages of the counter. Both are complete: a sentence that is missing in one does not compile. */
export type Language = 'en' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'es'];

type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsOf<Rest> : never;

/** A whole sentence with named slots: "{used} of {cap}". `**` marks what is said strongly. */
export type Sentence<Slot extends string = never> = string & { readonly slotNames?: Slot };

type Sentences<Texts> = { readonly [Key in keyof Texts]: Sentence<SlotsOf<Texts[Key] & string>> };

/** One concern of the catalogue. The English texts name the keys and the slots; the Spanish ones must have the same keys. */
export function bilingual<const English extends Readonly<Record<string, string>>>(
  en: English,
  es: { readonly [Key in keyof English]: string },
): { readonly en: Sentences<English>; readonly es: Sentences<English> } {
  // A Sentence is a string with a name for its slots that exists in the types only; a test proves that the slots of the
  // Spanish texts are those of the English ones, so both may carry the English names.
  return { en, es } as unknown as { en: Sentences<English>; es: Sentences<English> };
}

const SLOT = /\{(\w+)\}/g;

/** The sentence with its slots filled. A slot is never left open: the compiler asks for each by name. */
export function fill<Slot extends string>(
  sentence: Sentence<Slot>,
  slots: Readonly<Record<NoInfer<Slot>, string | number>>,
): string {
  const byName: Readonly<Record<string, string | number>> = slots;
  return sentence.replace(SLOT, (whole, name: string) => String(byName[name] ?? whole));
}

/** The names of the slots of a text, in order of first appearance. */
export const slotsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(SLOT)].map((match) => match[1] ?? '')),
];

/** A text as pieces said normally and strongly, for a screen that can show the difference. */
export const strongPieces = (text: string): { readonly text: string; readonly strong: boolean }[] =>
  text
    .split('**')
    .map((piece, index) => ({ text: piece, strong: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');

/** A text without its marks, for paper, logs and voices. */
export const plain = (text: string): string => text.replaceAll('**', '');
