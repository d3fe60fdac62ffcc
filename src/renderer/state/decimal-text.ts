import type { LimitSum } from '../../shared/contract/cart-view.ts';

const SCALE = 10_000;

/** What still fits under the limit, as shortest decimal text; null when nothing does. Exact, in ten-thousandths. */
export function leftUnder(sum: Pick<LimitSum, 'cap' | 'beforeTotal'>): string | null {
  const left = Math.round(Number(sum.cap) * SCALE) - Math.round(Number(sum.beforeTotal) * SCALE);
  return left > 0 ? String(left / SCALE) : null;
}

/** Decimal text one more or one less, never below zero; the core decides whether that quantity can be sold. */
export function addOne(quantity: string, by: 1 | -1): string {
  const scaled = Math.round(Number(quantity) * SCALE) + by * SCALE;
  return String(Math.max(0, scaled) / SCALE);
}
