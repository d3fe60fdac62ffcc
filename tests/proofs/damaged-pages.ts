/**
 * Bytes that change while nobody looks: every kind of page of the database, its log and its lock is damaged in several ways.
 * The start then refuses, or `countersign verify` finds it, or nothing that matters was touched. Never a sale that is wrong
 * and passes for right.
 */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { StoredSale } from '../../src/main/ports/store.ts';
import { openStore } from '../../src/main/store/open.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { confirm, NOON, packageOf, saleOf, stocked, submit } from '../store/support/goods.ts';
import { type Dice, diceOf } from '../support/kill-chain.ts';
import type { Finding, Proved, Run } from './proved.ts';

const PAGE = 4096;
const SALES = 40;
const DATABASE = 'countersign.db';
const LOG = `${DATABASE}-wal`;
const LOCK = 'countersign.lock.db';

type Damage = { readonly name: string; readonly file: string; readonly deal: (folder: string, dice: Dice) => void };

const store = (dataDir: string) => openStore({ dataDir, migrationsDir: findAppFiles().migrations, clock: systemClock });

/** A day's worth of records; with `unclean` as a killed terminal leaves them, the newest sales in the log only. */
function records(folder: string, unclean: boolean): void {
  const work = unclean ? `${folder}-work` : folder;
  const opened = store(work);
  if (!opened.ok) throw new Error(opened.error.happened);
  const books = stocked(opened.value);
  books.packages.save(
    Array.from({ length: 300 }, (_, n) => packageOf(n + 1)),
    NOON,
  );
  // Long enough for pages of overflow; what is removed again leaves free pages.
  const body = { long: 'x'.repeat(30_000) };
  books.transaction(() => books.journal.append({ at: NOON, kind: 'test', actor: null, body }));
  for (let n = 1; n <= SALES; n += 1) {
    submit(books, saleOf(n));
    if (n < SALES) confirm(books, saleOf(n), n);
  }
  if (unclean) {
    cpSync(work, folder, { recursive: true, filter: (path) => !path.endsWith('-shm') });
    books.close();
    rmSync(work, { recursive: true });
    return;
  }
  books.close();
  const raw = new Database(join(folder, DATABASE));
  raw.exec('CREATE TABLE spare (x) STRICT'.replace('(x)', '(x TEXT)'));
  raw.prepare('INSERT INTO spare VALUES (?)').run('y'.repeat(40_000));
  raw.exec('DROP TABLE spare');
  raw.close();
}

type Page = { readonly name: string; readonly number: number };

/** Every page with what it is: the header, interior, leaf or overflow of which table or index, or free. */
function pagesOf(file: string): Page[] {
  const raw = new Database(file, { readonly: true });
  const used = raw
    .prepare<[], { pageno: number; name: string; pagetype: string }>('SELECT pageno, name, pagetype FROM dbstat')
    .all();
  const count = raw.pragma('page_count', { simple: true }) as number;
  raw.close();
  const kinds = new Map(used.map(({ pageno, name, pagetype }) => [pageno, `${pagetype} of ${name}`]));
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? 'header' : (kinds.get(index + 1) ?? 'free'),
    number: index + 1,
  }));
}

function change(file: string, work: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  work(bytes);
  writeFileSync(file, bytes);
}

const flip = (bytes: Buffer, at: number, dice: Dice): void => {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.of(8));
};

/** A byte that holds something: a flip in the blank middle of a page says little. */
function heldByte(bytes: Buffer, from: number, to: number, dice: Dice): number {
  for (let tries = 0; tries < 200; tries += 1) {
    const at = from + dice.of(to - from);
    if (bytes[at] !== 0) return at;
  }
  return from;
}

type How = {
  readonly name: string;
  readonly deal: (bytes: Buffer, page: Page, others: readonly Page[], dice: Dice) => void;
};

const startOf = ({ number }: Page): number => (number - 1) * PAGE;

