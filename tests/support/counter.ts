/** A terminal that runs in this process, and a person at it: calls go through the router, news come from its watch. */
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { compose, type RunningTerminal } from '../../src/main/hosts/compose.ts';
import type { RegisterClient } from '../../src/main/register-router.ts';
import type { Answer, RefusalCode } from '../../src/shared/contract/refusals.ts';
import type { Snapshot } from '../../src/shared/contract/snapshot.ts';
import { type GoodsName, PATIENTS, tagOf } from './goods.ts';
import type { Shop } from './shop.ts';

export const FLOAT = { pieces: [{ denominationCents: 2000, count: 10 }] };

export type Counter = {
  readonly terminal: RunningTerminal;
  readonly call: RegisterClient;
  readonly now: () => Snapshot;
  /** Waits for an announcement of the register of which this is true; fails with its name after `limitMs`. */
  readonly until: (what: string, isTrue: (seen: Snapshot) => boolean, limitMs?: number) => Promise<Snapshot>;
  readonly close: () => Promise<void>;
};

type Waiting = { readonly isTrue: (seen: Snapshot) => boolean; readonly found: (seen: Snapshot) => void };

/** Starts the terminal of a shop (or of the training store) in this process. */
export async function startCounter(options: { config: string | undefined; data: string }): Promise<Counter> {
  const terminal = await compose(options);
  const call: RegisterClient = createRouterClient(terminal.register.router, { context: { surface: 'screen' } });
  const waiting = new Set<Waiting>();
  const ended = (async () => {
    for await (const seen of await call.watch()) {
      for (const one of [...waiting]) if (one.isTrue(seen)) one.found(seen);
    }
  })();
  const until: Counter['until'] = (what, isTrue, limitMs = 8000) => {
    const seen = terminal.register.snapshot();
    if (isTrue(seen)) return Promise.resolve(seen);
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        isTrue,
        found: (news) => {
          clearTimeout(timer);
          waiting.delete(one);
          resolve(news);
        },
      };
      const timer = setTimeout(() => {
        waiting.delete(one);
        const { lane, cart, blocked } = { blocked: null, ...terminal.register.snapshot() };
        const state = JSON.stringify({ lane, lines: cart.lines, because: cart.payBlockedBecause, blocked });
        reject(new Error(`never seen: ${what}; it is ${state}`));
      }, limitMs);
      waiting.add(one);
    });
  };
  return {
    terminal,
    call,
    now: () => terminal.register.snapshot(),
    until,
    close: async () => {
      await terminal.close();
      await ended;
    },
  };
}

/** A counter that is closed when the test ends; closing it before is harmless. */
export async function counterForTest(shop: Shop): Promise<Counter> {
  const counter = await startCounter({ config: shop.config, data: shop.data });
  onTestFinished(() => counter.close(), 20_000);
  return counter;
}

/** The code of a refusal, or null for "done". */
export const codeOf = (answer: Answer): RefusalCode | null => (answer.ok ? null : answer.error.code);

const mustDo = (answer: Answer): void => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
};

export const linkOf = (seen: Snapshot, id: 'scanner' | 'printer' | 'drawer' | 'metrc') =>
  seen.links.find((link) => link.id === id);

/** Morning: the lead counts the float into the drawer, the budtender signs in, printer and Metrc answer. */
export async function openForBusiness(counter: Counter): Promise<void> {
  const { call } = counter;
  if (counter.now().drawer === null) {
    mustDo(await call.staff.signIn({ staffId: 'marisol', pin: '4444' }));
    mustDo(await call.drawer.open(FLOAT));
  }
  mustDo(await call.staff.signIn({ staffId: 'dana', pin: '1111' }));
  await counter.until('printer and Metrc answer', (seen) =>
    ['printer', 'metrc'].every((id) => linkOf(seen, id as 'printer' | 'metrc')?.state === 'ok'),
  );
}

/** Puts a patient and goods into the cart, and waits until everything about them is known. */
export async function fillCart(counter: Counter, ...goods: readonly GoodsName[]): Promise<Snapshot> {
  const { call } = counter;
  mustDo(await call.cart.setCustomer({ number: PATIENTS.valid, buyerType: 'patient' }));
  for (const name of goods) mustDo(await call.cart.addPackage({ label: tagOf(name) }));
  await counter.until('the patient is known', (seen) => seen.cart.customer?.status === 'active');
  mustDo(await call.cart.recordAgencyCheck({ showed: 'active' }));
  return counter.until('every line is checked', (seen) => seen.cart.lines.every((line) => line.state === 'ok'));
}

/** Takes cash and presses Pay; what becomes of it comes with the next snapshots. */
export async function payCash(counter: Counter, givenCents = 20_000): Promise<{ saleId: string; saleNumber: number }> {
  const { call } = counter;
  mustDo(await call.tender.cash({ givenCents }));
  const { cart } = counter.now();
  mustDo(await call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents }));
  return { saleId: cart.saleId, saleNumber: cart.saleNumber };
}

export const isSigned = (seen: Snapshot): boolean => seen.lane.state === 'signed';

/** Waits until the signed sale's paper is out and its pulse has been dealt with. */
export const untilHandedOver = (counter: Counter, limitMs?: number): Promise<Snapshot> =>
  counter.until(
    'signed, printed and the drawer seen to',
    ({ lane }) => lane.state === 'signed' && lane.receipt === 'printed' && !['due'].includes(lane.drawer),
    limitMs,
  );

export async function sellOne(counter: Counter, ...goods: readonly GoodsName[]): Promise<Snapshot> {
  await fillCart(counter, ...(goods.length > 0 ? goods : (['blueDream'] as const)));
  await payCash(counter);
  return untilHandedOver(counter);
}

/** What every sale of the store looks like after the terminal was closed. */
export const salesOf = (counter: Counter) => counter.call.sales.ofDay({ day: null });
