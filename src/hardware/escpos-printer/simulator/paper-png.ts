/** Draws the simulator's paper as a person would see it. */
import { strokesOf } from './glyphs.ts';
import type { Paper, PaperItem, PaperPart, PaperStyle } from './paper.ts';
import { Bitmap } from './png.ts';
import { qrModules } from './qr-code.ts';

const cell = { width: 12, height: 24 };
/** White around the print area, in dots. */
const margin = 32;
const penHalfWidth = { normal: 1.02, bold: 1.55 };
const cutGap = 24;

/** A PNG of the paper; `dots` is the width of the print area (384, 504, 512, 576). */
export function renderPaperPng(paper: Paper, dots: number): Uint8Array {
  return drawPaper(paper, dots).toPng();
}

export function drawPaper(paper: Paper, dots: number): Bitmap {
  const height = paper.reduce((sum, item) => sum + heightOf(item), 0);
  const bitmap = new Bitmap(dots + 2 * margin, height + 2 * margin);
  let y = margin;
  for (const item of paper) {
    draw(bitmap, item, y, dots);
    y += heightOf(item);
  }
  return bitmap;
}

function heightOf(item: PaperItem): number {
  switch (item.kind) {
    case 'line':
      return Math.max(item.spacing, contentHeight(item.parts));
    case 'qr':
      return qrModules(item.data).length * item.moduleDots;
    case 'raster':
      return item.height;
    case 'barcode':
      return 60;
    case 'cut':
      return cutGap;
  }
}

function contentHeight(parts: readonly PaperPart[]): number {
  return Math.max(0, ...parts.map((part) => (part.kind === 'text' ? part.style.height * cell.height : cell.height)));
}

function partWidth(part: PaperPart): number {
  return part.kind === 'text' ? [...part.text].length * part.style.width * cell.width : part.columns;
}

function draw(bitmap: Bitmap, item: PaperItem, y: number, dots: number): void {
  switch (item.kind) {
    case 'line':
      drawLine(bitmap, item, y, dots);
      return;
    case 'qr': {
      const modules = qrModules(item.data);
      const size = item.moduleDots;
      const left = leftOf(item.align, modules.length * size, dots);
      modules.forEach((row, r) => {
        row.forEach((black, c) => {
          bitmap.fill(left + c * size, y + r * size, size, size, black);
        });
      });
      return;
    }
    case 'raster': {
      const bytes = Buffer.from(item.hex, 'hex');
      const left = leftOf(item.align, item.width, dots);
      for (let i = 0; i < item.width * item.height; i += 1) {
        const black = (((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1;
        if (black) bitmap.set(left + (i % item.width), y + Math.floor(i / item.width), true);
      }
      return;
    }
    case 'barcode':
      drawText(bitmap, `[${item.data}]`, { x: margin, y: y + 18, height: cell.height }, plain);
      return;
    case 'cut':
      for (let x = 0; x < bitmap.width; x += 1) bitmap.set(x, y + cutGap / 2, x % 8 < 3);
  }
}

const plain: PaperStyle = { bold: false, inverse: false, underline: false, width: 1, height: 1 };

function leftOf(align: 'left' | 'centre' | 'right', width: number, dots: number): number {
  const room = Math.max(0, dots - width);
  return margin + (align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2));
}

function drawLine(bitmap: Bitmap, line: PaperItem & { readonly kind: 'line' }, y: number, dots: number): void {
  const height = contentHeight(line.parts);
  let x = leftOf(
    line.align,
    line.parts.reduce((sum, part) => sum + partWidth(part), 0),
    dots,
  );
  for (const part of line.parts) {
    if (part.kind === 'text') drawText(bitmap, part.text, { x, y, height }, part.style);
    else drawStrip(bitmap, part, x, y);
    x += partWidth(part);
  }
}

function drawStrip(bitmap: Bitmap, strip: PaperPart & { readonly kind: 'strip' }, left: number, top: number): void {
  const bytes = Buffer.from(strip.hex, 'hex');
  for (let x = 0; x < strip.columns; x += 1) {
    for (let dy = 0; dy < cell.height; dy += 1) {
      const byte = bytes[x * 3 + (dy >> 3)] ?? 0;
      if (((byte >> (7 - (dy & 7))) & 1) === 1) bitmap.set(left + x, top + dy, true);
    }
  }
}

/** Letters of different heights on one line stand on the same ground, as on a printer. */
function drawText(
  bitmap: Bitmap,
  text: string,
  place: { readonly x: number; readonly y: number; readonly height: number },
  style: PaperStyle,
): void {
  const width = style.width * cell.width;
  const height = style.height * cell.height;
  const top = place.y + place.height - height;
  [...text].forEach((character, i) => {
    const left = place.x + i * width;
    if (style.inverse) bitmap.fill(left, top, width, height, true);
    const ink = glyph(character, style);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (ink[y * width + x] === 1) bitmap.set(left + x, top + y, !style.inverse);
      }
    }
    if (style.underline) bitmap.fill(left, top + height - 2, width, 2, !style.inverse);
  });
}

const drawn = new Map<string, Uint8Array>();

/** One character at its size; a printer draws it once, too. */
function glyph(character: string, style: PaperStyle): Uint8Array {
  const key = `${character}${style.width}${style.height}${style.bold}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const width = style.width * cell.width;
  const height = style.height * cell.height;
  const ink = new Uint8Array(width * height);
  const half = style.bold ? penHalfWidth.bold : penHalfWidth.normal;
  for (const stroke of strokesOf(character, style.bold)) {
    for (let i = 1; i < stroke.length; i += 1) {
      const from = stroke[i - 1];
      const to = stroke[i];
      if (from === undefined || to === undefined) continue;
      for (let at = 0; at < ink.length; at += 1) {
        const x = ((at % width) + 0.5) / style.width;
        const y = (Math.floor(at / width) + 0.5) / style.height;
        if (distance(x, y, from, to) <= half) ink[at] = 1;
      }
    }
  }
  drawn.set(key, ink);
  return ink;
}

function distance(
  x: number,
  y: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}
