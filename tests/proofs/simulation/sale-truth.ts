/** What is true of one sale, seen from outside: what the records have committed, and what Metrc holds under its number. */
import type { Sale } from '../../../src/main/domain/sale/sale.ts';
import type { SaleRecord } from '../../../src/main/ports/store.ts';
import type { StoredReceipt } from '../../../src/metrc/simulator/world.ts';

export type SaleTruth = {
  readonly record: SaleRecord;
  readonly body: string;
  /** The life in which it was paid. */
  readonly life: number;
  protocol: Sale;
  attemptsBegun: number;
  attemptOpen: boolean;
  /** Requests whose last byte left the register. */
  posts: number;
  isWatched: boolean;
  wasFulfilled: boolean;
  pulses: number;
  /** Originals whose head came out of the printer. */
  originals: number;
  /** Metrc's ids under this number, in the order of their making. */
  readonly ids: Set<number>;
  /** Metrc has had exactly this sale, live, at some time. */
  wasLive: boolean;
  /** Somebody else changed one of its receipts at Metrc: what follows is not the register's doing. */
  meddled: boolean;
};

type SentLine = {
  readonly PackageLabel: string;
  readonly Quantity: number;
  readonly UnitOfMeasure: string;
  readonly TotalAmount: number;
};
type Sent = {
  readonly SalesDateTime: string;
  readonly SalesCustomerType: string;
  readonly PatientLicenseNumber: string | null;
  readonly Transactions: readonly SentLine[];
};

const lineText = (label: string, tenThousandths: number, unit: string, cents: number): string =>
  [label, tenThousandths, unit.toLowerCase(), cents].join('|');

/** Compared field by field with the bytes that were to be sent, not by the register's own fingerprint. */
export function isExactly(receipt: StoredReceipt, truth: SaleTruth): boolean {
  const [sent] = JSON.parse(truth.body) as [Sent];
  const asked = sent.Transactions.map((line) =>
    lineText(
      line.PackageLabel,
      Math.round(line.Quantity * 10_000),
      line.UnitOfMeasure,
      Math.round(line.TotalAmount * 100),
    ),
  ).sort();
  const held = receipt.lines.map((line) => lineText(line.label, line.quantity, line.unit, line.total)).sort();
  return (
    receipt.externalNumber === truth.record.number &&
    receipt.salesDateTime.startsWith(sent.SalesDateTime.slice(0, 19)) &&
    receipt.customerType === sent.SalesCustomerType &&
    (receipt.patientLicence ?? '') === (sent.PatientLicenseNumber ?? '') &&
    asked.join() === held.join()
  );
}

const CLOSED: readonly string[] = ['CONFIRMED', 'CANCELLED', 'REJECTED', 'VOIDED'];

export const isClosed = (truth: SaleTruth): boolean => CLOSED.includes(truth.protocol.phase.state);

/** Nothing can come any more: closed, and either never in doubt or no longer watched. */
const isOver = (truth: SaleTruth): boolean => isClosed(truth) && !truth.isWatched;

/**
 * What contradicts I2, I3 and I4 (docs/sale-protocol.md 11). `strict`: no request can land after its quiet window, so they
 * hold at every instant; otherwise they hold of every sale that is over.
 */
export function wrongOf(truth: SaleTruth, receiptOf: (id: number) => StoredReceipt | null, strict: boolean): string[] {
  const { phase, settledAs } = truth.protocol;
  const ours = [...truth.ids].flatMap((id) => receiptOf(id) ?? []);
  const live = ours.filter((receipt) => receipt.archivedAt === null && isExactly(receipt, truth));
  const name = `sale ${truth.record.saleNumber} (${phase.state}${truth.protocol.taint ? ', once in doubt' : ''})`;
  const found: string[] = [];
  const holds = strict || isOver(truth);
  if (holds && live.length > 1) found.push(`I2: ${name} has ${live.length} live receipts`);
  if (phase.state === 'CONFIRMED') {
    const stands = live.some((receipt) => receipt.id === phase.metrcId);
    if (!stands && !truth.meddled && settledAs !== 'amended_at_metrc')
      found.push(`I4: ${name} stands on receipt ${phase.metrcId}, which is not live and ours`);
  } else if (isClosed(truth) && holds && live.length > 0 && !truth.meddled) {
    found.push(`I3: ${name} has a live receipt`);
  }
  return found;
}
