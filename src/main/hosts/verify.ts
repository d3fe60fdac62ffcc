/** `countersign verify`: proves the journal, the sales and the Z reports from the file alone, beside a working terminal or on another machine. */
import { basename, dirname } from 'node:path';
import { businessDay } from '../../shared/values/local-time.ts';
import { openReader } from '../store/reader.ts';
import { findAppFiles } from './app-files.ts';
import { readConfig } from './compose.ts';
import { defaultDataFolder } from './data-folder.ts';
import { settingsOf } from './settings-of.ts';
import { systemClock } from './system-clock.ts';
import { CannotStart } from './terminal.ts';

/** The records meant: a file, the folder of --data, that of terminal.json's terminal, or the training store's. */
export function recordsFolder(configPath: string | undefined, dataOption: string | undefined): string {
  if (dataOption !== undefined) return dataOption;
  if (configPath === undefined) return defaultDataFolder({ mode: 'training', licence: '', terminal: '' });
  const { mode, licence, terminal } = settingsOf(
    readConfig(configPath),
    findAppFiles().jurisdictions,
    systemClock.now(),
  );
  return defaultDataFolder({ mode, licence, terminal: terminal.id });
}

/** JSON on stdout, words on stderr; exit code 1 when anything was found, 2 when there is nothing that could be read. */
export function verifyRecords(
  file: string | undefined,
  configPath: string | undefined,
  dataOption: string | undefined,
): 0 | 1 | 2 {
  const { migrations } = findAppFiles();
  try {
    const dataDir = file === undefined ? recordsFolder(configPath, dataOption) : dirname(file);
    const opened = openReader({ dataDir, migrationsDir: migrations, ...(file === undefined ? {} : { file }) });
    if (!opened.ok) {
      process.stderr.write(`${opened.error.happened} ${opened.error.toDo}\n`);
      return opened.error.code === 'NO_RECORDS' ? 2 : 1;
    }
    const reader = opened.value;
    const damage = reader.damage();
    const journal = reader.journal.verify();
    const sales = reader.sales.verify();
    const zReports = reader.zReports.verify();
    reader.close();
    const findings = [...journal.findings, ...sales.findings, ...zReports.findings];
    if (damage !== null) process.stderr.write(`The file is damaged: ${damage}\n`);
    for (const { words } of findings) process.stderr.write(`${words}\n`);
    const isSound = damage === null && findings.length === 0;
    const counted = `${journal.checked} journal entries, ${sales.checked} sales and ${zReports.checked} Z reports`;
    process.stderr.write(
      isSound
        ? `${basename(dataDir)}: ${counted} hold together. Nothing was changed.\n`
        : `${counted} checked: not sound.\n`,
    );
    process.stdout.write(`${JSON.stringify({ damage, journal, sales, zReports })}\n`);
    return isSound ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

/** Today's business day of the terminal that a terminal.json describes, YYYY-MM-DD. */
export function todayOf(configPath: string): string {
  const { zone, profile } = settingsOf(readConfig(configPath), findAppFiles().jurisdictions, systemClock.now());
  return businessDay(systemClock.now(), zone, profile.day_boundary_local);
}
