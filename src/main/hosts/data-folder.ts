/** Where a terminal keeps its records, and whose records they are. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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

/**
 * Makes the folder and refuses one that belongs to another terminal: practice sales must never stand among real ones,
 * and two licences never in one journal.
 */
export function claimDataFolder(dataDir: string, owner: Owner): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch {
    throw new CannotStart(`The data folder ${dataDir} cannot be made. Choose another one with --data.`, 1);
  }
  const path = ownerFile(dataDir);
  if (existsSync(path)) {
    const found = Owner.safeParse(readJson(path));
    const same =
      found.success &&
      found.data.mode === owner.mode &&
      found.data.licence === owner.licence &&
      found.data.terminal === owner.terminal;
    if (same) return;
    const whose = found.success
      ? `${found.data.mode} terminal ${found.data.terminal}, licence ${found.data.licence}`
      : 'another terminal';
    throw new CannotStart(
      `The data folder ${dataDir} holds the records of ${whose}. Choose another one with --data.`,
      2,
    );
  }
  try {
    writeFileSync(path, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch {
    throw new CannotStart(
      `The data folder ${dataDir} cannot be written to. Choose another one with --data, or give this user the right to write there.`,
      1,
    );
  }
}
