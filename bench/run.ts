/**
 * What this terminal needs, measured in one run against what the same machine needs without it. `npm run bench` prints the
 * table and writes the figures as JSON. Figures of two runs compare only on a machine that does nothing else.
 *
 *   node bench/run.ts [--json FILE] [--only commits,scans,sales,starts,jobs,links] [--sales N] [--data FOLDER]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build/lib/freshness.mjs';
import { hasSocat } from '../tests/hardware/support/pty.ts';
import { measureCommits } from './commits.ts';
import { measureDeadMetrc } from './dead-metrc.ts';
import { measureJobs } from './job-build.ts';
import { measureManySales } from './many-sales.ts';
import { measureRecovery } from './recovery.ts';
import { measureScans } from './scan-to-paint.ts';
import type { Spread } from './spread.ts';
import { measureStarts } from './start-up.ts';

const PARTS = ['commits', 'scans', 'sales', 'starts', 'jobs', 'links', 'recovery'] as const;
type Part = (typeof PARTS)[number];

type Row = {
  readonly what: string;
  readonly ours: string;
  /** The same machine's own limit for this, in the same run. */
  readonly raw: string;
  readonly ratio: number | null;
  readonly goal: string;
  readonly met: boolean | null;
};

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

const { values } = parseArgs({
  options: {
    json: { type: 'string', default: '.cache/bench.json' },
    only: { type: 'string', default: PARTS.join(',') },
    sales: { type: 'string', default: '2000' },
    history: { type: 'string', default: '1000000' },
    data: { type: 'string', default: tmpdir() },
  },
});
const wanted = new Set(values.only.split(','));
const measured: Partial<Record<Part, unknown>> = {};
const rows: Row[] = [];

/** Runs one part; the raw figures go into the JSON, its rows into the table. */
async function part<T>(name: Part, measure: () => Promise<T>, toRows: (figures: T) => readonly Row[]): Promise<void> {
  if (!wanted.has(name)) return;
  process.stderr.write(`measuring ${name} ...\n`);
  const figures = await measure();
  measured[name] = figures;
  rows.push(...toRows(figures));
}

