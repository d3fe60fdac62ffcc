/**
 * What a printer sends back, as a stream: automatic status, real-time status, paper status, identity texts and process ids
 * arrive split, joined and mixed. Every kind is told by its first byte; what fits nothing is junk and is dropped up to
 * the byte at which the next answer may begin. No clock, no I/O, at most `longestText` bytes kept.
 */

export type PrinterReply =
  /** GS a: four bytes, by itself at every change. */
  | { readonly kind: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  /** DLE EOT n: one byte; which n it answers is known only by the order of the questions. */
  | { readonly kind: 'real_time'; readonly byte: number }
  /** GS r n. */
  | { readonly kind: 'paper'; readonly byte: number }
  /** GS I n: `5f text 00`. */
  | { readonly kind: 'identity'; readonly text: string }
  /** GS ( H: `37 22 id 00`. Everything sent before the question is on paper. */
  | { readonly kind: 'process'; readonly id: string }
  /** DLE DC4 8: `37 25 .. 00`. */
  | { readonly kind: 'cleared' }
  | { readonly kind: 'junk'; readonly bytes: number };

const longestText = 80;

const IDENTITY = 0x5f;
const BLOCK = 0x37;
const PROCESS = 0x22;
const CLEARED = 0x25;

const startsAutomatic = (byte: number) => (byte & 0x93) === 0x10;
const isRealTime = (byte: number) => (byte & 0x93) === 0x12;
const isLowStatus = (byte: number) => (byte & 0x90) === 0;
const isText = (byte: number) => byte >= 0x20 && byte <= 0x7e;

export function createStatusCodec(onReply: (reply: PrinterReply) => void): { push(bytes: Uint8Array): void } {
  /** The answer that has begun; empty between answers. */
  let frame: number[] = [];

  const junk = (bytes: number) => onReply({ kind: 'junk', bytes });

  const begin = (byte: number) => {
    if (startsAutomatic(byte) || byte === IDENTITY || byte === BLOCK) frame = [byte];
    else if (isRealTime(byte)) onReply({ kind: 'real_time', byte });
    else if (isLowStatus(byte)) onReply({ kind: 'paper', byte });
    else junk(1);
  };

  /** The frame cannot go on with this byte: what there was is junk, and the byte may begin something new. */
  const restart = (byte: number) => {
    junk(frame.length);
    frame = [];
    begin(byte);
  };

  const end = (reply: PrinterReply) => {
    frame = [];
    onReply(reply);
  };

  const takeAutomatic = (byte: number) => {
    if (!isLowStatus(byte)) return restart(byte);
    frame.push(byte);
    const [b0, b1, b2, b3] = frame;
    if (b0 === undefined || b1 === undefined || b2 === undefined || b3 === undefined) return;
    end({ kind: 'automatic', bytes: [b0, b1, b2, b3] });
  };

  const takeText = (byte: number) => {
    if (byte === 0 && frame[0] === IDENTITY) return end({ kind: 'identity', text: textOf(frame.slice(1)) });
    if (byte === 0) return endBlock();
    if (!isText(byte) || frame.length > longestText) return restart(byte);
    frame.push(byte);
  };

  const endBlock = () => {
    if (frame[1] === PROCESS && frame.length === 6) end({ kind: 'process', id: textOf(frame.slice(2)) });
    else if (frame[1] === CLEARED) end({ kind: 'cleared' });
    else end({ kind: 'junk', bytes: frame.length + 1 });
  };

  return {
    push(bytes) {
      for (const byte of bytes) {
        const first = frame[0];
        if (first === undefined) begin(byte);
        else if (startsAutomatic(first)) takeAutomatic(byte);
        else takeText(byte);
      }
    },
  };
}

function textOf(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes);
}
