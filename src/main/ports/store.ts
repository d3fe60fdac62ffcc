import type { Money } from '../../shared/values/money.ts';
import type { Quantity } from '../../shared/values/quantity.ts';
import type { Result } from '../../shared/values/result.ts';
import type { Draft } from '../domain/draft.ts';
import type { GivenBack, Plan } from '../domain/sale/plan-change.ts';
import type { Sale } from '../domain/sale/sale.ts';
import type { MetrcPackage } from './metrc.ts';
import type { PrintDocument } from './print-document.ts';

export type JournalEntry = { readonly seq: number; readonly hash: string };

/** Why the records cannot be opened or used. Each code has words for a person in `happened` and `toDo`. */
export type StoreProblemCode =
  | 'DATA_FOLDER_NOT_WRITABLE'
  | 'DISK_FULL'
  | 'DISK_ERROR'
  | 'HELD_BY_ANOTHER'
  | 'TAKEN_OVER'
  | 'LOCK_UNREADABLE'
  | 'DATABASE_BUSY'
  | 'NO_RECORDS'
  | 'DATABASE_MISSING'
  | 'DATABASE_EMPTY'
  | 'DATABASE_CORRUPT'
  | 'NOT_A_DATABASE'
  | 'NOT_OUR_DATABASE'
  | 'NEWER_DATABASE'
  | 'OLDER_DATABASE'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_FAILED'
  | 'MIGRATIONS_UNREADABLE'
  | 'BACKUP_FAILED'
  | 'BACKUP_NOT_FOUND'
  | 'BACKUP_UNSOUND'
  | 'JOURNAL_BROKEN'
  | 'SALES_DIFFER'
  | 'NOT_DURABLE'
  | 'STORE_CLOSED';

export type StoreProblem = {
  readonly code: StoreProblemCode;
  /** One or two sentences for a person: what is wrong. Never holds a record's content. */
  readonly happened: string;
  /** One or two sentences: what to do now. */
  readonly toDo: string;
  /** What the system said, for whoever helps; null when there is nothing to add. */
  readonly detail: string | null;
  /** The process that holds the records; only with HELD_BY_ANOTHER. */
  readonly holder: { readonly pid: number; readonly hostname: string; readonly startedAt: number } | null;
};

/** Thrown by a method of Store that finds the machine unwell. What its transaction wrote is undone or not known to be safe. */
export class StoreFault extends Error {
  readonly problem: StoreProblem;
  constructor(problem: StoreProblem, cause?: unknown) {
    super(`${problem.code}: ${problem.happened}`, { cause });
    this.name = 'StoreFault';
    this.problem = problem;
  }
}

export type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly role: 'budtender' | 'lead' | 'installer';
  readonly pinHash: string;
  readonly badge: string | null;
  readonly wrongPins: number;
  /** UTC milliseconds; null when not locked out. */
  readonly lockedUntil: number | null;
};

export type DraftRow = { readonly draft: Draft; readonly heldAt: number | null; readonly heldBy: string | null };

export type SaleLineRecord = {
  readonly line: number;
  readonly label: string;
  readonly itemName: string;
  readonly class: string;
  readonly quantity: Quantity;
  readonly unit: string;
  readonly unitPrice: Money;
  readonly net: Money;
  /** Measure name to whole number per unit. */
  readonly measures: Readonly<Record<string, number>>;
};

export type SaleTaxRecord = {
  readonly taxId: string;
  readonly name: string;
  readonly ratePpm: number;
  readonly cents: Money;
  readonly byLine: readonly Money[];
};

/** What a sale is, fixed at the moment of Pay and never changed after. */
export type SaleRecord = {
  readonly id: string;
  readonly saleNumber: number;
  /** ExternalReceiptNumber. */
  readonly number: string;
  readonly fingerprint: string;
  readonly businessDay: string;
  readonly soldAt: number;
  readonly soldWall: string;
  readonly soldOffset: number;
  readonly staffId: string;
  readonly drawerSession: string;
  readonly patientId: number | null;
  readonly buyerType: string;
  readonly agencyCheck: { readonly at: number; readonly by: string; readonly showed: 'active' | 'not_active' } | null;
  readonly profile: { readonly id: string; readonly revision: number; readonly hash: string };
  readonly subtotal: Money;
  readonly total: Money;
  readonly tenderKind: 'cash' | 'debit';
  readonly cashDue: Money;
  readonly rounding: Money;
  readonly given: Money;
  readonly change: Money;
  readonly lines: readonly SaleLineRecord[];
  readonly taxes: readonly SaleTaxRecord[];
};

