import { describe, expect, it } from 'vitest';
import { fromPlaywright, summarize } from '../../build/lib/test-runs.mjs';

const nothing = { passed: 0, failed: 0, skipped: [], broken: [] };
const spec = (title: string, status: string, annotations: object[] = []) => ({
  title,
  file: 'sell.spec.ts',
  tests: [{ status, annotations }],
});

describe('the last line of npm test', () => {
  it('sums tests and checks', () => {
    const checks = [
      { name: 'types', passed: true },
      { name: 'style', passed: true },
    ];
    expect(summarize([{ ...nothing, passed: 10 }], checks)).toEqual({
      line: '12 passed, 0 failed',
      failed: 0,
      words: [],
    });
  });

  it('counts a failed check, a failed test, and a file that could not be loaded, as one failure each', () => {
    const reports = [
      { ...nothing, passed: 3, failed: 1 },
      { ...nothing, broken: ['vitest ran no test'] },
    ];
    expect(summarize(reports, [{ name: 'types', passed: false }])).toEqual({
      line: '3 passed, 3 failed',
      failed: 3,
      words: ['failed: vitest ran no test', 'failed: types'],
    });
  });

  it('names skipped tests only where there are some', () => {
    const skipped = [{ name: 'tests/electron/window.spec.ts', because: "Electron's program is not on this machine" }];
    expect(summarize([{ ...nothing, passed: 1, skipped }], [])).toEqual({
      line: '1 passed, 0 failed, 1 skipped',
      failed: 0,
      words: ["skipped, because Electron's program is not on this machine: tests/electron/window.spec.ts"],
    });
  });
});

describe("Playwright's report", () => {
  it('is read through all its suites; a flaky test has failed', () => {
    const json = {
      suites: [
        {
          specs: [spec('sells', 'expected')],
          suites: [
            {
              specs: [
                spec('asks', 'unexpected'),
                spec('prints', 'flaky'),
                spec('weighs', 'skipped', [{ type: 'skip', description: 'there is no scale' }]),
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'the browser is gone\nat line 1' }],
    };
    expect(fromPlaywright(json)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'sell.spec.ts: weighs', because: 'there is no scale' }],
      broken: ['playwright: the browser is gone'],
    });
  });
});
