/** One sale that stands against its receipt at Metrc: time, customer, sum, and every line. */
import { plainFigures } from '../../../shared/values/money.ts';
import type { ComparedLine, Difference, ReceiptThere, SaleHere } from './records.ts';
import { amountOf, instant, saleName } from './sentences.ts';

type Found = Pick<Difference, 'kind' | 'label' | 'here' | 'there' | 'words'>;

export function compareReceipt(sale: SaleHere, receipt: ReceiptThere): Difference[] {
  const found = [
    ...compareTime(sale, receipt),
    ...compareCustomer(sale, receipt),
    ...compareTotal(sale, receipt),
    ...compareLines(sale, receipt),
  ];
  const { number, saleNumber } = sale;
  return found.map((one) => ({ ...one, number, saleNumber, metrcId: receipt.metrcId }));
}

/** To the second: fractions may be dropped on the way. */
function compareTime(sale: SaleHere, receipt: ReceiptThere): Found[] {
  const here = instant(sale.soldWall);
  const there = instant(receipt.salesDateTime);
  if (here === there) return [];
  const words = `${saleName(sale)} was made at ${here} by these records, at ${there} by Metrc's.`;
  return [{ kind: 'time', label: null, here, there, words }];
}

/** The number itself is never shown, only that it is another one. */
function compareCustomer({ customer, ...sale }: SaleHere, receipt: ReceiptThere): Found[] {
  if (customer === null) return [];
  const found: Found[] = [];
  if (customer.type.toLowerCase() !== receipt.customerType.toLowerCase()) {
    const words = `${saleName(sale)} was made to a customer of type ${customer.type} by these records, of type ${receipt.customerType} by Metrc's.`;
    found.push({ kind: 'customer', label: null, here: customer.type, there: receipt.customerType, words });
  }
  // Metrc reads an empty number back as "" or null.
  const here = customer.patient || null;
  const there = receipt.patientLicence || null;
  if (here !== there) {
    const who =
      here === null
        ? "a patient's number stands at Metrc only"
        : there === null
          ? "a patient's number stands here only"
          : "Metrc has another patient's number";
    found.push({ kind: 'customer', label: null, here: null, there: null, words: `${saleName(sale)}: ${who}.` });
  }
  return found;
}

function compareTotal(sale: SaleHere, receipt: ReceiptThere): Found[] {
  if (sale.total === receipt.total) return [];
  const here = plainFigures(sale.total);
  const there = plainFigures(receipt.total);
  const words = `${saleName(sale)} comes to ${here} before tax by these records, to ${there} by Metrc's.`;
  return [{ kind: 'amount', label: null, here, there, words }];
}

/** Pairs lines that are alike first, then what is left of the same package, then of nothing. */
function compareLines(sale: SaleHere, receipt: ReceiptThere): Found[] {
  const left = [...receipt.lines];
  const take = (isIt: (line: ComparedLine) => boolean): ComparedLine | undefined => {
    const at = left.findIndex(isIt);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const unpaired = sale.lines.filter((line) => take((other) => isSame(line, other)) === undefined);
  const pairs = unpaired.map((line) => ({ line, other: take((one) => sameLabel(line, one)) }));
  return [
    ...pairs.flatMap(({ line, other }) =>
      other === undefined ? [lonely(sale, line, 'here')] : compareLine(sale, line, other),
    ),
    ...left.map((line) => lonely(sale, line, 'there')),
  ];
}

const sameLabel = (a: ComparedLine, b: ComparedLine): boolean => a.label.toUpperCase() === b.label.toUpperCase();
const sameAmount = (a: ComparedLine, b: ComparedLine): boolean =>
  a.quantity === b.quantity && a.unit.toLowerCase() === b.unit.toLowerCase();
const isSame = (a: ComparedLine, b: ComparedLine): boolean =>
  sameLabel(a, b) && sameAmount(a, b) && a.total === b.total;

function compareLine(sale: SaleHere, line: ComparedLine, other: ComparedLine): Found[] {
  const { label } = line;
  const found: Found[] = [];
  const add = (kind: Found['kind'], here: string, there: string): void => {
    const words = `${saleName(sale)}, package ${label}: ${here} by these records, ${there} by Metrc's.`;
    found.push({ kind, label, here, there, words });
  };
  if (!sameAmount(line, other)) add('quantity', amountOf(line), amountOf(other));
  if (line.total !== other.total) add('amount', plainFigures(line.total), plainFigures(other.total));
  return found;
}

function lonely(sale: SaleHere, line: ComparedLine, side: 'here' | 'there'): Found {
  const { label } = line;
  const figures = `${amountOf(line)} for ${plainFigures(line.total)}`;
  return side === 'here'
    ? {
        kind: 'line',
        label,
        here: figures,
        there: null,
        words: `${saleName(sale)}, package ${label}: ${figures} by these records; Metrc's receipt has no such line.`,
      }
    : {
        kind: 'line',
        label,
        here: null,
        there: figures,
        words: `${saleName(sale)}, package ${label}: ${figures} by Metrc's receipt; these records have no such line.`,
      };
}
