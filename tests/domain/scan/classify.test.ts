import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyScan, lastFourOf } from '../../../src/main/domain/scan/classify.ts';

const TAG = '1A4FF0100000022000000123';
const noForm = { patientNumberForm: null };
const classify = (text: string, aimId: string | null = null, patientNumberForm: string | null = null) =>
  classifyScan({ text, aimId }, { patientNumberForm });

describe('the worked scans', () => {
  type Worked = {
    readonly id: string;
    readonly title: string;
    readonly hex: string;
    readonly aim?: string;
    readonly expect: { readonly kind: string } & Record<string, unknown>;
  };
  const { identify }: { identify: readonly Worked[] } = JSON.parse(
    readFileSync(new URL('../pricing/vectors.json', import.meta.url), 'utf8'),
  );
  test.each(identify)('$id $title', ({ hex, aim, expect: worked }) => {
    const identity = classifyScan({ text: Buffer.from(hex, 'hex').toString('latin1'), aimId: aim ?? null }, noForm);
    switch (identity.kind) {
      case 'bad_retail_id':
        return expect(worked).toMatchObject({ kind: 'retail_id', tag: null, unit: null, refused: 'bad_retail_id' });
      case 'package_tag':
      case 'retail_id': {
        const { prefixOk, ...rest } = identity;
        return expect(worked).toMatchObject({ ...rest, prefix_ok: prefixOk });
      }
      case 'patient_card':
        return expect(worked).toMatchObject({ kind: 'patient_card', number_last4: lastFourOf(identity.number) });
      case 'licence': // its fields are the licence parser's
        return expect(worked.kind).toBe('licence');
      default:
        return expect(worked).toMatchObject(identity);
    }
  });
});

describe('AIM identifiers', () => {
  test('one in front of the text is taken off, one that is told is not looked for', () => {
    expect(classify(`]C1${TAG}`)).toEqual({ kind: 'package_tag', tag: TAG, prefixOk: true });
    expect(classify(`]C1${TAG}`, ']C1').kind).toBe('package_tag');
    expect(classify(`]L0ANYTHING`)).toEqual({ kind: 'patient_card', number: 'ANYTHING' });
  });
});

describe('licences', () => {
  test('are known by their header, with or without the right symbology', () => {
    expect(classify('@\n\x1e\rANSI 636058080002DL').kind).toBe('licence');
    expect(classify('@\n\x1e\rAAMVA6360030101DL', ']L0').kind).toBe('licence');
  });

  test('a PDF417 is no licence because it is a PDF417, and the word further back says nothing', () => {
    expect(classify('12345678901234567890ANSI ', ']L2').kind).toBe('patient_card');
    expect(classify('1234567890123456ANSI ').kind).toBe('unknown');
    expect(classify('123456789012345ANSI ').kind).toBe('licence');
  });
});

describe('package tags', () => {
  test('are 24 hexadecimal characters in either case; a foreign prefix only informs', () => {
    expect(classify(TAG.toLowerCase())).toEqual({ kind: 'package_tag', tag: TAG, prefixOk: true });
    expect(classify(`ABC${TAG.slice(3)}`)).toMatchObject({ kind: 'package_tag', prefixOk: false });
    expect(classify(`${TAG}\r\n`).kind).toBe('package_tag');
    expect(classify(`${TAG}0`).kind).toBe('unknown');
    expect(classify(`${TAG.slice(0, 23)}G`).kind).toBe('unknown');
  });
});

describe('trade item numbers', () => {
  test.each([
    ['036000291452', '00036000291452'],
    ['0036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['00036000291452', '00036000291452'],
    ['4006381333931', '04006381333931'],
  ])('%s is %s', (text, gtin14) => {
    expect(classify(text, ']E0')).toEqual({ kind: 'gtin', gtin14 });
  });

  test('a wrong check digit or another length is no trade item', () => {
    for (const text of ['036000291453', '96385075', '36000291452', '003600029145200']) {
      expect(classify(text).kind).toBe('unknown');
    }
  });

  test('a GS1 symbol names its number by 01', () => {
    expect(classify('0100036000291452', ']e0')).toEqual({ kind: 'gtin', gtin14: '00036000291452' });
    expect(classify('0100036000291452', ']C0').kind).toBe('unknown');
  });
});

describe('own codes', () => {
  test('a badge is CS-BADGE- and the staff id, in either case', () => {
    expect(classify('CS-BADGE-dana-2')).toEqual({ kind: 'staff_badge', badge: 'dana-2' });
    expect(classify('cs-badge-DANA')).toEqual({ kind: 'staff_badge', badge: 'dana' });
    expect(classify('CS-BADGE-').kind).toBe('unknown');
    expect(classify('CS-BADGE-a b').kind).toBe('unknown');
  });

  test('a receipt is its external number', () => {
    const number = 'DAAA12345XYZ-T1-0a1b2c3d-417';
    expect(classify(number)).toEqual({ kind: 'receipt', number });
    expect(classify(number, ']L0').kind).toBe('receipt');
    expect(classify('DAAA12345XYZ-T1-0a1b2c3d-0').kind).toBe('unknown');
  });
});

describe('patient cards', () => {
  test('a number of the profile’s form is a patient’s, whole and in any case', () => {
    const form = '^[A-Z]{4}-\\d{4}$';
    expect(classify(' abcd-1234 ', ']C0', form)).toEqual({ kind: 'patient_card', number: 'ABCD-1234' });
    expect(classify('ABCD-12345', ']C0', form).kind).toBe('unknown');
    expect(classify('XABCD', null, '^A|B|ABCD$').kind).toBe('unknown');
    expect(classify('ABCD', null, '^A|B|ABCD$').kind).toBe('patient_card');
  });

  test('an empty PDF417 is nobody', () => {
    expect(classify('', ']L0')).toEqual({ kind: 'unknown', text: '' });
  });

  test('the last four are letters and digits, and only of a number that has more', () => {
    expect(lastFourOf('AB-12-34')).toBe('1234');
    expect(lastFourOf('12-34')).toBeNull();
    expect(lastFourOf('1234-5 ')).toBe('2345');
  });
});

describe('unknown codes', () => {
  test('are shown without control characters, at most 64, and not at all when they are long', () => {
    expect(classify('he\x1dllo\x07')).toEqual({ kind: 'unknown', text: 'hello' });
    expect(classify('x'.repeat(100))).toEqual({ kind: 'unknown', text: 'x'.repeat(64) });
    expect(classify('x'.repeat(101))).toEqual({ kind: 'unknown', text: null });
  });
});

test('whatever bytes come, the answer is one of the kinds', () => {
  const anyText = fc.oneof(
    fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.string({ maxLength: 80 }).map((text) => `https://1a4.com/${text}`),
    fc.stringMatching(/^[0-9A-Z]{10,40}$/).map((text) => `HTTPS://1A4.COM/${text}`),
    fc.stringMatching(/^\d{1,20}$/),
  );
  fc.assert(
    fc.property(anyText, fc.option(fc.constantFrom(']L0', ']C0', ']Q1', ']e0')), (text, aimId) => {
      const identity = classify(text, aimId, '^[A-Z0-9-]{8,24}$');
      if (identity.kind === 'package_tag' || identity.kind === 'retail_id')
        expect(identity.tag).toMatch(/^[0-9A-F]{24}$/);
      if (identity.kind === 'unknown') expect(identity.text?.length ?? 0).toBeLessThanOrEqual(64);
    }),
    { numRuns: 500 },
  );
});
