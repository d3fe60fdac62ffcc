import type { PackageLabel } from '../../shared/values/ids.ts';
import type { Money } from '../../shared/values/money.ts';
import type { Quantity } from '../../shared/values/quantity.ts';

/** What went over the wire, kept as evidence with the sale. Never holds keys; request bodies are stored by the caller. */
export type Exchange = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query as asked, without the host. */
  readonly path: string;
  /** UTC milliseconds. */
  readonly askedAt: number;
  readonly answeredAt: number | null;
  readonly status: number | null;
  /** The answer's text as it came, cut at 64 KiB; null when none came. */
  readonly body: string | null;
};

/** Why Metrc could not be asked or its answer proves nothing, in the order in which links break. */
export type MetrcTrouble =
  | 'no_cable' // nothing is plugged into this machine: no carrier, or no address where carriers cannot be read
  | 'no_lan' // a carrier, but no address or no route out of here
  | 'no_internet' // a route, but nothing comes back from Metrc's address
  | 'no_name' // the name does not resolve
  | 'refused_connection' // nobody listens, or the connection broke before an answer
  | 'tls' // the certificate or the handshake failed
  | 'timeout' // no complete answer in time
  | 'server_error' // 5xx
  | 'keys' // 401 or 403 that a control call confirms
  | 'licence' // the keys live but do not cover this licence
  | 'rate' // 429
  | 'unreadable'; // HTML, broken or partial JSON, wrong types, wrong content type, redirect

/** The answer to GET /facilities/v2: whether the keys live and what Metrc's clock says. */
export type ControlRead =
  | {
      readonly kind: 'good';
      readonly licences: readonly { readonly number: string; readonly name: string }[];
      /** Metrc's own clock from the Date header, UTC milliseconds; null when the header is absent. */
      readonly metrcNow: number | null;
      readonly exchange: Exchange;
    }
  | { readonly kind: 'failed'; readonly because: MetrcTrouble; readonly exchange: Exchange };

/** How one POST of a receipt ended (docs/sale-protocol.md 4). */
export type SubmitOutcome =
  /** 2xx, JSON, exactly one id, in time. */
  | { readonly kind: 'accepted'; readonly metrcId: number; readonly exchange: Exchange }
  /** 400 or 413 with Metrc's own error body; no other status refuses. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly messages: readonly string[];
      readonly exchange: Exchange;
    }
  /** A complete 401, 403 or 429: Metrc answered this very request. */
  | {
      readonly kind: 'turned_away';
      readonly because: 'keys' | 'licence' | 'rate';
      readonly retryAfterMs: number | null;
      readonly exchange: Exchange;
    }
  /** Proved: the last byte of the body never left this process. */
  | { readonly kind: 'not_sent'; readonly because: MetrcTrouble; readonly exchange: Exchange }
  /** Everything else: it may have been recorded. */
  | { readonly kind: 'unknown'; readonly because: MetrcTrouble; readonly exchange: Exchange };

export type MetrcReceipt = {
  readonly metrcId: number;
  /** Metrc's own number, ten digits; null until Metrc shows one. */
  readonly receiptNumber: string | null;
  readonly externalNumber: string | null;
  /** Wall clock as Metrc shows it, without zone, milliseconds normalised to three digits. */
  readonly salesDateTime: string;
  readonly customerType: string;
  readonly patientLicence: string | null;
  readonly archived: boolean;
  readonly final: boolean;
  readonly total: Money;
  readonly lines: readonly {
    readonly label: string;
    readonly quantity: Quantity;
    readonly unit: string;
    readonly total: Money;
  }[];
};

/** A look for our own number. `present` and `absent` are good reads (docs/sale-protocol.md 6), the rest no evidence. */
export type LookOutcome =
  | { readonly kind: 'present'; readonly receipts: readonly MetrcReceipt[]; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'absent'; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'no_evidence'; readonly because: MetrcTrouble; readonly exchanges: readonly Exchange[] };

