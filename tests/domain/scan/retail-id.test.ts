import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRetailId } from '../../../src/main/domain/scan/retail-id.ts';

const TAG = '1A4FF0100000022000000123';
const read = (tag: string, unit: number) => ({ kind: 'read', id: { tag, unit } });

/** The two written forms, made the plain way: the tag's bytes, then the number as LEB128. */
function bytesOf(tag: string, unit: number): Buffer {
  const number: number[] = [];
  let rest = unit;
  while (rest >= 0x80) {
    number.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.concat([Buffer.from(tag, 'hex'), Buffer.from([...number, rest])]);
}
const base36 = (bytes: Buffer) =>
  BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .toUpperCase();

test('Metrc’s own examples', () => {
  expect(readRetailId('HTTPS://1A4.COM/13X8QMUSJJF9QQM5DIU3UR')).toEqual(read(TAG, 485));
  expect(readRetailId('HTTPS://D.1A4.COM/10NOIEYKAJDG6CF0EXGJL')).toEqual(read('ABCDEF012345670000027190', 1));
  expect(readRetailId('https://d.1a4.com/q83vASNFZwAAAnGQ5QM')).toEqual(read('ABCDEF012345670000027190', 485));
  expect(readRetailId(`https://1a4.com/landingpage/${TAG.toLowerCase()}/485`)).toEqual(read(TAG, 485));
});

test('every tag and unit comes back from both written forms', () => {
  const anyTag = fc.stringMatching(/^1A4[0-9A-F]{21}$/);
  fc.assert(
    fc.property(anyTag, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (tag, unit) => {
      const bytes = bytesOf(tag, unit);
      expect(readRetailId(`HTTPS://1A4.COM/${base36(bytes)}`)).toEqual(read(tag, unit));
      const code = bytes.toString('base64url');
      if (/[a-z_-]/.test(code)) expect(readRetailId(`https://1a4.com/${code}`)).toEqual(read(tag, unit));
      expect(readRetailId(`https://x.1a4.com/landingpage/${tag}/${unit}`)).toEqual(read(tag, unit));
    }),
  );
});

describe('the host decides whether it is a Retail ID at all', () => {
  const path = '/13X8QMUSJJF9QQM5DIU3UR';
  test.each([
    '1a4.com.example',
    'x1a4.com',
    'example.com',
    '1a4.com.',
    '.1a4.com',
    'user@1a4.com',
    '1a4.com@evil.example',
    '1a4.com\\@evil.example',
  ])('%s is foreign', (host) => expect(readRetailId(`https://${host}${path}`).kind).toBe('foreign'));
  test('a plain tag, a path without a host and another scheme are foreign', () => {
    for (const text of [
      TAG,
      '1A4.COM/13X8QMUSJJF9QQM5DIU3UR',
      `ftp://1a4.com${path}`,
      `javascript://1a4.com${path}`,
      '',
    ]) {
      expect(readRetailId(text).kind).toBe('foreign');
    }
  });
});

describe('the right host with anything but a code is bad', () => {
  const over = base36(bytesOf(TAG, 2 ** 31));
  const padded = base36(Buffer.concat([Buffer.from(TAG, 'hex'), Buffer.from([0x85, 0x00])]));
  const trailing = base36(Buffer.concat([bytesOf(TAG, 5), Buffer.from([5])]));
  const unended = base36(Buffer.concat([Buffer.from(TAG, 'hex'), Buffer.from([0x85])]));
  const noUnit = base36(Buffer.from(TAG, 'hex'));
  test.each([
    ['', 'nothing'],
    ['/', 'an empty path'],
    ['/ZZ9', 'too short'],
    [`/${over}`, 'a unit of 2^31'],
    [`/${padded}`, 'a padded number'],
    [`/${trailing}`, 'something behind the number'],
    [`/${unended}`, 'a number without its end'],
    [`/${noUnit}`, 'no number'],
    [`/${'Z'.repeat(27)}`, 'too large'],
    ['/13X8QMUSJJF9QQM5DIU3UR?x=1', 'a query'],
    ['/a/13X8QMUSJJF9QQM5DIU3UR', 'a folder'],
    [`/landingpage/${TAG}/2147483648`, 'a unit of 2^31'],
    [`/landingpage/${TAG}/-1`, 'a negative unit'],
    [`/landingpage/${TAG}/07`, 'a padded unit'],
    [`/landingpage/${TAG}`, 'no unit'],
    ['/landingpage/XYZ/1', 'no tag'],
    ['/q83vASNFZwAAAnGQ5QN', 'left-over bits'],
  ])('%s: %s', (path) => expect(readRetailId(`https://1a4.com${path}`)).toEqual({ kind: 'bad' }));
});
