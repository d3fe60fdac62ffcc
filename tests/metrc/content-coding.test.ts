import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpacked } from '../../src/metrc/content-coding.ts';

const TEXT = Buffer.from('{"Ids":[12],"Warnings":null}');

test.each([
  [undefined, TEXT],
  ['identity', TEXT],
  ['', TEXT],
  ['gzip', gzipSync(TEXT)],
  ['X-GZIP', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['zstd', null],
])('a body packed as %s', (coding, packed) => {
  expect(unpacked(packed ?? TEXT, coding, 1000)).toEqual(packed === null ? null : TEXT);
});

test('a packed body that breaks off, is spoiled or is too long is none', () => {
  const packed = gzipSync(TEXT);
  const spoiled = Buffer.from(packed);
  spoiled[spoiled.length - 6] = (spoiled.at(-6) ?? 0) ^ 1;
  expect(unpacked(packed.subarray(0, -1), 'gzip', 1000)).toBeNull();
  expect(unpacked(spoiled, 'gzip', 1000)).toBeNull();
  expect(unpacked(gzipSync(Buffer.alloc(5000)), 'gzip', 1000)).toBeNull();
});
