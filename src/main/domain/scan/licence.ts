/**
 * Driving licences and identity cards: the AAMVA text of their PDF417. Strict where a lenient reading could make somebody
 * older than they are, tolerant where cards in the field differ from the standard (headers, offsets, date order).
 */
import { type LicenceDate, licenceDate } from './licence-date.ts';

/** What a card says. Null where it says nothing that can be used. */
export type Licence = {
  readonly birthDate: LicenceDate;
  readonly expires: LicenceDate;
  readonly issued: LicenceDate;
  readonly familyName: string | null;
  readonly givenName: string | null;
  readonly number: string | null;
  /** The state that issued it, as DAJ says. */
  readonly jurisdiction: string | null;
  /** USA or CAN, as DCG says. */
  readonly country: string | null;
  /** The header is not of the standard's form. It is tolerated: such cards are in people's pockets. */
  readonly hasOddHeader: boolean;
};

/**
 * File type, issuer, version (two digits), the state's own version (not in version 01), how many subfiles, and for each
 * of them type, offset and length. Offsets are often wrong, so they are not used.
 */
const HEADER = /^ANSI \d{6}(\d{2})(\d{2})?(\d{2})((?:[A-Z]{2}\d{8})+)/;
const LEAD_IN = '@\n\x1e\r';
const SUBFILE_ENTRY = 10;

function isStandardHeader(text: string): boolean {
  const found = text.startsWith(LEAD_IN) ? HEADER.exec(text.slice(LEAD_IN.length)) : null;
  if (!found) return false;
  const [, version, ownVersion, count, table = ''] = found;
  const hasOwn = ownVersion !== undefined;
  const fitsVersion = version === '00' || hasOwn === (version !== '01');
  return fitsVersion && Number(count) === table.length / SUBFILE_ENTRY;
}

/** The lines of the card's own subfile: from its type (some cards leave it out) on to the CR that ends it. */
function ownLines(text: string): string[] {
  const begin = /(?:DL|ID)(?=D[A-D][A-Z])/.exec(text) ?? /.\n(?=D[A-D][A-Z])/.exec(text);
  if (!begin) return [];
  const [own = ''] = text
    .slice(begin.index + 2)
    .replaceAll('\r\n', '\n')
    .split('\r');
  return own.split('\n');
}

type Elements = ReadonlyMap<string, readonly string[]>;

/** Each element is three letters and its value, and has a line to itself. */
function elementsOf(lines: readonly string[]): Elements {
  const elements = new Map<string, string[]>();
  for (const line of lines) {
    const id = /^D[A-D][A-Z]/.exec(line)?.[0];
    if (id === undefined) continue;
    elements.set(id, [...(elements.get(id) ?? []), printable(line.slice(3))]);
  }
  return elements;
}

const printable = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '').trim();

/**
 * Reads a card. Null when its elements are not in lines of their own: a scanner that types turns separators into spaces,
 * and then no value ends where it should.
 */
export function readLicence(text: string): Licence | null {
  const elements = elementsOf(ownLines(text));
  if (elements.size < 2) return null;
  const first = (...ids: readonly string[]): string | null => {
    for (const id of ids) {
      const value = elements.get(id)?.find((one) => one !== '');
      if (value !== undefined) return value;
    }
    return null;
  };
  const date = (id: string): LicenceDate => licenceDate(elements.get(id) ?? []);
  return {
    birthDate: date('DBB'),
    expires: date('DBA'),
    issued: date('DBD'),
    familyName: first('DCS'),
    givenName: first('DAC', 'DCT'),
    number: first('DAQ'),
    jurisdiction: first('DAJ'),
    country: first('DCG'),
    hasOddHeader: !isStandardHeader(text),
  };
}
