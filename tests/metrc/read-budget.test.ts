import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/main/ports/clock.ts';
import type { Metrc } from '../../src/main/ports/metrc.ts';
import { createReadBudget, type Turn } from '../../src/metrc/read-budget.ts';
import { pauseAskedMs } from '../../src/metrc/trouble.ts';
import { httpAnswer, rawServer, whenWhole } from './support/raw-server.ts';
import { basic, FLOWER, justNow, LICENCE, metrcAt, sale, store } from './support/store.ts';

/** A clock that stands still until it is moved. */
function handClock(): Clock & { forward(ms: number): Promise<void> } {
  let now = 0;
  let waits: { readonly at: number; readonly act: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    after(ms, act) {
      const wait = { at: now + ms, act };
      waits.push(wait);
      return () => {
        waits = waits.filter((other) => other !== wait);
      };
    },
    async forward(ms) {
      const until = now + ms;
      for (;;) {
        // Whoever was called back goes on in promises; those must have run before time moves on.
        await new Promise((resolve) => setImmediate(resolve));
        const next = waits.toSorted((a, b) => a.at - b.at).find((wait) => wait.at <= until);
        if (!next) break;
        now = Math.max(now, next.at);
        waits = waits.filter((wait) => wait !== next);
        next.act();
      }
      now = until;
    },
  };
}

const LIMITS = { perSecond: 5, longestWaitMs: 30_000 };

function reader(limits = LIMITS): {
  clock: ReturnType<typeof handClock>;
  starts: number[];
  read: (takesMs: number) => Promise<string>;
  holdOff: (ms: number) => void;
} {
  const clock = handClock();
  const budget = createReadBudget(clock, limits);
  const starts: number[] = [];
  return {
    clock,
    starts,
    holdOff: budget.holdOff,
    read: async (takesMs) => {
      const turn: Turn | string = await budget.turn();
      if (typeof turn === 'string') return turn;
      starts.push(clock.monotonic());
      if (takesMs > 0) await new Promise<void>((resolve) => clock.after(takesMs, resolve));
      turn();
      return 'read';
    },
  };
}

describe('reads are spaced out', () => {
  test('five at once, the sixth when a second is over', async () => {
    const { clock, starts, read } = reader();
    const all = Promise.all(Array.from({ length: 11 }, () => read(0)));
    await clock.forward(999);
    expect(starts).toEqual([0, 0, 0, 0, 0]);
    await clock.forward(1001);
    await all;
    expect(starts).toEqual([0, 0, 0, 0, 0, 1000, 1000, 1000, 1000, 1000, 2000]);
  });

  test('one at a time', async () => {
    const { clock, starts, read } = reader();
    const all = Promise.all([read(400), read(400), read(400)]);
    await clock.forward(2000);
    await all;
    expect(starts).toEqual([0, 400, 800]);
  });

  test('none before Metrc’s pause is over', async () => {
    const { clock, starts, read, holdOff } = reader();
    holdOff(7000);
    const done = read(0);
    await clock.forward(6999);
    expect(starts).toEqual([]);
    await clock.forward(1);
    expect(await done).toBe('read');
  });

  test('a pause longer than anybody waits is said at once', async () => {
    const { read, holdOff } = reader();
    holdOff(60_000);
    expect(await read(0)).toBe('rate');
  });

  test('behind a read that hangs, nobody waits for ever', async () => {
    const { clock, read } = reader();
    void read(100_000);
    const second = read(0);
    await clock.forward(30_000);
    expect(await second).toBe('timeout');
  });

  test('who has given up does not take a turn', async () => {
    const { clock, starts, read } = reader({ perSecond: 1, longestWaitMs: 1500 });
    const answers = Promise.all([read(0), read(0), read(0)]);
    await clock.forward(1500);
    expect(await answers).toEqual(['read', 'read', 'timeout']);
    expect(starts).toEqual([0, 1000]);
  });
});

test('after a 429 the next read waits as long as Metrc asked, over real HTTP', async () => {
  const { simulator, metrc } = await store({
    faults: [{ on: 'facilities.read', times: 1, effect: { kind: 'too_many', retryAfterSeconds: 1 } }],
  });
  expect(await metrc.control()).toMatchObject({ kind: 'failed', because: 'rate' });
  expect(await metrc.control()).toMatchObject({ kind: 'good' });
  const [first, second] = simulator.ledger.requests();
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

const TOO_MANY = { kind: 'too_many', retryAfterSeconds: 1 } as const;

test('Retry-After of a control read, a look-up, a look for a receipt and a sale holds for every read that comes next', async () => {
  const cases = [
    ['facilities.read', (metrc: Metrc) => metrc.control()],
    ['packages.read', (metrc: Metrc) => metrc.packageByLabel(FLOWER)],
    ['receipts.read', (metrc: Metrc) => metrc.findReceipt('N', justNow())],
    ['receipts.post', (metrc: Metrc) => metrc.submitReceipt(sale('N'))],
  ] as const;
  const pauses = cases.map(async ([on, ask]) => {
    const { simulator, metrc } = await store({ faults: [{ on, times: 1, effect: TOO_MANY }] });
    await ask(metrc);
    const named = Date.now();
    const before = simulator.ledger.requests().length;
    await Promise.all([metrc.control(), metrc.packageByLabel(FLOWER)]);
    return simulator.ledger
      .requests()
      .slice(before)
      .map(({ at }) => [on, at - named >= 950]);
  });
  for (const reads of await Promise.all(pauses)) {
    expect(reads.length).toBeGreaterThanOrEqual(2);
    expect(reads.filter(([, waited]) => !waited)).toEqual([]);
  }
});

test('a 503 that names a pause is kept as well; one that names none is not', async () => {
  const asked: number[] = [];
  const server = await rawServer((socket) =>
    whenWhole(socket, () => {
      asked.push(performance.now());
      socket.end(httpAnswer(503, '', asked.length === 1 ? ['Retry-After: 1'] : []));
    }),
  );
  const metrc = metrcAt(server.url);
  for (let i = 0; i < 3; i += 1) expect(await metrc.control()).toMatchObject({ because: 'server_error' });
  const [first = 0, second = 0, third = 0] = asked;
  expect(second - first).toBeGreaterThanOrEqual(980);
  expect(third - second).toBeLessThan(900);
});

test.each([
  [429, '7', 7000],
  [429, null, 1000],
  [429, 'Mon, 23 Nov 2026 12:00:20 GMT', 20_000],
  [429, '999999999', 900_000],
  [503, '30', 30_000],
  [503, null, 0],
  [500, '30', 0],
  [200, '30', 0],
])('status %d with Retry-After %s asks for a pause of %d ms', (status, header, ms) => {
  expect(pauseAskedMs(status, header, Date.UTC(2026, 10, 23, 12))).toBe(ms);
});

test('the address of the simulator is plain HTTP that anything can ask', async () => {
  const { simulator } = await store();
  const answer = await fetch(`${simulator.url}/packages/v2/active?licenseNumber=${LICENCE}`, { headers: basic() });
  expect(await answer.json()).toMatchObject({ TotalRecords: 2, CurrentPage: 1, TotalPages: 1 });
});