/** A sale with what the protocol has made of it. */
export type StoredSale = SaleRecord & {
  readonly protocol: Sale;
  readonly metrcReceipt: string | null;
  readonly watchUntil: number | null;
  readonly closedAt: number | null;
  /** When Metrc had signed and goods could leave; null for a sale that never was sold. */
  readonly signedAt: number | null;
  readonly patientLastFour: string | null;
  readonly staffName: string;
};

export type AttemptEnd = {
  readonly outcome: 'accepted' | 'refused' | 'turned_away' | 'not_sent' | 'unknown' | 'crashed';
  readonly because: string | null;
  readonly status: number | null;
  /** The answer's raw text; null when there was none. */
  readonly answer: string | null;
  readonly at: number;
};

export type LookRecord = {
  readonly at: number;
  readonly showed: 'present' | 'absent' | 'no_evidence';
  readonly because: string | null;
  /** What the reads showed, without keys: statuses, ids, raw bodies cut to 8 KiB. */
  readonly seen: unknown;
};

export type DrawerSession = {
  readonly id: string;
  readonly zNumber: number;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly state: 'open' | 'counted' | 'closed';
  readonly closedAt: number | null;
  readonly closedBy: string | null;
};

export type Pieces = readonly { readonly denominationCents: number; readonly count: number }[];

export type DrawerCount = {
  readonly ordinal: 0 | 1 | 2;
  readonly at: number;
  readonly by: string;
  readonly pieces: Pieces;
  readonly cents: Money;
};

/** A receipt as Metrc showed it before or after a change; without anything about the customer. */
export type ShownReceipt = {
  readonly metrcId: number;
  readonly archived: boolean;
  readonly total: Money;
  readonly lines: readonly {
    readonly label: string;
    readonly quantity: Quantity;
    readonly unit: string;
    readonly total: Money;
  }[];
};

/** A void or a return that a lead asked for, fixed before Metrc is asked. */
export type ChangeAsked = Pick<Plan, 'lines' | 'subtotal' | 'total' | 'rounding' | 'paid'> & {
  readonly kind: 'void' | 'return';
  /** The version of the receipt that a return makes; null for a void. */
  readonly version: number | null;
  /** Of the receipt that a return makes; null for a void. */
  readonly fingerprint: string | null;
  readonly askedAt: number;
  readonly leadId: string;
  /** Who stood at the counter. */
  readonly counterId: string | null;
  readonly reason: string;
  readonly before: ShownReceipt;
};

export type SaleChange = ChangeAsked & {
  readonly ordinal: number;
  readonly after: ShownReceipt | null;
  /** Null while it is not over. */
  readonly outcome: 'proved' | 'refused' | 'settled_by_lead' | null;
  /** What Metrc said to the last asking that it refused. */
  readonly said: string | null;
  readonly endedAt: number | null;
};

export type ChangeAnswer = {
  readonly at: number;
  readonly answer: 'done' | 'refused' | 'turned_away' | 'not_sent' | 'unknown';
  readonly status: number | null;
  readonly text: string | null;
};

/** Money that went back, in the drawer session in which it did. */
export type Refund = Pick<Plan, 'subtotal' | 'taxes' | 'total' | 'rounding' | 'paid'> & {
  readonly id: string;
  readonly saleId: string;
  readonly ordinal: number;
  readonly at: number;
  readonly drawerSession: string;
  readonly tenderKind: 'cash' | 'debit';
};

/** How many, and whole cents with tax. */
export type CountedSum = { readonly count: number; readonly total: Money };

type Sums = {
  readonly subtotal: Money;
  readonly taxes: readonly { readonly name: string; readonly cents: Money }[];
  readonly total: Money;
  readonly cash: Money;
  readonly debit: Money;
  /** Signed. */
  readonly rounding: Money;
};

/**
 * Sums over what was sold in one drawer session, whatever became of it later, and over what was given back in it, whenever
 * that had been sold.
 */
export type DrawerTotals = Sums & {
  readonly sales: number;
  readonly voids: CountedSum;
  readonly returns: CountedSum;
  readonly refunded: Sums;
  /** Sales of the session whose receipt is voided at Metrc and whose money nobody has given back. */
  readonly keptWithoutReceipt: CountedSum;
  /** Sales of the session that never were: the customer left, or Metrc never had them. */
  readonly undone: number;
  /** Sales of the session that Metrc refused. */
  readonly refused: number;
  readonly firstSaleNumber: number | null;
  readonly lastSaleNumber: number | null;
  readonly noSaleOpens: number;
};

export type ZReportRow = {
  readonly number: number;
  readonly sessionId: string;
  readonly at: number;
  readonly body: unknown;
  readonly previous: string;
  readonly hash: string;
};

