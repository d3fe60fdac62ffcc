import type { Money } from '../../../shared/values/money.ts';
import type { Quantity } from '../../../shared/values/quantity.ts';

export type ComparedLine = {
  readonly label: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** Before tax, after discounts. */
  readonly total: Money;
};

/** A sale as this terminal's records have it. */
export type SaleHere = {
  /** The external receipt number. */
  readonly number: string;
  /** The number people see. */
  readonly saleNumber: number;
  /** A state of the sale protocol. */
  readonly state: string;
  /** Metrc's id of its receipt, where one was recorded. */
  readonly metrcId: number | null;
  /** The store's wall clock, as it was sent to Metrc. */
  readonly soldWall: string;
  /** Null where policy has erased it: then nothing can be said about the customer. */
  readonly customer: { readonly type: string; readonly patient: string | null } | null;
  /** Before tax. */
  readonly total: Money;
  readonly lines: readonly ComparedLine[];
  /** A lead has looked at what Metrc shows otherwise and has settled it: it is said, and is no difference any more. */
  readonly settledByLead: boolean;
};

/** A receipt as Metrc shows it. */
export type ReceiptThere = {
  readonly metrcId: number;
  readonly externalNumber: string | null;
  readonly salesDateTime: string;
  readonly customerType: string;
  readonly patientLicence: string | null;
  readonly archived: boolean;
  readonly total: Money;
  readonly lines: readonly ComparedLine[];
};

export type DifferenceKind =
  /** Stands here and is not at Metrc. */
  | 'missing_at_metrc'
  /** At Metrc under a number of this terminal, and not in these records. */
  | 'missing_here'
  | 'voided_at_metrc'
  /** Voided, cancelled or rejected here, and live at Metrc. */
  | 'live_but_void_here'
  /** The sum of a sale or of one line. */
  | 'amount'
  /** A line that the other side does not have. */
  | 'line'
  | 'quantity'
  | 'time'
  | 'customer'
  /** More than one live receipt of one sale. */
  | 'duplicate';

/** One difference, in words and in figures. Never holds a patient's number. */
export type Difference = {
  readonly kind: DifferenceKind;
  readonly number: string;
  readonly saleNumber: number | null;
  readonly metrcId: number | null;
  /** The package of a line; null where the whole receipt is meant. */
  readonly label: string | null;
  readonly here: string | null;
  readonly there: string | null;
  readonly words: string;
};

/** The business day of a wall clock, YYYY-MM-DD. A boundary of "04:00" puts the small hours to the day before. */
export function dayOfWall(wall: string, boundary: string): string {
  const day = wall.slice(0, 10);
  if (wall.slice(11, 16) >= boundary) return day;
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
