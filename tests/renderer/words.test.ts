import { describe, expect, test } from 'vitest';
import type { DeviceReason } from '../../src/main/ports/device.ts';
import type { MetrcTrouble } from '../../src/main/ports/metrc.ts';
import { type Refusal, type RefusalCode, refusalCodes, refuse } from '../../src/shared/contract/refusals.ts';
import { fill, LANGUAGES, plain, slotsIn, strongPieces } from '../../src/shared/words/bilingual.ts';
import { wordsIn } from '../../src/shared/words/catalogue.ts';
import { deviceTroubles } from '../../src/shared/words/device-troubles.ts';
import { deviceCode, troubleWords } from '../../src/shared/words/device-words.ts';
import { metrcTroubles } from '../../src/shared/words/metrc-troubles.ts';
import { describeRefusal, refusalWords } from '../../src/shared/words/refusals.ts';

// These do not compile when a reason of the ports has no words.
const everyDeviceReason: Readonly<Record<DeviceReason, unknown>> = deviceTroubles;
const everyMetrcTrouble: Readonly<Record<MetrcTrouble, unknown>> = metrcTroubles;

// Object.keys forgets that the keys of this object are the codes and nothing else.
const codes = Object.keys(refusalCodes) as RefusalCode[];
const zone = 'America/Chicago';

/** Every text of the catalogue by its path: "lane.asking". */
function texts(language: 'en' | 'es'): Map<string, string> {
  const found = new Map<string, string>();
  for (const [concern, words] of Object.entries(wordsIn(language))) {
    for (const [key, text] of Object.entries(words)) found.set(`${concern}.${key}`, text);
  }
  return found;
}

describe('both languages say everything', () => {
  const [en, es] = [texts('en'), texts('es')];

  test('every English text has a Spanish one with the same slots', () => {
    expect(en.size).toBeGreaterThan(250);
    expect([...es.keys()]).toEqual([...en.keys()]);
    const different = [...en].filter(
      ([key, text]) =>
        slotsIn(text).toSorted().join() !==
        slotsIn(es.get(key) ?? '')
          .toSorted()
          .join(),
    );
    expect(different).toEqual([]);
  });

  test('no text is empty, and what is said strongly is closed again', () => {
    const bad = [...en, ...es].filter(([, text]) => text.trim() === '' || text.split('**').length % 2 === 0);
    expect(bad).toEqual([]);
  });

  test('nothing but the mode is in capitals, and nobody is told to contact an administrator', () => {
    const shouting = [...en, ...es].filter(([, text]) =>
      /[A-ZÁÉÍÓÚÑ]{5,}/.test(text.replace(/TRAINING|PRÁCTICA|SANDBOX|COPIA/, '')),
    );
    expect(shouting).toEqual([]);
    expect([...en, ...es].filter(([, text]) => /administrator|administrador|error/i.test(text))).toEqual([]);
  });
});

