import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { PackageLabel, SaleId, StaffId } from '../values/ids.ts';
import { BenchAct, BenchView } from './bench-view.ts';
import { Cents } from './cart-view.ts';
import { Answer, Refusal } from './refusals.ts';
import { CashCount, Snapshot } from './snapshot.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const LineId = z.int().positive();
/** Decimal text as a person types it; the core decides whether it is a quantity. */
const QuantityText = z.string().max(16);

export const FoundPackage = z.object({
  label: z.string(),
  name: z.string(),
  category: z.string(),
  strain: z.string().nullable(),
  unit: z.string(),
  quantity: z.string(),
  priceCents: Cents.nullable(),
  /** Why it may not be sold, as last seen at Metrc; null when it may. Listed, never hidden. */
  refusal: Refusal.nullable(),
});
export type FoundPackage = z.infer<typeof FoundPackage>;

export const SaleRow = z.object({
  saleId: z.string(),
  saleNumber: z.int(),
  externalNumber: z.string(),
  state: z.enum([
    'SUBMITTING',
    'UNKNOWN',
    'CONFIRMED',
    'REJECTED',
    'CANCELLED',
    'VOIDING',
    'VOIDED',
    'EDITING',
    'CONFLICT',
  ]),
  at: z.int(),
  by: z.string(),
  totalCents: Cents,
  tenderKind: z.enum(['cash', 'debit']),
  lines: z.int(),
  /** Metrc's number of the receipt; null unless Metrc has signed. */
  metrcReceipt: z.string().nullable(),
  metrcId: z.int().nullable(),
  copies: z.int(),
  /** What has gone back of it so far, with tax. */
  refundedCents: Cents,
});
export type SaleRow = z.infer<typeof SaleRow>;

export const SalesOfDay = z.object({
  day: Day,
  sales: z.array(SaleRow),
  /** What was sold, whatever became of it later. */
  confirmedCount: z.int(),
  confirmedTotalCents: Cents,
  refundedCents: Cents,
});
export type SalesOfDay = z.infer<typeof SalesOfDay>;

/** A receipt as Metrc showed it. Quantities are decimal text. */
const ReceiptView = z.object({
  archived: z.boolean(),
  totalCents: Cents,
  lines: z.array(z.object({ label: z.string(), quantity: z.string(), unit: z.string(), totalCents: Cents })),
});

const SaleChangeView = z.object({
  kind: z.enum(['void', 'return']),
  askedAt: z.int(),
  lead: z.string(),
  reason: z.string(),
  /** Null while Metrc has not shown it. */
  outcome: z.enum(['proved', 'refused', 'settled_by_lead']).nullable(),
  /** Metrc's own words where it refused. */
  said: z.string().nullable(),
  refundCents: Cents,
  before: ReceiptView,
  after: ReceiptView.nullable(),
});
export type SaleChangeView = z.infer<typeof SaleChangeView>;

/** One sale with its lines and with every void and return that was asked of it, the oldest first. */
export const SaleDetail = SaleRow.omit({ lines: true }).extend({
  lines: z.array(
    z.object({
      line: z.int(),
      name: z.string(),
      label: z.string(),
      unit: z.string(),
      quantity: z.string(),
      /** What has not come back. */
      left: z.string(),
      netCents: Cents,
    }),
  ),
  changes: z.array(SaleChangeView),
  /** Why nothing of it can be voided or returned now; null when it can. */
  unchangeable: Refusal.nullable(),
});
export type SaleDetail = z.infer<typeof SaleDetail>;

export const ZRow = z.object({
  number: z.int(),
  at: z.int(),
  closedBy: z.string(),
  totalCents: Cents,
  overShortCents: Cents,
});
export type ZRow = z.infer<typeof ZRow>;

/** A Z report as it stands on paper: a line each, with what stands at its right end. */
export const ZPaper = z.array(z.object({ left: z.string(), right: z.string(), strong: z.boolean() }));
export type ZPaper = z.infer<typeof ZPaper>;

const ByLead = z.object({
  saleId: SaleId,
  leadId: StaffId,
  pin: z.string().regex(/^\d{4,8}$/),
  reason: z.string().max(200),
});

const act = <T extends z.ZodType>(input: T) => oc.input(input).output(Answer);
const Nothing = z.object({});

/**
 * Every call that crosses the glass, and nothing else. A call that is not in this table does not exist. All acts answer
 * at once with done or a refusal; what they change arrives through `watch`.
 */
