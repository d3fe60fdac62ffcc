import { ReceiptNumber, StaffId } from '../../../shared/values/ids.ts';
import { gtin14 } from './gtin.ts';
import { readRetailId } from './retail-id.ts';

/** What a scanned code is. Nothing was looked up: this follows from the code alone. */
export type ScanIdentity =
  /** A driving licence or identity card (AAMVA): the text is read by its own parser and never shown or logged. */
  | { readonly kind: 'licence'; readonly text: string }
  /** `prefixOk`: the tag begins as production tags do. It informs and refuses nothing. */
  | { readonly kind: 'package_tag'; readonly tag: string; readonly prefixOk: boolean }
  | { readonly kind: 'retail_id'; readonly tag: string; readonly unit: number; readonly prefixOk: boolean }
  /** The address is Metrc's, the code in it is not one. */
  | { readonly kind: 'bad_retail_id' }
  | { readonly kind: 'gtin'; readonly gtin14: string }
  | { readonly kind: 'staff_badge'; readonly badge: string }
  | { readonly kind: 'receipt'; readonly number: string }
  /** Opaque: looked up as it is, never parsed for meaning. */
  | { readonly kind: 'patient_card'; readonly number: string }
  /** Its printable characters, at most 64; null over 100 bytes, because it may be an identity document. */
  | { readonly kind: 'unknown'; readonly text: string | null };

export type ScannedCode = {
  /** Latin-1 text of the bytes. An AIM identifier may still stand in front. */
  readonly text: string;
  /** Such as "]C0"; null when the scanner sends none. */
  readonly aimId: string | null;
};

export type ScanRules = {
  /** The profile's `id_policy.patient_number_form`. */
  readonly patientNumberForm: string | null;
};

/** Where a licence says so: within its first characters. A foreign symbol may say "ANSI" anywhere later. */
const HEADER_LENGTH = 20;
const LONGEST_SHOWN = 64;
const LONGEST_UNKNOWN = 100;
/** Longest text that can be a number of a person; what is longer is never matched against a profile's pattern. */
const LONGEST_NUMBER = 64;

/** The badge this program prints: "CS-BADGE-" and the staff id. Scanners may change the case, so case says nothing. */
const BADGE_PREFIX = 'CS-BADGE-';

/** Says what a code is, in a fixed order of recognition. Never throws, whatever the bytes. */
export function classifyScan(scan: ScannedCode, rules: ScanRules): ScanIdentity {
  const { text: whole, aimId } = withoutAimId(scan);
  const header = whole.slice(0, HEADER_LENGTH);
  if (header.includes('ANSI ') || header.includes('AAMVA')) return { kind: 'licence', text: whole };
  const text = whole.trim();
  return (
    asRetailId(text) ??
    asPackageTag(text) ??
    asGtin(text, aimId) ??
    asOwnCode(text) ??
    asPatientCard(text, aimId, rules) ?? { kind: 'unknown', text: shown(whole) }
  );
}

function withoutAimId({ text, aimId }: ScannedCode): ScannedCode {
  const inFront = /^\][A-Za-z][0-9A-Za-z]/.exec(text)?.[0];
  if (inFront === undefined || (aimId !== null && aimId !== inFront)) return { text, aimId };
  return { text: text.slice(inFront.length), aimId: inFront };
}

function asRetailId(text: string): ScanIdentity | null {
  const read = readRetailId(text);
  if (read.kind === 'foreign') return null;
  return read.kind === 'bad'
    ? { kind: 'bad_retail_id' }
    : { kind: 'retail_id', ...read.id, prefixOk: isProductionTag(read.id.tag) };
}

function asPackageTag(text: string): ScanIdentity | null {
  if (!/^[0-9A-Fa-f]{24}$/.test(text)) return null;
  const tag = text.toUpperCase();
  return { kind: 'package_tag', tag, prefixOk: isProductionTag(tag) };
}

const isProductionTag = (tag: string): boolean => tag.startsWith('1A4');

/** GS1 symbols put the application identifier 01 before their fourteen digits; the scanner says that they are GS1. */
function asGtin(text: string, aimId: string | null): ScanIdentity | null {
  const isGs1 = aimId !== null && [']C1', ']e0', ']d2', ']Q3'].includes(aimId);
  const digits = isGs1 && /^01\d{14}$/.test(text) ? text.slice(2) : text;
  const found = gtin14(digits);
  return found === null ? null : { kind: 'gtin', gtin14: found };
}

function asOwnCode(text: string): ScanIdentity | null {
  if (text.toUpperCase().startsWith(BADGE_PREFIX)) {
    const badge = StaffId.safeParse(text.slice(BADGE_PREFIX.length).toLowerCase());
    if (badge.success) return { kind: 'staff_badge', badge: badge.data };
  }
  const number = ReceiptNumber.safeParse(text);
  return number.success ? { kind: 'receipt', number: number.data } : null;
}

function asPatientCard(text: string, aimId: string | null, rules: ScanRules): ScanIdentity | null {
  const number = text.toUpperCase();
  const isPdf417 = aimId?.startsWith(']L') === true;
  const hasForm = rules.patientNumberForm !== null && isOfForm(rules.patientNumberForm, [text, number]);
  return text !== '' && (isPdf417 || hasForm) ? { kind: 'patient_card', number } : null;
}

/** The whole text must be of the form: a pattern like "^A|B$" is anchored at one end of each half only. */
function isOfForm(form: string, spellings: readonly string[]): boolean {
  const pattern = new RegExp(`^(?:${form})$`);
  return spellings.some((spelling) => spelling.length <= LONGEST_NUMBER && pattern.test(spelling));
}

function shown(text: string): string | null {
  if (text.length > LONGEST_UNKNOWN) return null;
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '').slice(0, LONGEST_SHOWN);
}

/** The last four letters and digits of a number that must not be shown whole; null when there are fewer than five. */
export function lastFourOf(number: string): string | null {
  const characters = number.replace(/[^\p{L}\p{N}]/gu, '');
  return characters.length < 5 ? null : characters.slice(-4);
}