describe('every refusal is said in its four parts', () => {
  for (const language of LANGUAGES) {
    test(`each code has words in ${language}, and the last sentence needs no fact`, () => {
      for (const code of codes) {
        const words = refusalWords[code][language];
        expect(words.happened.length, code).toBeGreaterThan(0);
        expect(slotsIn(words.happened.at(-1) ?? ''), code).toEqual([]);
        expect(slotsIn(words.now), code).toEqual([]);
        const told = describeRefusal(refuse(code), language, zone);
        for (const part of [told.short, told.happened, told.recorded, told.now])
          expect(part.length, code).toBeGreaterThan(3);
        expect(told.code).toBe(refusalCodes[code]);
      }
    });

    test(`the short form fits beside a row or on a key in ${language}`, () => {
      const long = codes.filter((code) => refusalWords[code][language].short.length > 28);
      expect(long).toEqual([]);
    });
  }

  test('no two refusals share a code', () => {
    expect(new Set(Object.values(refusalCodes)).size).toBe(codes.length);
  });

  test('facts are told in the shop’s own way: money, times, days and tags', () => {
    const short: Refusal = refuse('TENDER_TOO_LITTLE', { shortCents: 11_702 });
    expect(describeRefusal(short, 'en', zone).happened).toBe('The cash is $117.02 short.');
    const locked = refuse('LOCKED_OUT', { untilAt: Date.parse('2026-11-23T20:57:00Z') });
    expect(describeRefusal(locked, 'en', zone).happened).toContain('until 2:57 pm');
    expect(describeRefusal(locked, 'es', zone).happened).toContain('hasta las 14:57');
    const expired = refuse('CUSTOMER_CARD_EXPIRED', { day: '2026-03-14' });
    expect(describeRefusal(expired, 'en', zone).happened).toBe('This card expired on Mar 14, 2026.');
    const odd = refuse('METRC_REFUSED', { message: '\u202eNo\u0000 sale.' });
    expect(describeRefusal(odd, 'en', zone).happened).toBe('Metrc refused this sale: No  sale.');
    const notHere = refuse('PACKAGE_UNKNOWN', { label: '1A40E0100009C3D000018520' });
    expect(describeRefusal(notHere, 'en', zone).happened).toBe('Metrc has no package …0001 8520 at this licence.');
    const held = refuse('PACKAGE_ON_HOLD', { item: 'Gelonade, 7 g' });
    expect(describeRefusal(held, 'en', zone).happened).toBe('This package of Gelonade, 7 g is held by the state.');
    expect(describeRefusal(held, 'es', zone).happened).toBe('El estado retiene este paquete de Gelonade, 7 g.');
  });

  test('a fact that is missing falls back to the sentence without it', () => {
    expect(describeRefusal(refuse('PACKAGE_ON_HOLD'), 'en', zone).happened).toBe('This package is held by the state.');
  });

  test('whether the sale is recorded is said as yes, no or not known yet, never left out', () => {
    const say = (recorded: Refusal['recorded']) =>
      plain(describeRefusal({ code: 'METRC_NO_ANSWER', recorded, facts: {} }, 'en', zone).recorded);
    expect(say('not_known_yet')).toBe('Whether this sale is recorded is not known yet.');
    expect(say('no')).toBe('The sale is not recorded.');
    expect(say('yes')).toBe('The sale is recorded.');
  });
});

describe('sick devices', () => {
  test('each reason has four words at most for its tile, a title and steps, in both languages', () => {
    for (const reason of [...Object.keys(everyDeviceReason), ...Object.keys(everyMetrcTrouble)]) {
      for (const language of LANGUAGES) {
        const words = troubleWords(reason, language);
        expect(words?.short.split(' ').length, reason).toBeLessThanOrEqual(4);
        expect(words?.title.endsWith('.'), reason).toBe(true);
        expect(words?.steps.length, reason).toBeGreaterThan(0);
      }
    }
  });

  test('a reason this catalogue does not know is no crash', () => {
    expect(troubleWords('made_up', 'en')).toBeNull();
    expect(troubleWords('toString', 'en')).toBeNull();
    expect(deviceCode('printer', 'made_up')).toMatch(/^P-5\d\d$/);
  });

  test('a printer without paper is P-101, and no two reasons of a device share a code', () => {
    expect(deviceCode('printer', 'paper_out')).toBe('P-101');
    const printer = Object.keys(deviceTroubles).map((reason) => deviceCode('printer', reason));
    expect(new Set(printer).size).toBe(printer.length);
  });
});

test('a sentence is filled by name, and what is strong can be shown strongly', () => {
  const { counter } = wordsIn('en');
  const sentence = fill(counter.limitUse, { used: '10.5', cap: '84.9 g' });
  expect(plain(sentence)).toBe('10.5 of 84.9 g');
  expect(strongPieces(sentence)).toEqual([
    { text: '10.5', strong: true },
    { text: ' of 84.9 g', strong: false },
  ]);
});
