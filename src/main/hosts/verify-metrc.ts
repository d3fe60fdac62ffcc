/**
 * `countersign verify --metrc`: compares every sale of a range of business days with Metrc, both ways, receipt by receipt
 * and line by line. Reads only, on both sides, and runs beside a working terminal.
 */
import { z } from 'zod';
import { createMetrc } from '../../metrc/client.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { saleHere } from '../actions/sale-here.ts';
import { type Comparison, compareSales } from '../domain/compare/compare-sales.ts';
import { dayOfWall, type SaleHere } from '../domain/compare/records.ts';
import { reportInWords } from '../domain/compare/report.ts';
import { numberPrefix } from '../domain/sale/request.ts';
import type { Metrc, MetrcReceipt, MetrcTrouble, ReceiptsRead } from '../ports/metrc.ts';
import type { Settings } from '../ports/settings.ts';
import type { StoredSale } from '../ports/store.ts';
import { openReader, type StoreReader } from '../store/reader.ts';
import { findAppFiles } from './app-files.ts';
import { readConfig } from './compose.ts';
import { defaultDataFolder } from './data-folder.ts';
import { readKeyFile } from './key-files.ts';
import { settingsOf } from './settings-of.ts';
import { systemClock } from './system-clock.ts';
import { CannotStart } from './terminal.ts';
import type { TerminalConfig } from './terminal-config.ts';

export type VerifyMetrcOptions = {
  readonly configPath: string | undefined;
  /** Default: the terminal's own folder. */
  readonly dataDir: string | undefined;
  /** The first and the last business day, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  /** Takes the JSON. */
  readonly out: (text: string) => void;
  /** Takes the words for people. */
  readonly say: (text: string) => void;
};

/** Metrc's clock may be this far from ours before the register blocks for it. */
const CLOCK_SLACK_MS = 310_000;

/** How long to wait before going on after Metrc did not answer; the pauses are used up over the whole comparison. */
const PAUSES_MS = [1000, 2000, 5000, 10_000, 20_000];

/** Waiting does not mend these. */
const LASTING: readonly MetrcTrouble[] = ['keys', 'licence', 'tls'];

/** How often the progress is said. */
const SAY_EVERY_MS = 2000;

const MOST_DAYS = 3660;

/** 0 equal, 1 a difference was found or Metrc could not be asked, 2 bad input. */
export async function verifyAgainstMetrc(options: VerifyMetrcOptions): Promise<0 | 1 | 2> {
  const { say } = options;
  try {
    const days = daysOf(options.from, options.to);
    if (options.configPath === undefined) throw new CannotStart('verify --metrc needs --config terminal.json.', 2);
    const files = findAppFiles();
    const config = readConfig(options.configPath);
    const settings = settingsOf(config, files.jurisdictions, systemClock.now());
    const owner = { mode: settings.mode, licence: settings.licence, terminal: settings.terminal.id };
    const dataDir = options.dataDir ?? defaultDataFolder(owner);
    const opened = openReader({ dataDir, migrationsDir: files.migrations });
    if (!opened.ok) throw new CannotStart(`${opened.error.happened} ${opened.error.toDo}`, 2);
    const metrc = metrcOf(config, options.configPath);
    try {
      return await compareDays({ reader: opened.value, metrc, settings, days, options });
    } finally {
      opened.value.close();
      await metrc.close();
    }
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    say(`${error.message}\n`);
    return error.exitCode;
  }
}

type Work = {
  readonly reader: StoreReader;
  readonly metrc: Metrc;
  readonly settings: Settings;
  /** Every business day of the range. */
  readonly days: readonly string[];
  readonly options: VerifyMetrcOptions;
};

async function compareDays(work: Work): Promise<0 | 1> {
  const { settings, options } = work;
  const prefix = numberPrefix(settings.licence, settings.terminal.id);
  const pauses = PAUSES_MS.values();
  const listed = await readLists(work, salesOf(work, prefix), prefix, pauses);
  // The terminal goes on selling while Metrc is read: what its records say counts from afterwards.
  const here = salesOf(work, prefix);
  const read = listed.kind === 'read' ? await readRest(work, here, listed.receipts, pauses) : listed;
  const { from, to } = options;
  const terminal = settings.terminal.id;
  if (read.kind === 'stopped') {
    options.say(
      `Not compared: Metrc could not be read to the end (${read.because}). Nothing is said about differences.\n`,
    );
    options.out(`${JSON.stringify({ from, to, terminal, compared: false, because: read.because })}\n`);
    return 1;
  }
  const compare = (receipts: readonly MetrcReceipt[]): Comparison =>
    compareSales({ ...inRange(work, salesOf(work, prefix), receipts, prefix), prefix });
  const first = compare(read.receipts);
  const result = first.equal ? first : compare(await lookAgain(work, first, read.receipts));
  for (const sentence of reportInWords(result, { from, to })) options.say(`${sentence}\n`);
  options.out(`${JSON.stringify({ from, to, terminal, compared: true, ...result })}\n`);
  return result.equal ? 0 : 1;
}

