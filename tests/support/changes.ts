/** A lead at the counter who voids sales and takes goods back, and what the records say of it. */
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { openReader } from '../../src/main/store/reader.ts';
import type { SaleDetail } from '../../src/shared/contract/contract.ts';
import type { Counter } from './counter.ts';
import { KEYS, LICENCE } from './goods.ts';
import type { Shop } from './shop.ts';

export const byLead = { leadId: 'marisol', pin: '4444', reason: 'wrong goods' } as const;

export const voidSale = (counter: Counter, saleId: string) => counter.call.sales.void({ saleId, ...byLead });

export const returnGoods = (counter: Counter, saleId: string, lines: { line: number; quantity: string }[]) =>
  counter.call.sales.returnGoods({ saleId, lines, ...byLead });

export async function detailOf(counter: Counter, saleId: string): Promise<SaleDetail> {
  const detail = await counter.call.sales.detail({ saleId });
  if (detail === null) throw new Error('no such sale');
  return detail;
}

/** Money that went back, as the records have it: cents with tax, and what was paid. */
export function refundsIn(shop: Shop, saleId: string): { total: number; paid: number; tenderKind: string }[] {
  const reader = openReader({ dataDir: shop.data, migrationsDir: findAppFiles().migrations });
  if (!reader.ok) throw new Error(reader.error.happened);
  const refunds = reader.value.changes.refunds(saleId);
  reader.value.close();
  return refunds.map(({ total, paid, tenderKind }) => ({ total, paid, tenderKind }));
}

/** What somebody does at Metrc's own pages, behind the register's back. */
export async function atMetrc(
  shop: Shop,
  method: 'PUT' | 'DELETE',
  path: string,
  body: unknown = undefined,
): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`;
  const answer = await fetch(`${shop.simulator.url}/sales/v2/receipts${path}?licenseNumber=${LICENCE}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.status;
}

/** How often one kind of call reached Metrc whole. */
export const asked = (shop: Shop, kind: 'receipts.put' | 'receipts.delete'): number =>
  shop.simulator.ledger.requests().filter((one) => one.kind === kind && one.complete).length;
