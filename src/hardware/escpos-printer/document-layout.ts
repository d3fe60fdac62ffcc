/** Lays a document out in cells: what stands on which line, at 32, 42 or 48 columns. Pure; all text is cleaned here. */
import type { PrintBlock, PrintDocument } from '../../main/ports/print-document.ts';
import { cleanText } from './clean-text.ts';

export type Columns = 32 | 42 | 48;

/** One printed line, or one picture with its lines. A double line has half the cells. */
export type LayoutLine =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly bold: boolean;
      readonly double: boolean;
      readonly inverse: boolean;
    }
  /** Three lines high; the text of each stands to the right of `markColumns` cells. */
  | { readonly kind: 'mark'; readonly mark: 'signed' | 'open'; readonly lines: readonly MarkLine[] }
  | { readonly kind: 'qr'; readonly data: string };

export type MarkLine = { readonly text: string; readonly bold: boolean };

/** Cells the mark takes on paper, with the gap beside it. */
export const markColumns = 8;
const markLines = 3;

/** A left text goes on over at most this many lines; a name of 400 characters must not eat the roll. */
const longestLeft = 3;
/** The same for one text block. */
const longestText = 24;

/** `widthOfDouble` is 2 on paper; plain text on a screen has no double size and lays everything out in single cells. */
export function layoutDocument(document: PrintDocument, columns: Columns, widthOfDouble: 1 | 2 = 2): LayoutLine[] {
  return document.blocks.flatMap((block) => layoutBlock(block, columns, widthOfDouble));
}

function layoutBlock(block: PrintBlock, columns: Columns, widthOfDouble: 1 | 2): LayoutLine[] {
  switch (block.kind) {
    case 'text': {
      const double = block.size === 'double';
      const cells = double ? columns / widthOfDouble : columns;
      return wrap(cleanText(block.text), cells)
        .slice(0, longestText)
        .map((line) => textLine(align(line, block.align ?? 'left', cells), block.bold, double));
    }
    case 'pair':
      return layoutPair(block, columns, widthOfDouble);
    case 'rule':
      return [textLine('-'.repeat(columns))];
    case 'band':
      return [layoutBand(block.text, columns / widthOfDouble)];
    case 'mark':
      return [layoutMark(block.mark, block.lines, columns)];
    case 'qr':
      return [
        { kind: 'qr', data: block.data },
        ...block.lines
          .flatMap((line) => wrap(cleanText(line), columns))
          .map((line) => textLine(align(line, 'centre', columns))),
      ];
    case 'feed':
      return Array.from({ length: Math.min(Math.max(0, Math.trunc(block.lines)), 20) }, () => textLine(''));
  }
}

/** Left and right on one line. The right text is money: when the two do not fit, the left one gives way. */
function layoutPair(block: PrintBlock & { kind: 'pair' }, columns: Columns, widthOfDouble: 1 | 2): LayoutLine[] {
  const left = cleanText(block.left);
  const right = cleanText(block.right);
  const wide = block.size === 'double';
  const wideCells = columns / widthOfDouble;
  if (wide && left.length + 1 + right.length <= wideCells)
    return [textLine(spread(left, right, wideCells), block.bold, true)];
  if (wide && right.length <= wideCells) {
    const above = wrap(left, wideCells).slice(0, longestLeft);
    return [
      ...above.map((line) => textLine(line, block.bold, true)),
      textLine(right.padStart(wideCells), block.bold, true),
    ];
  }
  const room = columns - right.length - 1;
  if (left.length <= room || right.length * 2 <= columns) {
    const [first = '', ...more] = hangingWrap(left, room);
    return [spread(first, right, columns), ...more].map((line) => textLine(line, block.bold));
  }
  // Both are long: one above the other. A right text longer than a whole line is broken, for paper has no more room.
  const above = wrap(left, columns).slice(0, longestLeft);
  return [...above, ...wrap(right, columns).map((line) => line.padStart(columns))].map((line) =>
    textLine(line, block.bold),
  );
}

/** Lines after the first keep the indentation of the first and stand two cells further in. */
function hangingWrap(text: string, cells: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines = wrap(text, cells);
  if (lines.length === 1) return lines;
  const [first = '', ...rest] = lines;
  const more = wrap(rest.join(' '), Math.max(1, cells - indent.length - 2)).slice(0, longestLeft - 1);
  return [first, ...more.map((line) => `${indent}  ${line}`)];
}

/** Letters of a band are set apart where there is room, so that it is read from a metre away. */
function layoutBand(text: string, cells: number): LayoutLine {
  const clean = cleanText(text).trim();
  const apart = [...clean].join(' ');
  const shown = apart.length + 2 <= cells ? apart : clean.slice(0, cells - 2);
  return { kind: 'text', text: align(shown, 'centre', cells).padEnd(cells), bold: true, double: true, inverse: true };
}

function layoutMark(mark: 'signed' | 'open', lines: readonly string[], columns: Columns): LayoutLine {
  const cells = columns - markColumns;
  const shown = lines.slice(0, markLines).map((line, i) => ({ text: cleanText(line, cells), bold: i === 0 }));
  while (shown.length < markLines) shown.push({ text: '', bold: false });
  return { kind: 'mark', mark, lines: shown };
}

function textLine(text: string, bold = false, double = false): LayoutLine {
  return { kind: 'text', text: text.trimEnd(), bold, double, inverse: false };
}

function spread(left: string, right: string, cells: number): string {
  return left.padEnd(cells - right.length) + right;
}

function align(text: string, how: 'left' | 'centre' | 'right', cells: number): string {
  if (how === 'right') return text.padStart(cells);
  if (how === 'centre') return ' '.repeat(Math.floor((cells - text.length) / 2)) + text;
  return text;
}

/** Wraps at spaces; a word longer than a line is broken. Leading spaces of the text stay; the answer has at least one line. */
function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let rest = text.trimEnd();
  while (rest.length > cells) {
    const space = rest.lastIndexOf(' ', cells);
    const cutAt = rest.slice(0, Math.max(space, 0)).trim() === '' ? cells : space;
    lines.push(rest.slice(0, cutAt).trimEnd());
    rest = rest.slice(cutAt).trimStart();
  }
  lines.push(rest);
  return lines;
}

/**
 * The document as plain text, for a terminal, a file or a mail: the same lines as on paper without sizes. The mark is told by
 * `(ok)` or `(  )`, a QR code by what it holds.
 */
export function plainText(document: PrintDocument, columns: Columns): string {
  const lines = layoutDocument(document, columns, 1).flatMap((line) => plainLines(line, columns));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function plainLines(line: LayoutLine, columns: Columns): string[] {
  switch (line.kind) {
    case 'text':
      return [line.inverse ? `#${line.text.slice(1, -1)}#` : line.text];
    case 'mark': {
      const mark = line.mark === 'signed' ? '(ok)' : '(  )';
      return line.lines.map(({ text }, i) => (i === 0 ? mark : '').padEnd(markColumns) + text);
    }
    case 'qr':
      return wrap(`QR: ${cleanText(line.data)}`, columns);
  }
}
