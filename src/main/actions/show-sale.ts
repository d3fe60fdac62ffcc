/** One sale of the list, with everything that was asked of it afterwards. It reads, it changes nothing. */
import type { SaleChangeView, SaleDetail } from '../../shared/contract/contract.ts';
import { quantityText } from '../../shared/values/quantity.ts';
import { leftOfLines } from '../domain/sale/plan-change.ts';
import type { SaleChange, ShownReceipt } from '../ports/store.ts';
import type { ChangeRunner } from './change-runner.ts';
import { changeObjection } from './change-sale.ts';
import type { Desk } from './desk.ts';
import { saleRow } from './list-sales.ts';

const receiptView = ({ archived, total, lines }: ShownReceipt): SaleChangeView['before'] => ({
  archived,
  totalCents: total,
  lines: lines.map((line) => ({
    label: line.label,
    quantity: quantityText(line.quantity),
    unit: line.unit,
    totalCents: line.total,
  })),
});

const changeView = (desk: Desk, change: SaleChange): SaleChangeView => ({
  kind: change.kind,
  askedAt: change.askedAt,
  lead: desk.ports.store.staff.all().find((person) => person.id === change.leadId)?.name ?? change.leadId,
  reason: change.reason,
  outcome: change.outcome,
  said: change.outcome === 'refused' ? change.said : null,
  refundCents: change.paid,
  before: receiptView(change.before),
  after: change.after && receiptView(change.after),
});

/** Null for a sale that is not there, and over an empty counter: nobody reads a store's sales there. */
export function saleDetail(desk: Desk, runner: ChangeRunner, input: { readonly saleId: string }): SaleDetail | null {
  const { store } = desk.ports;
  const sale = desk.signedIn ? store.sales.find(input.saleId) : null;
  if (!sale) return null;
  const left = new Map(
    leftOfLines(sale, store.changes.givenBack(sale.id)).map(({ line, quantity }) => [line, quantity] as const),
  );
  return {
    ...saleRow(desk, sale),
    lines: sale.lines.map((line) => ({
      line: line.line,
      name: line.itemName,
      label: line.label,
      unit: line.unit,
      quantity: quantityText(line.quantity),
      left: quantityText(left.get(line.line) ?? line.quantity),
      netCents: line.net,
    })),
    changes: store.changes.of(sale.id).map((change) => changeView(desk, change)),
    unchangeable: changeObjection(desk, runner.protocolNow(sale), sale),
  };
}