function table(): string {
  const cells = [
    ['what', 'ours', 'raw', 'ratio', 'goal', ''],
    ...rows.map((row) => [
      row.what,
      row.ours,
      row.raw,
      row.ratio === null ? '' : row.ratio.toFixed(2),
      row.goal,
      row.met === null ? '' : row.met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

await ensureBuilt(process.execPath);
const machine = {
  date: new Date().toISOString(),
  processor: cpus()[0]?.model ?? 'unknown',
  processors: cpus().length,
  memoryBytes: totalmem(),
  system: `${platform()} ${release()}`,
  node: process.version,
  loadBefore: loadavg()[0] ?? 0,
};

await part(
  'commits',
  () => measureCommits(300, values.data),
  ({ commitMs, storeMs, rawMs, recordsMs, tidyMsPerSale, writtenPerSale }) => [
    {
      what: 'intent + outcome commits of a sale, mean',
      ours: ms(commitMs.mean),
      raw: rawMs === null ? '' : `${ms(rawMs.mean)} two write + fsync of the same ${writtenPerSale} bytes`,
      ratio: rawMs === null ? null : commitMs.mean / rawMs.mean,
      goal: '<= 1.3',
      met: rawMs === null ? null : commitMs.mean / rawMs.mean <= 1.3,
    },
    {
      what: '  both transactions whole, mean',
      ours: ms(storeMs.mean),
      raw: rawMs === null ? '' : `${ms(rawMs.mean)} the same`,
      ratio: rawMs === null ? null : storeMs.mean / rawMs.mean,
      goal: '',
      met: null,
    },
    {
      what: '  the same against the records alone, mean',
      ours: ms(storeMs.mean),
      raw: `${ms(recordsMs.mean)} two write + fsync`,
      ratio: storeMs.mean / recordsMs.mean,
      goal: '',
      met: null,
    },
    {
      what: '  log moved into the database, a sale',
      ours: ms(tidyMsPerSale),
      raw: '',
      ratio: null,
      goal: '',
      met: null,
    },
  ],
);

if (hasSocat) {
  await part(
    'scans',
    () => measureScans(80),
    ({ inDocumentMs, paintedMs, frameFloorMs }) => [
      {
        what: 'last byte of a scan to line painted, p95',
        ours: ms(paintedMs.p95),
        raw: `${ms(frameFloorMs.p95)} two frames of Chromium`,
        ratio: paintedMs.p95 / frameFloorMs.p95,
        goal: '<= 50 ms',
        met: paintedMs.p95 <= 50,
      },
      {
        what: 'the same, median',
        ours: ms(paintedMs.median),
        raw: ms(frameFloorMs.median),
        ratio: paintedMs.median / frameFloorMs.median,
        goal: '',
        met: null,
      },
      {
        what: 'last byte of a scan to line in the document, p95',
        ours: ms(inDocumentMs.p95),
        raw: '',
        ratio: null,
        goal: '',
        met: null,
      },
    ],
  );
} else process.stderr.write('socat is not installed: scans and starts are not measured\n');

await part(
  'sales',
  () => measureManySales(Number(values.sales)),
  ({ ownMs, beforeMetrcMs, afterMetrcMs, rawMs, early, late }) => {
    const heap = late.heapBytes / early.heapBytes;
    const rss = late.rssBytes / early.rssBytes;
    return [
      {
        what: 'our own time in a sale, Metrc excluded, p95',
        ours: ms(ownMs.p95),
        raw: `${ms(rawMs.p95)} two write + fsync`,
        ratio: ownMs.p95 / rawMs.p95,
        goal: '<= 25 ms',
        met: ownMs.p95 <= 25,
      },
      {
        what: 'the same, median',
        ours: ms(ownMs.median),
        raw: ms(rawMs.median),
        ratio: ownMs.median / rawMs.median,
        goal: '',
        met: null,
      },
      {
        what: '  Pay to the first byte for Metrc, p95',
        ours: ms(beforeMetrcMs.p95),
        raw: '',
        ratio: null,
        goal: '',
        met: null,
      },
      {
        what: "  Metrc's answer to the drawer's pulse, p95",
        ours: ms(afterMetrcMs.p95),
        raw: '',
        ratio: null,
        goal: '',
        met: null,
      },
      {
        what: `heap after ${late.sales} sales`,
        ours: megabytes(late.heapBytes),
        raw: `${megabytes(early.heapBytes)} after ${early.sales}`,
        ratio: heap,
        goal: '<= 1.3',
        met: heap <= 1.3,
      },
      {
        what: `resident memory after ${late.sales} sales`,
        ours: megabytes(late.rssBytes),
        raw: `${megabytes(early.rssBytes)} after ${early.sales}`,
        ratio: rss,
        goal: '<= 1.3',
        met: rss <= 1.3,
      },
    ];
  },
);

if (hasSocat) {
  await part(
    'starts',
    () => measureStarts(7),
    ({ readyMs, scanAcceptedMs, emptyNodeMs }) => [
      {
        what: 'start to first scan accepted, median of 7',
        ours: ms(scanAcceptedMs.median),
        raw: `${ms(emptyNodeMs.median)} empty Node`,
        ratio: scanAcceptedMs.median / emptyNodeMs.median,
        goal: '<= 3000 ms',
        met: scanAcceptedMs.median <= 3000,
      },
      {
        what: '  the slowest of them',
        ours: ms(scanAcceptedMs.worst),
        raw: ms(emptyNodeMs.worst),
        ratio: null,
        goal: '<= 3000 ms',
        met: scanAcceptedMs.worst <= 3000,
      },
      {
        what: '  start to the line that says ready, median',
        ours: ms(readyMs.median),
        raw: '',
        ratio: null,
        goal: '',
        met: null,
      },
    ],
  );
}

await part(
  'jobs',
  async () => measureJobs(),
  (times) => [
    {
      what: 'a receipt of six lines to printer bytes, p95',
      ours: ms(times.p95),
      raw: '',
      ratio: null,
      goal: '',
      met: null,
    },
  ],
);

await part(
  'links',
  () => measureDeadMetrc(20),
  ({ goneSaidMs, silentSaidMs, clearMs }) => {
    const row = (what: string, times: Spread): Row => ({
      what,
      ours: ms(times.worst),
      raw: '',
      ratio: null,
      goal: '<= 2000 ms',
      met: times.worst <= 2000,
    });
    return [
      row('a dead Metrc said on the screen, slowest of 20', goneSaidMs),
      row('  one that is there and says nothing, slowest of 20', silentSaidMs),
      row('  back, to a well tile, slowest of 40', clearMs),
    ];
  },
);

await part(
  'recovery',
  () => measureRecovery(Number(values.history)),
  ({ normalSale, unknown, starts, longestStallMs }) => {
    const [fresh, long] = starts;
    const plain = (value: number): string => String(value);
    const row = (what: string, ours: string, raw: string, goal: string, met: boolean): Row => {
      return { what, ours, raw, ratio: null, goal, met };
    };
    const { posts, controlReads, otherReads } = normalSale;
    const calls = posts === 1 && controlReads <= 1 && otherReads === 0;
    return [
      row('calls of a sale', `${posts} POST, ${controlReads + otherReads} GET`, '', '1 POST, <= 1 GET', calls),
      row(
        'reads while unknown, within W',
        plain(unknown.reads),
        `${unknown.looks} looks`,
        '<= 30',
        unknown.reads <= 30,
      ),
      row(
        `start to the first recovery read, ${long?.pastSales ?? 0} past sales`,
        ms(long?.firstReadMs ?? 0),
        `${ms(fresh?.firstReadMs ?? 0)} with none`,
        '<= 1000 ms',
        (long?.firstReadMs ?? 0) <= 1000,
      ),
      row('longest stall in a recovery', ms(longestStallMs), '', '<= 50 ms', longestStallMs <= 50),
    ];
  },
);

const result = { machine: { ...machine, loadAfter: loadavg()[0] ?? 0 }, measured };
const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
const { date, processor, processors, system, node, loadBefore } = machine;
process.stdout.write(
  `${date}, ${processors} x ${processor}, ${system}, Node ${node}, load ${loadBefore.toFixed(1)} at the start\n\n`,
);
process.stdout.write(`${table()}\n\nJSON: ${file}\n`);
