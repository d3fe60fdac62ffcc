import type { z } from 'zod';
import type { Clock } from '../../main/ports/clock.ts';
import type { Money } from '../../shared/values/money.ts';
import { type Quantity, quantityOf } from '../../shared/values/quantity.ts';
import { createHistory } from './history.ts';
import type { MetrcSeed } from './seed.ts';
import type { PackageSeed } from './seed-parts.ts';
import { inUnit } from './units.ts';

export type StoredLine = {
  readonly label: string;
  readonly quantity: Quantity;
  readonly unit: string;
  readonly total: Money;
  readonly invoiceNumber?: string | null | undefined;
  readonly qrCodes?: readonly string[] | null | undefined;
};

export type StoredReceipt = {
  readonly id: number;
  readonly licence: string;
  readonly receiptNumber: string;
  readonly externalNumber: string | null;
  /** Wall clock, three decimals of a second, no zone. */
  readonly salesDateTime: string;
  readonly customerType: string;
  readonly patientLicence: string | null;
  readonly caregiverLicence: string | null;
  readonly identificationMethod: string | null;
  readonly registrationLocationId?: number | null | undefined;
  readonly lines: readonly StoredLine[];
  readonly final: boolean;
  /** UTC milliseconds, as all times here; null while not voided. */
  readonly archivedAt: number | null;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly lastModified: number;
};

export type StoredPackage = z.output<typeof PackageSeed> & {
  readonly id: number;
  readonly licence: string;
  readonly lastModified: number;
  /** What it held when it came into being. */
  readonly originalQuantity: Quantity;
  /** The delivery it came with; null for what was there from the beginning. */
  readonly receivedFrom: {
    readonly manifest: string;
    readonly licence: string;
    readonly name: string;
    readonly at: number;
  } | null;
};

/** One change of a package's quantity that was no sale. */
export type Adjustment = {
  readonly packageId: number;
  readonly label: string;
  readonly licence: string;
  /** Signed. */
  readonly quantity: Quantity;
  readonly unit: string;
  readonly reason: string;
  readonly note: string | null;
  /** YYYY-MM-DD, as it was sent. */
  readonly date: string;
  readonly by: string;
  readonly at: number;
};

/** What the regulator or the store may change about a package besides selling from it. */
export type PackageChanges = Partial<
  Pick<
    StoredPackage,
    | 'onHold'
    | 'onRecall'
    | 'finished'
    | 'labState'
    | 'quantity'
    | 'expiresOn'
    | 'sellBy'
    | 'useBy'
    | 'location'
    | 'note'
  >
>;

/** The state as one look sees it: the present one, or an older one for a stale read. */
export type View = {
  receipts(): readonly StoredReceipt[];
  receipt(id: number): StoredReceipt | null;
  packages(): readonly StoredPackage[];
  package(label: string): StoredPackage | null;
};

/** A change as it is kept in a file: what became of one receipt and of the packages it touched. */
export type Change = {
  readonly receipt?: StoredReceipt;
  readonly packages: readonly StoredPackage[];
  readonly adjustments?: readonly Adjustment[] | undefined;
  /** The manifest that was received. */
  readonly received?: { readonly manifest: string; readonly at: number } | undefined;
};

export type World = {
  readonly seed: MetrcSeed;
  view(agoMs?: number): View;
  nextReceiptId(): number;
  nextPackageId(): number;
  adjustments(): readonly Adjustment[];
  /** When the delivery of a manifest was received; null while it is on its way. */
  receivedAt(manifest: string): number | null;
  /** When this world began: the last change of what the seed holds. */
  readonly since: number;
  /** Makes a change true: all of it in one step. */
  commit(change: Change): void;
  /** Back to the seed. */
  reset(): void;
};

const FIRST_PACKAGE_ID = 5001;

/** @param onCommit called with every change before anybody can see it; not for those of `replay` */
export function createWorld(
  seed: MetrcSeed,
  clock: Clock,
  options: {
    readonly replay: readonly Change[];
    readonly onCommit: (change: Change) => void;
    readonly onReset: () => void;
  },
): World {
  const receipts = createHistory<number, StoredReceipt>(clock);
  const packages = createHistory<string, StoredPackage>(clock);
  const adjustments: Adjustment[] = [];
  const received = new Map<string, number>();
  let lastReceiptId = 0;
  const since = clock.now();

  const put = (change: Change): void => {
    if (change.receipt) {
      receipts.put(change.receipt.id, change.receipt);
      lastReceiptId = Math.max(lastReceiptId, change.receipt.id);
    }
    for (const stored of change.packages) packages.put(stored.label, stored);
    adjustments.push(...(change.adjustments ?? []));
    if (change.received) received.set(change.received.manifest, change.received.at);
  };
  const plant = (): void => {
    receipts.clear();
    packages.clear();
    adjustments.length = 0;
    received.clear();
    lastReceiptId = 0;
    const firstLicence = seed.licences[0]?.number ?? '';
    for (const [index, seeded] of seed.packages.entries()) {
      const licence = seeded.licence ?? firstLicence;
      const id = FIRST_PACKAGE_ID + index;
      const born = { originalQuantity: seeded.quantity, receivedFrom: null, lastModified: clock.now() };
      packages.put(seeded.label, { ...seeded, id, licence, ...born });
    }
  };

  plant();
  options.replay.forEach(put);
  return {
    seed,
    view: (agoMs = 0) => ({
      receipts: () => receipts.values(agoMs),
      receipt: (id) => receipts.get(id, agoMs),
      packages: () => packages.values(agoMs),
      package: (label) => packages.get(label, agoMs),
    }),
    nextReceiptId: () => lastReceiptId + 1,
    nextPackageId: () => FIRST_PACKAGE_ID + packages.values().length,
    adjustments: () => adjustments,
    receivedAt: (manifest) =>
      received.get(manifest) ??
      (seed.transfers.some((one) => one.manifest === manifest && one.received) ? since : null),
    since,
    commit(change) {
      options.onCommit(change);
      put(change);
    },
    reset() {
      options.onReset();
      plant();
    },
  };
}

/** The packages after goods were given back by one receipt and taken by another. */
export function movedPackages(
  view: View,
  moves: { readonly givenBack?: readonly StoredLine[]; readonly taken?: readonly StoredLine[] },
  now: number,
): StoredPackage[] {
  const moved = new Map<string, StoredPackage>();
  const move = (line: StoredLine, sign: 1 | -1): void => {
    const stored = moved.get(line.label) ?? view.package(line.label);
    if (!stored) return;
    // The receipt keeps what was sent; the package moves in its own unit.
    const amount = inUnit(line.quantity, line.unit, stored.unit) ?? line.quantity;
    const quantity = quantityOf(stored.quantity + sign * amount);
    moved.set(line.label, { ...stored, quantity, lastModified: now });
  };
  for (const line of moves.givenBack ?? []) move(line, 1);
  for (const line of moves.taken ?? []) move(line, -1);
  return [...moved.values()];
}
