/** The shop of the core's tests, as a browser test sees it. It lives in the test's process and outlives a killed terminal. */
import { type GoodsName, KEYS, LICENCE, seedOf, tagOf } from '../../support/goods.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { type Slip, slipsOf } from '../../support/slips.ts';

export type Store = Shop & {
  readonly slips: () => Slip[];
  /** Somebody else posts another sale under the number of the last one that was asked. */
  readonly postForeign: () => Promise<void>;
};

export type StoreOptions = {
  readonly practice?: Readonly<Record<string, number>>;
  readonly language?: 'en' | 'es';
  /** The owner allows a lead to park a sale in doubt. */
  readonly park?: boolean;
  /** The register's end of a serial cable; without one there is no scanner, which stops nothing. */
  readonly scannerPath?: string;
};

export async function openStore({
  practice,
  language = 'en',
  scannerPath,
  park = false,
}: StoreOptions): Promise<Store> {
  const shop = await openShop({
    practice: { wholeScreenMs: 20_000, ...practice },
    ...(scannerPath === undefined ? {} : { scannerPath }),
  });
  shop.rewrite((json) => {
    json['store'] = { ...Object(json['store']), language };
    json['policy'] = { park };
  });
  return {
    ...shop,
    slips: () => slipsOf(shop.paper()),
    postForeign: async () => {
      const asked = shop.simulator.ledger.requests().findLast((one) => one.kind === 'receipts.post');
      const [sale] = JSON.parse(asked?.body ?? '[]');
      const foreign = [{ ...sale, Transactions: [{ ...sale.Transactions[0], TotalAmount: 1 }] }];
      const response = await fetch(`${shop.simulator.url}/sales/v2/receipts?licenseNumber=${LICENCE}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`,
        },
        body: JSON.stringify(foreign),
      });
      if (!response.ok) throw new Error(`the foreign receipt was not taken: ${response.status}`);
    },
  };
}

/** What a package of the shelf is called, on the screen and on paper. */
export function itemNameOf(name: GoodsName): string {
  const found = seedOf(Date.now()).packages?.find(({ label }) => label === tagOf(name));
  if (found === undefined) throw new Error(`nothing on the shelf is ${name}`);
  return found.item.name;
}
