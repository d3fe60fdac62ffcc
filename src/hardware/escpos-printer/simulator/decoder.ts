/**
 * Reads ESC/POS byte by byte as a printer does and puts it on paper. Independent of the encoder. Bytes of a picture that
 * never comes to its end are swallowed, exactly as a printer swallows the next receipt.
 */
import { characterOf } from './code-pages.ts';
import type { PaperItem, PaperPart, PaperStyle } from './paper.ts';

/** What the decoder asks of the machine around it. */
export type DecoderOutput = {
  /** A line, picture, code or cut is on paper. */
  print(item: PaperItem): void;
  pulse(pin: 2 | 5, onMs: number): void;
  automaticStatus(on: boolean): void;
  paperStatusAsked(): void;
  identityAsked(n: number): void;
  processIdAsked(id: string): void;
  /** A command the decoder does not know; tests require that there is none. */
  unknown(bytes: readonly number[]): void;
};

export type Decoder = { push(byte: number): void };

type Reading<T = void> = Generator<undefined, T, number>;

const plainStyle: PaperStyle = { bold: false, inverse: false, underline: false, width: 1, height: 1 };
const aligns = ['left', 'centre', 'right'] as const;

export function createDecoder(output: DecoderOutput): Decoder {
  const reader = new CommandReader(output).run();
  reader.next();
  return {
    push(byte) {
      reader.next(byte);
    },
  };
}

class CommandReader {
  readonly #output: DecoderOutput;
  #style = plainStyle;
  #align: 'left' | 'centre' | 'right' = 'left';
  #page = 0;
  #spacing = 30;
  #parts: PaperPart[] = [];
  #qr = { moduleDots: 3, data: '' };

  constructor(output: DecoderOutput) {
    this.#output = output;
  }

  *run(): Reading<never> {
    for (;;) {
      const byte = yield;
      if (byte === 0x1b) yield* this.#escape();
      else if (byte === 0x1d) yield* this.#group();
      else if (byte === 0x1c) yield* this.#file();
      else if (byte === 0x10) yield* this.#realTime();
      else if (byte === 0x0a) this.#lineFeed();
      else if (byte >= 0x20) this.#character(byte);
      else if (byte !== 0x00 && byte !== 0x0d) this.#output.unknown([byte]);
    }
  }

