import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';

const sqlOf = (name: string): string => readFileSync(join(findAppFiles().migrations, name), 'utf8');

test('records of before voids and returns keep every pulse and print, and a sale that was signed stays sold', () => {
  const db = new Database(':memory:');
  db.exec(sqlOf('0001_register.sql'));
  db.exec(`
    INSERT INTO staff (id, name, role, pin_hash) VALUES ('ana', 'Ana', 'lead', 'x');
    INSERT INTO drawer_session (id, z_number, opened_at, opened_by, state) VALUES ('d', 1, 1, 'ana', 'open');`);
  const sale = db.prepare(
    `INSERT INTO sale (id, sale_number, number, state, protocol, attempt, taint, cancel_wanted, fingerprint, metrc_id, business_day, sold_at,
       sold_wall, sold_offset, staff_id, drawer_session, buyer_type, profile_id, profile_revision, profile_hash, subtotal, total, tender_kind,
       cash_due, rounding, given, change)
     VALUES (?, ?, ?, ?, '{}', 1, 0, 0, 'f', 7, '2026-11-23', 1, 'w', 0, 'ana', 'd', 'patient', 'p', 1, 'h', 100, 100, 'cash', 100, 0, 100, 0)`,
  );
  sale.run('s1', 1, 'n1', 'CONFIRMED');
  sale.run('s2', 2, 'n2', 'VOIDED');
  db.exec(`
    INSERT INTO drawer_pulse (id, at, why, by, sale_id, session_id, outcome, ended_at) VALUES ('p1', 5, 'sale', 'ana', 's1', 'd', 'sent', 6);
    INSERT INTO print_job (id, kind, sale_id, document, sha256, state, made_at) VALUES ('j1', 'receipt', 's1', '{}', 'x', 'printed', 9);`);
  db.exec(sqlOf('0003_void_and_return.sql'));
  expect(db.prepare('SELECT id, signed_at FROM sale ORDER BY id').all()).toEqual([
    { id: 's1', signed_at: 9 },
    { id: 's2', signed_at: null },
  ]);
  expect(db.prepare('SELECT id, sale_id, refund_id, outcome FROM drawer_pulse').all()).toEqual([
    { id: 'p1', sale_id: 's1', refund_id: null, outcome: 'sent' },
  ]);
  expect(db.prepare('SELECT id, kind, made_at FROM print_job').all()).toEqual([
    { id: 'j1', kind: 'receipt', made_at: 9 },
  ]);
  expect(() => db.exec(`UPDATE sale SET signed_at = 10 WHERE id = 's1'`)).toThrow(/signed once/);
  const again = `INSERT INTO print_job (id, kind, sale_id, document, sha256, state, made_at) VALUES ('j2', 'receipt', 's1', '{}', 'x', 'owed', 9)`;
  expect(() => db.exec(again)).toThrow(/UNIQUE/);
  db.close();
});
