import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../../src/hardware/escpos-printer/clean-text.ts';
import { findRealTimeBytes } from '../../../src/hardware/escpos-printer/commands.ts';
import { buildJob, joined } from '../../../src/hardware/escpos-printer/job-builder.ts';
import { PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import { paperLines } from '../../../src/hardware/escpos-printer/simulator/paper.ts';
import type { PrintDocument } from '../../../src/main/ports/print-document.ts';
import { handClock } from '../support/clocks.ts';
import { receipt } from '../support/receipts.ts';

/** Pieces of an attack: pulses, cuts, real-time commands, line feeds, and the characters code page 437 has at 01 to 1F. */
const attack = fc.constantFrom(
  '\x1bp\x00\x19\xfa',
  '\x10\x14\x01\x00\x01',
  '\x1dV\x00',
  '\x1b@',
  '\x1d(H',
  '\x1c',
  '\n',
  '\r\n',
  '\x10\x04\x01',
  '\x10\x05\x02',
  '→',
  '←',
  '↔',
  '►',
  '◄',
  '∟',
  '\u0085',
  '\u2028',
  'ñ',
  'Ł',
  '€',
  '🌿',
  'Blue Dream',
  ' ',
  '\ud800',
);
const hostile = fc
  .array(fc.oneof(attack, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** What a printer makes of the bytes. */
function print(document: PrintDocument, columns: 32 | 42 | 48) {
  const machine = new PrinterMachine(handClock());
  const { segments } = buildJob(document, { columns }, 'AB12');
  const sent: ((bytes: Uint8Array) => void)[] = [];
  machine.accept({
    name: 'test',
    write: async () => 'taken',
    onData(listener) {
      sent.push(listener);
      return () => {};
    },
    onEnd: () => () => {},
    ended: () => null,
    setReading: () => {},
    close: async () => {},
    abort: () => {},
  });
  for (const segment of segments) for (const take of sent) take(segment);
  return { machine, bytes: joined(...segments), lines: paperLines(machine.paper()) };
}

test('a hostile name opens no drawer, cuts no paper, and forges no line', () => {
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom(32 as const, 42 as const, 48 as const), (name, note, columns) => {
      const { machine, lines } = print(
        {
          blocks: [
            { kind: 'text', text: name, align: 'centre', bold: true, size: 'double' },
            { kind: 'pair', left: name, right: '18.00' },
            { kind: 'band', text: note },
            { kind: 'mark', mark: 'signed', lines: [note, name, note] },
            { kind: 'qr', data: 'countersign:1', lines: [note] },
          ],
        },
        columns,
      );
      expect(machine.drawer.pulses()).toEqual([]);
      expect(machine.unknownCommands()).toEqual([]);
      expect(lines.filter((line) => line === '[cut]')).toHaveLength(1);
      expect(lines.filter((line) => line.startsWith('[QR'))).toEqual(['[QR countersign:1]']);
      expect(lines.some((line) => line.endsWith('18.00'))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('what is printed is exactly what the cleaned text says, in every code page', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'aZ09 .,ñÑáéíóúüÜ¿¡€ŠžœŒ½°αßΩ≥│°™©®Łā'),
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(letters, (text) => {
      const { lines } = print({ blocks: [{ kind: 'text', text }] }, 48);
      expect(lines[0]).toBe(cleanText(text).trimEnd());
    }),
  );
});

test('the bytes between two commands hold nothing but letters: no ESC, GS, FS or DLE that the encoder did not put there', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const plain = buildJob(
        { blocks: [{ kind: 'text', text: 'x'.repeat(Math.min(20, name.length)) }] },
        { columns: 48 },
        'AB12',
      );
      const attacked = buildJob({ blocks: [{ kind: 'text', text: name }] }, { columns: 48 }, 'AB12');
      const commands = (bytes: Uint8Array) => [...bytes].filter((byte) => byte < 0x20 && byte !== 0x0a).length;
      const pages = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').split('\x1bt').length - 1;
      const from = joined(...attacked.segments);
      // Only a change of code page may add bytes below 20: ESC, and the number of the page.
      expect(commands(from) - 2 * pages(from)).toBeLessThanOrEqual(commands(joined(...plain.segments)));
      expect(findRealTimeBytes(from)).toBe(-1);
    }),
  );
});

test('a receipt is small enough for the buffer of a printer', () => {
  const size = joined(...buildJob(receipt, { columns: 48 }, 'AB12').segments).length;
  expect(size).toBeLessThan(4096);
});

test('a receipt is built in less than 60 ms', () => {
  buildJob(receipt, { columns: 48 }, 'AB12');
  const times = Array.from({ length: 15 }, () => {
    const since = performance.now();
    buildJob(receipt, { columns: 48 }, 'AB12');
    return performance.now() - since;
  }).sort((a, b) => a - b);
  expect(times[7]).toBeLessThan(60);
});

test('bytes that a printer would obey inside a picture are found', () => {
  expect(findRealTimeBytes(Uint8Array.of(1, 0x10, 0x14, 1, 0, 2))).toBe(1);
  expect(findRealTimeBytes(Uint8Array.of(0x10, 0x15, 0x10, 0x04))).toBe(2);
  expect(findRealTimeBytes(Uint8Array.of(0x10, 0x00, 0x04))).toBe(-1);
});
