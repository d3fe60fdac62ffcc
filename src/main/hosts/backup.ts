/** `countersign backup` and `restore`: the records and the key that recognises their sales, together. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openReader } from '../store/reader.ts';
import { restore } from '../store/restore.ts';
import { findAppFiles } from './app-files.ts';
import { systemClock } from './system-clock.ts';

const KEY = 'commitment.key';
const RECORDS = 'countersign.db';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Makes a verified copy in a folder of its own below `target`, beside a working terminal if need be. */
export function backUpRecords(dataDir: string, target: string): 0 | 1 | 2 {
  const opened = openReader({ dataDir, migrationsDir: findAppFiles().migrations });
  if (!opened.ok) {
    tell(`${opened.error.happened} ${opened.error.toDo}`);
    return opened.error.code === 'NO_RECORDS' ? 2 : 1;
  }
  const stamp = new Date(systemClock.now()).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(target, `countersign-${stamp}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = opened.value.backUp(join(folder, RECORDS));
  opened.value.close();
  if (!made.ok) {
    tell(`${made.error.happened} ${made.error.toDo}`);
    return 1;
  }
  if (existsSync(join(dataDir, KEY))) copyFileSync(join(dataDir, KEY), join(folder, KEY));
  tell(`Backed up and read back whole: ${folder}. It holds a key; keep it where nobody else can read it.`);
  process.stdout.write(`${JSON.stringify({ folder })}\n`);
  return 0;
}

/** Puts a backup in the place of the records; what was there is moved aside, and the next start uses new receipt numbers. */
export function restoreRecords(dataDir: string, folder: string): 0 | 1 | 2 {
  const from = join(folder, RECORDS);
  if (!existsSync(from) || !existsSync(join(folder, KEY))) {
    tell(`${folder} is not a backup of Countersign: ${RECORDS} and ${KEY} must be in it.`);
    return 2;
  }
  const done = restore({ from, dataDir, migrationsDir: findAppFiles().migrations, clock: systemClock });
  if (!done.ok) {
    tell(`${done.error.happened} ${done.error.toDo}`);
    return 1;
  }
  copyFileSync(join(folder, KEY), join(dataDir, KEY));
  tell(
    `Restored up to journal entry ${done.value.journalSeq}.${done.value.replaced === null ? '' : ` What was there is in ${done.value.replaced}.`}`,
  );
  tell('The next start looks at Metrc for every sale that was not settled, and uses new receipt numbers.');
  process.stdout.write(`${JSON.stringify(done.value)}\n`);
  return 0;
}
