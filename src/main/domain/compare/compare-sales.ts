/**
 * The both-way comparison: what these records say of every sale of a range against what Metrc says of every receipt.
 * Pure; it decides nothing and changes nothing.
 */

import { plainFigures } from '../../../shared/values/money.ts';
import { compareReceipt } from './compare-receipt.ts';
import type { Difference, ReceiptThere, SaleHere } from './records.ts';
import { instant, saleName } from './sentences.ts';

/** A sale whose outcome is still open here: nothing can be proved of it yet. */
export type Unsettled = {
  readonly number: string;
  readonly saleNumber: number;
  readonly state: string;
  /** Live receipts under its number at Metrc. */
  readonly liveAtMetrc: readonly number[];
  readonly words: string;
};

export type Comparison = {
  /** No difference, and no sale whose outcome is still open. */
  readonly equal: boolean;
  readonly differences: readonly Difference[];
  /** Differences of sales that a lead has settled. */
  readonly settledByLead: readonly Difference[];
  readonly unsettled: readonly Unsettled[];
  readonly counts: {
    /** Sales of the range in these records, of whatever outcome. */
    readonly salesHere: number;
    /** Of them, those that stand. */
    readonly standingHere: number;
    /** Receipts of this terminal at Metrc that are live. */
    readonly liveAtMetrc: number;
    readonly voidedAtMetrc: number;
    /** Receipts of other terminals and other programs, which are left alone. */
    readonly others: number;
    /** Standing sales that equal their receipt in everything. */
    readonly alike: number;
  };
};

export type Compared = {
  readonly here: readonly SaleHere[];
  readonly there: readonly ReceiptThere[];
  /** See `numberPrefix`. */
  readonly prefix: string;
};

/** Sales that never were, or are no more. */
const NOTHING_STANDS: Readonly<Record<string, string>> = {
  CANCELLED: 'cancelled',
  REJECTED: 'refused by Metrc',
  VOIDED: 'voided',
};

export function compareSales({ here, there, prefix }: Compared): Comparison {
  const byNumber = Map.groupBy(there, (receipt) => receipt.externalNumber ?? '');
  const byId = new Map(there.map((receipt) => [receipt.metrcId, receipt]));
  const numbersHere = new Set(here.map((sale) => sale.number));
  const idsHere = new Set(here.map((sale) => sale.metrcId));
  const differences: Difference[] = [];
  const settledByLead: Difference[] = [];
  const unsettled: Unsettled[] = [];
  let alike = 0;
  for (const sale of here) {
    const underNumber = byNumber.get(sale.number) ?? [];
    const recorded = sale.metrcId === null ? undefined : byId.get(sale.metrcId);
    const live = underNumber.filter((receipt) => !receipt.archived);
    if (sale.state === 'CONFIRMED') {
      const found = compareStanding(sale, recorded, live);
      if (found.length === 0) alike += 1;
      (sale.settledByLead ? settledByLead : differences).push(...found);
    } else if (sale.state in NOTHING_STANDS) {
      (sale.settledByLead ? settledByLead : differences).push(...compareVoid(sale, recorded, live));
    } else {
      unsettled.push(openSale(sale, live));
    }
  }
  const ours = there.filter(
    ({ externalNumber, metrcId }) => externalNumber?.startsWith(prefix) || idsHere.has(metrcId),
  );
  const unknown = ours.filter(
    ({ externalNumber, metrcId }) => !numbersHere.has(externalNumber ?? '') && !idsHere.has(metrcId),
  );
  differences.push(...unknown.map(missingHere));
  const liveAtMetrc = ours.filter((receipt) => !receipt.archived).length;
  return {
    equal: differences.length === 0 && unsettled.length === 0,
    differences,
    settledByLead,
    unsettled,
    counts: {
      salesHere: here.length,
      standingHere: here.filter((sale) => sale.state === 'CONFIRMED').length,
      liveAtMetrc,
      voidedAtMetrc: ours.length - liveAtMetrc,
      others: there.length - ours.length,
      alike,
    },
  };
}

