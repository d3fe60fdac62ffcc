/** Where a terminal keeps its records, and whose records they are. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CannotStart } from './terminal.ts';

const Owner = z.object({
  mode: z.enum(['training', 'sandbox', 'production']),
  licence: z.string(),
  terminal: z.string(),
});
export type Owner = z.infer<typeof Owner>;

/** The folder of the operating system for an application's own data. */
function applicationData(): string {
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Countersign');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Countersign');
  return join(process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'countersign');
}

/** One folder for the training store, one for each terminal: records of different terminals never meet. */
export const defaultDataFolder = (owner: Owner): string =>
  join(applicationData(), owner.mode === 'training' ? 'training' : `${owner.mode}-${owner.terminal}`);

const ownerFile = (dataDir: string): string => join(dataDir, 'terminal-of-these-records.json');

/** What stands in the note; null where it is torn or not to be read, which makes it nobody's. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Level by level: some file systems (/proc) make the recursive form of mkdir try for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Refuses a folder that holds the records of another terminal. Writes nothing. */
export function refuseAnothersFolder(dataDir: string, owner: Owner): void {
  const path = ownerFile(dataDir);
  if (!existsSync(path)) return;
  const found = Owner.safeParse(readJson(path));
  const { mode, licence, terminal } = found.success ? found.data : { mode: '', licence: '', terminal: '' };
  if (mode === owner.mode && licence === owner.licence && terminal === owner.terminal) return;
  const whose = found.success ? `${mode} terminal ${terminal}, licence ${licence}` : 'another terminal';
  throw new CannotStart(`The data folder ${dataDir} holds the records of ${whose}. Choose another one with --data.`, 2);
}

/**
 * Makes the folder and refuses one that belongs to another terminal: practice sales must never stand among real ones,
 * and two licences never in one journal.
 */
export function claimDataFolder(dataDir: string, owner: Owner): void {
  try {
    makeFolder(dataDir);
  } catch {
    throw new CannotStart(`The data folder ${dataDir} cannot be made. Choose another one with --data.`, 1);
  }
  refuseAnothersFolder(dataDir, owner);
  const path = ownerFile(dataDir);
  if (existsSync(path)) return;
  try {
    writeFileSync(path, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch {
    throw new CannotStart(
      `The data folder ${dataDir} cannot be written to. Choose another one with --data, or give this user the right to write there.`,
      1,
    );
  }
}
