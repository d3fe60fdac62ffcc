import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { COMPILED, type End, liveOnce } from '../support/kill-chain.ts';
import { openShop, type Shop } from '../support/shop.ts';
import type { MistakeName } from '../support/spoil.ts';

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

type Case = {
  readonly mistake: MistakeName;
  readonly fault: Parameters<Shop['nextPost']>[0] | null;
  readonly ends: readonly End[];
  readonly noticed: RegExp;
};

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
];

async function lives({ mistake, fault, ends }: Case, spoiled: boolean): Promise<string[]> {
  const shop = await openShop({ practice: { submitMs: 400 }, model: { msPerLine: 1 } });
  shop.rewrite((json) => {
    json['users'] = [{ id: 'marisol', name: 'Marisol R.', role: 'lead', pin: '4444' }];
  });
  if (fault) shop.nextPost(fault);
  const spoil = new URL(`../support/spoil.ts?mistake=${encodeURIComponent(mistake)}`, import.meta.url).href;
  const wrong: string[] = [];
  for (const end of ends) {
    const sales = end.by === 'nobody' ? [] : [['blueDream' as const]];
    const kill = end.by === 'instant' ? end.kill : null;
    const plan = { config: shop.config, data: shop.data, sales, leaves: false, kill };
    wrong.push(...(await liveOnce(shop, { plan, end, nodeArgs: spoiled ? ['--import', spoil] : [] })).wrong);
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
