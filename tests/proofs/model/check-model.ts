/** The configurations of the model check, in the bounds of every test run and in larger ones. */
import { step } from '../../../src/main/domain/sale/protocol.ts';
import type { Policy } from '../../../src/main/domain/sale/sale.ts';
import type { Finding, Proved } from '../proved.ts';
import { type Explored, explore, type Strictness } from './explore.ts';
import type { Bounds } from './world.ts';

export const POLICY: Policy = { quietMs: 3, absentGapMs: 1, watchMs: 8 };
export const BOUNDS: Bounds = {
  D: 2,
  policy: POLICY,
  attempts: 3,
  crashes: 2,
  refusesDuplicates: false,
  lag: 0,
  watch: 7,
};

type Configuration = { readonly name: string; readonly bounds: Bounds; readonly strictness: Strictness };

const configurationsOf = (bounds: Bounds, W: number): readonly Configuration[] => {
  const { watch, policy } = bounds;
  const inTime = 'at_every_instant';
  return [
    { name: 'D < W', bounds, strictness: inTime },
    {
      name: 'D < W, and Metrc refuses a number twice',
      bounds: { ...bounds, refusesDuplicates: true },
      strictness: inTime,
    },
    {
      name: 'D + lag < W, with stale reads',
      bounds: { ...bounds, policy: { ...policy, quietMs: W + 2 }, D: W, lag: 1 },
      strictness: inTime,
    },
    {
      name: 'D < W, and a lead voids what stands',
      bounds: { ...bounds, attempts: Math.min(2, bounds.attempts), voids: true },
      strictness: inTime,
    },
    { name: 'W <= D < H', bounds: { ...bounds, D: watch - 2 }, strictness: 'when_the_watch_ends' },
  ];
};

/** What every run checks. */
export const USUAL = configurationsOf(BOUNDS, 3);

/** Wider: a longer window, more attempts, more crashes. */
export const WIDE = configurationsOf(
  { ...BOUNDS, D: 3, policy: { ...POLICY, quietMs: 4 }, attempts: 4, crashes: 3, watch: 9 },
  4,
);

const MOST_STATES = 6_000_000;

export const check = ({ bounds, strictness }: Configuration, most?: number): Explored =>
  explore(bounds, step, strictness, most);

export function checkModel(configurations: readonly Configuration[], onProgress: (done: string) => void): Proved {
  const findings: Finding[] = [];
  let states = 0;
  for (const configuration of configurations) {
    const { broken, states: seen } = check(configuration, MOST_STATES);
    states += seen;
    onProgress(`${configuration.name}: ${seen} states`);
    if (broken) findings.push({ where: configuration.name, words: [broken.invariant, ...broken.trace].join('\n') });
  }
  return { counts: { configurations: configurations.length, states }, findings };
}
