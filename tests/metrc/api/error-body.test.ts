import { expect, test } from 'vitest';
import { readErrorBody } from '../../../src/metrc/api/error-body.ts';

const read = (text: string, contentType: string | null = 'application/json'): readonly string[] | null =>
  readErrorBody({ contentType, text });

test.each([
  ['[{"row":0,"message":"Tag X is not available."},{"row":1,"message":"b"}]', ['Tag X is not available.', 'b']],
  ['[{"Row":0,"Message":"a"}]', ['a']],
  ['{"Message":"a"}', ['a']],
  ['{"message":"a","MessageDetail":"b"}', ['a']],
  ['["a","b"]', ['a', 'b']],
  [
    '{"Message":"The request is invalid.","ValidationErrors":["x",{"Message":"y"}]}',
    ['The request is invalid.', 'x', 'y'],
  ],
  ['{"Message":"a","ValidationErrors":{"odd":1}}', ['a']],
])('Metrc’s own words in %s', (text, messages) => {
  expect(read(text)).toEqual(messages);
});

test.each([
  '',
  ' ',
  '[]',
  '{}',
  '[{}]',
  '{"Message":""}',
  '{"Message":null}',
  '"text"',
  'null',
  '{"error":"x"}',
  '<html>',
  '[1]',
])('nobody’s words in %s', (text) => {
  expect(read(text)).toBeNull();
});

test('the right words under the wrong content type are nobody’s', () => {
  expect(read('["a"]', 'text/html')).toBeNull();
  expect(read('["a"]', null)).toBeNull();
  expect(read('["a"]', 'application/problem+json; charset=utf-8')).toEqual(['a']);
});
