/** What was asked of Metrc for a sale and what came back: requests, attempts and looks. */
import { z } from 'zod';
import { assert } from '../../shared/values/assert.ts';
import type { AttemptEnd, LookRecord, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { parseColumn } from './json-column.ts';

type AttemptRow = {
  attempt: number;
  intended_at: number;
  ended_at: number | null;
  /** Held to these by the table's CHECK. */
  outcome: AttemptEnd['outcome'] | null;
  because: string | null;
  status: number | null;
  answer: string | null;
};

type LookRow = { at: number; showed: LookRecord['showed']; because: string | null; seen: string };

function endOf(row: AttemptRow): AttemptEnd | null {
  if (row.outcome === null || row.ended_at === null) return null;
  return { outcome: row.outcome, because: row.because, status: row.status, answer: row.answer, at: row.ended_at };
}

type AttemptsPart = Pick<
  Store['sales'],
  'openAttempt' | 'endAttempt' | 'attempts' | 'addLook' | 'lastLook' | 'requestBody'
>;

export function attemptsOf(db: Connection): AttemptsPart {
  const open = db.prepare<[string, number, number]>(
    'INSERT INTO metrc_attempt (sale_id, attempt, intended_at) VALUES (?, ?, ?)',
  );
  const end = db.prepare<[number, string, string | null, number | null, string | null, string, number]>(
    `UPDATE metrc_attempt SET ended_at = ?, outcome = ?, because = ?, status = ?, answer = ?
     WHERE sale_id = ? AND attempt = ? AND outcome IS NULL`,
  );
  const all = db.prepare<[string], AttemptRow>(
    `SELECT attempt, intended_at, ended_at, outcome, because, status, answer FROM metrc_attempt
     WHERE sale_id = ? ORDER BY attempt`,
  );
  const addLook = db.prepare<[string, number, string, string | null, string]>(
    'INSERT INTO metrc_look (sale_id, at, showed, because, seen) VALUES (?, ?, ?, ?, ?)',
  );
  const lastLook = db.prepare<[string], LookRow>(
    'SELECT at, showed, because, seen FROM metrc_look WHERE sale_id = ? ORDER BY id DESC LIMIT 1',
  );
  const request = db.prepare<[string], string | null>('SELECT body FROM metrc_request WHERE sale_id = ?').pluck();
  return {
    openAttempt: (saleId, attempt, at) => void open.run(saleId, attempt, at),
    endAttempt(saleId, attempt, { at, outcome, because, status, answer }) {
      const { changes } = end.run(at, outcome, because, status, answer, saleId, attempt);
      assert(changes === 1, 'an attempt that ends was open');
    },
    attempts: (saleId) =>
      all.all(saleId).map((row) => ({ attempt: row.attempt, intendedAt: row.intended_at, end: endOf(row) })),
    addLook(saleId, { at, showed, because, seen }) {
      addLook.run(saleId, at, showed, because, JSON.stringify(seen ?? null));
    },
    lastLook(saleId) {
      const row = lastLook.get(saleId);
      return row
        ? { at: row.at, showed: row.showed, because: row.because, seen: parseColumn(z.unknown(), row.seen) }
        : null;
    },
    requestBody: (saleId) => request.get(saleId) ?? null,
  };
}
