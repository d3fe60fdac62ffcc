/** What is on the paper of the printer simulator, as the decoder read it from the wire. Plain data: it crosses to the screen. */

export type PaperStyle = {
  readonly bold: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
  /** 1 to 8, as GS ! sets them. */
  readonly width: number;
  readonly height: number;
};

export type PaperPart =
  | { readonly kind: 'text'; readonly text: string; readonly style: PaperStyle }
  /** An ESC * picture of 24 dots in height: three bytes a column, as two hexadecimal digits each. */
  | { readonly kind: 'strip'; readonly columns: number; readonly hex: string };

export type PaperItem =
  | {
      readonly kind: 'line';
      readonly align: 'left' | 'centre' | 'right';
      readonly parts: readonly PaperPart[];
      /** How far the paper moves for this line at least, in dots. */
      readonly spacing: number;
    }
  | {
      readonly kind: 'qr';
      readonly align: 'left' | 'centre' | 'right';
      readonly data: string;
      readonly moduleDots: number;
    }
  | {
      readonly kind: 'raster';
      readonly align: 'left' | 'centre' | 'right';
      /** Dots; a multiple of eight. */
      readonly width: number;
      readonly height: number;
      readonly hex: string;
    }
  | {
      readonly kind: 'barcode';
      readonly align: 'left' | 'centre' | 'right';
      readonly symbology: number;
      readonly data: string;
    }
  | { readonly kind: 'cut' };

export type Paper = readonly PaperItem[];

/** The paper as lines of text: what a person could read off it. QR codes as `[QR data]`, cuts as `[cut]`. */
export function paperLines(paper: Paper): string[] {
  return paper.map(lineOf);
}

function lineOf(item: PaperItem): string {
  switch (item.kind) {
    case 'line':
      return item.parts
        .map((part) => (part.kind === 'text' ? part.text : ''))
        .join('')
        .trimEnd();
    case 'qr':
      return `[QR ${item.data}]`;
    case 'raster':
      return `[picture ${item.width} x ${item.height}]`;
    case 'barcode':
      return `[barcode ${item.data}]`;
    case 'cut':
      return '[cut]';
  }
}
