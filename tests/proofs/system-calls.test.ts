import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { COMPILED } from '../support/kill-chain.ts';
import { provePowerCuts } from './power-cut.ts';
import { type Proved, wholeRun } from './proved.ts';
import { DISK_BLOWS, KILL, strikeEverywhere } from './system-calls.ts';

afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

const LIMIT = { timeout: 180_000 };

/** A sample of what `npm run proof` does at every point. */
function holds({ findings, counts, skippedBecause }: Proved, skip: (why: string) => void): Proved['counts'] {
  if (skippedBecause !== undefined) skip(skippedBecause);
  expect(findings).toEqual([]);
  return counts;
}

test(
  'killed between two system calls of a sale, nothing is lost, doubled or printed unsigned',
  LIMIT,
  async ({ skip }) => {
    const counts = holds(await strikeEverywhere([KILL], 8, wholeRun(1)), skip);
    expect(counts['killed']).toBeGreaterThan(3);
  },
);

test(
  'a disk that fails in the middle of a sale stops the register in words, and the next start settles it',
  LIMIT,
  async ({ skip }) => {
    const counts = holds(await strikeEverywhere(DISK_BLOWS, 2, wholeRun(1)), skip);
    expect(counts['hit']).toBeGreaterThan(7);
    expect(counts['stopped in words']).toBeGreaterThan(2);
  },
);

test(
  'the power goes in the middle of a sale: no disk is corrupt, and nothing acknowledged is lost',
  LIMIT,
  async ({ skip }) => {
    const counts = holds(await provePowerCuts({ points: 20, draws: 1, startsEvery: 40 }, wholeRun(1)), skip);
    expect(counts['disks']).toBe(80);
  },
);
