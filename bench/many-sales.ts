/**
 * The register through many sales: how long our own work in a sale takes, and whether its memory grows with them. The
 * register runs alone in a process of its own (many-sales-register.ts); Metrc and the printer stand in this one.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { openShop } from '../tests/support/shop.ts';
import type { Spread } from './spread.ts';

export type Memory = { readonly sales: number; readonly heapBytes: number; readonly rssBytes: number };

export type SalesMeasure = {
  /** Pay to the first byte for Metrc, and Metrc's answer to the drawer's pulse, together; milliseconds. */
  readonly ownMs: Spread;
  readonly beforeMetrcMs: Spread;
  readonly afterMetrcMs: Spread;
  /** Two appends with fsync between the sales: the same disk on the same machine at the same time. */
  readonly rawMs: Spread;
  readonly early: Memory;
  readonly late: Memory;
};

const limitMs = 15 * 60_000;
/** The printer's paper is torn off this often, so that this process does not grow without end either. */
const tearEveryMs = 1000;

/** Sells `sales` times over real HTTP, TCP and disk. Rejects with what the register's process said when it fails. */
export async function measureManySales(sales: number, early = 100): Promise<SalesMeasure> {
  const shop = await openShop();
  // Sales follow each other here faster than anywhere; the coil's rest after a pulse is as short as it may be.
  shop.rewrite((json) => {
    const devices = Object(json['devices']);
    json['devices'] = { ...devices, drawer: { ...devices.drawer, offMs: 50 } };
  });
  const tearing = setInterval(() => shop.printer.machine.tearOff(), tearEveryMs);
  try {
    return await new Promise<SalesMeasure>((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'many-sales-register.ts'), {
        execArgv: ['--expose-gc'],
        env: { ...process.env, BENCH_WORK: JSON.stringify({ config: shop.config, data: shop.data, sales, early }) },
        stdio: ['ignore', 2, 2, 'ipc'],
      });
      const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
      // The child is this project's own and sends one message of this type.
      child.on('message', (measured) => resolve(measured as SalesMeasure));
      child.on('exit', (code) => {
        clearTimeout(limit);
        reject(new Error(`the register's process ended with ${code} and measured nothing`));
      });
    });
  } finally {
    clearInterval(tearing);
    await shop.close();
  }
}
