import { answerPriceDocument } from '../../../src/main/domain/pricing/price-command.ts';
import type { Profile } from '../../../src/main/domain/profile/schema.ts';
import { allShipped } from '../shipped-profiles.ts';

type Document = Readonly<Record<string, unknown>>;

const profiles = allShipped();

/** Oklahoma, an adult patient, one eighth of flower at 30.00, with whatever a test wants otherwise. */
export const oklahoma = (change: Document = {}): Document => ({
  profile: 'us-ok-medical',
  buyer: { type: 'patient' },
  lines: [flower(3500, 3000)],
  ...change,
});

/** One unit of flower (or as many as asked) of some mg at some cents. */
export const flower = (netMg: number, unitPriceCents: number, qty: number | string = 1): Document => ({
  class: 'flower',
  qty,
  unit_price_cents: unitPriceCents,
  measures: { net_mg: netMg },
});

export const line = (
  productClass: string,
  unitPriceCents: number,
  measures: Document = {},
  qty: number | string = 1,
) => ({
  class: productClass,
  qty,
  unit_price_cents: unitPriceCents,
  measures,
});

/** The one answer to one cart, as it reads in JSON. */
export function priced(cart: unknown, using: readonly Profile[] = profiles): Record<string, unknown> {
  const { output } = answerPriceDocument(cart, using);
  const [answer] = JSON.parse(JSON.stringify(output)).vectors;
  return answer.result ?? answer;
}
