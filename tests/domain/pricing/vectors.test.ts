import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerPriceDocument } from '../../../src/main/domain/pricing/price-command.ts';
import { allShipped } from '../shipped-profiles.ts';

type Vector = { readonly id: string; readonly title: string; readonly expect: unknown };
const document: { readonly vectors: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'),
);
const answer = answerPriceDocument(document, allShipped());

test('every worked cart is answered, in order', () => {
  expect(answer.exitCode).toBe(0);
  expect(document.vectors.length).toBeGreaterThanOrEqual(16);
  expect(answer.output.vectors).toMatchObject(document.vectors.map(({ id }) => ({ id })));
});

test.each(document.vectors.map((vector, i) => ({ ...vector, i })))('$id $title', ({ i, expect: worked }) => {
  // Through JSON and back: what a reader of the command's answer gets is what counts.
  expect(JSON.parse(JSON.stringify(answer.output.vectors[i]))).toEqual({ id: document.vectors[i]?.id, result: worked });
});
