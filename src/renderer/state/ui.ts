import type { LineView } from '../../shared/contract/cart-view.ts';
import type { Refusal } from '../../shared/contract/refusals.ts';
import type { LaneView, LinkView } from '../../shared/contract/snapshot.ts';
import type { Words } from '../../shared/words/catalogue.ts';

export type Conflict = Extract<LaneView, { state: 'conflict' }>;

/** A lead's decision on a conflict as it is put together. It is about one sale and one kind, and ends with them. */
export type Settling = {
  readonly saleNumber: number;
  readonly as: Conflict['kind'];
  readonly leadId: string | null;
  readonly pin: string;
  readonly reason: string;
  /** Asked of the register, and not refused: when the conflict ends now, this decision has ended it. */
  readonly asked: boolean;
};

/** What is missing before a lead can decide; a key of the words. The register decides again when it is asked. */
export type SettleMissing = 'notProved' | 'lookOld' | 'chooseLead' | 'typePin' | 'sayWhy';

/** A void or a return as a lead puts it together. It is about one sale, and ends with its panel. */
export type Changing = {
  readonly saleId: string;
  readonly saleNumber: number;
  readonly kind: 'void' | 'return';
  /** What comes back of each line, as typed. */
  readonly back: Readonly<Record<number, string>>;
  readonly leadId: string | null;
  readonly pin: string;
  readonly reason: string;
};

/** What is missing before it can be asked; keys of the words. */
export type ChangeMissing = 'sayWhat' | 'chooseLead' | 'typePin' | 'sayWhy';

/** What is open over the left side. Never more than one. */
export type Panel =
  | { readonly kind: 'help' }
  | { readonly kind: 'lookUp' }
  | { readonly kind: 'customer' }
  | { readonly kind: 'held' }
  | { readonly kind: 'sales' }
  /** A lead sets the sale in doubt aside. */
  | { readonly kind: 'park' }
  /** What is known of the sale that is set aside. */
  | { readonly kind: 'parked' }
  | { readonly kind: 'sale'; readonly saleId: string; readonly saleNumber: number }
  | { readonly kind: 'zReports' }
  | { readonly kind: 'zReport'; readonly number: number }
  | { readonly kind: 'line'; readonly lineId: number; readonly typed: string }
  | { readonly kind: 'device'; readonly link: LinkView['id'] };

/** A short sentence of the register itself: why a key cannot be used, what was done. A key of the words. */
export type Note =
  | { readonly about: 'keys'; readonly key: keyof Words['keys'] }
  | { readonly about: 'copy'; readonly saleNumber: number }
  | { readonly about: 'drawerClosed' }
  | { readonly about: 'changing'; readonly missing: ChangeMissing }
  /** Metrc has shown a void or a return: this goes back. */
  | {
      readonly about: 'refunded';
      readonly saleNumber: number;
      readonly cents: number;
      readonly tenderKind: 'cash' | 'debit';
    }
  | { readonly about: 'zCopy'; readonly number: number }
  | { readonly about: 'cartsHeld'; readonly count: number }
  /** More digits than the entry takes. */
  | { readonly about: 'entryFull' }
  | { readonly about: 'settle'; readonly missing: SettleMissing }
  /** A lead has decided: what was found at Metrc stands. */
  | { readonly about: 'settled'; readonly as: Conflict['kind']; readonly saleNumber: number }
  /** Metrc has shown what it has of a parked sale. */
  | { readonly about: 'parkedSettled'; readonly saleNumber: number }
  /** A sale whose customer left has been undone: its money goes back. */
  | { readonly about: 'undone'; readonly saleNumber: number; readonly cents: number };

/** A count by denomination as it is typed; the texts are digits, empty means not counted yet. */
export type Counting = { readonly typed: Readonly<Record<number, string>>; readonly row: number };

/** What the screen remembers by itself. Everything that is true about the shop comes in the snapshot. */
export type Ui = {
  readonly screen: 'sale' | 'drawer';
  readonly panel: Panel | null;
  /** Digits typed for cash or for a quantity. */
  readonly entry: string;
  /** The last refusal of a call; stays until the next act. */
  readonly said: Refusal | null;
  /** Was `said` the answer to a change of a quantity? Without meaning while nothing is said. */
  readonly quantityRefused: boolean;
  readonly note: Note | null;
  /** The line taken out last, so that its place can offer to undo it. */
  readonly voided: { readonly line: LineView; readonly place: number } | null;
  readonly staffId: string | null;
  readonly pin: string;
  readonly counting: Counting | null;
  readonly noSale: boolean;
  /** When a call of the drawer left that is not answered yet, by the register's clock. */
  readonly drawerAskedAt: number | null;
  /** When the drawer last changed under the person's hands; null again with the next act other than the corner key. */
  readonly drawerChangedAt: number | null;
  readonly settling: Settling | null;
  readonly changing: Changing | null;
  /** How many held carts the person was told of and may close over with the next press. */
  readonly closingOver: number | null;
  readonly benchOpen: boolean;
  readonly toneQuiet: boolean;
};

export const firstUi: Ui = {
  screen: 'sale',
  panel: null,
  entry: '',
  said: null,
  quantityRefused: false,
  note: null,
  voided: null,
  staffId: null,
  pin: '',
  counting: null,
  noSale: false,
  drawerAskedAt: null,
  drawerChangedAt: null,
  settling: null,
  changing: null,
  closingOver: null,
  benchOpen: false,
  toneQuiet: false,
};

/** Typed digits as cents: "14000" is 140.00; with a point they are dollars: "140.5" is 140.50. */
export function typedCents(entry: string): number {
  const [dollars = '', rest] = entry.split('.');
  if (rest === undefined) return Number(dollars || '0');
  return Number(dollars || '0') * 100 + Number(rest.slice(0, 2).padEnd(2, '0'));
}

const LONGEST_ENTRY = 8;

/** The entry after more digits: one point at most, two digits after it, no leading zeros that mean nothing. */
export function typeMore(entry: string, digits: string): string {
  if (digits === '.' && entry.includes('.')) return entry;
  const next = `${entry}${digits}`.replace(/^0+(?=\d)/, '');
  if (next.length > LONGEST_ENTRY || /\.\d{5,}$/.test(next)) return entry;
  return next;
}

/** Is there room for these digits? Zeros in front that mean nothing are dropped silently, everything else is told. */
export const entryTakes = (entry: string, digits: string): boolean =>
  typeMore(entry, digits) !== entry || /^0+$/.test(`${entry}${digits}`);