/** The sales of the range as the records have them. Records of another terminal would make every sale a difference. */
function salesOf({ reader, days }: Work, prefix: string): Map<string, SaleHere> {
  const sales = days.flatMap((day) => reader.sales.ofDay(day));
  const foreign = sales.find((sale) => !sale.number.startsWith(prefix));
  if (foreign) throw new CannotStart('These records are of another terminal than the one terminal.json names.', 2);
  return new Map(sales.map((sale) => [sale.number, asHere(reader, sale)]));
}

const asHere = (reader: StoreReader, sale: StoredSale): SaleHere =>
  saleHere(sale, reader.sales.requestBody(sale.id), reader.changes.givenBack(sale.id));

/**
 * All receipts that were changed since the range began, because a receipt of that time may have been voided or edited
 * today; with the lines of those that matter.
 */
async function readLists(
  work: Work,
  here: ReadonlyMap<string, SaleHere>,
  prefix: string,
  pauses: Iterator<number>,
): Promise<ReceiptsRead> {
  const { metrc, settings, days } = work;
  const ids = new Set([...here.values()].map((sale) => sale.metrcId));
  const range = new Set(days);
  const wantsLines = ({ metrcId, externalNumber, salesDateTime }: MetrcReceipt): boolean =>
    ids.has(metrcId) ||
    here.has(externalNumber ?? '') ||
    ((externalNumber ?? '').startsWith(prefix) &&
      range.has(dayOfWall(salesDateTime, settings.profile.day_boundary_local)));
  const from = Math.min(beginningOf(days[0] ?? '', settings), systemClock.now());
  const asked = { from, to: null, wantsLines, onProgress: progressSayer(work) };
  let read = await metrc.receiptsChanged(asked);
  while (read.kind === 'stopped' && (await waitedFor(work, read.because, pauses))) {
    read = await metrc.receiptsChanged({ ...asked, resume: read.soFar });
  }
  if (read.kind === 'stopped') return read;
  // A receipt of ours that cannot be read cannot be compared; of another program's nothing is wanted but to be counted.
  const ownOdd = read.odd.some((odd) => ids.has(odd.metrcId) || odd.externalNumber?.startsWith(prefix));
  if (!ownOdd) return read;
  const soFar = { next: null, receipts: read.receipts, withLines: [], pageRows: [], odd: read.odd };
  return { kind: 'stopped', because: 'unreadable', soFar };
}

/** One by one, the recorded receipts that no list showed. */

async function readRest(
  work: Work,
  here: ReadonlyMap<string, SaleHere>,
  listed: readonly MetrcReceipt[],
  pauses: Iterator<number>,
): Promise<ReceiptsRead> {
  const shown = new Set(listed.map((receipt) => receipt.metrcId));
  const receipts = [...listed];
  for (const { metrcId } of here.values()) {
    if (metrcId === null || shown.has(metrcId)) continue;
    let look = await work.metrc.receiptById(metrcId);
    while (look.kind === 'no_evidence') {
      const { because } = look;
      if (!(await waitedFor(work, because, pauses))) {
        const soFar = { next: null, receipts, withLines: [], pageRows: [], odd: [] };
        return { kind: 'stopped', because, soFar };
      }
      look = await work.metrc.receiptById(metrcId);
    }
    if (look.kind === 'present') receipts.push(...look.receipts);
  }
  return { kind: 'read', receipts, odd: [] };
}

/** More differences than this are not looked at a second time: something greater is wrong then. */
const MOST_SECOND_LOOKS = 200;

/**
 * A sale may be voided or corrected while Metrc is read. Before a difference is reported its receipt is read once more,
 * and the records after that.
 */
