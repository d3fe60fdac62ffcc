import type { Clock } from '../../main/ports/clock.ts';
import type { PackageLabel } from '../../shared/values/ids.ts';
import type { Quantity } from '../../shared/values/quantity.ts';
import type { Dialect, DialectChanges } from './dialect.ts';
import type { FaultInput, FaultSchedule } from './faults.ts';
import { receiveTransfer } from './transfer-reads.ts';
import type { PackageChanges, StoredPackage, StoredReceipt, World } from './world.ts';

/** The levers of a simulator. */
export type SimulatorControl = {
  /** Sets one fault; answers its id. */
  fault(fault: FaultInput): number;
  /** Clears one fault, or all of them. */
  clearFaults(id?: number): void;
  faults(): ReturnType<FaultSchedule['list']>;
  /** Nobody listens any more and open connections are reset. Comes back on the same port, by itself after `forMs`. */
  down(forMs?: number): Promise<void>;
  up(): Promise<void>;
  isUp(): boolean;
  dialect(changes: DialectChanges): Dialect;
  /** All receipts, voided ones too, in the order of their making. */
  receipts(): readonly StoredReceipt[];
  packages(): readonly StoredPackage[];
  package(label: PackageLabel): StoredPackage | null;
  /** @throws where there is no such package */
  packageQuantity(label: PackageLabel): Quantity;
  /** What the regulator does: a hold, a recall, a failed test, another quantity. @throws where there is no such package */
  changePackage(label: PackageLabel, changes: PackageChanges): void;
  /** What Metrc's own pages do: the packages of a manifest come into stock. @throws where none is on its way */
  receiveTransfer(manifest: string): void;
  /** Back to the seed: stock, receipts and faults. The ledger stays. */
  reset(): void;
};

export function createControl(parts: {
  readonly world: World;
  readonly faults: FaultSchedule;
  readonly setDialect: (changes: DialectChanges) => Dialect;
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly isUp: () => boolean;
  readonly later: (ms: number, act: () => void) => void;
  readonly clock: Clock;
}): SimulatorControl {
  const { world, faults } = parts;
  // Which time down this is: the clock of an earlier one must not end a later one.
  let outage = 0;

  const known = (label: PackageLabel): StoredPackage => {
    const stored = world.view().package(label);
    if (!stored) throw new Error(`the simulated Metrc has no package ${label}`);
    return stored;
  };
  // One after the other: a switch that is thrown to and fro must not close what is just being opened.
  let switching: Promise<void> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const done = switching.then(act);
    switching = done.catch(() => undefined);
    return done;
  };
  const up = (): Promise<void> => {
    outage += 1;
    return inTurn(async () => {
      if (!parts.isUp()) await parts.up();
    });
  };

  return {
    fault: (fault) => faults.add(fault),
    clearFaults: (id) => faults.clear(id),
    faults: () => faults.list(),
    async down(forMs) {
      outage += 1;
      const thisOutage = outage;
      await inTurn(async () => {
        if (parts.isUp()) await parts.down();
      });
      if (forMs === undefined) return;
      parts.later(forMs, () => {
        if (outage !== thisOutage) return;
        up().catch((error: unknown) => console.error('metrc simulator: the port is no longer to be had:', error));
      });
    },
    up,
    isUp: parts.isUp,
    dialect: parts.setDialect,
    receipts: () => world.view().receipts(),
    packages: () => world.view().packages(),
    package: (label) => world.view().package(label),
    packageQuantity: (label) => known(label).quantity,
    changePackage: (label, changes) =>
      world.commit({ packages: [{ ...known(label), ...changes, lastModified: parts.clock.now() }] }),
    receiveTransfer: (manifest) => receiveTransfer(parts, manifest),
    reset() {
      faults.clear();
      world.reset();
    },
  };
}
