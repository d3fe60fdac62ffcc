/**
 * The one way for text to get onto paper. Names of products, strains, shops, customers and notes come from other companies,
 * and printers obey bytes, not intentions: a product name that holds ESC p would open the drawer, one that holds a line feed
 * would forge a TOTAL line. What leaves this function is characters that the printer's code pages have, and nothing else.
 */

/** The upper half of code page 437, from byte 80 to FE. The small pictures at bytes 01-1F are left out on purpose. */
const cp437Upper =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■';
/** What code page 858 and windows-1252 have beyond that. */
const othersUpper = '€ŠŒŽšœžŸ†‡ˆ‰™˜‹›¤¦§¨©®¯³´¸¹¾ÀÁÂÃÈÊËÌÍÎÏÐÒÓÔÕ×ØÙÚÛÝÞãðõøýþı‗';

const printable = new Set<string>([...cp437Upper, ...othersUpper]);
for (let code = 0x20; code <= 0x7e; code += 1) printable.add(String.fromCharCode(code));

/** Typographic signs to what a receipt printer has always had. */
const plain: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u2032': "'",
  '\u00b4': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u201f': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u2022': '*',
  '\u03bc': '\u00b5',
  '\u2126': '\u03a9',
};

/** Every space Unicode knows, line ends and tabs included, is one space on paper. */
const spaces = /[\t\n\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;
/** Controls, format characters (zero width, bidi, soft hyphen), lone surrogates, variation selectors. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]|\u034f/gu;

/**
 * Cleans one line of text for paper or a customer display and cuts it to `cells` cells. Every character of the answer is one
 * cell wide and in the code pages cp437, cp858 or windows-1252; whatever is not there is `?`.
 */
export function cleanText(text: string, cells: number = Number.POSITIVE_INFINITY): string {
  // Composed after the invisible signs are gone: a zero-width joiner must not keep a letter and its accent apart.
  const composed = text.replace(spaces, ' ').replace(unprintable, '').normalize('NFC');
  const out: string[] = [];
  for (const character of composed) {
    const mapped = plain[character] ?? (printable.has(character) ? character : '?');
    for (const cell of mapped) {
      if (out.length >= cells) return out.join('');
      out.push(cell);
    }
  }
  return out.join('');
}
