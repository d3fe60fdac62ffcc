/** A black-and-white picture, and the PNG of it (one bit a pixel, RFC 2083). */
import { crc32, deflateSync } from 'node:zlib';

export class Bitmap {
  readonly width: number;
  readonly height: number;
  readonly #black: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#black = new Uint8Array(width * height);
  }

  set(x: number, y: number, black: boolean): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    this.#black[y * this.width + x] = black ? 1 : 0;
  }

  isBlack(x: number, y: number): boolean {
    return this.#black[y * this.width + x] === 1;
  }

  fill(x: number, y: number, width: number, height: number, black: boolean): void {
    for (let dy = 0; dy < height; dy += 1) for (let dx = 0; dx < width; dx += 1) this.set(x + dx, y + dy, black);
  }

  toPng(): Uint8Array {
    const rowBytes = Math.ceil(this.width / 8);
    const rows = Buffer.alloc((rowBytes + 1) * this.height); // each row begins with its filter: 0, none
    for (let y = 0; y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1) {
        const at = y * (rowBytes + 1) + 1 + (x >> 3);
        if (!this.isBlack(x, y)) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
    const head = Buffer.alloc(13);
    head.writeUInt32BE(this.width, 0);
    head.writeUInt32BE(this.height, 4);
    head[8] = 1; // bits a pixel; 0 is black, 1 is white; the rest stays 0: grey, deflate, no interlace
    const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    const parts = [signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())];
    return Uint8Array.from(Buffer.concat(parts));
  }
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
