/** The other Metrc as a process of its own: opens a store for each order that comes over IPC, and tells what it holds. */
import { Books, type Kept, type Seed } from './books.ts';
import type { Dialect } from './speech.ts';
import { type Fault, listen, type World } from './wire.ts';

export type Order = { readonly turn: number } & (
  | {
      readonly open: {
        readonly seed: Seed;
        readonly dialect: Dialect;
        readonly secret: { readonly key: string; readonly cert: string } | null;
      };
    }
  | { readonly port: number; readonly fault: Fault }
  | { readonly port: number; readonly show: true }
  | { readonly port: number; readonly forget: true }
  /** A person on Metrc's own pages. */
  | { readonly port: number; readonly amend: { readonly id: number; readonly what: 'void' | 'price' | 'finalize' } }
);

export type Shown = { readonly receipts: readonly Kept[]; readonly asked: readonly string[] };

const worlds = new Map<number, World>();

async function obey(order: Order): Promise<unknown> {
  if ('open' in order) {
    const { seed, dialect, secret } = order.open;
    const now = (): number => Date.now() + dialect.clockAheadMs;
    const books = new Books(seed, now, dialect.duplicates === 'refused');
    const world: World = { dialect, books, now, faults: [], asked: [] };
    const port = await listen(world, secret);
    worlds.set(port, world);
    return port;
  }
  const world = worlds.get(order.port);
  if (!world) throw new Error('no such store');
  if ('fault' in order) return void world.faults.push(order.fault);
  if ('forget' in order) return void world.faults.splice(0);
  if ('show' in order) return { receipts: world.books.receipts, asked: world.asked } satisfies Shown;
  const { id, what } = order.amend;
  if (what === 'void') return void world.books.archive(id);
  world.books.amend(id, (receipt) => {
    if (what === 'finalize') receipt.final = true;
    else receipt.lines = receipt.lines.map((line) => ({ ...line, total: line.total + 1 }));
  });
  return null;
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ turn: order.turn, value: value ?? null }),
    (error: unknown) => process.send?.({ turn: order.turn, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
