/** The paper as plain data for the training bench on the screen: one entry a line, with what the screen needs to draw it. */
import type { Paper, PaperItem, PaperPart } from './paper.ts';

export type PaperView = readonly PaperViewItem[];

export type PaperViewItem =
  | {
      readonly kind: 'line';
      readonly align: 'left' | 'centre' | 'right';
      readonly text: string;
      readonly bold: boolean;
      readonly inverse: boolean;
      readonly double: boolean;
    }
  /** The countersign mark beside its lines, put together again from its strips. */
  | {
      readonly kind: 'picture_with_lines';
      readonly lines: readonly { readonly text: string; readonly bold: boolean }[];
      /** Columns of dots from left to right, each as hexadecimal digits, top dot first: 24 dots for each line. */
      readonly columns: readonly string[];
    }
  | { readonly kind: 'picture'; readonly width: number; readonly height: number; readonly hex: string }
  | { readonly kind: 'qr'; readonly data: string }
  | { readonly kind: 'barcode'; readonly data: string }
  | { readonly kind: 'cut' };

export function paperView(paper: Paper): PaperView {
  const view: PaperViewItem[] = [];
  let picture: { lines: { text: string; bold: boolean }[]; columns: string[] } | null = null;
  for (const item of paper) {
    const strip = item.kind === 'line' ? item.parts.find((part) => part.kind === 'strip') : undefined;
    if (item.kind !== 'line' || strip === undefined) {
      picture = null;
      view.push(plainItem(item));
      continue;
    }
    if (picture === null) {
      picture = { lines: [], columns: Array.from({ length: strip.columns }, () => '') };
      view.push({ kind: 'picture_with_lines', ...picture });
    }
    picture.lines.push({ text: textOf(item.parts).trim(), bold: styleOf(item.parts).bold });
    for (let x = 0; x < strip.columns; x += 1) picture.columns[x] += strip.hex.slice(x * 6, x * 6 + 6);
  }
  return view;
}

function plainItem(item: PaperItem): PaperViewItem {
  switch (item.kind) {
    case 'line': {
      const { bold, inverse, width } = styleOf(item.parts);
      return { kind: 'line', align: item.align, text: textOf(item.parts), bold, inverse, double: width > 1 };
    }
    case 'raster':
      return { kind: 'picture', width: item.width, height: item.height, hex: item.hex };
    case 'qr':
    case 'barcode':
      return { kind: item.kind, data: item.data };
    case 'cut':
      return { kind: 'cut' };
  }
}

function textOf(parts: readonly PaperPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

/** A line has one style in what we print; the widest part decides where it has more. */
function styleOf(parts: readonly PaperPart[]): { bold: boolean; inverse: boolean; width: number } {
  const styles = parts.flatMap((part) => (part.kind === 'text' ? [part.style] : []));
  return {
    bold: styles.some((style) => style.bold),
    inverse: styles.some((style) => style.inverse),
    width: Math.max(1, ...styles.map((style) => style.width)),
  };
}
