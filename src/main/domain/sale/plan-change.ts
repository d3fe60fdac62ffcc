/** What a void or a return gives back, and what stays on the receipt: worked out before anything is asked of Metrc. */
import { add, cents, type Money, subtract, zero } from '../../../shared/values/money.ts';
import { type Quantity, quantityOf } from '../../../shared/values/quantity.ts';
import { err, ok, type Result } from '../../../shared/values/result.ts';
import { type RefundRefused, refundOfLine } from '../pricing/refund.ts';
import { roundCash } from '../pricing/tender.ts';
import type { CashRounding } from '../profile/schema-parts.ts';
import type { RequestedLine } from './request.ts';

/** The sale as it was sold. `byLine` holds a tax's share of each line, in the order of the lines. */
export type SoldSale = {
  readonly lines: readonly StandingLine[];
  readonly taxes: readonly {
    readonly taxId: string;
    readonly name: string;
    readonly cents: Money;
    readonly byLine: readonly Money[];
  }[];
  readonly total: Money;
  readonly tenderKind: 'cash' | 'debit';
  /** What was asked for in cash; without meaning for debit. */
  readonly cashDue: Money;
};

/** A part of a line that comes back, with exactly the taxes that were shown for it. */
export type ReturnedLine = {
  readonly line: number;
  readonly quantity: Quantity;
  readonly net: Money;
  readonly taxes: readonly { readonly id: string; readonly amount: Money }[];
};

/** What earlier voids and returns of the sale, all proved, have given back. */
export type GivenBack = { readonly lines: readonly ReturnedLine[]; readonly total: Money; readonly paid: Money };

/** A line of the receipt as it stands after what has come back. */
export type StandingLine = RequestedLine & { readonly line: number };

export type Plan = {
  readonly lines: readonly ReturnedLine[];
  /** The lines of the receipt afterwards; empty when nothing of the sale is left. */
  readonly left: readonly StandingLine[];
  readonly subtotal: Money;
  readonly taxes: readonly { readonly taxId: string; readonly name: string; readonly cents: Money }[];
  readonly total: Money;
  /** paid = total + rounding. */
  readonly rounding: Money;
  readonly paid: Money;
};

export type PlanRefused =
  | (RefundRefused & { readonly line: number })
  | { readonly code: 'LINE_UNKNOWN'; readonly line: number };

const returnedOf = (before: GivenBack, line: number): Quantity =>
  quantityOf(before.lines.filter((one) => one.line === line).reduce((sum, one) => sum + one.quantity, 0));

/** What of each line has not come back yet. */
export const leftOfLines = (
  sale: Pick<SoldSale, 'lines'>,
  before: GivenBack,
): { readonly line: number; readonly quantity: Quantity }[] =>
  sale.lines.map(({ line, quantity }) => ({ line, quantity: quantityOf(quantity - returnedOf(before, line)) }));

/** The receipt's lines once `back` has come back too; a line of which nothing is left is left out. */
function linesLeft(sale: Pick<SoldSale, 'lines'>, back: readonly ReturnedLine[]): StandingLine[] {
  return sale.lines.flatMap(({ line, label, unit, quantity, net }) => {
    const gone = back.filter((one) => one.line === line);
    const left = quantityOf(quantity - gone.reduce((sum, one) => sum + one.quantity, 0));
    return left === 0
      ? []
      : [{ line, label, unit, quantity: left, net: subtract(net, add(...gone.map((one) => one.net))) }];
  });
}

/** The receipt as it stands after what has come back. */
export const standingLines = (sale: Pick<SoldSale, 'lines'>, before: GivenBack): StandingLine[] =>
  linesLeft(sale, before.lines);

/** Plans the return of these quantities. A line that is not named stays as it is. */
export function planReturn(
  sale: SoldSale,
  before: GivenBack,
  asked: readonly { readonly line: number; readonly quantity: Quantity }[],
  rounding: CashRounding,
): Result<Plan, PlanRefused> {
  const lines: ReturnedLine[] = [];
  for (const { line, quantity } of asked) {
    const at = sale.lines.findIndex((one) => one.line === line);
    const sold = sale.lines[at];
    if (!sold || lines.some((one) => one.line === line)) return err({ code: 'LINE_UNKNOWN', line });
    const taxes = sale.taxes.map(({ taxId, byLine }) => ({ id: taxId, share: byLine[at] ?? zero }));
    const back = refundOfLine({ quantity: sold.quantity, net: sold.net, taxes }, returnedOf(before, line), quantity);
    if (!back.ok) return err({ ...back.error, line });
    lines.push({ line, quantity, net: back.value.net, taxes: back.value.taxes });
  }
  const [first] = sale.lines;
  if (lines.length === 0) return err({ code: 'NOTHING_RETURNED', line: first?.line ?? 0 });
  const taxes = sale.taxes.map(({ taxId, name }) => ({
    taxId,
    name,
    cents: add(...lines.flatMap((line) => line.taxes.filter((tax) => tax.id === taxId).map((tax) => tax.amount))),
  }));
  const subtotal = add(...lines.map((line) => line.net));
  const total = add(subtotal, ...taxes.map((tax) => tax.cents));
  const left = linesLeft(sale, [...before.lines, ...lines]);
  const paid = paidBack(sale, before, total, left.length === 0 ? 'off' : rounding);
  return ok({ lines, left, subtotal, taxes, total, rounding: subtract(paid, total), paid });
}

/** Plans the return of everything that has not come back yet. */
export function planVoid(sale: SoldSale, before: GivenBack): Result<Plan, PlanRefused> {
  const all = leftOfLines(sale, before).filter(({ quantity }) => quantity > 0);
  return planReturn(sale, before, all, 'off');
}

/**
 * What goes back in money. In cash it is what was kept before less what may be kept after, rounded as the store rounds: so
 * all parts together give back exactly what was taken.
 */
function paidBack(sale: SoldSale, before: GivenBack, total: Money, rounding: CashRounding): Money {
  if (sale.tenderKind === 'debit') return total;
  const keptBefore = subtract(sale.cashDue, before.paid);
  const keptAfter = roundCash(subtract(sale.total, add(before.total, total)), rounding);
  return cents(Math.max(0, keptBefore - keptAfter));
}
