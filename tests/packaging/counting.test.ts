import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What npm test counts, seen on a folder of tests that pass, fail, are skipped and are broken in every way we know.

const root = join(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-counting-')));
const files = {
  'good.test.js': "import { it } from 'vitest'; it('passes', () => {}); it('fails', () => { throw new Error('no'); });",
  'skipped.test.js':
    "import { it } from 'vitest'; it('waits', (test) => test.skip('there is no scale')); it.skip('sleeps', () => {});",
  'hook.test.js':
    "import { beforeAll, it } from 'vitest'; beforeAll(() => { throw new Error('no hook'); }); it('x', () => {});",
  'inner-hook.test.js':
    "import { beforeAll, describe, it } from 'vitest'; describe('s', () => { beforeAll(() => { throw new Error('no inner hook'); }); it('x', () => {}); });",
  'gone.test.js': "import './gone.js';",
  'empty.test.js': 'export {};',
  'late.test.js':
    "import { it } from 'vitest'; it('passes', () => { setTimeout(() => { throw new Error('too late'); }, 0); });",
};
let report: { passed: number; failed: number; skipped: { name: string; because: string }[]; broken: string[] };

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(root, 'build', 'lib', 'test-report.mjs');
  const path = join(folder, 'report.json');
  const env = { ...process.env, COUNTERSIGN_TEST_REPORT: path };
  spawnSync(process.execPath, [vitest, 'run', '--root', folder, `--reporter=${reporter}`], { cwd: folder, env });
  report = JSON.parse(readFileSync(path, 'utf8'));
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a test run', () => {
  it('counts what passed and what failed', () => {
    expect(report).toMatchObject({ passed: 2, failed: 1 });
  });

  it('says why a test was skipped', () => {
    const reasons = report.skipped.map(({ name, because }) => `${name.split(': ')[1]}: ${because}`);
    expect(reasons).toContain('waits: there is no scale');
    expect(reasons).toContain('sleeps: no reason given');
  });

  it('counts a file that fails as a whole, in any way, as a failure', () => {
    const broken = report.broken.join('\n');
    for (const words of ['no hook', 'no inner hook', 'gone.js', 'No test suite found', 'too late']) {
      expect(broken).toContain(words);
    }
    expect(report.broken).toHaveLength(5);
  });
});
