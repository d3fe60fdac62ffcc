/**
 * The day against Metrc, both ways (docs/sale-protocol.md 7.4): when a drawer is counted, and again when one is opened in the
 * morning. Sales that were never in doubt are not watched, so only this finds one that somebody voided or changed at Metrc,
 * or that Metrc took while it said no. What is found goes the way of everything that is found: through the sale protocol.
 */
import { businessDay } from '../../shared/values/local-time.ts';
import type { ToldComparison } from '../../shared/words/compare-words.ts';
import { type Comparison, compareSales } from '../domain/compare/compare-sales.ts';
import { dayOfWall, type SaleHere } from '../domain/compare/records.ts';
import { numberPrefix } from '../domain/sale/request.ts';
import type { MetrcReceipt, MetrcTrouble } from '../ports/metrc.ts';
import type { StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { saleHere } from './sale-here.ts';
import type { SaleWatch } from './watch-sales.ts';

/** Metrc's clock may be that far from ours before the register blocks for it. */
const CLOCK_SLACK_MS = 310_000;

/** A drawer that stayed open longer is compared from here on only; `verify --metrc` compares any range. */
const MOST_DAYS = 7;

/** More receipts than this are not read a second time: something greater is wrong then. */
const MOST_SECOND_LOOKS = 50;

export type DayComparer = {
  /** Begins anew, for the business days from an instant (UTC milliseconds) to today. */
  readonly start: (since: number) => void;
  /** The same, for a morning; nothing is asked where nothing was sold. */
  readonly startMorning: (since: number) => void;
  /** Waits for the comparison that runs, or makes one where there is none or the last one came to nothing. */
  readonly settled: (since: number) => Promise<ToldComparison>;
};

type Found = { readonly comparison: Comparison } | { readonly because: MetrcTrouble };

export function dayComparer(desk: Desk, watch: Pick<SaleWatch, 'lookAt'>): DayComparer {
  let running: Promise<ToldComparison> | null = null;

  const run = async (since: number): Promise<ToldComparison> => {
    const first = await compareOnce(desk, since);
    if (desk.closing) return { state: 'not_compared', because: 'unreadable' };
    if ('comparison' in first && first.comparison.differences.length > 0) {
      await watch.lookAt(salesOf(desk, first.comparison));
    }
    const told = toldOf(desk, first);
    if (!desk.closing) writeDown(desk, told);
    return told;
  };
  const start = (since: number): Promise<ToldComparison> => {
    desk.compared = { state: 'comparing' };
    const mine = run(since)
      .catch((error: unknown): ToldComparison => {
        desk.ports.log({ what: 'the comparison with Metrc', error });
        return { state: 'not_compared', because: 'unreadable' };
      })
      .then((told) => {
        if (running === mine) {
          running = null;
          desk.compared = told;
          desk.changed();
        }
        return told;
      });
    running = mine;
    desk.changed();
    return mine;
  };
  return {
    start: (since) => void start(since),
    startMorning: (since) => {
      const days = [...daysSince(desk, since)];
      if (days.some((day) => desk.ports.store.sales.ofDay(day).length > 0)) void start(since);
    },
    settled: (since) => {
      if (running) return running;
      // A difference may have been put right meanwhile, and Metrc may answer again.
      return desk.compared?.state === 'equal' ? Promise.resolve(desk.compared) : start(since);
    },
  };
}

/** The business days from an instant to now, oldest first. */
function daysSince(desk: Desk, since: number): ReadonlySet<string> {
  const { profile, zone } = desk.settings;
  const now = desk.ports.clock.now();
  const days = new Set<string>();
  const from = Math.max(since, now - (MOST_DAYS - 1) * 86_400_000);
  for (let at = from; at < now; at += 12 * 3_600_000) days.add(businessDay(at, zone, profile.day_boundary_local));
  return days.add(businessDay(now, zone, profile.day_boundary_local));
}

async function compareOnce(desk: Desk, since: number): Promise<Found> {
  const { metrc, store, clock } = desk.ports;
  const { licence, terminal, profile } = desk.settings;
  const prefix = numberPrefix(licence, terminal.id);
  const days = daysSince(desk, since);
  const sales = (): readonly StoredSale[] => [...days].flatMap((day) => store.sales.ofDay(day));
  const begun = sales();
  const from = Math.min(since, clock.now(), ...begun.map(({ soldAt }) => soldAt)) - CLOCK_SLACK_MS;
  const ids = new Set(begun.flatMap(({ protocol: { phase } }) => ('metrcId' in phase ? [phase.metrcId] : [])));
  const numbers = new Set(begun.map(({ number }) => number));
  const concerns = ({ metrcId, externalNumber, salesDateTime }: MetrcReceipt): boolean =>
    ids.has(metrcId) ||
    numbers.has(externalNumber ?? '') ||
    ((externalNumber ?? '').startsWith(prefix) && days.has(dayOfWall(salesDateTime, profile.day_boundary_local)));
  const read = await metrc.receiptsChanged({ from, to: null, wantsLines: concerns });
  if (read.kind === 'stopped') return { because: read.because };
  if (desk.closing) return { because: 'unreadable' };
  const isOwnOdd = read.odd.some((odd) => ids.has(odd.metrcId) || odd.externalNumber?.startsWith(prefix));
  if (isOwnOdd) return { because: 'unreadable' };
  const there = new Map(read.receipts.filter(concerns).map((receipt) => [receipt.metrcId, receipt]));
  const here = (): SaleHere[] =>
    sales().map((sale) => saleHere(sale, store.sales.requestBody(sale.id), store.changes.givenBack(sale.id)));
  const compare = (): Comparison => compareSales({ here: here(), there: [...there.values()], prefix });
  const first = compare();
  // Something may have changed while the lists were read: each receipt that differs is read once more by itself.
  const again = [...new Set(first.differences.flatMap(({ metrcId }) => metrcId ?? []))];
  if (again.length === 0 || again.length > MOST_SECOND_LOOKS) return { comparison: first };
  for (const metrcId of again) {
    const look = await metrc.receiptById(metrcId);
    if (desk.closing) return { because: 'unreadable' };
    if (look.kind === 'no_evidence') return { because: look.because };
    if (look.kind === 'absent') there.delete(metrcId);
    else for (const receipt of look.receipts) there.set(metrcId, receipt);
  }
  return { comparison: compare() };
}

const salesOf = (desk: Desk, { differences }: Comparison): readonly StoredSale[] => {
  const numbers = new Set(differences.map(({ number }) => number));
  const days = daysSince(desk, desk.ports.clock.now() - (MOST_DAYS - 1) * 86_400_000);
  return [...days].flatMap((day) => desk.ports.store.sales.ofDay(day)).filter((sale) => numbers.has(sale.number));
};

function toldOf(desk: Desk, found: Found): ToldComparison {
  if ('because' in found) return { state: 'not_compared', because: found.because };
  const { differences, settledByLead, counts } = found.comparison;
  const all = [...differences, ...settledByLead];
  if (all.length === 0) return { state: 'equal', sales: counts.alike };
  desk.salesRevision += 1;
  return {
    state: 'differs',
    differences: all.map(({ kind, saleNumber, metrcId, here, there }) => ({ kind, saleNumber, metrcId, here, there })),
  };
}

/** What was found stands in the journal, whatever becomes of it. */
function writeDown(desk: Desk, told: ToldComparison): void {
  const { store, clock } = desk.ports;
  store.transaction(() =>
    store.journal.append({ at: clock.now(), kind: 'day.compared', actor: desk.signedIn?.id ?? null, body: told }),
  );
}
