import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { root } from './lib/project.mjs';

// Draws the product's mark, the same as build/icon.svg, into the files the packager wants: `node build/icons.mjs`. Done by
// hand because no tool for SVG comes with the project, and the mark is one square, one ring and one tick.

const green = [0x0a, 0x66, 0x40];
const white = [0xff, 0xff, 0xff];
const samplesPerSide = 4;
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

const folder = join(root, 'build', 'icons');
mkdirSync(folder, { recursive: true });
const drawn = new Map(sizes.map((size) => [size, draw(size)]));
// The packager reads this folder for Linux and takes a size from each name.
for (const [size, bytes] of drawn) writeFileSync(join(folder, `${size}x${size}.png`), bytes);
writeFileSync(join(root, 'build', 'icon.png'), drawn.get(1024));
writeFileSync(join(root, 'build', 'icon.ico'), ico(icoSizes.map((size) => ({ size, bytes: drawn.get(size) }))));

/** One PNG; each pixel is the mean of 16 points, so that edges are smooth. */
function draw(size) {
  const png = new PNG({ width: size, height: size });
  const step = 128 / size / samplesPerSide;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let covered = 0;
      let marked = 0;
      for (let sample = 0; sample < samplesPerSide ** 2; sample += 1) {
        const px = (x * samplesPerSide + (sample % samplesPerSide) + 0.5) * step;
        const py = (y * samplesPerSide + Math.floor(sample / samplesPerSide) + 0.5) * step;
        if (!inGround(px, py)) continue;
        covered += 1;
        if (inRing(px - 16, py - 16) || inTick(px - 16, py - 16)) marked += 1;
      }
      const share = covered === 0 ? 0 : marked / covered;
      const at = (y * size + x) * 4;
      for (const channel of [0, 1, 2]) {
        png.data[at + channel] = Math.round(green[channel] + (white[channel] - green[channel]) * share);
      }
      png.data[at + 3] = Math.round((255 * covered) / samplesPerSide ** 2);
    }
  }
  return PNG.sync.write(png);
}

function inGround(x, y) {
  const corner = 22;
  const dx = Math.max(corner - x, x - (128 - corner), 0);
  const dy = Math.max(corner - y, y - (128 - corner), 0);
  return Math.hypot(dx, dy) <= corner;
}

function inRing(x, y) {
  return Math.abs(Math.hypot(x - 48, y - 48) - 40) <= 5;
}

/** The two strokes of the tick, 10 wide, with the mitre where they meet: both half planes of each stroke's outer side. */
function inTick(x, y) {
  const first = along(x, y, 28, 49, 43, 64);
  const second = along(x, y, 43, 64, 69, 35);
  const inFirst = first.aside <= 5 && first.on >= 0 && first.on <= first.length;
  const inSecond = second.aside <= 5 && second.on >= 0 && second.on <= second.length;
  const inMitre = first.aside <= 5 && second.aside <= 5 && first.on > first.length - 1 && second.on < 1;
  return inFirst || inSecond || inMitre;
}

function along(x, y, x1, y1, x2, y2) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const ux = (x2 - x1) / length;
  const uy = (y2 - y1) / length;
  return { length, on: (x - x1) * ux + (y - y1) * uy, aside: Math.abs((x - x1) * uy - (y - y1) * ux) };
}

/** An .ico is a list of pictures: a header, one entry of 16 bytes per picture, then the PNG files as they are. */
function ico(pictures) {
  const header = Buffer.alloc(6 + pictures.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, bytes }, index) => {
    const entry = 6 + index * 16;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(bytes.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += bytes.length;
  });
  return Buffer.concat([header, ...pictures.map(({ bytes }) => bytes)]);
}
