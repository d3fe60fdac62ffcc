/** Draws the QR code a printer makes by itself (GS ( k): byte mode, error correction level M, versions 1 to 10. ISO/IEC 18004. */
import { assert } from '../../../shared/values/assert.ts';

/** One row per row of modules; true is black. Without a quiet zone. */
export type QrModules = readonly (readonly boolean[])[];

/** By version: bytes of correction per block, then the data bytes of each block. Level M. */
const blocksOfVersion: readonly { readonly correction: number; readonly data: readonly number[] }[] = [
  { correction: 10, data: [16] },
  { correction: 16, data: [28] },
  { correction: 26, data: [44] },
  { correction: 18, data: [32, 32] },
  { correction: 24, data: [43, 43] },
  { correction: 16, data: [27, 27, 27, 27] },
  { correction: 18, data: [31, 31, 31, 31] },
  { correction: 22, data: [38, 38, 39, 39] },
  { correction: 22, data: [36, 36, 36, 37, 37] },
  { correction: 26, data: [43, 43, 43, 43, 44] },
];
const alignmentOfVersion = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const masks: readonly ((r: number, c: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** The code for some Latin-1 text; the smallest version that holds it. */
export function qrModules(text: string): QrModules {
  const data = Buffer.from(text, 'latin1');
  const version = blocksOfVersion.findIndex((_, i) => data.length <= capacity(i + 1)) + 1;
  assert(version > 0, 'the text fits a QR code of version 10');
  const bits = bitsOf(interleaved(dataBytes(data, version), version));
  const candidates = masks.map((_, mask) => draw(version, bits, mask));
  const [best] = candidates.sort((a, b) => penalty(a) - penalty(b));
  assert(best !== undefined, 'there are eight masks');
  return best;
}

function dataCapacity(version: number): number {
  return (blocksOfVersion[version - 1]?.data ?? []).reduce((a, b) => a + b, 0);
}

function capacity(version: number): number {
  return dataCapacity(version) - (version < 10 ? 2 : 3);
}

function dataBytes(data: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(0b0100, 4);
  put(data.length, version < 10 ? 8 : 16);
  for (const byte of data) put(byte, 8);
  const total = dataCapacity(version) * 8;
  put(0, Math.min(4, total - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  for (let pad = 0xec; bits.length < total; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: total / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((a, b) => a * 2 + b, 0));
}

/** Exponents and logarithms of GF(256) with the polynomial 11D. */
const exponents: number[] = [];
for (let i = 0, value = 1; i < 255; i += 1) {
  exponents.push(value);
  value = value * 2 > 255 ? (value * 2) ^ 0x11d : value * 2;
}
const product = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : (exponents[(exponents.indexOf(a) + exponents.indexOf(b)) % 255] ?? 0);

/** Reed-Solomon: the remainder of the data by the generator polynomial. */
function correctionOf(data: readonly number[], count: number): number[] {
  let generator = [1];
  for (let i = 0; i < count; i += 1) {
    const root = exponents[i] ?? 0;
    generator = [...generator, 0].map((term, j) => term ^ product(generator[j - 1] ?? 0, root));
  }
  const rest = [...data, ...new Array<number>(count).fill(0)];
  for (let i = 0; i < data.length; i += 1) {
    const lead = rest[i] ?? 0;
    for (let j = 0; j < generator.length; j += 1) rest[i + j] = (rest[i + j] ?? 0) ^ product(generator[j] ?? 0, lead);
  }
  return rest.slice(data.length);
}

function interleaved(data: readonly number[], version: number): number[] {
  const shape = blocksOfVersion[version - 1];
  assert(shape !== undefined, 'a known version');
  let from = 0;
  const blocks = shape.data.map((length) => {
    from += length;
    return data.slice(from - length, from);
  });
  const corrections = blocks.map((block) => correctionOf(block, shape.correction));
  return [...columnsOf(blocks), ...columnsOf(corrections)];
}

function columnsOf(rows: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, i) => rows.flatMap((row) => row.slice(i, i + 1))).flat();
}

function bitsOf(bytes: readonly number[]): boolean[] {
  return bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((i) => ((byte >> i) & 1) === 1));
}

function draw(version: number, bits: readonly boolean[], mask: number): boolean[][] {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => new Array<boolean | null>(size).fill(null));
  const set = (r: number, c: number, black: boolean) => {
    const row = grid[r];
    if (row !== undefined && c >= 0 && c < size) row[c] = black;
  };
  drawFinders(set, size);
  const places = alignmentOfVersion[version - 1] ?? [];
  for (const r of places) for (const c of places) if (grid[r]?.[c] === null) drawAlignment(set, r, c);
  for (let i = 8; i < size - 8; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  drawFormat(set, size, mask);
  if (version >= 7) drawVersion(set, size, version);
  fill(grid, size, bits, masks[mask] ?? (() => false));
  return grid.map((row) => row.map((black) => black === true));
}

type SetModule = (r: number, c: number, black: boolean) => void;

function drawFinders(set: SetModule, size: number): void {
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    for (let r = -1; r <= 7; r += 1) {
      for (let c = -1; c <= 7; c += 1) {
        const ring = Math.max(Math.abs(r - 3), Math.abs(c - 3));
        set(top + r, left + c, ring !== 2 && ring !== 4);
      }
    }
  }
}

