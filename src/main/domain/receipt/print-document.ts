/**
 * What is to be on paper, told without any printer in mind. Laid out at 32, 42 or 48 columns by the printer's adapter.
 * All text is cleaned there; nothing in a document can reach a printer as a command.
 */
export type PrintDocument = { readonly blocks: readonly PrintBlock[] };

export type PrintBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: 'left' | 'centre' | 'right';
      readonly bold?: boolean;
      readonly size?: 'normal' | 'double';
    }
  /** Left text is cut or wrapped; the right text (money) is never broken and never cut. */
  | {
      readonly kind: 'pair';
      readonly left: string;
      readonly right: string;
      readonly bold?: boolean;
      readonly size?: 'normal' | 'double';
    }
  | { readonly kind: 'rule' }
  /** White on black over the full width. */
  | { readonly kind: 'band'; readonly text: string }
  /** The countersign mark beside up to three lines; the first one bold. `open` is the ring without a tick. */
  | { readonly kind: 'mark'; readonly mark: 'signed' | 'open'; readonly lines: readonly string[] }
  /** A QR code with lines beside or below it. Plain ASCII data, at most 120 characters. */
  | { readonly kind: 'qr'; readonly data: string; readonly lines: readonly string[] }
  | { readonly kind: 'feed'; readonly lines: number };
