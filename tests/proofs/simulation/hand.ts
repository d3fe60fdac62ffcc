/** Somebody at Metrc's own pages, or another program with the store's keys: receipts change behind the register's back. */
import http from 'node:http';
import { KEYS, LICENCE } from '../../support/goods.ts';
import type { Chance } from './chance.ts';
import type { Disaster } from './disasters.ts';
import type { SaleTruth } from './sale-truth.ts';
import type { Shop } from './shop.ts';

export type Call = { readonly method: string; readonly path: string; readonly body?: unknown };

/** Goes over the same network and may meet the same troubles; nobody waits for the answer. */
function asks(shop: Shop, { method, path, body }: Call): void {
  const connect = shop.network.connectFor({ isDead: () => false, onBytes: () => {} });
  const request = http.request({
    method,
    path: `/sales/v2/receipts${path}?licenseNumber=${LICENCE}`,
    headers: {
      Host: '127.0.0.1',
      Authorization: `Basic ${Buffer.from(`${KEYS.vendorKey}:${KEYS.userKey}`).toString('base64')}`,
      'Content-Type': 'application/json',
      Connection: 'close',
    },
    createConnection: () => connect({ host: '127.0.0.1', port: 8443 }),
  });
  request.on('error', () => {});
  request.on('response', (response) => response.resume());
  request.end(body === undefined ? undefined : JSON.stringify(body));
}

/** The sale of which something may be at Metrc: mostly one in doubt or lately so, sometimes any. */
function victim(shop: Shop, chance: Chance): SaleTruth | null {
  const all = [...shop.witness.sales.values()];
  const likely = all.slice(-20).filter((truth) => truth.protocol.taint || truth.protocol.phase.state === 'SUBMITTING');
  const from = likely.length > 0 && chance.happens(0.8) ? likely : all.slice(-5);
  return from.length === 0 ? null : chance.pick(from);
}

const bodyOf = (truth: SaleTruth, change: Readonly<Record<string, unknown>>): unknown => {
  const [sent] = JSON.parse(truth.body) as [{ Transactions: Record<string, unknown>[] }];
  const [first, ...rest] = sent.Transactions;
  return [{ ...sent, ...change, Transactions: [{ ...first, TotalAmount: 0.07 }, ...rest] }];
};

const lastId = (truth: SaleTruth): number | undefined => [...truth.ids].at(-1);

const acts: Readonly<Record<string, (truth: SaleTruth) => { readonly now: Call; readonly later?: Call } | null>> = {
  voids(truth) {
    const id = lastId(truth);
    return id === undefined ? null : { now: { method: 'DELETE', path: `/${id}` } };
  },
  amends(truth) {
    const id = lastId(truth);
    return id === undefined ? null : { now: { method: 'PUT', path: '', body: bodyOf(truth, { Id: id }) } };
  },
  finalizes(truth) {
    const id = lastId(truth);
    if (id === undefined) return null;
    const body = [{ Id: id }];
    return {
      now: { method: 'PUT', path: '/finalize', body },
      later: { method: 'PUT', path: '/unfinalize', body },
    };
  },
  'uses our number': (truth) => ({ now: { method: 'POST', path: '', body: bodyOf(truth, {}) } }),
};

export const hand: Disaster = {
  name: 'a hand at Metrc',
  strike: async (shop, chance) => {
    const what = chance.pick(Object.keys(acts));
    const truth = victim(shop, chance);
    const act = truth && acts[what]?.(truth);
    if (!truth || !act) return async () => {};
    shop.tell(`hand ${what} ${truth.record.saleNumber}`);
    shop.witness.handAtMetrc(truth);
    asks(shop, act.now);
    return async () => {
      if (act.later) shop.handsLater.push(act.later);
    };
  },
};

/** What a hand has made final is opened again. */
export function handsLetGo(shop: Shop): void {
  for (const call of shop.handsLater.splice(0)) asks(shop, call);
}
