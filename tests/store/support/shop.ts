/** Temporary data folders with real records in them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/main/ports/clock.ts';
import type { Store } from '../../../src/main/ports/store.ts';
import { type OpenOptions, openStore } from '../../../src/main/store/open.ts';
import { NOON } from './goods.ts';

export const migrationsDir = fileURLToPath(new URL('../../../migrations', import.meta.url));

export const stoppedClock: Clock = {
  now: () => NOON,
  monotonic: () => 0,
  after: () => () => undefined,
};

/** In memory where the machine has such a folder, so that tests which are not about the disk do not wait for it. */
const QUICK = process.platform === 'linux' && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'countersign-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const temporaryFolder = (): string => folderIn(QUICK);

export const folderOnDisk = (): string => folderIn(tmpdir());

export const options = (dataDir: string): OpenOptions => ({ dataDir, migrationsDir, clock: stoppedClock });

/** Opens a store that must open, and closes it after the test. */
export function opened(dataDir: string, more: Partial<OpenOptions> = {}): Store {
  const result = openStore({ ...options(dataDir), ...more });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.happened} (${result.error.detail})`);
  onTestFinished(() => result.value.close());
  return result.value;
}
