import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerIdentifyLines, type IdentifyRules } from '../../../src/main/domain/scan/identify-command.ts';
import { localTime } from '../../../src/shared/values/local-time.ts';

type Worked = {
  readonly id: string;
  readonly title: string;
  readonly hex: string;
  readonly aim?: string;
  readonly options?: { at: string; zone: string; min_age: number; expiry_inclusive: boolean };
  readonly expect: Record<string, unknown>;
};

const { identify }: { identify: readonly Worked[] } = JSON.parse(
  readFileSync(new URL('../pricing/vectors.json', import.meta.url), 'utf8'),
);

const plain: IdentifyRules = {
  today: '2026-11-23',
  minAge: null,
  expiryInclusive: true,
  patientNumberForm: null,
  sandbox: false,
};

const answerOf = (line: object, rules: IdentifyRules = plain): object | undefined =>
  answerIdentifyLines(JSON.stringify(line), rules).output[0];

const hexOf = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

describe('the worked identities', () => {
  test.each(identify)('$id $title', ({ id, hex, aim, options, expect: worked }) => {
    const rules: IdentifyRules = options
      ? {
          ...plain,
          today: localTime(Date.parse(options.at), options.zone).wall.slice(0, 10),
          minAge: options.min_age,
          expiryInclusive: options.expiry_inclusive,
        }
      : plain;
    expect(answerOf({ id, hex, aim }, rules)).toEqual({ id, ...worked });
  });
});

describe('a card', () => {
  const card = (
    elements: readonly string[],
    { end = '\n', head = '@\n\x1e\rANSI 636058080001DL00310200' } = {},
  ): string => `${head}DL${elements.join(end)}\r`;
  const good = ['DAQZ000000101', 'DCSSAMPLE', 'DACJORDAN', 'DBB05051990', 'DBA11232030', 'DAJOK', 'DCGUSA'];
  const read = (text: string, rules: Partial<IdentifyRules> = {}) =>
    answerOf({ hex: hexOf(text), aim: ']L0' }, { ...plain, minAge: 21, ...rules });
  const withBirth = (birth: string) => good.map((element) => (element.startsWith('DBB') ? `DBB${birth}` : element));

  test('that is in order has no problem', () => {
    expect(read(card(good))).toMatchObject({ age: 36, of_age: true, expired: false, problems: [], refused: null });
  });

  test.each([
    ['11232026x', 'birth_date_impossible'],
    ['', 'birth_date_missing'],
    ['   ', 'birth_date_missing'],
    ['00000000', 'birth_date_impossible'],
    ['02302000', 'birth_date_impossible'],
    ['11241905', null],
    ['11231905', 'age_over_120'],
    ['11242026', 'birth_date_future'],
    ['05051890', 'birth_date_impossible'],
    ['1990-05-05', null],
    ['05-05-1990', null],
    ['19900505', null],
  ])('born "%s": %s', (birth, problem) => {
    const answer = read(card(withBirth(birth)));
    expect(answer).toMatchObject(
      problem === null
        ? { refused: null, problems: [] }
        : { birth_date: null, age: null, of_age: null, refused: 'unreadable', problems: [problem] },
    );
  });

  test('born on two different days is refused; on the same day written twice it is not', () => {
    expect(read(card([...good, 'DBB05051991']))).toMatchObject({ problems: ['birth_date_contradictory'], age: null });
    expect(read(card([...good, 'DBB19900505']))).toMatchObject({ problems: [], birth_date: '1990-05-05' });
  });

  test('a birth date in the subfile of the state is not the birth date', () => {
    expect(read(`${card(withBirth('05052010'))}ZODBB05051990\n`)).toMatchObject({ refused: 'under_age', age: 16 });
  });

  test.each([
    ['AAMVA in place of ANSI', '@\n\x1e\rAAMVA636058080001DL00310200'],
    ['LF in place of RS', '@\n\n\rANSI 636058080001DL00310200'],
    ['no count of subfiles', '@\n\x1e\rANSI 6360580800DL00310200'],
    ['a count that is wrong', '@\n\x1e\rANSI 636058080002DL00310200'],
  ])('with an odd header (%s) is read all the same', (_, head) => {
    expect(read(card(good, { head }))).toMatchObject({ age: 36, problems: ['header_odd'], refused: null });
  });

  test.each([
    ['01', '03'],
    ['00', '0102'],
  ])('of version %s with its own header is in order', (version, rest) => {
    const head = `@\n\x1e\rANSI 636003${version}${rest === '03' ? '01' : '0001'}DL00290126`;
    expect(read(card(good, { head }))).toMatchObject({ problems: [], refused: null });
  });

  test.each([[' '], [''], ['\r'], ['\t']])(
    'whose lines are joined by %j is unreadable and nobody is old enough',
    (end) => {
      expect(read(card(good, { end }))).toMatchObject({
        family_name: null,
        number_last4: null,
        age: null,
        of_age: null,
        problems: ['elements_not_isolated'],
        refused: 'unreadable',
      });
    },
  );

  test('that leaves out the type of its subfile is read', () => {
    const text = `@\n\x1e\rANSI 636058080001DL00310200\n${good.join('\n')}\r`;
    expect(read(text)).toMatchObject({ age: 36, number_last4: '0101', problems: [] });
  });

  test('whose lines end with CR and LF is read', () => {
    expect(read(card(good, { end: '\r\n' }))).toMatchObject({ age: 36, problems: [] });
  });

  test('of a minor that has expired says both and is refused for the age', () => {
    const elements = withBirth('05052010').map((one) => (one.startsWith('DBA') ? 'DBA11222026' : one));
    expect(read(card(elements))).toMatchObject({ problems: ['expired', 'under_age'], refused: 'under_age' });
  });

  test('without an expiry, or with two, is unreadable', () => {
    expect(read(card(good.filter((one) => !one.startsWith('DBA'))))).toMatchObject({
      problems: ['expiry_missing'],
      expired: null,
      refused: 'unreadable',
    });
    expect(read(card([...good, 'DBA11232031']))).toMatchObject({
      problems: ['expiry_impossible'],
      refused: 'unreadable',
    });
  });

  test('without an age to reach is neither of age nor under it', () => {
    expect(read(card(withBirth('05052010')), { minAge: null })).toMatchObject({ of_age: null, age: 16, refused: null });
  });
});

test('bytes of any kind are answered, and no card without a birth date is of age', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.boolean(), (bytes, isCard) => {
      const head = isCard ? '@\n\x1e\rANSI 636058080001DL00310200DL' : '';
      const hex = `${hexOf(head)}${Buffer.from(bytes).toString('hex')}`;
      const answer = answerOf({ hex }, { ...plain, minAge: 21 }) as Record<string, unknown>;
      expect(typeof answer['kind']).toBe('string');
      if (answer['birth_date'] === null) expect(answer['of_age']).toBeNull();
    }),
  );
});

test('lines that break the form are named, and the others are answered', () => {
  const lines = ['{"hex":"zz"}', 'no json', '{"hex":"313233"}', '', '{"id":"x","hex":""}'].join('\n');
  const { output, exitCode } = answerIdentifyLines(lines, plain);
  expect(exitCode).toBe(2);
  expect(output).toEqual([
    { id: 1, kind: null, error: { code: 'bad_input', at: 'hex' } },
    { id: 2, kind: null, error: { code: 'bad_input', at: 'line' } },
    { id: 3, kind: 'unknown', text: '123', refused: 'unknown_code' },
    { id: 5, kind: null, error: { code: 'bad_input', at: 'hex' } },
  ]);
});
