import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkInBackground } from '../../src/main/store/background-check.ts';
import { openStore } from '../../src/main/store/open.ts';
import '../support/for-test.ts';
import { untilTrue } from '../support/wait.ts';
import { databaseIn, overwrite, tamper } from './support/damage.ts';
import { options, temporaryFolder } from './support/shop.ts';

/** A file with many pages that no start reads. */
function longRecords(): string {
  const folder = temporaryFolder();
  const made = openStore(options(folder));
  if (!made.ok) throw new Error(made.error.happened);
  made.value.close();
  tamper(
    folder,
    `WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 20000)
     INSERT INTO patient (commitment, licence, last_four, seen_at) SELECT 'c' || n, hex(randomblob(100)), '0000', n FROM count`,
    'PRAGMA wal_checkpoint(TRUNCATE)',
  );
  return folder;
}

test('a sound file is read to its end and nothing is found', async () => {
  const check = checkInBackground(databaseIn(longRecords()));
  await check.ended;
  expect(check.damage()).toBeNull();
  expect(check.isWhole()).toBe(true);
});

test('damage in the middle of a long file is found while the register runs', async () => {
  const folder = longRecords();
  const file = databaseIn(folder);
  const pages = Math.floor(statSync(file).size / 4096);
  for (let page = Math.floor(pages / 2); page < pages / 2 + 40; page += 1) {
    overwrite(file, page * 4096, Buffer.alloc(64, 0xff));
  }
  const opened = openStore({ ...options(folder), checkedAtOnceBytes: 0 });
  if (!opened.ok) throw new Error(opened.error.happened);
  await untilTrue('the damage is known', () => opened.value.damage() !== null);
  opened.value.close();
});
