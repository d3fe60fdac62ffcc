/**
 * The journal: what happened, in order, each entry sealed over the one before it. The seal is SHA-256 over the canonical
 * JSON of {actor, at, body, kind, previous, seq}, so that anyone with sqlite3 and sha256sum can check it.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { assert } from '../../shared/values/assert.ts';
import { canonicalJson } from '../../shared/values/canonical-json.ts';
import type { JournalEntry, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';
import { parseColumn } from './json-column.ts';

/** What the first entry follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** A body is a few facts, never a document; a longer one is a bug. */
const LONGEST_BODY = 1024 * 1024;

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

export type JournalRow = {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly at: number;
  readonly kind: string;
  readonly actor: string | null;
  /** Canonical JSON text. */
  readonly body: string;
  readonly previous: string;
  readonly hash: string;
};

/** The seal of an entry. The body goes in as the text that is stored, so that no rewriting of it goes unseen. */
export function sealOf(row: Omit<JournalRow, 'hash'>): string {
  const { seq, at, kind, actor, body, previous } = row;
  const text = (value: string | null): string => JSON.stringify(value);
  return sha256(
    `{"actor":${text(actor)},"at":${at},"body":${body},"kind":${text(kind)},"previous":${text(previous)},"seq":${seq}}`,
  );
}

export function journalOf(db: Connection): Store['journal'] {
  const last = db.prepare<[], JournalEntry>('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare<[number, number, string, string | null, string, string, string]>(
    'INSERT INTO journal (seq, at, kind, actor, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const markEnd = db.prepare<[number, string]>(
    'INSERT INTO journal_end (one, seq, hash) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash',
  );
  const append = joined(db, (entry: Parameters<Store['journal']['append']>[0]): JournalEntry => {
    assert(entry.kind.isWellFormed() && (entry.actor?.isWellFormed() ?? true), 'kind and actor are Unicode text');
    const before = last.get();
    const body = canonicalJson(entry.body);
    assert(body.length <= LONGEST_BODY, `a journal body of ${body.length} characters`);
    const row = {
      seq: (before?.seq ?? 0) + 1,
      at: entry.at,
      kind: entry.kind,
      actor: entry.actor,
      body,
      previous: before?.hash ?? NOTHING_BEFORE,
    };
    const hash = sealOf(row);
    insert.run(row.seq, row.at, row.kind, row.actor, row.body, row.previous, hash);
    markEnd.run(row.seq, hash);
    return { seq: row.seq, hash };
  });
  const recent = db.prepare<[number, string], { at: number; actor: string | null; body: string }>(
    'SELECT at, actor, body FROM journal WHERE seq > (SELECT seq FROM journal_end) - ? AND kind = ? ORDER BY seq',
  );
  return {
    append,
    recent: (kind, within) =>
      recent.all(within, kind).map(({ at, actor, body }) => ({ at, actor, body: parseColumn(z.unknown(), body) })),
    tail() {
      const entry = last.get();
      assert(entry, 'a journal begins with the entry that made it');
      return entry;
    },
  };
}

/** Walks the journal from an entry on, one row at a time, so that years of it need no memory. */
export const journalFrom = (db: Connection, seq: number): IterableIterator<JournalRow> =>
  db
    .prepare<[number], JournalRow>(
      'SELECT seq, at, kind, actor, body, previous, hash FROM journal WHERE seq >= ? ORDER BY seq',
    )
    .iterate(seq);
