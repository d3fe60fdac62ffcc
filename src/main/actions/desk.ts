/**
 * The desk: everything the running register holds in memory, in one place. What must survive a power cut is in the store;
 * the desk is made anew from it at each start. Actions change the desk and then say so with `changed`.
 */

import type { LimitSum } from '../../shared/contract/cart-view.ts';
import type { Refusal } from '../../shared/contract/refusals.ts';
import type { ChangeView, LastScanView, LinkView, Snapshot } from '../../shared/contract/snapshot.ts';
import type { PaperWords } from '../../shared/words/paper-words.ts';
import type { Draft, DraftCustomer } from '../domain/draft.ts';
import type { Sale } from '../domain/sale/sale.ts';
import type { Clock } from '../ports/clock.ts';
import type { CashDrawer } from '../ports/drawer.ts';
import type { Metrc, MetrcTrouble } from '../ports/metrc.ts';
import type { ReceiptPrinter } from '../ports/printer.ts';
import type { Scan, Scanner } from '../ports/scanner.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Settings } from '../ports/settings.ts';
import type { LookRecord, StaffRow, Store, StoredSale } from '../ports/store.ts';

/** The world as the register sees it. */
export type Ports = {
  readonly store: Store;
  readonly metrc: Metrc;
  readonly printer: ReceiptPrinter;
  readonly drawer: CashDrawer;
  readonly scanner: Scanner;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Free bytes on the disk of the database. */
  readonly freeBytes: () => number;
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

/** The one sale whose outcome is not known yet; it holds the lane. */
export type OpenSale = {
  readonly record: StoredSale;
  protocol: Sale;
  askedAt: number;
  because: MetrcTrouble | 'restart' | 'turned_away' | null;
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
  readonly afterRestart: boolean;
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
  /** Others found unresolved at the start; taken one after the other, oldest first. */
  readonly unresolvedQueue: StoredSale[];
  signed: SignedPlate | null;
  /** Pay was pressed and the last look before the intent is under way: nothing is written yet. */
  preparing: { readonly askedAt: number; readonly totalCents: number } | null;
  /** Why Metrc refused the last sale; shown beside the returned cart until it changes. */
  saleRefusal: Refusal | null;
  blocked: Blocked | null;
  metrc: MetrcHealth;
  readonly links: Map<LinkView['id'], LinkView>;
  readonly waitingScans: Scan[];
  /** Scans that waited while Metrc was asked are being taken: the change they come after must stay readable. */
  plateStays: boolean;
  salesRevision: number;
  /** Voids and returns under way; the runner's own, shown as they are. */
  changes: () => ChangeView[];
  /** The last refund that was proved. */
  refunded: Snapshot['refunded'];
  closing: boolean;
  /** Tells every screen; cheap to call often. */
  readonly changed: () => void;
};

/** Milliseconds after which a package's reading is too old for Pay and is taken again. */
export const CHECK_GOOD_FOR_MS = 10 * 60_000;
