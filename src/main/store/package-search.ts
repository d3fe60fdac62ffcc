/** The look-up a budtender uses when a tag does not scan: by beginnings of words, or by the end of a tag. */

import { isOneSlipAway } from '../domain/catalogue/typing-slip.ts';
import type { MetrcPackage } from '../ports/metrc.ts';
import type { Connection } from './connection.ts';

/** More words than this do not narrow a search any further. */
const MOST_WORDS = 6;
/** Shorter parts of words are in too many of them to help. */
const SHORTEST_PART = 3;
/** Words that may have been meant by one that is not known. */
const MOST_MEANT = 8;
/** No text that is stored begins with it, so everything that begins with a word stands before the word followed by it. */
const AFTER_ALL = '\u{10FFFF}';

/** Case and accents do not count: "Jalapeño" is found by "jalapeno". A sign within a word belongs to it: "1:1", "3.5". */
const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[\s,;()[\]/|_]+/)
    .filter((word) => word !== '');

const wordsOf = ({ itemName, strain, category, brand }: MetrcPackage): Set<string> =>
  new Set(wordsIn([itemName, strain, category, brand].filter((part) => part !== null).join(' ')));

const fromItsEnd = (label: string): string => [...label].reverse().join('');

/** The end of a tag as people read it out: hexadecimal digits, at least four, blanks between groups allowed. */
function tagEnd(text: string): string | null {
  const digits = text.replace(/[\s…]/g, '').toUpperCase();
  return /^[0-9A-F]{4,24}$/.test(digits) ? digits : null;
}

export type SearchIndex = {
  /** Keeps the words of a package's item and the end of its tag; call it when the package is saved. */
  readonly keep: (seen: MetrcPackage) => void;
  /** Labels of at most `limit` packages. */
  readonly labels: (text: string, limit: number) => string[];
};

/** One row for each item whose words begin with all that was typed; the first word leads, the others are looked up. */
const itemsSql = (words: number): string =>
  `SELECT DISTINCT one.item_name FROM item_word one WHERE one.word >= ? AND one.word < ? ${Array.from(
    { length: words - 1 },
    () =>
      'AND EXISTS (SELECT 1 FROM item_word more WHERE more.item_name = one.item_name AND more.word >= ? AND more.word < ?)',
  ).join(' ')} LIMIT ?`;

export function searchIndexOf(db: Connection): SearchIndex {
  const keepWord = db.prepare<[string, string]>('INSERT OR IGNORE INTO item_word (word, item_name) VALUES (?, ?)');
  const keepTail = db.prepare<[string, string]>('INSERT OR IGNORE INTO package_tail (tail, label) VALUES (?, ?)');
  const byTail = db
    .prepare<[string, string, number], string>('SELECT label FROM package_tail WHERE tail >= ? AND tail < ? LIMIT ?')
    .pluck();
  const allWords = db.prepare<[], string>('SELECT DISTINCT word FROM item_word').pluck();
  const items = Array.from({ length: MOST_WORDS }, (_, more) =>
    db.prepare<(string | number)[], string>(itemsSql(more + 1)).pluck(),
  );
  const ofItem = db
    .prepare<[string, number], string>(
      'SELECT label FROM package WHERE item_name = ? COLLATE NOCASE ORDER BY label LIMIT ?',
    )
    .pluck();

  const beginning = (words: readonly string[], limit: number): string[] => {
    const leadFirst = [...words].sort((a, b) => b.length - a.length);
    return items[words.length - 1]?.all(...leadFirst.flatMap((word) => [word, `${word}${AFTER_ALL}`]), limit) ?? [];
  };
  /** What may have been meant by something that no word begins with: a part of a word, or a slip of the finger. */
  const meantBy = (word: string, known: readonly string[]): string[] => {
    if (known.some((one) => one.startsWith(word))) return [word];
    const parts = word.length < SHORTEST_PART ? [] : known.filter((one) => one.includes(word));
    return (parts.length > 0 ? parts : known.filter((one) => isOneSlipAway(word, one))).slice(0, MOST_MEANT);
  };
  /** Only when nothing begins with what was typed, so it may take longer than a key. */
  const forgiving = (words: readonly string[], limit: number): string[] => {
    const known = allWords.all();
    const meant = words.map((word) => meantBy(word, known));
    const [first = []] = meant;
    if (words.length === 1) return [...new Set(first.flatMap((word) => beginning([word], limit)))].slice(0, limit);
    const each = meant.flatMap(([word]) => word ?? []);
    return each.length === words.length ? beginning(each, limit) : [];
  };
  return {
    keep(seen) {
      for (const word of wordsOf(seen)) keepWord.run(word, seen.itemName);
      keepTail.run(fromItsEnd(seen.label), seen.label);
    },
    labels(text, limit) {
      const words = wordsIn(text).slice(0, MOST_WORDS);
      if (words.length === 0 || limit < 1) return [];
      const end = tagEnd(text);
      const tail = end === null ? [] : byTail.all(fromItsEnd(end), `${fromItsEnd(end)}${AFTER_ALL}`, limit);
      const exact = beginning(words, limit);
      const found = exact.length > 0 || tail.length > 0 ? exact : forgiving(words, limit);
      // Of one item alone all packages are shown, of many a few of each, the oldest tags first.
      const each = Math.max(1, Math.floor(limit / Math.max(1, found.length)));
      return [...new Set([...tail, ...found.flatMap((item) => ofItem.all(item, each))])].slice(0, limit);
    },
  };
}

/** Makes the index anew where a database was brought here from a shape without it. */
export function fillSearchIndex(db: Connection, packages: () => Iterable<MetrcPackage>): void {
  const isFilled = db.prepare('SELECT 1 FROM item_word LIMIT 1').get() !== undefined;
  const hasPackages = db.prepare('SELECT 1 FROM package LIMIT 1').get() !== undefined;
  if (isFilled || !hasPackages) return;
  const index = searchIndexOf(db);
  for (const seen of packages()) index.keep(seen);
}