  /** Real-time commands were obeyed when they arrived; in the line of data they are only passed over. */
  *#realTime(): Reading {
    const kind = yield;
    if (kind === 0x04 || kind === 0x05) yield;
    else if (kind === 0x14) yield* this.#skip((yield) === 0x08 ? 7 : 2);
    else this.#output.unknown([0x10, kind]);
  }

  *#escape(): Reading {
    const command = yield;
    switch (command) {
      case 0x40: // ESC @
        this.#style = plainStyle;
        this.#align = 'left';
        this.#page = 0;
        this.#spacing = 30;
        this.#parts = [];
        return this.#output.automaticStatus(false);
      case 0x21: {
        // ESC ! : all styles in one byte
        const n = yield;
        this.#style = {
          ...plainStyle,
          bold: (n & 8) !== 0,
          height: n & 16 ? 2 : 1,
          width: n & 32 ? 2 : 1,
          underline: (n & 128) !== 0,
        };
        return;
      }
      case 0x45:
        this.#style = { ...this.#style, bold: ((yield) & 1) === 1 };
        return;
      case 0x2d:
        this.#style = { ...this.#style, underline: ((yield) & 3) !== 0 };
        return;
      case 0x61:
        this.#align = aligns[(yield) & 3] ?? 'left';
        return;
      case 0x74:
        this.#page = yield;
        return;
      case 0x32:
        this.#spacing = 30;
        return;
      case 0x33:
        this.#spacing = yield;
        return;
      case 0x64: {
        const lines = yield;
        for (let i = 0; i < lines; i += 1) this.#lineFeed();
        return;
      }
      case 0x4a:
        yield;
        return this.#lineFeed();
      case 0x70: {
        const m = yield;
        const on = yield;
        yield;
        return this.#output.pulse((m & 1) === 0 ? 2 : 5, on * 2);
      }
      case 0x2a:
        return yield* this.#strip();
      case 0x4d: // font, smoothing, italic: no matter here
      case 0x34:
      case 0x47:
      case 0x52:
        yield;
        return;
      default:
        this.#output.unknown([0x1b, command]);
    }
  }

  *#group(): Reading {
    const command = yield;
    switch (command) {
      case 0x21: {
        const n = yield;
        this.#style = { ...this.#style, width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 };
        return;
      }
      case 0x42:
        this.#style = { ...this.#style, inverse: ((yield) & 1) === 1 };
        return;
      case 0x61:
        return this.#output.automaticStatus((yield) !== 0);
      case 0x72:
        yield;
        return this.#output.paperStatusAsked();
      case 0x49:
        return this.#output.identityAsked(yield);
      case 0x56: {
        const mode = yield;
        if (mode >= 0x41) yield;
        return this.#output.print({ kind: 'cut' });
      }
      case 0x28:
        return yield* this.#longCommand();
      case 0x76:
        return yield* this.#raster();
      case 0x6b:
        return yield* this.#barcode();
      case 0x48: // settings of bar codes
      case 0x66:
      case 0x68:
      case 0x77:
        yield;
        return;
      case 0x4c: // margins and motion units
      case 0x57:
      case 0x50:
        return yield* this.#skip(2);
      default:
        this.#output.unknown([0x1d, command]);
    }
  }

  *#file(): Reading {
    const command = yield;
    if (command !== 0x2e && command !== 0x26) this.#output.unknown([0x1c, command]);
  }

  /** GS ( x pL pH ...: the length comes first, so even what is unknown can be passed over. */
  *#longCommand(): Reading {
    const kind = yield;
    const length = (yield) + (yield) * 256;
    const bytes = yield* this.#take(length);
    if (kind === 0x48 && bytes[0] === 0x30)
      return this.#output.processIdAsked(String.fromCharCode(...bytes.slice(2, 6)));
    if (kind !== 0x6b || bytes[0] !== 0x31) return this.#output.unknown([0x1d, 0x28, kind]);
    if (bytes[1] === 0x43) this.#qr.moduleDots = bytes[2] ?? 3;
    if (bytes[1] === 0x50) this.#qr.data = String.fromCharCode(...bytes.slice(3));
    if (bytes[1] === 0x51) this.#block({ kind: 'qr', align: this.#align, ...this.#qr });
  }

  *#raster(): Reading {
    yield* this.#skip(2); // 30 m
    const rowBytes = (yield) + (yield) * 256;
    const height = (yield) + (yield) * 256;
    const bytes = yield* this.#take(rowBytes * height);
    this.#block({
      kind: 'raster',
      align: this.#align,
      width: rowBytes * 8,
      height,
      hex: Buffer.from(bytes).toString('hex'),
    });
  }

  *#strip(): Reading {
    const mode = yield;
    const columns = (yield) + (yield) * 256;
    const bytes = yield* this.#take(columns * (mode >= 32 ? 3 : 1));
    if (mode !== 33) return this.#output.unknown([0x1b, 0x2a, mode]);
    this.#parts.push({ kind: 'strip', columns, hex: Buffer.from(bytes).toString('hex') });
  }

  *#barcode(): Reading {
    const symbology = yield;
    const bytes = symbology >= 0x41 ? yield* this.#take(yield) : yield* this.#takeUntilNul();
    this.#block({ kind: 'barcode', align: this.#align, symbology, data: String.fromCharCode(...bytes) });
  }

  *#take(count: number): Reading<number[]> {
    const bytes: number[] = [];
    while (bytes.length < count) bytes.push(yield);
    return bytes;
  }

  *#takeUntilNul(): Reading<number[]> {
    const bytes: number[] = [];
    for (let byte = yield; byte !== 0; byte = yield) bytes.push(byte);
    return bytes;
  }

  *#skip(count: number): Reading {
    for (let i = 0; i < count; i += 1) yield;
  }

  #character(byte: number): void {
    const text = characterOf(byte, this.#page);
    const last = this.#parts.at(-1);
    if (last?.kind === 'text' && last.style === this.#style)
      this.#parts[this.#parts.length - 1] = { ...last, text: last.text + text };
    else this.#parts.push({ kind: 'text', text, style: this.#style });
  }

  #lineFeed(): void {
    const parts = this.#parts;
    this.#parts = [];
    this.#output.print({ kind: 'line', align: this.#align, parts, spacing: this.#spacing });
  }

  #block(item: PaperItem): void {
    if (this.#parts.length > 0) this.#lineFeed();
    this.#output.print(item);
  }
}
