/** A folder of records that survives power cuts: what stood on the disk at the instant of the cut, and nothing after it. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAppFiles } from '../../../src/main/hosts/app-files.ts';
import type { Clock } from '../../../src/main/ports/clock.ts';
import type { Store } from '../../../src/main/ports/store.ts';
import { openStore } from '../../../src/main/store/open.ts';
import { openReader } from '../../../src/main/store/reader.ts';

/** Memory serves for a disk where there is one: what is simulated is the program, not the platter. */
const FAST = '/dev/shm';

export type Records = {
  readonly open: (clock: Clock) => Store;
  /** The power goes now: keeps what is on the disk. */
  readonly freeze: () => void;
  /** After the frozen life has been closed, whatever it wrote since: the disk is as it was. */
  readonly thaw: () => void;
  /** What is wrong with the chain of the journal or of the Z reports. */
  readonly unsound: () => string[];
  readonly remove: () => void;
};

export function createRecords(): Records {
  const folder = mkdtempSync(join(existsSync(FAST) ? FAST : tmpdir(), 'countersign-simulation-'));
  const data = join(folder, 'data');
  const kept = join(folder, 'kept');
  mkdirSync(data);
  mkdirSync(kept);
  const { migrations } = findAppFiles();
  const files = (where: string): string[] => readdirSync(where).filter((name) => name.includes('.db'));
  let starts = 0;
  return {
    open(clock) {
      starts += 1;
      // Every page is read at some of the starts; at all of them it would be most of what the simulation does.
      const opened = openStore({ dataDir: data, migrationsDir: migrations, clock, quickCheck: starts % 8 === 1 });
      if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.happened} ${opened.error.detail ?? ''}`);
      return opened.value;
    },
    freeze() {
      for (const name of files(kept)) rmSync(join(kept, name));
      for (const name of files(data)) copyFileSync(join(data, name), join(kept, name));
    },
    thaw() {
      const there = files(kept);
      for (const name of files(data)) if (!there.includes(name)) rmSync(join(data, name));
      // Written over, not put in place: the records would otherwise notice that they were moved.
      for (const name of there) if (!name.endsWith('-shm')) copyFileSync(join(kept, name), join(data, name));
      for (const name of files(data)) if (name.endsWith('-shm')) rmSync(join(data, name));
    },
    unsound() {
      const reader = openReader({ dataDir: data, migrationsDir: migrations });
      if (!reader.ok) return [reader.error.happened];
      const { journal, zReports, close } = reader.value;
      const found = [...journal.verify().findings, ...zReports.verify().findings].map(({ words }) => words);
      close();
      return found;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
