/** The store's own price list, by item name. Case does not count. */
import { cents } from '../../shared/values/money.ts';
import type { Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';

export function pricesOf(db: Connection): Store['prices'] {
  const find = db.prepare<[string], number>('SELECT cents FROM price WHERE item_name = ?').pluck();
  // The instant says since when the price holds, so a price that stays keeps it.
  const set = db.prepare<[string, number, number]>(
    `INSERT INTO price (item_name, cents, set_at) VALUES (?, ?, ?)
     ON CONFLICT (item_name) DO UPDATE SET cents = excluded.cents, set_at = excluded.set_at
     WHERE cents <> excluded.cents`,
  );
  const dropOthers = db.prepare<[string]>(
    'DELETE FROM price WHERE item_name NOT IN (SELECT value COLLATE NOCASE FROM json_each(?))',
  );
  const sync = joined(db, (prices: Parameters<Store['prices']['sync']>[0], at: number) => {
    for (const price of prices) set.run(price.itemName, price.cents, at);
    dropOthers.run(JSON.stringify(prices.map(({ itemName }) => itemName)));
  });
  return {
    find(itemName) {
      const found = find.get(itemName);
      return found === undefined ? null : cents(found);
    },
    sync,
  };
}
