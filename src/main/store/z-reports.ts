/** Z reports: the numbered close of each drawer session, each sealed over the one before it. */
import { z } from 'zod';
import { canonicalJson } from '../../shared/values/canonical-json.ts';
import type { Store, ZReportRow } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { joined } from './joined.ts';
import { NOTHING_BEFORE, sha256 } from './journal.ts';
import { parseColumn } from './json-column.ts';

/** The row as it stands in the table; `body` is canonical JSON text. */
export type SealedZ = {
  readonly number: number;
  readonly session_id: string;
  readonly at: number;
  readonly body: string;
  readonly previous: string;
  readonly hash: string;
};

/** SHA-256 over the canonical JSON of {at, body, number, previous, session}. */
export function sealOfZ({ number, session_id, at, body, previous }: Omit<SealedZ, 'hash'>): string {
  return sha256(
    `{"at":${at},"body":${body},"number":${number},"previous":${JSON.stringify(previous)},"session":${JSON.stringify(session_id)}}`,
  );
}

const read = (row: SealedZ): ZReportRow => ({
  number: row.number,
  sessionId: row.session_id,
  at: row.at,
  body: parseColumn(z.unknown(), row.body),
  previous: row.previous,
  hash: row.hash,
});

export function zReportsOf(db: Connection): Pick<Store['drawers'], 'saveZ' | 'lastZ' | 'zReports' | 'zReport'> {
  const last = db.prepare<[], SealedZ>(
    'SELECT number, session_id, at, body, previous, hash FROM z_report ORDER BY number DESC LIMIT 1',
  );
  const newest = db.prepare<[number], SealedZ>(
    'SELECT number, session_id, at, body, previous, hash FROM z_report ORDER BY number DESC LIMIT ?',
  );
  const byNumber = db.prepare<[number], SealedZ>(
    'SELECT number, session_id, at, body, previous, hash FROM z_report WHERE number = ?',
  );
  const insert = db.prepare<[number, string, number, string, string, string]>(
    'INSERT INTO z_report (number, session_id, at, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const save = joined(db, (report: Parameters<Store['drawers']['saveZ']>[0]): ZReportRow => {
    const { number, sessionId, at } = report;
    const previous = last.get()?.hash ?? NOTHING_BEFORE;
    const body = canonicalJson(report.body);
    const hash = sealOfZ({ number, session_id: sessionId, at, body, previous });
    insert.run(number, sessionId, at, body, previous, hash);
    return read({ number, session_id: sessionId, at, body, previous, hash });
  });
  return {
    saveZ: save,
    lastZ() {
      const row = last.get();
      return row ? read(row) : null;
    },
    zReports: (limit) => newest.all(limit).map(read),
    zReport(number) {
      const row = byNumber.get(number);
      return row ? read(row) : null;
    },
  };
}
