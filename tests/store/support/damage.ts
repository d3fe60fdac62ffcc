/** What a person with a hex editor, a database tool or a dying disk does to the file. The register is closed meanwhile. */
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type OpenOptions, openStore } from '../../../src/main/store/open.ts';
import { options } from './shop.ts';

export const databaseIn = (folder: string): string => join(folder, 'countersign.db');

/** Runs SQL on the file as an outsider would who has dropped the triggers that stand in his way. */
export function tamper(folder: string, ...statements: readonly string[]): void {
  const raw = new Database(databaseIn(folder));
  raw.pragma('foreign_keys = OFF');
  raw.pragma('synchronous = OFF'); // Only to be quick: nobody pulls the plug on this one.
  const triggers = raw
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements) raw.exec(statement);
  for (const { sql } of triggers) raw.exec(sql);
  raw.close();
}

export function overwrite(file: string, offset: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
}

export function cutInHalf(file: string): void {
  const handle = openSync(file, 'r+');
  ftruncateSync(handle, Math.floor(fstatSync(handle).size / 2 / 4096) * 4096);
  closeSync(handle);
}

/** Opens and answers the code of the problem; a store that opened is closed again and answers null. */
export function problemOnOpening(folder: string, more: Partial<OpenOptions> = {}): string | null {
  const result = openStore({ ...options(folder), ...more });
  if (!result.ok) return result.error.code;
  result.value.close();
  return null;
}
