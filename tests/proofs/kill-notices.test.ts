import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { credentialsOf } from '../../src/metrc/keys.ts';
import { KEYS } from '../support/goods.ts';
import { COMPILED, type End, liveOnce } from '../support/kill-chain.ts';
import type { Shop } from '../support/shop.ts';
import { type MistakeName, spoiledBy } from '../support/spoil.ts';
import { whyNoStrace } from '../support/strace.ts';
import { untilTrue } from '../support/wait.ts';
import { shopOfOneLead } from './kill-many.ts';
import { cutThePower, recordOneSale } from './power-cut.ts';
import { wholeRun } from './proved.ts';

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

type Case = {
  readonly mistake: MistakeName;
  readonly fault: Parameters<Shop['nextPost']>[0] | null;
  readonly ends: readonly End[];
  readonly noticed: RegExp;
  /** What else happens at Metrc, as soon as it was asked. */
  readonly meanwhile?: (shop: Shop) => Promise<void>;
  readonly leaves?: boolean;
  readonly before?: (shop: Shop) => void;
};

/** Somebody puts another receipt under our number. */
async function putForeign(shop: Shop): Promise<void> {
  await untilTrue('Metrc was asked', () => shop.posts() > 0, 60_000);
  const { path = '', body = '[]' } = shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post') ?? {};
  const [asked] = JSON.parse(body);
  const foreign = [{ ...asked, Transactions: [{ ...asked.Transactions[0], TotalAmount: 1 }] }];
  const headers = { 'content-type': 'application/json', authorization: credentialsOf(KEYS).authorization };
  shop.metrc.clearFaults();
  await fetch(new URL(path, shop.simulator.url), { method: 'POST', headers, body: JSON.stringify(foreign) });
}

const CASES: readonly Case[] = [
  {
    mistake: 'a 500 is taken for a refusal',
    fault: { kind: 'server_error', applied: true },
    ends: [{ by: 'instant', kill: { since: 'pay', at: 'commit', when: 'after', count: 2 } }],
    noticed: /\(REJECTED\) has 1 live receipts/,
  },
  {
    mistake: 'the drawer opens before Metrc was asked',
    fault: { kind: 'refuse', message: 'no' },
    ends: [{ by: 'sight', of: 'metrc' }],
    noticed: /1 pulses for 0 sales/,
  },
  {
    mistake: 'what may be on paper is printed again after a restart',
    fault: null,
    ends: [{ by: 'sight', of: 'paper' }, { by: 'nobody' }],
    noticed: /was printed 2 times/,
  },
  {
    mistake: 'Metrc is asked before the intent is written',
    fault: { kind: 'silence', applied: true },
    ends: [{ by: 'sight', of: 'metrc' }],
    noticed: /Metrc has .* and the records do not/,
  },
  {
    mistake: 'keys that Metrc does not take are taken for an absent receipt',
    fault: { kind: 'silence', applied: true },
    before: (shop) => void shop.metrc.fault({ on: 'receipts.lists', times: 3, effect: { kind: 'unauthorized' } }),
    leaves: true,
    // It ends by itself before that.
    ends: [{ by: 'time', ms: 25_000 }],
    noticed: /\(CANCELLED\) has 1 live receipts/,
  },
];

const FOREIGN: Case = {
  mistake: 'any receipt under our number is taken for ours',
  fault: { kind: 'silence', applied: false },
  meanwhile: putForeign,
  ends: [{ by: 'sight', of: 'pulse' }],
  noticed: /\(CONFIRMED\) differs from Metrc's receipt/,
};

async function lives(
  { mistake, fault, ends, meanwhile, before, leaves = false }: Case,
  spoiled: boolean,
): Promise<string[]> {
  const shop = await shopOfOneLead();
  before?.(shop);
  if (fault) shop.nextPost(fault);
  const wrong: string[] = [];
  for (const end of ends) {
    const sales = end.by === 'nobody' ? [] : [['blueDream' as const]];
    const kill = end.by === 'instant' ? end.kill : null;
    const plan = { config: shop.config, data: shop.data, sales, leaves, kill };
    const life = liveOnce(shop, { plan, end, ...(spoiled ? { nodeArgs: spoiledBy(mistake) } : {}) });
    // A life that ends early says itself what was wrong with it.
    if (meanwhile) await Promise.race([meanwhile(shop), life]);
    wrong.push(...(await life).wrong);
  }
  await shop.close();
  return wrong;
}

const LIMIT = { timeout: 90_000 };

test.concurrent.for(CASES)('the reckoning notices when $mistake', LIMIT, async (one) => {
  expect((await lives(one, true)).join('\n')).toMatch(one.noticed);
});

test.concurrent.for(CASES)('the same life without that mistake leaves nothing wrong: $mistake', LIMIT, async (one) => {
  expect(await lives(one, false)).toEqual([]);
});

test.concurrent('the reckoning notices when any receipt under our number is taken for ours', LIMIT, async () => {
  expect((await lives(FOREIGN, true)).join('\n')).toMatch(FOREIGN.noticed);
  // Without the mistake the sale waits for a lead, and nothing is handed over.
  const waits: Case = { ...FOREIGN, ends: [{ by: 'time', ms: 6000 }] };
  expect((await lives(waits, false)).join('\n')).not.toMatch(FOREIGN.noticed);
});

test.concurrent('power cuts show when a commit does not wait for the disk', LIMIT, async ({ skip }) => {
  const why = whyNoStrace();
  if (why !== null) skip(why);
  const recording = await recordOneSale(spoiledBy('a commit does not wait for the disk'));
  try {
    const { findings } = await cutThePower(recording, { points: 40, draws: 1, startsEvery: 1000 }, wholeRun(1));
    expect(findings.map(({ words }) => words).join('\n')).toMatch(
      /Metrc was asked, and the records do not know the sale/,
    );
  } finally {
    rmSync(recording.folder, { recursive: true, force: true });
  }
});

test.concurrent('the other side sees when a request is given up with a polite end', LIMIT, async () => {
  const endsWith = async (nodeArgs: readonly string[]): Promise<string> => {
    const seen = Promise.withResolvers<string>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', () => undefined);
      socket.on('error', () => seen.resolve('reset'));
      socket.on('end', () => seen.resolve('in order'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const script = fileURLToPath(new URL('../support/gives-up.ts', import.meta.url));
    const child = spawn(process.execPath, [...nodeArgs, script, String(port)], { stdio: 'inherit' });
    const how = await seen.promise;
    child.kill('SIGKILL');
    server.close();
    return how;
  };
  expect(await endsWith(spoiledBy('a request is given up with a polite end'))).toBe('in order');
  expect(await endsWith([])).toBe('reset');
});
