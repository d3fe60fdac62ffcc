import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openReader, type StoreReader } from '../../src/main/store/reader.ts';
import { canonicalJson } from '../../src/shared/values/canonical-json.ts';
import { cents } from '../../src/shared/values/money.ts';
import { databaseIn, problemOnOpening, tamper } from './support/damage.ts';
import { NOON, stocked } from './support/goods.ts';
import { migrationsDir, opened, temporaryFolder } from './support/shop.ts';

function folderWithJournal(entries: number): string {
  const folder = temporaryFolder();
  const store = opened(folder);
  store.transaction(() => {
    for (let n = 2; n <= entries; n += 1) {
      store.journal.append({
        at: NOON + n,
        kind: 'test',
        actor: n % 2 ? 'ana' : null,
        body: { n, word: 'née "x"\u2028' },
      });
    }
  });
  store.close();
  return folder;
}

function reading<T>(folder: string, work: (reader: StoreReader) => T): T {
  const reader = openReader({ dataDir: folder, migrationsDir });
  if (!reader.ok) throw new Error(reader.error.code);
  try {
    return work(reader.value);
  } finally {
    reader.value.close();
  }
}

const findings = (folder: string): readonly string[] =>
  reading(folder, (reader) => reader.journal.verify().findings.map(({ seq, what }) => `${seq} ${what}`));

describe('the journal', () => {
  test('begins with the entry that made it and the epoch', () => {
    const folder = folderWithJournal(1);
    const [first] = reading(folder, (reader) => [...reader.journal.from(1)]);
    expect(first).toMatchObject({ seq: 1, kind: 'records.made', previous: '0'.repeat(64) });
    expect(JSON.parse(first?.body ?? '')).toEqual({ epoch: reading(folder, ({ epoch }) => epoch) });
  });

  test('of an honest store holds together', () => {
    const folder = folderWithJournal(500);
    expect(findings(folder)).toEqual([]);
    expect(reading(folder, (reader) => reader.journal.verify())).toMatchObject({
      checked: 500,
      last: { seq: 500 },
      more: false,
    });
  });

  test('can be checked without us: each seal is the SHA-256 of what docs/schema.md says', () => {
    const folder = folderWithJournal(5);
    const raw = new Database(databaseIn(folder), { readonly: true });
    // Written as a stranger would write it, with sqlite3's own JSON and the concatenation of docs/schema.md.
    const rows = raw
      .prepare<[], { text: string; hash: string }>(
        `SELECT '{"actor":' || json_quote(actor) || ',"at":' || at || ',"body":' || body || ',"kind":' || json_quote(kind) ||
           ',"previous":"' || previous || '","seq":' || seq || '}' AS text, hash FROM journal ORDER BY seq`,
      )
      .all();
    raw.close();
    expect(rows).toHaveLength(5);
    for (const { text, hash } of rows) expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  });

  test.each([
    ['UPDATE journal SET at = 0'],
    ['DELETE FROM journal WHERE seq = 3'],
    [`INSERT INTO journal SELECT 9, at, kind, actor, body, previous, hash FROM journal WHERE seq = 5`],
    [`INSERT OR REPLACE INTO journal SELECT seq, 0, kind, actor, body, previous, hash FROM journal WHERE seq = 5`],
    [`REPLACE INTO journal SELECT seq, 0, kind, actor, body, previous, hash FROM journal WHERE seq = 1`],
  ])('refuses to be rewritten: %s', (sql) => {
    const folder = folderWithJournal(5);
    const raw = new Database(databaseIn(folder));
    expect(() => raw.exec(sql)).toThrow(/journal/);
    raw.close();
    expect(findings(folder)).toEqual([]);
  });

  test.each([
    ['an entry was edited', ['UPDATE journal SET at = at + 1 WHERE seq = 7'], ['7 changed']],
    ['a body was rewritten', [`UPDATE journal SET body = '{"n":8}' WHERE seq = 7`], ['7 changed']],
    ['a body has other blanks', [`UPDATE journal SET body = body || ' ' WHERE seq = 7`], ['7 changed']],
    ['the actor was taken out', ['UPDATE journal SET actor = NULL WHERE seq = 7'], ['7 changed']],
    ['an entry was deleted', ['DELETE FROM journal WHERE seq = 7'], ['7 missing']],
    ['three entries were deleted', ['DELETE FROM journal WHERE seq BETWEEN 7 AND 9'], ['7 missing']],
    ['the first entry was deleted', ['DELETE FROM journal WHERE seq = 1'], ['1 missing']],
    ['the last entry was deleted', ['DELETE FROM journal WHERE seq = 20'], ['20 missing']],
    ['the last five were deleted', ['DELETE FROM journal WHERE seq > 15'], ['16 missing']],
    ['all were deleted', ['DELETE FROM journal'], ['1 missing']],
    ['the mark of the end was deleted', ['DELETE FROM journal_end'], ['20 missing']],
    [
      'two entries were swapped',
      [
        'UPDATE journal SET seq = -7 WHERE seq = 7',
        'UPDATE journal SET seq = 7 WHERE seq = 8',
        'UPDATE journal SET seq = 8 WHERE seq = -7',
      ],
      ['7 unlinked', '7 changed', '8 unlinked', '8 changed', '9 unlinked'],
    ],
    [
      'an entry was edited and sealed anew',
      [`UPDATE journal SET hash = '${'a'.repeat(64)}' WHERE seq = 7`],
      ['7 changed', '8 unlinked'],
    ],
    [
      'an entry was added at the end',
      [`INSERT INTO journal SELECT 21, at, kind, actor, body, hash, hash FROM journal WHERE seq = 20`],
      ['21 changed', '21 unlinked'],
    ],
  ])('names the place where %s', (_, statements, expected) => {
    const folder = folderWithJournal(20);
    tamper(folder, ...statements);
    expect(findings(folder)).toEqual(expected);
  });

  test('that was broken stops the register at its start, with words and a place', () => {
    const folder = folderWithJournal(20);
    tamper(folder, 'UPDATE journal SET at = at + 1 WHERE seq = 7');
    expect(problemOnOpening(folder)).toBe('JOURNAL_BROKEN');
  });

  test('of years does not delay the start: only its end is checked there', () => {
    const folder = folderWithJournal(2000);
    tamper(folder, 'UPDATE journal SET at = at + 1 WHERE seq = 7');
    expect(problemOnOpening(folder)).toBeNull();
    expect(findings(folder)).toEqual(['7 changed']);
  });

  test('takes no body that has no JSON form', () => {
    const { journal } = opened(temporaryFolder());
    const entry = { at: NOON, kind: 'test', actor: null };
    for (const body of [undefined, Number.NaN, 1n, () => 1, new Date(0), new Map()]) {
      expect(() => journal.append({ ...entry, body }), String(body)).toThrow();
    }
    expect(() => journal.append({ ...entry, kind: '\ud800', body: {} })).toThrow();
    expect(journal.tail().seq).toBe(1);
  });
});