/** A package as Metrc holds it now. Quantities are in the package's own unit. */
export type MetrcPackage = {
  readonly metrcId: number;
  readonly label: PackageLabel;
  readonly itemName: string;
  readonly category: string;
  readonly strain: string | null;
  readonly brand: string | null;
  readonly quantity: Quantity;
  /** Full name as Metrc writes it ("Grams", "Each"): goes back unchanged in a sale. */
  readonly unit: string;
  /** Net weight of one unit of a counted item, in Metrc's words and unit; null where Metrc has none. */
  readonly unitWeight: { readonly value: Quantity; readonly unit: string } | null;
  readonly onHold: boolean;
  readonly onRecall: boolean;
  readonly finished: boolean;
  /** One of the fourteen states of docs/metrc-facts.md 3.2, or a word we do not know, kept as it came. */
  readonly labState: string;
  /** YYYY-MM-DD; the earliest of expiration, sell-by and use-by that Metrc has. */
  readonly sellUntil: string | null;
  readonly packagedOn: string | null;
};

export type PackageRead =
  | { readonly kind: 'found'; readonly package: MetrcPackage; readonly exchange: Exchange }
  /** Metrc answered, with working keys, that this licence has no such package. */
  | { readonly kind: 'not_here'; readonly exchange: Exchange }
  | { readonly kind: 'no_answer'; readonly because: MetrcTrouble; readonly exchange: Exchange };

/** One allowance period of a patient. Ounces are decimal text in ten-thousandths; null where Metrc sends none. */
export type PatientAllowance = {
  readonly active: boolean;
  /** YYYY-MM-DD or null. */
  readonly expiresOn: string | null;
  readonly days: number | null;
  readonly availableOunces: {
    readonly flower: Quantity | null;
    readonly thc: Quantity | null;
    readonly concentrate: Quantity | null;
    readonly infused: Quantity | null;
  };
};

export type PatientRead =
  | { readonly kind: 'found'; readonly allowances: readonly PatientAllowance[]; readonly exchange: Exchange }
  /** Metrc answered and does not confirm this number (unknown patient: 401, 404 on the object or an empty list). */
  | { readonly kind: 'not_confirmed'; readonly exchange: Exchange }
  /** 404 on the path itself while other reads answer: this state does not offer the look-up. */
  | { readonly kind: 'not_deployed'; readonly exchange: Exchange }
  | { readonly kind: 'no_answer'; readonly because: MetrcTrouble; readonly exchange: Exchange };

export type PackagePage = {
  readonly packages: readonly MetrcPackage[];
  readonly page: number;
  readonly pages: number;
  /** Rows of this page that could not be read and are left out. */
  readonly unreadableRows?: number;
};

/** Where a sweep through the receipts stands; whoever got one may go on from it later. Plain data. */
export type ReceiptsSoFar = {
  /** The next list to read, from this page on: `from` is the beginning of its piece of the window, UTC milliseconds. */
  readonly next: {
    readonly from: number;
    readonly list: 'active' | 'inactive' | 'active_again';
    readonly page: number;
  } | null;
  /** What the lists showed; without lines until `withLines` names them. */
  readonly receipts: readonly MetrcReceipt[];
  /** Ids whose lines were read. */
  readonly withLines: readonly number[];
  /** The rows of the list that is being read. */
  readonly pageRows: readonly (MetrcReceipt | OddReceipt)[];
  readonly odd: readonly OddReceipt[];
};

/** A receipt of a list of which only this much could be read: another program's, most likely. */
export type OddReceipt = { readonly metrcId: number; readonly externalNumber: string | null; readonly odd: true };

export type ReceiptsProgress = {
  /** Pieces of the window that are done, of how many. */
  readonly pieces: number;
  readonly piecesInAll: number;
  readonly receipts: number;
  /** Lines that were read, of how many wanted receipts; 0 of 0 while the lists are being read. */
  readonly withLines: number;
  readonly withLinesInAll: number;
};

