import { join } from 'node:path';
import { root, say } from './project.mjs';
import { runChild } from './run-child.mjs';

const checkLimitMs = 5 * 60_000;
const tool = (...path) => join(root, 'node_modules', ...path);

/** Biome colours single letters when it believes it is in a terminal or in a known build service. */
const plain = process.stderr.isTTY ? [] : ['--colors=off'];

/** Each of these fails when it looked at nothing: tsc and biome by themselves, the import rules by counting modules. */
const checks = [
  { name: 'types', args: [tool('typescript', 'bin', 'tsc'), '-p', root] },
  { name: 'style', args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', ...plain, root] },
  { name: 'import rules', args: [join(root, 'build', 'check-imports.mjs')] },
  { name: 'dead code', args: [tool('knip', 'bin', 'knip.js'), '--directory', root, '--no-progress'] },
];

/** Runs every check, one after another, and says which passed. Resolves to one result per check. */
export async function runChecks(node) {
  const results = [];
  for (const check of checks) {
    say(`Checking ${check.name} ...`);
    const code = await runChild(node, check.args, { stdio: ['ignore', 2, 2], limitMs: checkLimitMs });
    results.push({ name: check.name, passed: code === 0 });
  }
  return results;
}
