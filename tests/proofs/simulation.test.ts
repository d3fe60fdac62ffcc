/**
 * The whole terminal in virtual time (docs/decisions/0025-the-simulation-in-virtual-time.md): the short form of every run.
 * COUNTERSIGN_SIM_SEED and COUNTERSIGN_SIM_SALES choose another seed and another length.
 */
import { expect, test } from 'vitest';
import { MISTAKES } from './simulation/mistakes.ts';
import { runSimulation, type Simulation } from './simulation/run.ts';

const chosen = process.env['COUNTERSIGN_SIM_SEED'];
const SEEDS = chosen === undefined ? [1, 3, 7] : [Number(chosen)];
const SALES = Number(process.env['COUNTERSIGN_SIM_SALES'] ?? 250);

/** Before a mistake has done harm many sales may be made; after that many it must have. */
const SALES_WITH_A_MISTAKE = 1500;

test.each(SEEDS)(
  `seed %i: ${SALES} sales under faults of every kind and power cuts, and nothing is ever wrong`,
  async (seed) => {
    const { sales, faults, restarts, virtualHours, wrong } = await runSimulation({ seed, sales: SALES });
    expect(wrong.join('\n')).toBe('');
    expect(sales).toBeGreaterThanOrEqual(SALES);
    // A world in which nothing goes wrong proves nothing.
    if (SALES >= 250) expect([faults > 50, restarts > 5, virtualHours > 0.3]).toEqual([true, true, true]);
  },
  3_600_000,
);

test.runIf(chosen === undefined)(
  'the same seed gives the same history',
  async () => {
    const twice: Simulation[] = [];
    for (let time = 0; time < 2; time += 1) twice.push(await runSimulation({ seed: 4, sales: 40 }));
    expect(twice[1]?.fingerprint).toBe(twice[0]?.fingerprint);
    expect(twice[0]?.sales).toBeGreaterThanOrEqual(40);
  },
  120_000,
);

test.runIf(chosen === undefined).each(Object.entries(MISTAKES))(
  'the simulation finds the mistake: %s',
  async (_name, mistake) => {
    const { wrong } = await runSimulation({ seed: mistake.seed, sales: SALES_WITH_A_MISTAKE, mistake });
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain('again:');
    expect(wrong[0]).toMatch(mistake.breaks);
  },
  120_000,
);
