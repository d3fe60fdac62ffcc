import { z } from 'zod';
import { CartView, Cents } from './cart-view.ts';
import { Refusal } from './refusals.ts';

/** UTC milliseconds. */
const Instant = z.int();

export const Role = z.enum(['budtender', 'lead', 'installer']);
export type Role = z.infer<typeof Role>;

export const StaffView = z.object({ id: z.string(), name: z.string(), role: Role });

export const LinkView = z.object({
  id: z.enum(['scanner', 'printer', 'drawer', 'metrc']),
  state: z.enum(['ok', 'attention', 'down', 'absent', 'connecting']),
  /** A DeviceReason or a MetrcTrouble of the ports, or `paper_near_end`; a key of the catalogue of words. Null when ok. */
  reason: z.string().nullable(),
  since: Instant,
});

/** A look at Metrc for a sale whose outcome is not known. */
const Look = z.object({
  at: Instant,
  showed: z.enum(['present', 'absent', 'no_evidence']),
  because: z.string().nullable(),
});

/** What fills the right column. The lane is what one customer after another goes through. */
export const LaneView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  z.object({
    state: z.literal('asking'),
    saleNumber: z.int(),
    askedAt: Instant,
    /** Milliseconds after askedAt at which choices come and at which it is decided. */
    choicesAfterMs: z.int(),
    decidedAfterMs: z.int(),
    customerLeaves: z.boolean(),
    totalCents: Cents,
    givenCents: Cents,
    tenderKind: z.enum(['cash', 'debit']),
  }),
  z.object({
    state: z.literal('signed'),
    saleId: z.string(),
    saleNumber: z.int(),
    metrcReceipt: z.string(),
    tenderKind: z.enum(['cash', 'debit']),
    totalCents: Cents,
    dueCents: Cents,
    givenCents: Cents,
    changeCents: Cents,
    /** What became of the pulse: not needed, being sent, sent, seen open by the sensor, refused by the device. */
    drawer: z.enum(['not_needed', 'due', 'sent', 'opened', 'refused', 'not_sent']),
    receipt: z.enum(['owed', 'printing', 'printed', 'failed', 'unknown', 'cancelled']),
  }),
  z.object({
    state: z.literal('unknown'),
    saleNumber: z.int(),
    askedAt: Instant,
    attempt: z.int(),
    /** What the cashier chose; null = nothing yet. */
    choice: z.enum(['waits', 'leaves']).nullable(),
    because: z.string(),
    lastLook: Look.nullable(),
    /** Null while a look or a new attempt is under way. */
    nextLookAt: Instant.nullable(),
    /** When the quiet window ends and the register may ask once more or cancel; an estimate in wall time. */
    quietUntil: Instant.nullable(),
    /** The first 20 s the ring with a shield stays; then the whole screen is blocked. */
    wholeScreenAt: Instant,
    totalCents: Cents,
    givenCents: Cents,
    tenderKind: z.enum(['cash', 'debit']),
    /** Quick starts in a row that found it in doubt; from two on the screen says to leave the register on. */
    quickRestarts: z.int(),
    /** True after the first look, or when this sale was found unresolved at the start. */
    afterRestart: z.boolean(),
  }),
  /** Metrc has something under our number that is not ours, or lost what was ours: only a lead can go on. */
  z.object({
    state: z.literal('conflict'),
    saleNumber: z.int(),
    metrcIds: z.array(z.int()),
    foundAt: Instant,
    /** `amended`: our receipt has other content. `gone`: it is voided. `foreign`: somebody else's stands under our number. */
    kind: z.enum(['amended', 'gone', 'foreign']),
    /** The last good or failed look; a lead decides on one of the last minute. */
    lookedAt: Instant.nullable(),
    /** False while it is not yet proved that nothing of ours is at Metrc. */
    mayBeSettled: z.boolean(),
    /** What goes back when it is settled as gone, because a lead had asked for the void; null: no money moves. */
    refundCents: Cents.nullable(),
  }),
  /** No sale is in doubt, but none can be confirmed: Metrc not reachable, keys, clock, disk. */
  z.object({ state: z.literal('blocked'), refusal: Refusal, since: Instant, nextLookAt: Instant.nullable() }),
]);
export type LaneView = z.infer<typeof LaneView>;

/** A sale that a lead has set aside, until it is settled and somebody has dealt with what follows. */
export const ParkedView = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('unknown'),
    saleNumber: z.int(),
    askedAt: Instant,
    choice: z.enum(['waits', 'leaves']).nullable(),
    lastLook: Look.nullable(),
    nextLookAt: Instant.nullable(),
    quietUntil: Instant.nullable(),
    tenderKind: z.enum(['cash', 'debit']),
    /** Cash that was given, or the total of a debit payment: what is kept at the counter. */
    keptCents: Cents,
  }),
  z.object({
    state: z.literal('signed'),
    saleNumber: z.int(),
    metrcReceipt: z.string(),
    tenderKind: z.enum(['cash', 'debit']),
    changeCents: Cents,
    receipt: z.enum(['owed', 'printing', 'printed', 'failed', 'unknown', 'cancelled']),
  }),
  /** Nothing of it stands at Metrc: the money goes back. */
  z.object({
    state: z.literal('undone'),
    saleNumber: z.int(),
    tenderKind: z.enum(['cash', 'debit']),
    backCents: Cents,
  }),
]);
export type ParkedView = z.infer<typeof ParkedView>;