export const contract = {
  /** A snapshot now and after every change, newest only. */
  watch: oc.output(eventIterator(Snapshot)),
  staff: {
    signIn: act(z.object({ staffId: StaffId, pin: z.string().regex(/^\d{4,8}$/) })),
    lock: act(Nothing),
  },
  cart: {
    /** A code typed by a person; treated exactly like a scan. */
    enterCode: act(z.object({ text: z.string().min(1).max(200) })),
    addPackage: act(z.object({ label: PackageLabel })),
    setQuantity: act(z.object({ lineId: LineId.nullable(), quantity: QuantityText })),
    /** The newest line when lineId is null. Also takes a refused line out of view. */
    voidLine: act(z.object({ lineId: LineId.nullable() })),
    undo: act(Nothing),
    hold: act(Nothing),
    resume: act(z.object({ saleId: SaleId })),
    setCustomer: act(z.object({ number: z.string().min(1).max(80), buyerType: z.string().max(40) })),
    setBuyerType: act(z.object({ buyerType: z.string().max(40) })),
    clearCustomer: act(Nothing),
    /** The person at the counter says what the agency's web tool showed. */
    recordAgencyCheck: act(z.object({ showed: z.enum(['active', 'not_active']) })),
  },
  tender: {
    cash: act(z.object({ givenCents: Cents })),
    debit: act(Nothing),
    clear: act(Nothing),
    /** Asks Metrc. Repeating it for a sale that is already asked is harmless. */
    pay: act(z.object({ saleId: SaleId, totalCents: Cents })),
    customerLeaves: act(Nothing),
    customerWaits: act(Nothing),
    /** Puts the signed plate away; a scan does the same. */
    nextSale: act(Nothing),
  },
  conflict: {
    /** A lead lets stand what Metrc shows, on the evidence of the last look. Needs that lead's PIN and a reason. */
    settle: act(
      z.object({
        as: z.enum(['amended', 'gone', 'foreign']),
        leadId: StaffId,
        pin: z.string().regex(/^\d{4,8}$/),
        reason: z.string().max(200),
      }),
    ),
  },
  park: {
    /** A lead sets the sale in doubt aside, where the owner allows it; the lane goes on. Needs that lead's PIN and a reason. */
    set: act(z.object({ leadId: StaffId, pin: z.string().regex(/^\d{4,8}$/), reason: z.string().max(200) })),
    customerLeaves: act(Nothing),
    customerWaits: act(Nothing),
    /** Puts away what is said of a parked sale that is settled: its change, or its money, was given. */
    seenTo: act(Nothing),
  },
  catalogue: {
    search: oc.input(z.object({ text: z.string().max(60) })).output(z.array(FoundPackage).max(20)),
  },
  drawer: {
    /** Starts a drawer session with its float by denomination. Lead only. */
    open: act(CashCount),
    /** Makes a blind count final; the expected figure is shown after. A second call is the one recount. */
    count: act(CashCount),
    /** Ends the session with the last final count: numbers, saves and prints the Z report. */
    close: act(
      z.object({
        /** How many held carts the person was told of and closes over. */
        heldCarts: z.int().min(0).default(0),
      }),
    ),
    /** The newest Z reports first. Lead only: nothing for anybody else. */
    zReports: oc.input(Nothing).output(z.array(ZRow).max(60)),
    showZ: oc.input(z.object({ number: z.int().positive() })).output(ZPaper.nullable()),
    /** Prints a Z report once more, marked COPY. */
    copyZ: act(z.object({ number: z.int().positive() })),
    /** Opens the drawer without a sale. Journalled with its reason. */
    noSale: act(z.object({ reason: z.string().max(80) })),
  },
  sales: {
    /** Null is today in the store's zone. */
    ofDay: oc.input(z.object({ day: Day.nullable() })).output(SalesOfDay),
    /** Prints a copy, marked COPY with its number and time. */
    reprint: act(z.object({ saleId: SaleId.nullable() })),
    detail: oc.input(z.object({ saleId: SaleId })).output(SaleDetail.nullable()),
    /**
     * Asks Metrc to void a whole signed sale. Needs a lead's PIN and a reason. Done means asked; the money goes back when
     * Metrc has shown it.
     */
    void: act(ByLead),
    /** Takes back a part of a sale: Metrc is asked to replace the receipt. Taking everything back is a void. */
    returnGoods: act(
      ByLead.extend({ lines: z.array(z.object({ line: z.int().positive(), quantity: QuantityText })).max(500) }),
    ),
  },
  prints: {
    retry: act(z.object({ jobId: z.string().max(60) })),
    cancel: act(z.object({ jobId: z.string().max(60) })),
  },
  /** Training store only; refused anywhere else. */
  bench: {
    watch: oc.output(eventIterator(BenchView)),
    act: act(BenchAct),
  },
};