function compareStanding(
  sale: SaleHere,
  recorded: ReceiptThere | undefined,
  live: readonly ReceiptThere[],
): Difference[] {
  const others = live.filter((receipt) => receipt.metrcId !== sale.metrcId).map((copy) => duplicate(sale, copy));
  if (recorded === undefined) {
    const words = `${saleName(sale)} stands here, and Metrc shows no receipt ${sale.metrcId ?? ''} of it.`;
    return [difference('missing_at_metrc', sale, sale.metrcId, words), ...others];
  }
  if (recorded.externalNumber !== sale.number) {
    const bears = recorded.externalNumber === null ? 'no number of ours' : `the number ${recorded.externalNumber}`;
    const words = `${saleName(sale)} stands here, and Metrc's receipt ${recorded.metrcId} bears ${bears}.`;
    return [difference('missing_at_metrc', sale, recorded.metrcId, words), ...others];
  }
  if (recorded.archived) {
    const words = `${saleName(sale)} stands here, and its receipt ${recorded.metrcId} is voided at Metrc.`;
    return [difference('voided_at_metrc', sale, recorded.metrcId, words), ...others];
  }
  return [...compareReceipt(sale, recorded), ...others];
}

function compareVoid(sale: SaleHere, recorded: ReceiptThere | undefined, live: readonly ReceiptThere[]): Difference[] {
  const liveIds = new Set(live.map((receipt) => receipt.metrcId));
  if (recorded && !recorded.archived) liveIds.add(recorded.metrcId);
  const found = [...liveIds].map((metrcId) =>
    difference(
      'live_but_void_here',
      sale,
      metrcId,
      `${saleName(sale)} is ${NOTHING_STANDS[sale.state]} here, and its receipt ${metrcId} is live at Metrc.`,
    ),
  );
  if (sale.state === 'VOIDED' && recorded === undefined && found.length === 0) {
    const words = `${saleName(sale)} is voided here, and Metrc shows no receipt ${sale.metrcId ?? ''} of it, not even a voided one.`;
    return [difference('missing_at_metrc', sale, sale.metrcId, words)];
  }
  return found;
}

function openSale(sale: SaleHere, live: readonly ReceiptThere[]): Unsettled {
  const liveAtMetrc = live.map((receipt) => receipt.metrcId);
  const shown =
    liveAtMetrc.length === 0 ? 'Metrc shows no live receipt of it' : `Metrc shows receipt ${liveAtMetrc.join(', ')}`;
  const words = `${saleName(sale)} is not settled yet (${sale.state}): ${shown}.`;
  return { number: sale.number, saleNumber: sale.saleNumber, state: sale.state, liveAtMetrc, words };
}

const duplicate = (sale: SaleHere, copy: ReceiptThere): Difference =>
  difference(
    'duplicate',
    sale,
    copy.metrcId,
    `${saleName(sale)} has receipt ${sale.metrcId ?? ''} at Metrc, and receipt ${copy.metrcId} is live there under the same number.`,
  );

function missingHere(receipt: ReceiptThere): Difference {
  const { metrcId, externalNumber, archived } = receipt;
  const state = archived ? 'a voided receipt' : 'a receipt';
  const figures = `${plainFigures(receipt.total)} at ${instant(receipt.salesDateTime)}`;
  return {
    kind: 'missing_here',
    number: externalNumber ?? '',
    saleNumber: null,
    metrcId,
    label: null,
    here: null,
    there: figures,
    words: `Metrc has ${state} ${metrcId} under this terminal's number ${externalNumber ?? ''}, ${figures}; these records know no such sale.`,
  };
}

function difference(kind: Difference['kind'], sale: SaleHere, metrcId: number | null, words: string): Difference {
  const { number, saleNumber } = sale;
  return { kind, number, saleNumber, metrcId, label: null, here: null, there: null, words };
}