const HOW: readonly How[] = [
  {
    name: 'a flipped bit',
    deal: (bytes, page, _, dice) => flip(bytes, heldByte(bytes, startOf(page), startOf(page) + PAGE, dice), dice),
  },
  {
    name: 'another letter',
    deal: (bytes, page, _, dice) => {
      // A digit or letter that stays one: nothing of SQLite's own structure notices.
      const from = startOf(page) + 200;
      for (let at = from + dice.of(PAGE - 300); at < startOf(page) + PAGE; at += 1) {
        const byte = bytes[at] ?? 0;
        if (byte >= 0x31 && byte <= 0x38) {
          bytes[at] = byte + 1;
          return;
        }
      }
    },
  },
  { name: 'zeros', deal: (bytes, page) => bytes.fill(0, startOf(page), startOf(page) + PAGE) },
  {
    name: 'noise',
    deal: (bytes, page, _, dice) => {
      for (let at = 0; at < PAGE; at += 1) bytes[startOf(page) + at] = dice.of(256);
    },
  },
  {
    name: 'another page of its kind',
    deal: (bytes, page, others, dice) => {
      const from = startOf(dice.pick(others));
      const theirs = Buffer.from(bytes.subarray(from, from + PAGE));
      bytes.copy(bytes, from, startOf(page), startOf(page) + PAGE);
      theirs.copy(bytes, startOf(page));
    },
  },
];

/** @param most pages of each kind; null for every page. */
function pageDamages(folder: string, file: string, most: number | null): Damage[] {
  const pages = pagesOf(join(folder, file));
  const seen = new Map<string, number>();
  return pages.flatMap((page) => {
    const before = seen.get(page.name) ?? 0;
    seen.set(page.name, before + 1);
    if (most !== null && before >= most) return [];
    const others = pages.filter(({ name, number }) => name === page.name && number !== page.number);
    return HOW.filter(({ name }) => others.length > 0 || !name.startsWith('another page')).map((how) => ({
      name: `${file}, page ${page.number} (${page.name}): ${how.name}`,
      file,
      deal: (where: string, dice: Dice) => change(join(where, file), (bytes) => how.deal(bytes, page, others, dice)),
    }));
  });
}

const FRAME = PAGE + 24;
/** More of them are more of the same. */
const MOST_FRAMES = 150;

/** The log: its header of 32 bytes, then frames of a header of 24 bytes and a page. */
function logDamages(folder: string, most: number | null): Damage[] {
  const size = readFileSync(join(folder, LOG)).length;
  const frames = Math.floor((size - 32) / FRAME);
  const step = Math.max(1, Math.floor(frames / (most ?? MOST_FRAMES)));
  const at = (name: string, from: number, to: number): Damage => ({
    name: `${LOG}, ${name}: a flipped bit`,
    file: LOG,
    deal: (where, dice) => change(join(where, LOG), (bytes) => flip(bytes, from + dice.of(to - from), dice)),
  });
  const damages: Damage[] = [at('header', 0, 32)];
  for (let frame = 0; frame < frames; frame += step) {
    const from = 32 + frame * FRAME;
    damages.push(
      at(`header of frame ${frame}`, from, from + 24),
      at(`page of frame ${frame}`, from + 24, from + FRAME),
    );
    damages.push({
      name: `${LOG}: ends in frame ${frame}`,
      file: LOG,
      deal: (where, dice) => truncateSync(join(where, LOG), from + dice.of(FRAME)),
    });
  }
  damages.push({ name: `${LOG}: deleted`, file: LOG, deal: (where) => unlinkSync(join(where, LOG)) });
  return damages;
}

type Truth = ReadonlyMap<string, string>;

/** What was sold and what became of it, as one text for each sale. Metrc's number as people read it repeats the id. */
const textOf = ({ staffName: _, patientLastFour: __, metrcReceipt: ___, ...sale }: StoredSale): string =>
  JSON.stringify(sale);