describe('canonical JSON', () => {
  test('is one text for one value, whatever the order its keys were set in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('Z reports', () => {
  function folderWithZ(reports: number): string {
    const folder = temporaryFolder();
    const store = stocked(opened(folder));
    for (let n = 1; n <= reports; n += 1) {
      const id = `drawer-${n}`;
      if (n > 1) {
        const float = { at: NOON, by: 'lee', pieces: [], cents: cents(0) };
        store.drawers.open({ id, zNumber: store.nextNumber('z_report'), openedAt: NOON, openedBy: 'lee' }, float);
      }
      store.drawers.addCount(id, { ordinal: 1, at: NOON, by: 'lee', pieces: [], cents: cents(0) });
      store.transaction(() => {
        store.drawers.close(id, NOON, 'lee');
        store.drawers.saveZ({ number: n, sessionId: id, at: NOON, body: { total: n * 100, cashier: 'Ana' } });
      });
    }
    store.close();
    return folder;
  }
  const zFindings = (folder: string): readonly string[] =>
    reading(folder, (reader) => reader.zReports.verify().findings.map(({ seq, what }) => `${seq} ${what}`));

  test('are chained to the one before', () => {
    const folder = folderWithZ(3);
    expect(zFindings(folder)).toEqual([]);
    const last = reading(folder, (reader) => reader.drawers.lastZ());
    expect(last).toMatchObject({ number: 3, sessionId: 'drawer-3', body: { cashier: 'Ana', total: 300 } });
    expect(last?.hash).not.toBe(last?.previous);
  });

  test.each([
    ['UPDATE z_report SET at = 0'],
    ['DELETE FROM z_report WHERE number = 1'],
    ['REPLACE INTO z_report SELECT number, session_id, 0, body, previous, hash FROM z_report WHERE number = 1'],
  ])('refuse to be rewritten: %s', (sql) => {
    const folder = folderWithZ(2);
    const raw = new Database(databaseIn(folder));
    expect(() => raw.exec(sql)).toThrow(/Z report/);
    raw.close();
  });

  test('that were edited or removed are named', () => {
    const folder = folderWithZ(4);
    tamper(
      folder,
      `UPDATE z_report SET body = '{"total":1}' WHERE number = 2`,
      'DELETE FROM z_report WHERE number = 4',
    );
    expect(zFindings(folder)).toEqual(['2 changed', '4 missing']);
    tamper(folder, 'DELETE FROM z_report WHERE number = 2');
    expect(zFindings(folder)).toEqual(['3 unlinked', '2 missing', '4 missing']);
  });
});
