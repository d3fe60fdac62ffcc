import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { COMPILED } from '../support/kill-chain.ts';
import type { Plan } from '../support/killable-terminal.ts';
import { openBooks } from '../support/reckoning.ts';
import type { Shop } from '../support/shop.ts';

const SCRIPT = fileURLToPath(new URL('../support/killable-terminal.ts', import.meta.url));

async function live(plan: Plan): Promise<string> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(plan)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaints += text.toString();
  });
  const [code, signal] = await once(child, 'close');
  return signal ?? `${code}: ${complaints.slice(-1000)}`;
}

/** The one sale, what was asked of it and what went back, as they stand on the disk now. */
function onDisk(shop: Shop) {
  const { books, findings } = openBooks(shop.data);
  const [sale] = books.sales;
  if (!sale) throw new Error('nothing was sold');
  const { changes } = books.store;
  const seen = {
    state: sale.protocol.phase.state,
    asked: changes.of(sale.id).length,
    refunds: changes.refunds(sale.id).length,
    findings,
  };
  books.close();
  return seen;
}

const isDoneAtMetrc = (shop: Shop, change: 'void' | 'return'): boolean =>
  change === 'void' ? shop.live().length === 0 : shop.live()[0]?.lines.length === 1;

// The PIN is two commits, the intent the third, the answer the fourth; the fifth is the proof with its refund.
test.concurrent.for([
  ['void', 'after', 3],
  ['return', 'before', 5],
  ['void', 'after', 5],
] as const)(
  'killed in the middle of a %s, %s commit %d: no money before Metrc has it, and once in the end',
  async ([change, when, count], { onTestFinished }) => {
    const shop = await shopForTest({}, onTestFinished);
    // Filling the look-up commits too, and would move the instant.
    shop.metrc.fault({ on: 'packages.lists', effect: { kind: 'server_error', applied: false } });
    const kill = { since: 'change', at: 'commit', when, count } as const;
    const sales = [['blueDream', 'vape']] as const;
    expect(await live({ config: shop.config, data: shop.data, sales, leaves: false, change, kill })).toBe('SIGKILL');
    const killed = onDisk(shop);
    expect(killed.findings).toEqual([]);
    expect(killed.refunds).toBeLessThanOrEqual(isDoneAtMetrc(shop, change) ? 1 : 0);
    const pulses = shop.pulses();
    const counter = await counterForTest(shop, onTestFinished);
    await counter.until(
      'over',
      ({ changes, waitingPrints }) => changes.length === 0 && waitingPrints.every(({ state }) => state === 'unknown'),
    );
    await counter.close();
    expect(killed.asked).toBe(1);
    const state = change === 'void' ? 'VOIDED' : 'CONFIRMED';
    expect(onDisk(shop)).toEqual({ state, asked: 1, refunds: 1, findings: [] });
    expect([isDoneAtMetrc(shop, change), shop.pulses()]).toEqual([true, pulses]);
  },
);