function read(folder: string): { readonly sales: Truth; readonly found: string | null } {
  const reader = openReader({ dataDir: folder, migrationsDir: findAppFiles().migrations });
  if (!reader.ok) return { sales: new Map(), found: reader.error.code };
  const { journal, zReports, sales, damage, close } = reader.value;
  try {
    const torn = damage();
    const [first] = [journal, sales, zReports].flatMap((one) => one.verify().findings);
    const found = torn ?? first?.words ?? null;
    if (found !== null) return { sales: new Map(), found };
    return { sales: new Map(sales.between(0, 1e15).map((sale) => [sale.id, textOf(sale)])), found };
  } finally {
    close();
  }
}

/** The fields in which two sales differ. */
function differences(shown: string | undefined, was: string | undefined): string {
  const before: Readonly<Record<string, unknown>> = JSON.parse(was ?? '{}');
  return Object.entries(JSON.parse(shown ?? '{}'))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]))
    .map(([name, value]) => `${name} is ${JSON.stringify(value)}, was ${JSON.stringify(before[name])}`)
    .join('; ');
}

const VERDICTS = ['refused at the start', 'found by verify', 'nothing lost', 'an earlier moment', 'WRONG'] as const;
type Verdict = (typeof VERDICTS)[number];

/** Opens as the register does, then verifies; anything that is thrown on the way is no answer in words. */
function verdictOn(folder: string, truth: Truth, file: string): { readonly verdict: Verdict; readonly words: string } {
  try {
    const opened = store(folder);
    if (!opened.ok) return { verdict: 'refused at the start', words: opened.error.code };
    opened.value.close();
    const { sales, found } = read(folder);
    if (found !== null) return { verdict: 'found by verify', words: found };
    const wrong = [...sales].filter(([id, text]) => truth.get(id) !== text);
    if (wrong.length === 0 && sales.size === truth.size) return { verdict: 'nothing lost', words: '' };
    const [first] = wrong;
    // What a log loses from its end is as if the power had gone earlier. That sales of before are whole is all one can ask.
    const isPrefix = file === LOG && wrong.length <= 1;
    return isPrefix
      ? { verdict: 'an earlier moment', words: `${truth.size - sales.size} sales fewer` }
      : {
          verdict: 'WRONG',
          words: `${sales.size} of ${truth.size} sales; ${differences(first?.[1], truth.get(first?.[0] ?? ''))}`,
        };
  } catch (error) {
    return { verdict: 'WRONG', words: `thrown, not said: ${error instanceof Error ? error.stack : String(error)}` };
  }
}

/** @param most pages of each kind and frames of the log; null for all of them. @param draws how often each is damaged. */
export function proveDamage(
  { most, draws }: { readonly most: number | null; readonly draws: number },
  run: Run,
): Proved {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'countersign-damage-'));
  const counts: Record<string, number> = { damages: 0 };
  const findings: Finding[] = [];
  const work = (base: string, damages: readonly Damage[]): void => {
    const whole = join(root, 'whole');
    rmSync(whole, { recursive: true, force: true });
    cpSync(base, whole, { recursive: true });
    const truth = read(whole).sales;
    if (truth.size !== SALES) throw new Error(`the records to be damaged hold ${truth.size} sales`);
    for (const [index, damage] of damages.entries()) {
      for (let draw = 0; draw < draws; draw += 1) {
        if (run.isOver()) return;
        const folder = join(root, 'damaged');
        rmSync(folder, { recursive: true, force: true });
        cpSync(base, folder, { recursive: true });
        damage.deal(folder, diceOf(run.seed * 104_729 + index * 61 + draw));
        const { verdict, words } = verdictOn(folder, truth, damage.file);
        counts['damages'] = (counts['damages'] ?? 0) + 1;
        counts[verdict] = (counts[verdict] ?? 0) + 1;
        if (verdict === 'WRONG') findings.push({ where: `seed ${run.seed}, ${damage.name}, draw ${draw}`, words });
      }
      run.onProgress(`${counts['damages']} damages`);
    }
  };
  try {
    const clean = join(root, 'clean');
    records(clean, false);
    work(clean, [...pageDamages(clean, DATABASE, most), ...pageDamages(clean, LOCK, most)]);
    const unclean = join(root, 'unclean');
    records(unclean, true);
    work(unclean, logDamages(unclean, most));
    return { counts, findings };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
