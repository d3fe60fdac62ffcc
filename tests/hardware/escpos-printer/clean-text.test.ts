import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../../src/hardware/escpos-printer/clean-text.ts';

test('typographic signs become what a receipt printer has always had', () => {
  expect(cleanText('“Maui Wowie” – Dana’s 3.5\u00a0g…')).toBe('"Maui Wowie" - Dana\'s 3.5 g...');
});

test('Spanish letters stay, composed or not', () => {
  expect(cleanText('¿Ñandú, pingüino? ¡Sí!')).toBe('¿Ñandú, pingüino? ¡Sí!');
  expect(cleanText('sandi\u0301a Nin\u0303o')).toBe('sandía Niño');
});

test('line ends and tabs become spaces, so that nobody forges a line', () => {
  expect(cleanText('Gummies\nTOTAL\t0.00\r\n')).toBe('Gummies TOTAL 0.00  ');
});

test('commands, invisible signs and broken characters vanish', () => {
  expect(cleanText('\x1bp\x00\x19\xfaGum\x10\x14mies\x1d\u200b\u202e\u2066\ufeff\x7f\x85\ud800')).toBe(
    'p\u00faGummies ',
  );
});

test('what the code pages lack is a question mark, once for each character', () => {
  expect(cleanText('大麻 🌿 Łódź')).toBe('?? ? ?ód?');
  expect(cleanText('☺♥►◄↕←↔')).toBe('???????'); // on paper these would be the bytes 01 to 1D: commands
});

test('a text is cut to its cells', () => {
  expect(cleanText('Blue Dream', 4)).toBe('Blue');
  expect(cleanText('ab…', 4)).toBe('ab..');
  expect(cleanText('🌿🌿🌿', 2)).toBe('??');
});

test('no text whatever leaves a control character, and every character is one cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(60), (text, cells) => {
      const clean = cleanText(text, cells);
      expect(clean.length).toBeLessThanOrEqual(cells);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{M}\u2028\u2029]/u);
      expect(cleanText(clean)).toBe(clean);
    }),
  );
});