/** What the last scan was and what became of it. */
export const LastScanView = z.object({
  /** The code as far as it may be shown; a card shows its last four only. */
  shown: z.string(),
  kind: z.enum([
    'package_tag',
    'retail_id',
    'gtin',
    'patient_card',
    'licence',
    'staff_badge',
    'receipt',
    'unknown',
    'fault',
  ]),
  outcome: z.enum([
    'added',
    'quantity',
    'checking',
    'not_added',
    'customer',
    'signed_in',
    'found',
    'waiting',
    'not_used',
  ]),
  refusal: Refusal.nullable(),
  at: Instant,
});

export const WaitingPrintView = z.object({
  jobId: z.string(),
  kind: z.enum(['receipt', 'copy', 'refund', 'z_report', 'z_copy', 'x_report']),
  saleNumber: z.int().nullable(),
  metrcReceipt: z.string().nullable(),
  /** `owed`: not begun, prints by itself. `printing`: begun. `failed`, `unknown`: offered for a reprint. */
  state: z.enum(['owed', 'printing', 'failed', 'unknown']),
  reason: z.string().nullable(),
  since: Instant,
});

/** A void or a return that Metrc has not shown yet: no money has gone back. */
export const ChangeView = z.object({
  saleId: z.string(),
  saleNumber: z.int(),
  kind: z.enum(['void', 'return']),
  askedAt: Instant,
  /** What goes back once it is proved. */
  refundCents: Cents,
  tenderKind: z.enum(['cash', 'debit']),
  lastLook: Look.nullable(),
});
export type ChangeView = z.infer<typeof ChangeView>;

/** Pieces of each denomination, by its worth in cents: 10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1. */
export const DENOMINATIONS_CENTS = [10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1] as const;
export const CashCount = z.object({
  pieces: z.array(z.object({ denominationCents: z.int().positive(), count: z.int().min(0).max(100_000) })).max(20),
});
export type CashCount = z.infer<typeof CashCount>;

const ToldDifference = z.object({
  kind: z.string(),
  saleNumber: z.int().nullable(),
  metrcId: z.int().nullable(),
  here: z.string().nullable(),
  there: z.string().nullable(),
});

/** The drawer's days against Metrc, both ways. */
const ComparedView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('comparing') }),
  z.object({ state: z.literal('equal'), sales: z.int() }),
  z.object({ state: z.literal('differs'), differences: z.array(ToldDifference) }),
  z.object({ state: z.literal('not_compared'), because: z.string() }),
]);

export const DrawerSessionView = z.object({
  sessionId: z.string(),
  zNumber: z.int(),
  openedAt: Instant,
  openedBy: z.string(),
  /** `open`: selling. `counted`: a final count stands, the figures below are shown, one recount may follow. */
  state: z.enum(['open', 'counted']),
  /** Only after a final count; the blind count shows nothing before. */
  result: z
    .object({
      floatCents: Cents,
      cashSalesCents: Cents,
      /** Cash that went back for voids and returns. */
      cashRefundsCents: Cents,
      roundingCents: Cents,
      expectedCents: Cents,
      countedCents: Cents,
      overShortCents: Cents,
      firstCountCents: Cents.nullable(),
      mayRecount: z.boolean(),
    })
    .nullable(),
  /** Missing before the first comparison of this process. */
  compared: ComparedView.optional(),
});

export const Snapshot = z.object({
  /** Grows by one at every change. */
  revision: z.int(),
  now: Instant,
  store: z.object({
    name: z.string(),
    terminal: z.string(),
    licence: z.string(),
    address: z.string(),
    zone: z.string(),
    language: z.enum(['en', 'es']),
    mode: z.enum(['training', 'sandbox', 'production']),
    /** Who to call: shown on the blocked screen. */
    contacts: z.array(z.object({ who: z.string(), phone: z.string() })),
    /** Name of the agency's web tool, where one must be looked at for each sale. */
    agencyCheckName: z.string().nullable(),
    buyerTypes: z.array(z.string()),
  }),
  staff: z.array(StaffView),
  /** PINs on the tiles, in the training store only. */
  trainingPins: z.record(z.string(), z.string()),
  signedIn: StaffView.nullable(),
  links: z.array(LinkView),
  lane: LaneView,
  parked: ParkedView.nullable(),
  /** The sale in doubt on the lane may be parked by a lead. */
  mayPark: z.boolean(),
  cart: CartView,
  held: z.array(
    z.object({
      saleId: z.string(),
      saleNumber: z.int(),
      lines: z.int(),
      totalCents: Cents,
      heldAt: Instant,
      by: z.string(),
    }),
  ),
  lastScan: LastScanView.nullable(),
  waitingPrints: z.array(WaitingPrintView),
  /** Voids and returns that are not proved yet, the oldest first. */
  changes: z.array(ChangeView),
  /** The last refund that this process has seen proved; null when there was none. */
  refunded: z
    .object({
      refundId: z.string(),
      saleId: z.string(),
      saleNumber: z.int(),
      cents: Cents,
      tenderKind: z.enum(['cash', 'debit']),
    })
    .nullable(),
  drawer: DrawerSessionView.nullable(),
  drawerPosition: z.enum(['open', 'closed', 'unknown']),
  /** Changes whenever a sale reaches a new state, so that lists know when to ask again. */
  salesRevision: z.int(),
});
export type Snapshot = z.infer<typeof Snapshot>;
export type LinkView = z.infer<typeof LinkView>;
export type LastScanView = z.infer<typeof LastScanView>;
export type WaitingPrintView = z.infer<typeof WaitingPrintView>;
export type DrawerSessionView = z.infer<typeof DrawerSessionView>;
export type StaffView = z.infer<typeof StaffView>;
