import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusFromAutomatic, troubleOf } from '../../../src/hardware/escpos-printer/printer-status.ts';
import { createStatusCodec, type PrinterReply } from '../../../src/hardware/escpos-printer/status-codec.ts';

function read(...chunks: readonly Uint8Array[]): PrinterReply[] {
  const replies: PrinterReply[] = [];
  const codec = createStatusCodec((reply) => replies.push(reply));
  for (const chunk of chunks) codec.push(chunk);
  return replies;
}

/** One after the other what counts, with neighbouring junk added up: where it was cut must not matter. */
function summed(replies: readonly PrinterReply[]): PrinterReply[] {
  const out: PrinterReply[] = [];
  for (const reply of replies) {
    const last = out.at(-1);
    if (reply.kind === 'junk' && last?.kind === 'junk')
      out[out.length - 1] = { kind: 'junk', bytes: last.bytes + reply.bytes };
    else out.push(reply);
  }
  return out;
}

const low = fc.integer({ min: 0, max: 255 }).map((n) => n & 0x6f);
const text = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((n) => String.fromCharCode(n)),
  maxLength: 40,
});
const answer = fc.oneof(
  fc.tuple(low, low, low, low).map(([a, b, c, d]) => Uint8Array.of(0x10 | (a & 0x6c), b, c, d)),
  low.map((n) => Uint8Array.of(0x12 | (n & 0x6c))),
  low.map((n) => Uint8Array.of(n)),
  text.map((words) => Buffer.from(`\x5f${words}\0`, 'latin1')),
  fc
    .string({ unit: fc.constantFrom('A', 'z', '0', '~'), minLength: 4, maxLength: 4 })
    .map((id) => Buffer.from(`\x37\x22${id}\0`, 'latin1')),
  fc.constant(Uint8Array.of(0x37, 0x25, 0x20, 0x00)),
);
const junk = fc.uint8Array({ maxLength: 12 });
const stream = fc
  .array(fc.oneof({ weight: 4, arbitrary: answer }, { weight: 1, arbitrary: junk }), { maxLength: 20 })
  .map((parts) => Uint8Array.from(Buffer.concat(parts)));

test('out of paper is read from the four bytes of the reference', () => {
  const [reply] = read(Uint8Array.of(0x1c, 0x00, 0x0f, 0x00));
  expect(reply).toEqual({ kind: 'automatic', bytes: [0x1c, 0x00, 0x0f, 0x00] });
  const status = statusFromAutomatic([0x1c, 0x00, 0x0f, 0x00]);
  expect(status).toMatchObject({ offline: true, pin3High: true, paperOut: true, paperNearEnd: true, coverOpen: false });
  expect(troubleOf(status)).toBe('paper_out');
});

test('answers that arrive mixed with each other are told apart', () => {
  const all = Buffer.concat([
    Uint8Array.of(0x12), // DLE EOT 1
    Uint8Array.of(0x14, 0, 0, 0), // automatic status
    Uint8Array.of(0x00), // GS r 1
    Buffer.from('\x37\x22A001\0', 'latin1'),
    Buffer.from('\x5fTM-T20III\0', 'latin1'),
    Uint8Array.of(0x37, 0x25, 0x00),
    Uint8Array.of(0x7e), // DLE EOT 4, out of paper
  ]);
  expect(read(all)).toEqual([
    { kind: 'real_time', byte: 0x12 },
    { kind: 'automatic', bytes: [0x14, 0, 0, 0] },
    { kind: 'paper', byte: 0 },
    { kind: 'process', id: 'A001' },
    { kind: 'identity', text: 'TM-T20III' },
    { kind: 'cleared' },
    { kind: 'real_time', byte: 0x7e },
  ]);
});

test('ASB cut in two: the half is dropped and the next one is read', () => {
  expect(read(Uint8Array.of(0x18, 0x00), Uint8Array.of(0x10, 0x00, 0x00, 0x00))).toEqual([
    { kind: 'junk', bytes: 2 },
    { kind: 'automatic', bytes: [0x10, 0, 0, 0] },
  ]);
});

test('the same stream whole, byte by byte and cut anywhere gives the same answers', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
      const whole = read(bytes);
      expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const chunks = [0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length));
      expect(read(...chunks)).toEqual(whole);
    }),
  );
});

test('after any junk a whole automatic status is still understood', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      // Two, because noise may end like the beginning of an answer and take the first one for its rest.
      const replies = read(noise, Uint8Array.of(0x1c, 0, 0x0f, 0), Uint8Array.of(0x14, 0, 0, 0));
      expect(summed(replies).at(-1)).toEqual({ kind: 'automatic', bytes: [0x14, 0, 0, 0] });
    }),
  );
});

test('a text that never ends is given up, not collected for ever', () => {
  const replies = read(Buffer.from(`\x5f${'A'.repeat(5000)}`, 'latin1'), Uint8Array.of(0x14, 0, 0, 0));
  expect(summed(replies).at(-1)).toEqual({ kind: 'automatic', bytes: [0x14, 0, 0, 0] });
  expect(replies.some((reply) => reply.kind === 'identity')).toBe(false);
});
