import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { presentElectron } from './electron-binary.mjs';
import { filesBelow, readJson, root } from './project.mjs';
import { runChild } from './run-child.mjs';

const runLimitMs = 14 * 60_000;
const tool = (...path) => join(root, 'node_modules', ...path);

/** The sum of one run: how many tests passed, and the words for each that failed as a whole or was skipped. */
const nothing = { passed: 0, failed: 0, skipped: [], broken: [] };

/** Runs every vitest file. A run that leaves no report, or ran no test, is one failure: it looked at nothing. */
export async function runVitest(node, env) {
  return withReportFile(async (path) => {
    const args = [tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=./build/lib/test-report.mjs'];
    const childEnv = { ...env, COUNTERSIGN_TEST_REPORT: path };
    const code = await runChild(node, args, { env: childEnv, stdio: ['ignore', 2, 2], limitMs: runLimitMs });
    return readOr('vitest', code, () => readJson(path));
  });
}

/** Runs the Playwright projects that can run here; one that cannot is skipped or failed with its reason. */
export async function runPlaywright(node, env, chromium) {
  const result = structuredClone(nothing);
  if (chromium === undefined) {
    result.broken.push('the browser tests could not run: there is no Chromium, Chrome or Edge on this machine');
  } else {
    add(result, await runPlaywrightProject('e2e', node, env));
  }
  if (presentElectron() === undefined) {
    for (const file of specsIn('tests/electron')) {
      result.skipped.push({ name: file, because: "Electron's program is not on this machine" });
    }
  } else if (specsIn('tests/electron').length > 0) {
    add(result, await runPlaywrightProject('electron', node, env));
  }
  return result;
}

function specsIn(folder) {
  return filesBelow(join(root, folder))
    .filter((path) => path.endsWith('.spec.ts'))
    .map((path) => `${folder}/${path}`);
}

async function runPlaywrightProject(project, node, env) {
  return withReportFile(async (path) => {
    const args = [tool('@playwright', 'test', 'cli.js'), 'test', `--project=${project}`, '--reporter=line,json'];
    const childEnv = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: path, PLAYWRIGHT_JSON_OUTPUT_FILE: path };
    const code = await runChild(node, args, { env: childEnv, stdio: ['ignore', 2, 2], limitMs: runLimitMs });
    return readOr(`playwright ${project}`, code, () => fromPlaywright(readJson(path)));
  });
}

/** Playwright's JSON: suites within suites; a spec holds one test per project, a test its results per attempt. */
export function fromPlaywright(json) {
  const report = structuredClone(nothing);
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') report.passed += 1;
        else if (test.status === 'skipped') {
          const note = test.annotations?.find(
            (annotation) => annotation.type === 'skip' || annotation.type === 'fixme',
          );
          report.skipped.push({ name: `${spec.file}: ${spec.title}`, because: note?.description ?? 'no reason given' });
        } else report.failed += 1; // "unexpected" and "flaky": a test that needed a second try has failed once.
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of json.suites) visit(suite);
  for (const error of json.errors ?? []) report.broken.push(`playwright: ${String(error.message).split('\n')[0]}`);
  return report;
}

function readOr(name, code, read) {
  let report;
  try {
    report = read();
  } catch {
    return { ...nothing, broken: [`${name} ended with ${code} and left no report`] };
  }
  if (report.passed + report.failed + report.skipped.length === 0) {
    return { ...report, broken: [...report.broken, `${name} ran no test`] };
  }
  // The tool's own verdict counts too: an exit code that the report does not explain must not pass unseen.
  if (code !== 0 && report.failed + report.broken.length === 0) {
    return { ...report, broken: [`${name} ended with ${code}`] };
  }
  return report;
}

function add(sum, report) {
  sum.passed += report.passed;
  sum.failed += report.failed;
  sum.skipped.push(...report.skipped);
  sum.broken.push(...report.broken);
}

async function withReportFile(run) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'report-'));
  try {
    return await run(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds up runs and checks into the one line that ends `npm test`, and the words that are said before it. */
export function summarize(reports, checks) {
  const sum = structuredClone(nothing);
  for (const report of reports) add(sum, report);
  const failedChecks = checks.filter((check) => !check.passed);
  const words = [
    ...sum.skipped.map(({ name, because }) => `skipped, because ${because}: ${name}`),
    ...sum.broken.map((what) => `failed: ${what}`),
    ...failedChecks.map(({ name }) => `failed: ${name}`),
  ];
  const passed = sum.passed + checks.length - failedChecks.length;
  const failed = sum.failed + sum.broken.length + failedChecks.length;
  const skipped = sum.skipped.length;
  return { line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`, failed, words };
}
