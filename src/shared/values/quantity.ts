import { assert } from './assert.ts';
import { err, ok, type Result } from './result.ts';

declare const tenThousandths: unique symbol;
/** An exact amount in a package's own unit, counted in ten-thousandths: 3.5 grams is 35000. Never a float. */
export type Quantity = number & { readonly [tenThousandths]: true };

export const QUANTITY_SCALE = 10_000;

/** Largest amount a line or a package may carry: a billion units, far above any stock and far below unsafe integers. */
const LARGEST = 1_000_000_000 * QUANTITY_SCALE - 1;

export function quantityOf(scaled: number): Quantity {
  assert(Number.isSafeInteger(scaled), `not a whole number of ten-thousandths: ${scaled}`);
  return (scaled + 0) as Quantity;
}

/** Whole units: wholeUnits(3) is "3". */
export const wholeUnits = (n: number): Quantity => quantityOf(n * QUANTITY_SCALE);

/**
 * Reads decimal text with at most four decimals ("3.5", "12", "0.0001"). Signs, exponents, blanks and a fifth decimal
 * are refused, because a scale or a person who sends them means something we do not know.
 */
export function parseQuantity(text: string): Result<Quantity, { readonly code: 'BAD_QUANTITY' }> {
  const parts = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  if (!parts) return err({ code: 'BAD_QUANTITY' });
  const scaled = Number(parts[1]) * QUANTITY_SCALE + Number((parts[2] ?? '').padEnd(4, '0'));
  return scaled <= LARGEST ? ok(quantityOf(scaled)) : err({ code: 'BAD_QUANTITY' });
}

/**
 * Reads a JSON number as Metrc sends quantities. The shortest decimal text of the number is taken, so 3.5 is exactly
 * 3.5; a value with more than four decimals is rounded to the nearest ten-thousandth. Not finite is refused.
 */
export function quantityFromJson(value: number): Result<Quantity, { readonly code: 'BAD_QUANTITY' }> {
  if (!Number.isFinite(value) || Math.abs(value) * QUANTITY_SCALE > LARGEST) return err({ code: 'BAD_QUANTITY' });
  return ok(quantityOf(Math.round(Number((value * QUANTITY_SCALE).toFixed(3)))));
}

/** Shortest decimal text: "3.5", "12", "0.0001", "-2". */
export function quantityText(q: Quantity): string {
  const magnitude = Math.abs(q);
  const whole = Math.trunc(magnitude / QUANTITY_SCALE);
  const rest = (magnitude % QUANTITY_SCALE).toString().padStart(4, '0').replace(/0+$/, '');
  return `${q < 0 ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`;
}

/** The same value as a JSON number; exact, because four decimals below a billion fit a double. */
export const quantityToJson = (q: Quantity): number => Number(quantityText(q));