function drawAlignment(set: SetModule, r: number, c: number): void {
  for (let dr = -2; dr <= 2; dr += 1) {
    for (let dc = -2; dc <= 2; dc += 1) set(r + dr, c + dc, Math.max(Math.abs(dr), Math.abs(dc)) !== 1);
  }
}

/** The remainder of a BCH code; `length` is that of the generator. */
function withRemainder(value: number, generator: number, length: number): number {
  let rest = value << (length - 1);
  for (let bit = 31 - Math.clz32(rest); bit >= length - 1; bit = 31 - Math.clz32(rest))
    rest ^= generator << (bit - length + 1);
  return (value << (length - 1)) | rest;
}

function drawFormat(set: SetModule, size: number, mask: number): void {
  const format = withRemainder(mask, 0x537, 11) ^ 0x5412; // level M is 00
  for (let i = 0; i < 15; i += 1) {
    const black = ((format >> i) & 1) === 1;
    if (i < 6) set(i, 8, black);
    else if (i < 8) set(i + 1, 8, black);
    else set(size - 15 + i, 8, black);
    if (i < 8) set(8, size - 1 - i, black);
    else if (i === 8) set(8, 7, black);
    else set(8, 14 - i, black);
  }
  set(size - 8, 8, true);
}

function drawVersion(set: SetModule, size: number, version: number): void {
  const bits = withRemainder(version, 0x1f25, 13);
  for (let i = 0; i < 18; i += 1) {
    const black = ((bits >> i) & 1) === 1;
    set(Math.floor(i / 3), size - 11 + (i % 3), black);
    set(size - 11 + (i % 3), Math.floor(i / 3), black);
  }
}

/** Upwards and downwards in pairs of columns from the right, leaving out the column of the timing pattern. */
function fill(
  grid: (boolean | null)[][],
  size: number,
  bits: readonly boolean[],
  mask: (r: number, c: number) => boolean,
): void {
  let next = 0;
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const r = up ? size - 1 - step : step;
      const row = grid[r] ?? [];
      for (const c of [right, right - 1]) {
        if (row[c] !== null) continue;
        row[c] = (bits[next] ?? false) !== mask(r, c);
        next += 1;
      }
    }
    up = !up;
  }
}

/** The rules of the standard for how hard a mask is to read. */
function penalty(modules: QrModules): number {
  const size = modules.length;
  const columns = Array.from({ length: size }, (_, c) => modules.map((row) => row[c] ?? false));
  let score = 0;
  for (const line of [...modules, ...columns]) {
    const text = line.map((black) => (black ? '1' : '0')).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) score += run.length - 2;
    for (let i = 0; i + 11 <= size; i += 1) {
      const window = text.slice(i, i + 11);
      if (window === '10111010000' || window === '00001011101') score += 40;
    }
  }
  for (let r = 0; r + 1 < size; r += 1) {
    for (let c = 0; c + 1 < size; c += 1) {
      const first = modules[r]?.[c];
      if (first === modules[r]?.[c + 1] && first === modules[r + 1]?.[c] && first === modules[r + 1]?.[c + 1])
        score += 3;
    }
  }
  const black = modules.flat().filter(Boolean).length;
  return score + Math.floor(Math.abs((black * 100) / (size * size) - 50) / 5) * 10;
}
