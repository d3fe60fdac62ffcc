/**
 * A shop whose Metrc is the other one: a process of its own that shares no code with the simulator and is known to the
 * terminal by its address alone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paperLines } from '../../src/hardware/escpos-printer/simulator/paper.ts';
import { startPrinterSimulator } from '../../src/hardware/escpos-printer/simulator/printer-server.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { KEYS, LICENCE, seedOf } from './goods.ts';
import type { Seed } from './other-metrc/books.ts';
import type { Order, Shown } from './other-metrc/main.ts';
import { type Dialect, PLAIN } from './other-metrc/speech.ts';
import type { Fault } from './other-metrc/wire.ts';
import { type Json, terminalJson } from './terminal-json.ts';

type Secret = { readonly key: string; readonly cert: string };
type Ask = Order extends infer One ? (One extends unknown ? Omit<One, 'turn'> : never) : never;

export type OtherMetrc = {
  readonly ask: (order: Ask) => Promise<unknown>;
  readonly close: () => void;
};

const SCRIPT = fileURLToPath(new URL('./other-metrc/main.ts', import.meta.url));

/** One process for many stores, each on a port of its own with a dialect of its own. */
export function startOtherMetrc(): OtherMetrc {
  const child: ChildProcess = fork(SCRIPT, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { take: (value: unknown) => void; fail: (why: Error) => void }>();
  let turn = 0;
  child.on('message', (answer: { turn: number; value?: unknown; error?: string }) => {
    const one = waiting.get(answer.turn);
    waiting.delete(answer.turn);
    if (answer.error === undefined) one?.take(answer.value);
    else one?.fail(new Error(answer.error));
  });
  return {
    ask: (order) =>
      new Promise((take, fail) => {
        turn += 1;
        waiting.set(turn, { take, fail });
        child.send({ ...order, turn });
      }),
    close: () => void child.kill(),
  };
}

const seedForOther = (now: number): Seed => {
  const { packages = [], patients = [] } = seedOf(now);
  return {
    licence: LICENCE,
    keys: KEYS,
    goods: packages.map((one) => ({
      label: one.label,
      name: one.item.name,
      category: one.item.category,
      unitWeightGrams: one.item.unitWeight ? Number(one.item.unitWeight.value) : null,
      quantity: Number(one.quantity),
      unit: one.unit,
      sellable: [one.onHold, one.onRecall, one.finished].every((bad) => bad !== true) && one.labState === 'TestPassed',
      packagedOn: one.packagedOn ?? '2026-01-01',
      expiresOn: one.expiresOn ?? '2036-01-01',
    })),
    patients: patients.map(({ number, expiresOn }) => ({ number, expiresOn: expiresOn ?? '2036-01-01' })),
  };
};

/** A slip's first line as it came out of the printer, and when. */
export type Printed = { readonly saleNumber: number; readonly at: number };

export type OtherShop = {
  readonly data: string;
  readonly config: string;
  readonly nextPost: (fault: Fault) => Promise<void>;
  readonly shown: () => Promise<Shown>;
  /** What somebody does on Metrc's own pages. */
  readonly amend: (id: number, what: 'void' | 'price' | 'finalize') => Promise<void>;
  readonly forgetFaults: () => Promise<void>;
  readonly paper: () => string[];
  /** When each sale's number first came out of the printer. */
  readonly printed: readonly Printed[];
  readonly pulses: () => number;
  readonly close: () => Promise<void>;
};

export async function openOtherShop(
  metrc: OtherMetrc,
  dialect: Partial<Dialect>,
  options: { readonly practice?: Readonly<Record<string, number>>; readonly secret?: Secret } = {},
): Promise<OtherShop> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-other-'));
  const open = { seed: seedForOther(Date.now()), dialect: { ...PLAIN, ...dialect }, secret: options.secret ?? null };
  const port = Number(await metrc.ask({ open }));
  const printer = await startPrinterSimulator({ clock: systemClock, model: { msPerLine: 1 } });
  const config = join(folder, 'terminal.json');
  const json: Json = terminalJson(
    {
      metrcUrl: options.secret ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
      printerPort: printer.port,
      scannerPath: join(folder, 'no-scanner'),
    },
    options.practice,
  );
  writeFileSync(config, JSON.stringify(json));
  const printed: Printed[] = [];
  let seen = 0;
  printer.machine.onChange(() => {
    const paper = printer.machine.paper();
    for (const line of paperLines(paper.slice(seen))) {
      const saleNumber = /Sale (\d+), Counter/.exec(line)?.[1];
      if (saleNumber !== undefined) printed.push({ saleNumber: Number(saleNumber), at: Date.now() });
    }
    seen = paper.length;
  });
  return {
    data: join(folder, 'data'),
    config,
    nextPost: async (fault) => void (await metrc.ask({ port, fault })),
    // What the order `show` answers is a Shown.
    shown: async () => (await metrc.ask({ port, show: true })) as Shown,
    amend: async (id, what) => void (await metrc.ask({ port, amend: { id, what } })),
    forgetFaults: async () => void (await metrc.ask({ port, forget: true })),
    paper: () => paperLines(printer.machine.paper()),
    printed,
    pulses: () => printer.machine.drawer.pulses().length,
    close: async () => {
      await printer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