export type PulseRow = {
  readonly id: string;
  readonly at: number;
  readonly why: 'sale' | 'no_sale' | 'count' | 'refund';
  readonly reason: string | null;
  readonly by: string;
  readonly saleId: string | null;
  /** The refund it was for. */
  readonly refundId: string | null;
  readonly sessionId: string | null;
  readonly outcome: 'due' | 'sent' | 'refused' | 'not_sent';
  readonly because: string | null;
};

export type PrintJobRow = {
  readonly id: string;
  readonly kind: 'receipt' | 'copy' | 'refund' | 'z_report' | 'z_copy' | 'x_report';
  readonly saleId: string | null;
  readonly copyNumber: number;
  readonly document: PrintDocument;
  readonly state: 'owed' | 'begun' | 'printed' | 'failed' | 'unknown' | 'cancelled';
  readonly reason: string | null;
  readonly attempts: number;
  readonly madeAt: number;
};

export type PackageRow = { readonly package: MetrcPackage; readonly seenAt: number };

/**
 * The store's records. Everything is synchronous; `transaction` is immediate and returns only when it is on the disk.
 * A method that finds the database unwell throws StoreFault: a fault of the machine, handled by the register as a block.
 * After DISK_FULL or DATABASE_BUSY the store still works; after any other fault it is shut until `reopen`.
 */
export interface Store {
  /** Runs the work in one immediate transaction. Nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  /** Random 8 hex digits, new whenever the records are opened (docs/decisions/0015). Ask each time: `reopen` changes it. */
  readonly epoch: string;
  /** Takes the next number of a named sequence ("sale"), counting from 1, never twice. */
  nextNumber(sequence: 'sale' | 'z_report'): number;
  /** Moves what the log holds into the database file, when that is due; a few milliseconds, so call it while nobody waits. */
  tidy(): void;
  /**
   * Why this process must not write any more; null while all is well. `taken_over`: another one was started on the same
   * records, and every transaction of this one is refused from there on. `lock_gone`: the file that keeps another one out
   * was deleted or replaced. Never throws: what else is the matter with the records shows when they are used.
   */
  heldNoMore(): 'taken_over' | 'lock_gone' | null;
  /** What a check of the whole file has found wrong since the start; null while nothing is known. */
  damage(): string | null;
  /**
   * Opens the same records anew after a fault, with the checks of a start and a new epoch; the lock is held throughout.
   * What the failed transaction wrote may stand or not: whoever calls this reads what stands. Never between two pieces of
   * work of one transaction. While it answers a problem the store stays shut; after `close` it always does.
   */
  reopen(): Result<null, StoreProblem>;
  close(): void;

