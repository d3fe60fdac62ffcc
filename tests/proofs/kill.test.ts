import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { COMPILED } from '../support/kill-chain.ts';
import { killMany } from './kill-many.ts';
import { wholeRun } from './proved.ts';

const SEED = Number(process.env['COUNTERSIGN_KILL_SEED'] ?? 685_150);
const KILLS = 300;

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

test(`killed ${KILLS} times at any instant, nothing is lost, doubled or printed unsigned (seed ${SEED})`, async () => {
  const { counts, findings } = await killMany(KILLS, wholeRun(SEED));
  expect(findings).toEqual([]);
  expect(counts['kills']).toBeGreaterThanOrEqual(KILLS);
  expect(counts['sold']).toBeGreaterThan(60);
}, 480_000);
