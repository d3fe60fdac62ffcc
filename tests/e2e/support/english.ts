/** Finds English words on a Spanish screen: those of our own catalogue that its Spanish half does not have, and the usual ones. */
import type { Page } from '@playwright/test';
import { LANGUAGES, type Language } from '../../../src/shared/words/bilingual.ts';
import { wordsIn } from '../../../src/shared/words/catalogue.ts';
import { deviceTroubles } from '../../../src/shared/words/device-troubles.ts';
import { metrcTroubles } from '../../../src/shared/words/metrc-troubles.ts';
import { refusalWords } from '../../../src/shared/words/refusals.ts';
import { seedOf } from '../../support/goods.ts';

/** No Spanish word is written like one of these, so they count even where our own Spanish half has them by mistake. */
const USUAL =
  'the and not with this from for was are you your will what when which that then than into out off over under any one two now ' +
  'yes please press scan cash paid pay due change drawer receipt item customer licence again wait waits recorded known';

/** Names are names in both languages: goods, staff, the store, the agency's tool, products. */
const NAMES =
  'Prairie Lantern Counter Marisol Dana Western Ave Oklahoma City OMMA Verify Metrc Countersign SANDBOX store lead';

function textsOf(what: unknown): string[] {
  if (typeof what === 'string') return [what];
  return typeof what === 'object' && what !== null ? Object.values(what).flatMap(textsOf) : [];
}

/** Everything that stands under `language` anywhere below. */
function under(language: Language, what: unknown): string[] {
  if (typeof what !== 'object' || what === null) return [];
  return Object.entries(what).flatMap(([name, inner]) => (name === language ? textsOf(inner) : under(language, inner)));
}

const wordsOf = (texts: readonly string[]): Set<string> =>
  new Set(
    texts
      .flatMap((text) => text.replaceAll(/\{\w+\}/g, ' ').match(/[\p{L}’']{3,}/gu) ?? [])
      .map((word) => word.toLowerCase()),
  );

const catalogue = (language: Language): string[] => [
  ...textsOf(wordsIn(language)),
  ...under(language, [refusalWords, deviceTroubles, metrcTroubles]),
];

const [english, spanish] = LANGUAGES.map((language) => wordsOf(catalogue(language)));
const goods = seedOf(Date.now()).packages?.map(({ item }) => item.name) ?? [];
const names = wordsOf([NAMES, ...goods]);
const onlyEnglish = new Set([
  ...[...(english ?? [])].filter((word) => !spanish?.has(word) && !names.has(word)),
  ...wordsOf([USUAL]),
]);

/** English words that can be seen, or heard by those who hear the screen. */
export async function englishWordsOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const names = ['aria-label', 'title', 'alt', 'placeholder'];
    const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
      names.flatMap((name) => element.getAttribute(name) ?? []),
    );
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read by anybody
    return [document.body.innerText, ...attributes];
  });
  return [...wordsOf(texts)].filter((word) => onlyEnglish.has(word));
}