async function lookAgain(
  { metrc }: Work,
  { differences, unsettled }: Comparison,
  receipts: readonly MetrcReceipt[],
): Promise<readonly MetrcReceipt[]> {
  const ids = new Set([
    ...differences.flatMap(({ metrcId }) => metrcId ?? []),
    ...unsettled.flatMap(({ liveAtMetrc }) => liveAtMetrc),
  ]);
  if (ids.size > MOST_SECOND_LOOKS) return receipts;
  const known = new Map(receipts.map((receipt) => [receipt.metrcId, receipt]));
  for (const metrcId of ids) {
    const look = await metrc.receiptById(metrcId);
    if (look.kind === 'absent') known.delete(metrcId);
    for (const receipt of look.kind === 'present' ? look.receipts : []) known.set(metrcId, receipt);
  }
  return [...known.values()];
}

/** Waits a moment where waiting may help; false where it does not, or where enough was waited. */
async function waitedFor({ options }: Work, because: MetrcTrouble, pauses: Iterator<number>): Promise<boolean> {
  if (LASTING.includes(because)) return false;
  const pause = pauses.next();
  if (pause.done) return false;
  options.say(`Metrc did not answer (${because}). Asking again in ${pause.value / 1000} s.\n`);
  await new Promise<void>((resolve) => systemClock.after(pause.value, resolve));
  return true;
}

/**
 * Both sides of the comparison: receipts sold in the range or of a sale of the range, and the sales of the receipts, which
 * these records may have under another day.
 */
function inRange(
  { reader, settings, days }: Work,
  here: ReadonlyMap<string, SaleHere>,
  receipts: readonly MetrcReceipt[],
  prefix: string,
): { readonly here: readonly SaleHere[]; readonly there: readonly MetrcReceipt[] } {
  const ids = new Set([...here.values()].map((sale) => sale.metrcId));
  const range = new Set(days);
  const there = receipts.filter(
    ({ metrcId, externalNumber, salesDateTime }) =>
      ids.has(metrcId) ||
      here.has(externalNumber ?? '') ||
      range.has(dayOfWall(salesDateTime, settings.profile.day_boundary_local)),
  );
  const both = new Map(here);
  for (const { externalNumber } of there) {
    if (!externalNumber?.startsWith(prefix) || both.has(externalNumber)) continue;
    const sale = reader.sales.byNumber(externalNumber);
    if (sale) both.set(sale.number, asHere(reader, sale));
  }
  return { here: [...both.values()], there };
}

function metrcOf(config: TerminalConfig, configPath: string): Metrc {
  const { baseUrl, keys, practice } = config.metrc;
  return createMetrc({
    baseUrl,
    licence: config.licence,
    keys: 'file' in keys ? readKeyFile(configPath, keys.file) : keys,
    clock: systemClock,
    ...(practice?.readsPerSecond === undefined ? {} : { readsPerSecond: practice.readsPerSecond }),
  });
}

/** The instant at which a business day begins, UTC milliseconds, a little early rather than late. */
function beginningOf(day: string, { zone, profile }: Settings): number {
  const wallAsUtc = Date.parse(`${day}T${profile.day_boundary_local}:00Z`);
  const { offsetMinutes } = localTime(wallAsUtc, zone);
  // An hour, because the offset was looked up at an instant some hours away, across a change of the clocks at the worst.
  return wallAsUtc - offsetMinutes * 60_000 - 3_600_000 - CLOCK_SLACK_MS;
}

function progressSayer({ options }: Work): NonNullable<Parameters<Metrc['receiptsChanged']>[0]['onProgress']> {
  let saidAt = systemClock.monotonic();
  return ({ pieces, piecesInAll, receipts, withLines, withLinesInAll }) => {
    const now = systemClock.monotonic();
    if (now - saidAt < SAY_EVERY_MS) return;
    saidAt = now;
    const lists = `${pieces} of ${piecesInAll} days of Metrc's lists, ${receipts} receipts`;
    options.say(withLinesInAll === 0 ? `${lists}\n` : `lines of ${withLines} of ${withLinesInAll} receipts\n`);
  };
}

function daysOf(from: string, to: string): readonly string[] {
  const Day = z.iso.date();
  if (!Day.safeParse(from).success || !Day.safeParse(to).success) {
    throw new CannotStart('verify --metrc needs --from and --to as YYYY-MM-DD.', 2);
  }
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length <= MOST_DAYS; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  if (days.length === 0) throw new CannotStart('--from is later than --to.', 2);
  if (days.length > MOST_DAYS) throw new CannotStart('At most ten years can be compared at once.', 2);
  return days;
}
