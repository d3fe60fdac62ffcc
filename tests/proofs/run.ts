/**
 * The whole proof: what the tests try in small bounds on every run, here in large ones, ended by one table. It can run for a
 * night; what a seed found is found again with that seed.
 *
 *   npm run proof -- [--only model,kill,calls,disk,power,pages,simulation,mistakes] [--minutes N] [--seed N] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { COMPILED } from '../support/kill-chain.ts';
import { proveDamage } from './damaged-pages.ts';
import { killMany } from './kill-many.ts';
import { checkModel, USUAL, WIDE } from './model/check-model.ts';
import { provePowerCuts } from './power-cut.ts';
import type { Finding, Proved, Run } from './proved.ts';
import { DISK_BLOWS, KILL, strikeEverywhere } from './system-calls.ts';

const KILLS = 10_000;
const SALES = 50_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    /** For each proof; without it each goes to its end. */
    minutes: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'string', default: '.cache/proof.json' },
  },
});

type Proof = { readonly name: string; readonly what: string; readonly prove: (run: Run) => Promise<Proved> };

const SIMULATION = new URL('./simulation/run.ts', import.meta.url);
type Simulation = {
  readonly runSimulation: (options: {
    readonly seed: number;
    readonly sales: number;
    readonly onProgress?: (sales: number) => void;
  }) => Promise<{
    readonly sales: number;
    readonly faults: number;
    readonly restarts: number;
    readonly wrong: readonly string[];
  }>;
};

/** Between two of these the time is looked at. */
const SALES_AT_ONCE = 2500;

async function simulation(run: Run): Promise<Proved> {
  if (!existsSync(SIMULATION)) {
    const skippedBecause = 'skipped, because tests/proofs/simulation/run.ts is not there';
    return { counts: {}, findings: [], skippedBecause };
  }
  const { runSimulation }: Simulation = await import(SIMULATION.href);
  const counts = { sales: 0, faults: 0, restarts: 0 };
  const findings: Finding[] = [];
  for (let seed = run.seed; counts.sales < SALES && findings.length === 0 && !run.isOver(); seed += 1) {
    const before = counts.sales;
    const onProgress = (sold: number): void => run.onProgress(`${before + sold} of ${SALES} sales`);
    const { sales, faults, restarts, wrong } = await runSimulation({ seed, sales: SALES_AT_ONCE, onProgress });
    counts.sales += sales;
    counts.faults += faults;
    counts.restarts += restarts;
    for (const words of wrong) findings.push({ where: `seed ${seed}`, words });
  }
  return { counts, findings };
}

/** The mistakes are tests by themselves: each fails when its mistake is not noticed. */
async function mistakes(): Promise<Proved> {
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const files = ['kill-notices', 'model', 'simulation'].map((name) => `tests/proofs/${name}.test.ts`);
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const file = resolve(root, `.cache/mistakes-${process.pid}.json`);
  const which = ['-t', 'mistake|notices|cuts show|sees when'];
  spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${file}`, ...files, ...which], {
    cwd: root,
    stdio: 'ignore',
  });
  const report: {
    readonly testResults: readonly {
      readonly assertionResults: readonly {
        readonly status: string;
        readonly title: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  const tests = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title }) => !title.startsWith('the same life'));
  const of = (status: string) => tests.filter((test) => test.status === status);
  const missed: Finding[] = of('failed').map(({ title, failureMessages }) => ({
    where: title,
    words: failureMessages.join('\n'),
  }));
  return { counts: { 'mistakes caught': of('passed').length, missed: missed.length }, findings: missed };
}

const PROOFS: readonly Proof[] = [
  {
    name: 'model',
    what: 'every interleaving of the real reducer',
    prove: async (run) => checkModel([...USUAL, ...WIDE], run.onProgress),
  },
  { name: 'mistakes', what: 'each seeded mistake is caught', prove: mistakes },
  { name: 'simulation', what: `${SALES} sales of the whole terminal in virtual time`, prove: simulation },
  {
    name: 'calls',
    what: 'killed before each system call of a sale',
    prove: (run) => strikeEverywhere([KILL], null, run),
  },
  {
    name: 'disk',
    what: 'each read, write and flush of a sale fails',
    prove: (run) => strikeEverywhere(DISK_BLOWS, null, run),
  },
  {
    name: 'power',
    what: 'the power goes after each write',
    prove: (run) => provePowerCuts({ points: null, draws: 5, startsEvery: 50 }, run),
  },
  {
    name: 'pages',
    what: 'every page of every kind is damaged',
    prove: async (run) => proveDamage({ most: null, draws: 2 }, run),
  },
  { name: 'kill', what: `${KILLS} kills at any instant`, prove: (run) => killMany(KILLS, run) },
];

type Row = {
  readonly name: string;
  readonly what: string;
  readonly seed: number;
  readonly minutes: number;
  /** The time was over before its end. */
  readonly isCut: boolean;
  readonly proved: Proved;
};

async function row({ name, what, prove }: Proof, seed: number): Promise<Row> {
  const begun = performance.now();
  const limit = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes) * 60_000;
  let said = begun;
  const run: Run = {
    seed,
    isOver: () => performance.now() - begun > limit,
    onProgress: (done) => {
      if (performance.now() - said < 5000) return;
      said = performance.now();
      process.stderr.write(`${name}: ${done}\n`);
    },
  };
  process.stderr.write(`${name}: ${what} ...\n`);
  let proved: Proved;
  try {
    proved = await prove(run);
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    proved = { counts: {}, findings: [{ where: `seed ${seed}`, words: `the proof itself failed: ${words}` }] };
  }
  return { name, what, seed, minutes: (performance.now() - begun) / 60_000, isCut: run.isOver(), proved };
}

function lineOf({ name, seed, minutes, isCut, proved }: Row): readonly string[] {
  const counts = Object.entries(proved.counts).map(([what, count]) => `${count} ${what}`);
  const failed = proved.findings.length;
  const verdict = failed > 0 ? `FAILED ${failed} times` : isCut ? 'holds, as far as the time went' : 'holds';
  return [name, counts.join(', '), minutes.toFixed(1), String(seed), proved.skippedBecause ?? verdict];
}

function table(rows: readonly Row[]): string {
  const cells = [['proof', 'what was done', 'minutes', 'seed', ''], ...rows.map(lineOf)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const wanted = values.only?.split(',') ?? PROOFS.map(({ name }) => name);
const unknown = wanted.filter((name) => !PROOFS.some((proof) => proof.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no proof ${unknown.join(', ')}; there are ${PROOFS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
const rows: Row[] = [];
try {
  for (const proof of PROOFS) if (wanted.includes(proof.name)) rows.push(await row(proof, seed));
} finally {
  rmSync(COMPILED, { recursive: true, force: true });
}
const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  `${JSON.stringify({ date: new Date().toISOString(), node: process.version, seed, rows }, null, 2)}\n`,
);
for (const { name, proved } of rows) {
  for (const { where, words } of proved.findings.slice(0, 20)) process.stdout.write(`${name}, ${where}:\n${words}\n\n`);
}
process.stdout.write(`${table(rows)}\n\nJSON: ${file}\n`);
process.exitCode = rows.every(({ proved }) => proved.findings.length === 0) ? 0 : 1;
