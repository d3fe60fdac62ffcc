/** A terminal that runs in this process, and a person at it: calls go through the router, news come from its watch. */
import { createRouterClient } from '@orpc/server';
import { compose } from '../../src/main/hosts/compose.ts';
import type { Register } from '../../src/main/register.ts';
import type { RegisterClient } from '../../src/main/register-router.ts';
import type { Answer, RefusalCode } from '../../src/shared/contract/refusals.ts';
import type { Snapshot } from '../../src/shared/contract/snapshot.ts';
import { type GoodsName, PATIENTS, tagOf } from './goods.ts';

export const FLOAT = { pieces: [{ denominationCents: 2000, count: 10 }] };

export type Counter = {
  readonly terminal: Running;
  readonly call: RegisterClient;
  readonly now: () => Snapshot;
  /** Waits for an announcement of the register of which this is true; fails with its name after `limitMs`. */
  readonly until: (what: string, isTrue: (seen: Snapshot) => boolean, limitMs?: number) => Promise<Snapshot>;
  readonly close: () => Promise<void>;
};

type Waiting = {
  readonly isTrue: (seen: Snapshot) => boolean;
  readonly found: (seen: Snapshot) => void;
  readonly failed: (why: unknown) => void;
};

type Running = { readonly register: Register; readonly close: () => Promise<void> };

/** Starts the terminal of a shop (or of the training store) in this process. */
export const startCounter = async (options: { config: string | undefined; data: string }): Promise<Counter> =>
  counterOf(await compose(options));

/** A person at a register that runs. */
export function counterOf(terminal: Running): Counter {
  const call: RegisterClient = createRouterClient(terminal.register.router, { context: { surface: 'screen' } });
  const waiting = new Set<Waiting>();
  const ended = (async () => {
    for await (const seen of await call.watch()) {
      for (const one of [...waiting]) if (one.isTrue(seen)) one.found(seen);
    }
  })();
  // A snapshot that is not of the contract ends the screen's view of the register: every test shall see that.
  let broken: unknown = null;
  ended.catch((error: unknown) => {
    broken = error;
    for (const one of [...waiting]) one.failed(error);
  });
  const until: Counter['until'] = (what, isTrue, limitMs = 20_000) => {
    if (broken !== null) return Promise.reject(broken);
    const seen = terminal.register.snapshot();
    if (isTrue(seen)) return Promise.resolve(seen);
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        waiting.delete(one);
      };
      const one: Waiting = {
        isTrue,
        found: (news) => {
          stop();
          resolve(news);
        },
        failed: (why) => {
          stop();
          reject(why);
        },
      };
      const timer = setTimeout(() => {
        stop();
        const { lane, cart, links } = terminal.register.snapshot();
        const { lines, customer, payBlockedBecause, saleRefusal } = cart;
        const state = JSON.stringify({ lane, lines, customer, payBlockedBecause, saleRefusal, links });
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
