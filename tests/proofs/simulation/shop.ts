/** The world around the register: Metrc, the network, a printer with its drawer, a scanner, and somebody who writes it all down. */
import { createHash } from 'node:crypto';
import { PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import type { Link } from '../../../src/hardware/link/link.ts';
import { createMemoryCable, type MemoryCable } from '../../../src/hardware/link/memory-link.ts';
import { type ScannerSimulator, scannerSimulator } from '../../../src/hardware/serial-scanner/simulator.ts';
import type { Clock } from '../../../src/main/ports/clock.ts';
import { type MetrcSimulator, startMetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import { seedOf } from '../../support/goods.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Figures } from './figures.ts';
import type { Call } from './hand.ts';
import { createNetwork, type Network } from './network.ts';
import { watchPaper } from './paper-watch.ts';
import { createRecords, type Records } from './records.ts';
import { clockOf, createVirtualTime, type VirtualTime } from './virtual-time.ts';
import { Witness } from './witness.ts';

/** The week in which the clocks go back. */
const FIRST_DAY = Date.UTC(2026, 9, 29);
const DAYS = 5;

export type Shop = {
  readonly figures: Figures;
  readonly time: VirtualTime;
  readonly startsAt: number;
  readonly chance: (what: string) => Chance;
  readonly network: Network;
  readonly simulator: MetrcSimulator;
  readonly metrcClock: Clock;
  readonly machine: PrinterMachine;
  /** Paper came out or the drawer was kicked: what the life at hand does about it. */
  readonly bench: { onSeen: (what: 'paper' | 'pulse') => void };
  readonly printerCable: MemoryCable;
  readonly scannerCable: MemoryCable;
  readonly gun: ScannerSimulator;
  readonly witness: Witness;
  readonly records: Records;
  readonly tell: (event: string) => void;
  readonly lastEvents: () => readonly string[];
  /** The same for the same seed. */
  readonly fingerprint: () => string;
  /** What somebody at Metrc's pages has begun and will take back. */
  readonly handsLater: Call[];
  /** How wrong the wall clock of the register's machine is. */
  wallOffset: number;
  /** How often each kind of event happened. */
  readonly tally: ReadonlyMap<string, number>;
  /** How many faults there were, of every kind. */
  faults: number;
  restarts: number;
  sales: number;
  readonly close: () => Promise<void>;
};

const EVENTS_KEPT = 80;

function historian(now: () => number, onEvent: ((line: string) => void) | undefined) {
  const hash = createHash('sha256');
  const last: string[] = [];
  const tally = new Map<string, number>();
  return {
    tell(event: string): void {
      const line = `${(now() / 1000).toFixed(3)} ${event}`;
      hash.update(line);
      onEvent?.(line);
      const kind = event.replace(/ ?(?:\d+|\{).*/, (rest) => / [A-Z]{4,}/.exec(rest)?.[0] ?? '');
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      last.push(line);
      if (last.length > EVENTS_KEPT) last.shift();
    },
    last: () => last,
    tally,
    digest: () => hash.copy().digest('hex'),
  };
}

/** The far end of the scanner's cable, in a hand. */
function gunOn(cable: MemoryCable, clock: Clock): ScannerSimulator {
  let deviceEnd: Link | null = null;
  cable.onConnect((link) => {
    deviceEnd = link;
    link.onEnd(() => {
      if (deviceEnd === link) deviceEnd = null;
    });
  });
  return scannerSimulator(() => deviceEnd, clock);
}

export async function openShop(seed: number, figures: Figures, onEvent?: (line: string) => void): Promise<Shop> {
  const time = createVirtualTime();
  const seeds = chanceOf(seed);
  const startsAt = FIRST_DAY + seeds.of(DAYS * 86_400_000);
  const outside = { startsAt, offset: () => 0, isDead: () => false };
  const metrcClock = clockOf(time, outside);
  const network = createNetwork(time);
  const { tell, last, tally, digest } = historian(time.now, onEvent);
  const simulator: MetrcSimulator = await startMetrcSimulator({
    seed: seedOf(startsAt),
    clock: metrcClock,
    door: network.door,
    dialect: { duplicates: seeds.pick(['allowed', 'refused']), absent: seeds.pick([401, 404, 'empty', 'empty_body']) },
    onApply: (entry) => witness.applied(entry),
  });
  const witness = new Witness({
    strict: figures.strict,
    now: time.now,
    wall: metrcClock.now,
    receipt: (id) => simulator.control.receipts()[id - 1] ?? null,
    tell,
  });
  const machine = new PrinterMachine(metrcClock, { msPerLine: seeds.pick([0, 8]) });
  const printerCable = createMemoryCable({ name: 'printer', clock: metrcClock });
  printerCable.onConnect((link) => machine.accept(link));
  const bench = { onSeen: (_what: 'paper' | 'pulse'): void => {} };
  watchPaper(machine, witness, (what) => bench.onSeen(what));
  const scannerCable = createMemoryCable({ name: 'scanner', clock: metrcClock });
  const records = createRecords();
  const chances = new Map<string, Chance>();
  return {
    figures,
    time,
    startsAt,
    chance(what) {
      const known = chances.get(what) ?? chanceOf(seeds.of(2 ** 31));
      chances.set(what, known);
      return known;
    },
    network,
    simulator,
    metrcClock,
    machine,
    bench,
    printerCable,
    scannerCable,
    gun: gunOn(scannerCable, metrcClock),
    witness,
    records,
    tell,
    lastEvents: last,
    fingerprint: digest,
    tally,
    handsLater: [],
    wallOffset: 0,
    faults: 0,
    restarts: 0,
    sales: 0,
    close: async () => {
      await simulator.close();
      records.remove();
      time.end();
    },
  };
}
