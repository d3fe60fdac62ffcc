/** Counts, in the journal, the starts that find the same sale in doubt, and raises the alarm when they make no progress. */
import { z } from 'zod';
import { quickRestarts, RESTARTS_THAT_ALARM } from '../domain/sale/restarts.ts';
import type { Desk, OpenSale } from './desk.ts';

/** Starts that follow each other quickly leave few entries between them; older ones do not matter. */
const ENTRIES_BACK = 1000;

const Body = z.object({ number: z.string() });

/** Runs inside the transaction that takes the sale over after a start. */
export function noteRestart(desk: Desk, sale: OpenSale): void {
  const { store, clock } = desk.ports;
  const { number, soldAt } = sale.record;
  const at = clock.now();
  const earlier = store.journal
    .recent('sale.restarted', ENTRIES_BACK)
    .filter((entry) => Body.safeParse(entry.body).data?.number === number)
    .map((entry) => entry.at);
  const quick = quickRestarts([soldAt, ...earlier, at], desk.settings.policy.quietMs);
  sale.quickRestarts = quick;
  store.journal.append({ at, kind: 'sale.restarted', actor: null, body: { number, quickRestarts: quick } });
  if (quick >= RESTARTS_THAT_ALARM) {
    store.journal.append({ at, kind: 'alarm.restarts', actor: null, body: { number, quickRestarts: quick } });
  }
}
