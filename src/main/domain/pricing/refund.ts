import { add, cents, divideHalfUp, type Money, subtract, zero } from '../../../shared/values/money.ts';
import { QUANTITY_SCALE, type Quantity, quantityOf } from '../../../shared/values/quantity.ts';
import { err, ok, type Result } from '../../../shared/values/result.ts';
import { splitByComponents, type TaxComponent } from './taxes.ts';

/** A line as it was sold and shown: its net and exactly the tax shares on the receipt. */
export type SoldLine = {
  readonly quantity: Quantity;
  readonly net: Money;
  readonly taxes: readonly { readonly id: string; readonly share: Money }[];
};

export type LineRefund = {
  readonly net: Money;
  readonly taxes: readonly { readonly id: string; readonly amount: Money }[];
  readonly total: Money;
};

export type RefundRefused =
  | { readonly code: 'NOTHING_RETURNED' }
  | { readonly code: 'MORE_THAN_SOLD'; readonly left: Quantity }
  /** The line was sold in whole units, so its cents are dealt out to whole units. */
  | { readonly code: 'NOT_A_WHOLE_UNIT' };

/**
 * What goes back for a part of a line (docs/jurisdiction-profiles.md, rule 11). The answer follows from how much of
 * the line had gone back before, so that all parts together give back the line to the cent, however it was cut.
 */
export function refundOfLine(
  line: SoldLine,
  returnedBefore: Quantity,
  now: Quantity,
): Result<LineRefund, RefundRefused> {
  if (now <= 0) return err({ code: 'NOTHING_RETURNED' });
  const left = quantityOf(line.quantity - returnedBefore);
  if (returnedBefore < 0 || now > left) return err({ code: 'MORE_THAN_SOLD', left });
  const isWhole = [line.quantity, returnedBefore, now].every((quantity) => quantity % QUANTITY_SCALE === 0);
  if (!isWhole && line.quantity % QUANTITY_SCALE === 0) return err({ code: 'NOT_A_WHOLE_UNIT' });
  const backSoFar = isWhole ? backByUnits : backByAmount;
  const after = returnedBefore + now;
  const refundOf = (share: Money): Money =>
    subtract(backSoFar(share, after, line.quantity), backSoFar(share, returnedBefore, line.quantity));
  const net = refundOf(line.net);
  const taxes = line.taxes.map(({ id, share }) => ({ id, amount: refundOf(share) }));
  return ok({ net, taxes, total: add(net, ...taxes.map((tax) => tax.amount)) });
}

/** Each unit gets the whole cents; what is left goes one cent each to the first units, which go back first. */
function backByUnits(share: Money, returned: number, quantity: Quantity): Money {
  const units = quantity / QUANTITY_SCALE;
  const back = returned / QUANTITY_SCALE;
  const leftover = share % units;
  return cents(((share - leftover) / units) * back + Math.min(back, leftover));
}

function backByAmount(share: Money, returned: number, quantity: Quantity): Money {
  return cents(Number(divideHalfUp(BigInt(share) * BigInt(returned), BigInt(quantity))));
}

/**
 * The components of a refunded tax: the split of the tax kept before, minus the split of the tax kept after. A single
 * component may come out negative by a cent, because largest remainders of two amounts need not nest; the sum is exact.
 */
export function refundedComponents(
  components: Readonly<Record<string, number>>,
  keptBefore: Money,
  keptAfter: Money,
): TaxComponent[] {
  const after = splitByComponents(components, keptAfter);
  return splitByComponents(components, keptBefore).map(({ id, amount }, i) => ({
    id,
    amount: subtract(amount, after[i]?.amount ?? zero),
  }));
}