export type ReceiptsAsked = {
  /** The beginning of the window of last changes, UTC milliseconds. */
  readonly from: number;
  /** Its end; null: up to now, with everything that changes while the lists are read. */
  readonly to: number | null;
  /** Which receipts are wanted with their lines; each costs one read. Default: all. */
  readonly wantsLines?: (receipt: MetrcReceipt) => boolean;
  readonly resume?: ReceiptsSoFar;
  readonly onProgress?: (progress: ReceiptsProgress) => void;
};

export type ReceiptsRead =
  | { readonly kind: 'read'; readonly receipts: readonly MetrcReceipt[]; readonly odd: readonly OddReceipt[] }
  /** Stopped on the way; `soFar` given back as `resume` goes on from the page that failed. */
  | { readonly kind: 'stopped'; readonly because: MetrcTrouble; readonly soFar: ReceiptsSoFar };

/** What one read by number showed. `not_shown` is no absence: 401 and 404 may mean it, and dead keys as well. */
export type Glance =
  | { readonly kind: 'shown' }
  | { readonly kind: 'not_shown'; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'no_answer'; readonly because: MetrcTrouble; readonly exchanges: readonly Exchange[] };

/** A change that was asked for. Its proof is a read afterwards, never the answer. */
export type Asked = {
  readonly exchange: Exchange;
  /** False: proved that it never left, so that nothing of it can take effect later. */
  readonly sent: boolean;
  /** Only after `unknown` can it take effect later. `refused`: by Metrc's own words, which stand in `messages`. */
  readonly answer: 'done' | 'refused' | 'turned_away' | 'not_sent' | 'unknown';
  readonly messages: readonly string[];
};

export interface Metrc {
  /** Runs on the sender's own connection: a receipt that is submitted a moment later finds it warm. */
  control(): Promise<ControlRead>;
  packageByLabel(label: PackageLabel): Promise<PackageRead>;
  /** One page (20 rows) of active packages changed in a window of UTC milliseconds. */
  activePackages(
    from: number,
    to: number,
    page: number,
  ): Promise<{ readonly ok: true; readonly value: PackagePage } | { readonly ok: false; readonly error: MetrcTrouble }>;
  /** The same of the packages that Metrc holds: they stand in a list of their own. Each is told as on hold. */
  heldPackages: Metrc['activePackages'];
  patientStatus(patientLicence: string): Promise<PatientRead>;
  /** Sends exactly these bytes, once; never repeats, never follows a redirect. */
  submitReceipt(body: string): Promise<SubmitOutcome>;
  /**
   * Looks for a number of ours: in the lists of a window around the attempt (UTC milliseconds) and by number.
   * `canaryId` is a receipt that must be in that window (the last confirmed one, where it was changed inside it): lists
   * without it are no evidence.
   */
  findReceipt(
    number: string,
    around: { readonly from: number; readonly to: number; readonly canaryId?: number },
  ): Promise<LookOutcome>;
  /** One read by number: does Metrc show anything of it? It proves nothing; what is shown is then looked for in full. */
  glance(number: string): Promise<Glance>;
  receiptById(metrcId: number): Promise<LookOutcome>;
  /** Every receipt of the licence that was changed in a window, active, finalized and voided ones, oldest change first. */
  receiptsChanged(asked: ReceiptsAsked): Promise<ReceiptsRead>;
  /**
   * Replaces one receipt as a whole; lines that are left out are removed. `body` is what `submitReceipt` takes, its one
   * receipt without an id or with this one.
   */
  editReceipt(metrcId: number, body: string): Promise<Asked>;
  /** Voids ("archives") one receipt. */
  voidReceipt(metrcId: number): Promise<Asked>;
  /**
   * The way to Metrc was broken and is back: what was opened before is not trusted any more. Reads that still wait for an
   * answer are asked once more on a new connection; a request that changes something is never touched.
   */
  renewReads(): void;
  /** Lets go of warm connections. */
  close(): Promise<void>;
}