  readonly journal: {
    append(entry: {
      readonly at: number;
      readonly kind: string;
      readonly actor: string | null;
      readonly body: unknown;
    }): JournalEntry;
    tail(): JournalEntry;
    /** The entries of one kind among the last `within` of the journal, oldest first. */
    recent(
      kind: string,
      within: number,
    ): readonly { readonly at: number; readonly actor: string | null; readonly body: unknown }[];
  };
  readonly staff: {
    all(): readonly StaffRow[];
    /** Adds or renames; keeps lock-outs. Staff not named are deactivated. */
    sync(
      staff: readonly {
        readonly id: string;
        readonly name: string;
        readonly role: StaffRow['role'];
        readonly pinHash: string;
        readonly badge: string | null;
      }[],
    ): void;
    recordPin(id: string, wrongPins: number, lockedUntil: number | null): void;
  };
  readonly prices: {
    find(itemName: string): Money | null;
    sync(prices: readonly { readonly itemName: string; readonly cents: Money }[], at: number): void;
  };
  readonly packages: {
    find(label: string): PackageRow | null;
    save(rows: readonly MetrcPackage[], seenAt: number): void;
    /** By words anywhere in the name, strain or category, or by the end of a tag; at most `limit`, names first. */
    search(text: string, limit: number): readonly PackageRow[];
    ofItem(itemName: string): readonly PackageRow[];
  };
  readonly patients: {
    /** Finds by keyed commitment or adds; answers the row's id. */
    keep(patient: {
      readonly commitment: string;
      readonly licence: string;
      readonly lastFour: string;
      readonly seenAt: number;
    }): number;
  };
  readonly drafts: {
    onTheCounter(): DraftRow | null;
    held(): readonly DraftRow[];
    save(draft: Draft, at: number): void;
    hold(saleId: string, at: number, by: string): void;
    resume(saleId: string): void;
    remove(saleId: string): void;
  };
  readonly sales: {
    /**
     * The intent: the sale, its lines, taxes, exact request body and first open attempt. Answers the seal of what was sold,
     * which belongs into the journal entry of the same transaction as `rows`.
     */
    submit(sale: SaleRecord, protocol: Sale, requestBody: string, at: number): string;
    /** Writes what the protocol made of it. `closedAt` when it left the unresolved states. */
    progress(
      saleId: string,
      protocol: Sale,
      facts: {
        readonly metrcReceipt?: string | null;
        readonly watchUntil?: number | null;
        readonly closedAt?: number | null;
        readonly signedAt?: number;
      },
    ): void;
    openAttempt(saleId: string, attempt: number, at: number): void;
    endAttempt(saleId: string, attempt: number, end: AttemptEnd): void;
    addLook(saleId: string, look: LookRecord): void;
    lastLook(saleId: string): LookRecord | null;
    attempts(
      saleId: string,
    ): readonly { readonly attempt: number; readonly intendedAt: number; readonly end: AttemptEnd | null }[];
    find(saleId: string): StoredSale | null;
    /** Does another sale already stand on this id of Metrc's? Then an answer that names it proves nothing. */
    isIdOfAnother(metrcId: number, saleId: string): boolean;
    requestBody(saleId: string): string | null;
    /** SUBMITTING, UNKNOWN, VOIDING, EDITING, CONFLICT; oldest first. */
    unresolved(): readonly StoredSale[];
    /** Settled sales that were once in doubt and are still watched; the one that is due first, first. */
    watched(): readonly StoredSale[];
    ofDay(businessDay: string): readonly StoredSale[];
    latestConfirmed(): StoredSale | null;
  };
  readonly changes: {
    /** Writes what a lead asked for; `body` is what Metrc is to be asked, null for a void. Answers its ordinal. */
    add(saleId: string, change: ChangeAsked, body: string | null): number;
    /** The one that is not over; null when there is none. */
    open(saleId: string): SaleChange | null;
    of(saleId: string): readonly SaleChange[];
    /** The exact bytes asked for a return; null for a void, or where policy has erased them. */
    body(saleId: string, ordinal: number): string | null;
    noteAnswer(saleId: string, ordinal: number, answer: ChangeAnswer): void;
    end(
      saleId: string,
      ordinal: number,
      end: {
        readonly outcome: NonNullable<SaleChange['outcome']>;
        readonly at: number;
        readonly after: ShownReceipt | null;
      },
    ): void;
    addRefund(refund: Refund): void;
    refunds(saleId: string): readonly Refund[];
    /** Everything that proved voids and returns of a sale have given back. */
    givenBack(saleId: string): GivenBack;
    /** The fingerprint of the receipt's version; null where no return made that version. */
    fingerprint(saleId: string, version: number): string | null;
  };
  readonly drawers: {
    running(): DrawerSession | null;
    open(
      session: { readonly id: string; readonly zNumber: number; readonly openedAt: number; readonly openedBy: string },
      float: Omit<DrawerCount, 'ordinal'>,
    ): void;
    addCount(sessionId: string, count: DrawerCount): void;
    counts(sessionId: string): readonly DrawerCount[];
    close(sessionId: string, at: number, by: string): void;
    totals(sessionId: string): DrawerTotals;
    saveZ(report: {
      readonly number: number;
      readonly sessionId: string;
      readonly at: number;
      readonly body: unknown;
    }): ZReportRow;
    lastZ(): ZReportRow | null;
    /** The newest first, at most `limit`. */
    zReports(limit: number): readonly ZReportRow[];
    zReport(number: number): ZReportRow | null;
  };
  readonly pulses: {
    add(pulse: Omit<PulseRow, 'outcome' | 'because' | 'refundId'> & { readonly refundId?: string }): void;
    end(id: string, outcome: 'sent' | 'refused' | 'not_sent', because: string | null, at: number): void;
    ofSale(saleId: string): PulseRow | null;
    ofRefund(refundId: string): PulseRow | null;
    /** Rows left `due` by a process that ended; they are never sent late. */
    due(): readonly PulseRow[];
  };
  readonly prints: {
    add(job: {
      readonly id: string;
      readonly kind: PrintJobRow['kind'];
      readonly saleId: string | null;
      readonly copyNumber: number;
      readonly document: PrintDocument;
      readonly madeAt: number;
      /** With a copy of a Z report only. */
      readonly zNumber?: number;
    }): void;
    begin(id: string): void;
    end(
      id: string,
      state: 'owed' | 'printed' | 'failed' | 'unknown' | 'cancelled',
      reason: string | null,
      at: number | null,
    ): void;
    find(id: string): PrintJobRow | null;
    /** owed, begun, failed, unknown; oldest first. */
    waiting(): readonly PrintJobRow[];
    originalOf(saleId: string): PrintJobRow | null;
    copiesOf(saleId: string): number;
    copiesOfZ(number: number): number;
  };
}
