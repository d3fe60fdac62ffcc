/** Checks the two chains of seals, the journal's and that of the Z reports, and names every place where they break. */
import type { JournalEntry } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { type JournalRow, journalFrom, NOTHING_BEFORE, sealOf } from './journal.ts';
import { figuresThatDiffer } from './verify-figures.ts';
import { type SealedZ, sealOfZ } from './z-reports.ts';

export type ChainFinding = {
  /** The number of the journal entry or of the Z report. */
  readonly seq: number;
  /** changed: its own seal is wrong. unlinked: it does not follow the one before. missing: it is not there. figures: the records add up to others. */
  readonly what: 'changed' | 'unlinked' | 'missing' | 'figures';
  readonly words: string;
};

export type ChainCheck = {
  readonly checked: number;
  readonly last: JournalEntry | null;
  /** At most 100; empty when all is well. */
  readonly findings: readonly ChainFinding[];
  /** True when there was more to say than `findings` holds. */
  readonly more: boolean;
};

const MOST_FINDINGS = 100;

type Link = { readonly seq: number; readonly previous: string; readonly hash: string; readonly seal: string };

type Chain = {
  readonly name: string;
  readonly links: Iterable<Link>;
  /** The first number there has to be; null where numbers may have gaps. */
  readonly from: number | null;
  /** What the first link has to follow; null takes its word for it. */
  readonly before: string | null;
};

function walk({ name, links, from, before }: Chain): ChainCheck {
  const findings: ChainFinding[] = [];
  let found = 0;
  let checked = 0;
  let last: JournalEntry | null = null;
  let expected = from ?? 1;
  let previous = before;
  const find = (seq: number, what: ChainFinding['what'], words: string): void => {
    found += 1;
    if (findings.length < MOST_FINDINGS) findings.push({ seq, what, words });
  };
  for (const link of links) {
    checked += 1;
    if (from !== null && link.seq > expected) {
      const upTo = link.seq - 1;
      find(expected, 'missing', `${name} ${upTo === expected ? expected : `${expected} to ${upTo}`} is missing.`);
    } else if (previous !== null && link.previous !== previous) {
      find(link.seq, 'unlinked', `${name} ${link.seq} does not follow the one before it as that stands now.`);
    }
    if (link.seal !== link.hash) find(link.seq, 'changed', `${name} ${link.seq} was changed after it was written.`);
    last = { seq: link.seq, hash: link.hash };
    previous = link.hash;
    expected = link.seq + 1;
  }
  return { checked, last, findings, more: found > findings.length };
}

function* journalLinks(rows: Iterable<JournalRow>): Iterable<Link> {
  for (const row of rows) yield { seq: row.seq, previous: row.previous, hash: row.hash, seal: sealOf(row) };
}

/** The end of the journal is written down a second time: entries that are gone from its end are found by it. */
function withEnd(db: Connection, check: ChainCheck): ChainCheck {
  const end = db.prepare<[], JournalEntry>('SELECT seq, hash FROM journal_end').get();
  const add = (seq: number, what: ChainFinding['what'], words: string): ChainCheck => ({
    ...check,
    findings: [...check.findings, { seq, what, words }],
  });
  if (!end) return add(check.last?.seq ?? 1, 'missing', 'The mark of where the journal ends is missing.');
  const lastSeq = check.last?.seq ?? 0;
  if (end.seq > lastSeq) {
    const which = end.seq === lastSeq + 1 ? `${end.seq}` : `${lastSeq + 1} to ${end.seq}`;
    return add(lastSeq + 1, 'missing', `Journal entry ${which} is missing from the end.`);
  }
  if (end.seq < lastSeq) return add(lastSeq, 'unlinked', `Journal entry ${end.seq + 1} was added outside Countersign.`);
  if (end.hash !== check.last?.hash)
    return add(lastSeq, 'changed', `Journal entry ${lastSeq} was replaced by another.`);
  return check;
}

/** The whole journal, streaming: measured at about 150,000 entries a second on a small machine. */
export function verifyJournal(db: Connection): ChainCheck {
  return withEnd(
    db,
    walk({ name: 'Journal entry', links: journalLinks(journalFrom(db, 0)), from: 1, before: NOTHING_BEFORE }),
  );
}

/** The last entries only, for the start of the register. */
export function verifyJournalTail(db: Connection, entries: number): ChainCheck {
  const first = db.prepare<[], number | null>('SELECT max(seq) FROM journal').pluck().get() ?? 0;
  const from = Math.max(1, first - entries + 1);
  const before = from === 1 ? NOTHING_BEFORE : null;
  return withEnd(db, walk({ name: 'Journal entry', links: journalLinks(journalFrom(db, from)), from, before }));
}

function* zLinks(rows: Iterable<SealedZ>): Iterable<Link> {
  for (const row of rows) yield { seq: row.number, previous: row.previous, hash: row.hash, seal: sealOfZ(row) };
}

/** Z numbers may have gaps (a number taken by a close that failed); a closed drawer without its report may not be. */
export function verifyZReports(db: Connection): ChainCheck {
  const rows = db.prepare<[], SealedZ>(
    'SELECT number, session_id, at, body, previous, hash FROM z_report ORDER BY number',
  );
  const check = walk({ name: 'Z report', links: zLinks(rows.iterate()), from: null, before: NOTHING_BEFORE });
  const unreported = db
    .prepare<[], number>(
      `SELECT z_number FROM drawer_session WHERE state = 'closed' AND id NOT IN (SELECT session_id FROM z_report) ORDER BY z_number`,
    )
    .pluck()
    .all();
  const missing = unreported.map(
    (seq): ChainFinding => ({ seq, what: 'missing', words: `Z report ${seq} is missing.` }),
  );
  const figures = figuresThatDiffer(db).map(
    ({ number, words }): ChainFinding => ({ seq: number, what: 'figures', words }),
  );
  return { ...check, findings: [...check.findings, ...missing, ...figures] };
}
