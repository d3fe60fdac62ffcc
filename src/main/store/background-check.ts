/**
 * SQLite's own check of every page, in a thread of its own on a read-only connection: a register with years of sales must
 * ask Metrc about an open one within a second, and reading the whole file takes longer.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export type BackgroundCheck = {
  /** The first damage that was found, or null while none is known. */
  readonly damage: () => string | null;
  /** Whether every page was read and found sound. */
  readonly isWhole: () => boolean;
  /** Ends once the check has ended or was stopped. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
};

/** Runs inside the thread, as text, because a bundle has no file of its own for it. */
const CHECK = `
const { parentPort, workerData } = require('node:worker_threads');
const Database = require(workerData.sqlite);
const db = new Database(workerData.file, { readonly: true, fileMustExist: true, timeout: 2000 });
try {
  parentPort.postMessage(db.prepare('PRAGMA quick_check(1)').pluck().get());
} catch (error) {
  parentPort.postMessage(String(error && error.code));
} finally {
  db.close();
}
`;

/** Codes of SQLite that say that the file is damaged; any other failure of the check says nothing of the file. */
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/;

export function checkInBackground(file: string): BackgroundCheck {
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(CHECK, { eval: true, workerData: { file, sqlite } });
  let damage: string | null = null;
  let isWhole = false;
  worker.on('message', (said: unknown) => {
    isWhole = said === 'ok';
    if (typeof said !== 'string' || isWhole) return;
    if (!said.startsWith('SQLITE_') || DAMAGED.test(said)) damage = said;
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  // A thread that cannot start checks nothing; `countersign verify` still does.
  worker.on('error', () => {});
  worker.unref();
  return { damage: () => damage, isWhole: () => isWhole, ended, stop: () => void worker.terminate() };
}
