/** One life of a terminal that knows its Metrc by address alone, and what must be true of it afterwards. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { verifyAgainstMetrc } from '../../src/main/hosts/verify-metrc.ts';
import { businessDay } from '../../src/shared/values/local-time.ts';
import { COMPILED } from './kill-chain.ts';
import type { Plan, Said } from './killable-terminal.ts';
import type { OtherShop } from './other-shop.ts';
import { type Outside, whatIsOpen, whatIsWrong } from './reckoning.ts';

const SCRIPT = fileURLToPath(new URL('./killable-terminal.ts', import.meta.url));
const LONGEST_LIFE_MS = 100_000;

export type Life = {
  readonly sales: Plan['sales'];
  /** Killed that many milliseconds after Pay of the sale that many sales in (0 is the first); null: ends by itself. */
  readonly kill: { readonly sale: number; readonly afterMs: number } | null;
  readonly leaves?: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs one life to its end; answers how it ended. */
export async function live(shop: OtherShop, { sales, kill, leaves = false, env = {} }: Life): Promise<string> {
  const plan: Plan = { config: shop.config, data: shop.data, sales, leaves, kill: null };
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env },
  });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString();
  });
  let paid = 0;
  let done = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said: Said = JSON.parse(line);
    if (said.say === 'done') done = true;
    if (said.say !== 'paying') return;
    if (kill && paid === kill.sale) setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
    paid += 1;
  });
  const tooLong = setTimeout(() => child.kill('SIGTERM'), LONGEST_LIFE_MS);
  const end = await new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? String(code)));
  });
  clearTimeout(tooLong);
  if (end === 'SIGKILL') return 'killed';
  return done ? 'done' : `ended with ${end}: ${complaints.slice(-1500)}`;
}

/** The shop as the records are held against it. */
async function outside(shop: OtherShop): Promise<Outside> {
  const { receipts } = await shop.shown();
  const live = receipts
    .filter((one) => one.archivedAt === null)
    .map((one) => ({
      id: one.id,
      externalNumber: one.number,
      lines: one.lines.map(({ label, quantity, total }) => ({
        label,
        quantity: Math.round(quantity * 10_000),
        total: Math.round(total * 100),
      })),
    }));
  return { data: shop.data, live: () => live, paper: shop.paper, pulses: shop.pulses };
}

/** Everything that is wrong after a life, in words; empty when all is well. */
export async function wrongAfter(shop: OtherShop): Promise<string[]> {
  const { receipts } = await shop.shown();
  const early = shop.printed.flatMap(({ saleNumber, at }) => {
    const receipt = receipts.find(({ number }) => number.endsWith(`-${saleNumber}`));
    return receipt && receipt.tookEffectAt <= at ? [] : [`sale ${saleNumber} was printed before Metrc had it`];
  });
  return [...early, ...whatIsWrong(await outside(shop))];
}

/** What must be true at the very end besides: nothing open, and the program's own comparison finds no difference. */
export async function wrongAtTheEnd(shop: OtherShop): Promise<string[]> {
  const said: string[] = [];
  const day = businessDay(Date.now(), 'America/Chicago', '00:00');
  const code = await verifyAgainstMetrc({
    configPath: shop.config,
    dataDir: shop.data,
    from: day,
    to: day,
    out: () => {},
    say: (text) => said.push(text),
  });
  const compared = code === 0 ? [] : [`verify --metrc ended with ${code}: ${said.join(' ')}`];
  return [...(await wrongAfter(shop)), ...whatIsOpen(shop), ...compared];
}
