/**
 * The desk: everything the running register holds in memory, in one place. What must survive a power cut is in the store;
 * the desk is made anew from it at each start. Actions change the desk and then say so with `changed`.
 */

import type { LimitSum } from '../../shared/contract/cart-view.ts';
import type { Refusal } from '../../shared/contract/refusals.ts';
import type { ChangeView, LastScanView, LinkView, Snapshot } from '../../shared/contract/snapshot.ts';
import type { ToldComparison } from '../../shared/words/compare-words.ts';
import type { PaperWords } from '../../shared/words/paper-words.ts';
import type { Draft, DraftCustomer } from '../domain/draft.ts';
import type { Sale } from '../domain/sale/sale.ts';
import type { Ballast } from '../ports/ballast.ts';
import type { Clock } from '../ports/clock.ts';
import type { CashDrawer } from '../ports/drawer.ts';
import type { Metrc, MetrcTrouble } from '../ports/metrc.ts';
import type { MetrcWay } from '../ports/metrc-way.ts';
import type { ReceiptPrinter } from '../ports/printer.ts';
import type { Scan, Scanner } from '../ports/scanner.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Settings } from '../ports/settings.ts';
import type { LookRecord, StaffRow, Store, StoredSale } from '../ports/store.ts';

/** The world as the register sees it. */
export type Ports = {
  readonly store: Store;
  readonly metrc: Metrc;
  readonly metrcWay: MetrcWay;
  readonly printer: ReceiptPrinter;
  readonly drawer: CashDrawer;
  readonly scanner: Scanner;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Free bytes on the disk of the database. */
  readonly freeBytes: () => number;
  readonly ballast: Ballast;
  /** A fresh random id (UUID). */
  readonly newId: () => string;
  /** Where a bug is written down: never a secret, never a patient number. */
  readonly log: (line: { readonly what: string; readonly error?: unknown }) => void;
};

/** What Metrc's reading of a package at the scan led to. Volatile: a restart asks again. */
export type PackageCheck =
  | { readonly state: 'checking' }
  | { readonly state: 'good'; readonly at: number }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** A scanned thing that did not get into the sale: in view beside the cart until the next scan. */
export type NotAdded = {
  readonly label: string;
  readonly name: string | null;
  readonly quantity: string;
  readonly unit: string | null;
  readonly unitPriceCents: number | null;
  readonly refusal: Refusal;
  readonly limitSum: LimitSum | null;
};

/** A sale whose outcome is not known yet: the one that holds the lane, or one that a lead has parked. */
export type OpenSale = {
  readonly record: StoredSale;
  protocol: Sale;
  askedAt: number;
  because: MetrcTrouble | 'restart' | 'records' | 'turned_away' | null;
  looks: number;
  lastLook: LookRecord | null;
  /** Monotonic; when the last good read began. Null before there was one. */
  evidenceAt: number | null;
  nextLookAt: number | null;
  /** Wall-clock estimate of the end of the quiet window. */
  quietUntil: number | null;
  choice: 'waits' | 'leaves' | null;
  /** Wall clock at which the outcome became unknown; null while it is not. */
  unknownSince: number | null;
  /** Taken over from the records: by a process that started, or by this one after it had opened them again. */
  readonly afterRestart: boolean;
  /** Starts of the register in a row that came sooner than the quiet window after each other, with this sale in doubt. */
  quickRestarts: number;
  /** The cart it was made from, to be given back; null when an earlier process made it. */
  readonly draft: Draft | null;
};

export type SignedPlate = {
  readonly saleId: string;
  readonly record: StoredSale;
  readonly metrcReceipt: string;
  /** Who bought, as the counter knew it; null after a restart. */
  readonly customer: DraftCustomer | null;
};

/** A parked sale that is settled. `metrcReceipt` is null where nothing of it stands at Metrc. */
export type ParkedEnd = { readonly record: StoredSale; readonly metrcReceipt: string | null };

export type Blocked = { readonly refusal: Refusal; readonly since: number };

export type MetrcHealth = {
  /** Monotonic; null before the first good control read. */
  lastGoodAt: number | null;
  trouble: MetrcTrouble | null;
  since: number;
  /** Metrc's clock minus ours in milliseconds at the last good read. */
  clockOffsetMs: number | null;
  licenceCovered: boolean;
  nextAskAt: number | null;
};

export type Desk = {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly words: PaperWords;
  signedIn: StaffRow | null;
  draft: Draft;
  readonly undo: Draft[];
  readonly checks: Map<string, PackageCheck>;
  notAdded: NotAdded | null;
  lastScan: LastScanView | null;
  openSale: OpenSale | null;
  /** The sale that a lead has set aside: it is settled like any other, while the lane goes on. */
  parked: OpenSale | null;
  /** What became of a parked sale; shown until somebody has dealt with it. */
  parkedEnd: ParkedEnd | null;
  /** Others found unresolved at the start; taken one after the other, oldest first. */
  readonly unresolvedQueue: StoredSale[];
  signed: SignedPlate | null;
  /** Pay was pressed and the last look before the intent is under way: nothing is written yet. */
  preparing: { readonly askedAt: number; readonly totalCents: number } | null;
  /** Why Metrc refused the last sale; shown beside the returned cart until it changes. */
  saleRefusal: Refusal | null;
  blocked: Blocked | null;
  /** The records have failed and are being opened again; `nextTryAt` is null when nothing is tried any more. */
  mending: { readonly nextTryAt: number | null; readonly recorded: Refusal['recorded'] } | null;
  /** Pulses that this process is sending now: their rows are due, and not left over. */
  readonly sendingPulses: Set<string>;
  metrc: MetrcHealth;
  readonly links: Map<LinkView['id'], LinkView>;
  readonly waitingScans: Scan[];
  /** Scans that waited while Metrc was asked are being taken: the change they come after must stay readable. */
  plateStays: boolean;
  salesRevision: number;
  /** The drawer's days against Metrc, as last compared; null before. Volatile: a restart compares again. */
  compared: ToldComparison | null;
  /** Voids and returns under way; the runner's own, shown as they are. */
  changes: () => ChangeView[];
  /** The last refund that was proved. */
  refunded: Snapshot['refunded'];
  closing: boolean;
  /** Something met records that fail: stops selling and has them opened again. Never throws. */
  readonly recordsFailed: (what: string, error: unknown) => void;
  /** Tells every screen; cheap to call often. */
  readonly changed: () => void;
};

/** Milliseconds after which a package's reading is too old for Pay and is taken again. */
export const CHECK_GOOD_FOR_MS = 10 * 60_000;
