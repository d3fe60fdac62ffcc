import { delimiter, dirname } from 'node:path';
import { runChecks } from './lib/checks.mjs';
import { findChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureBuilt } from './lib/freshness.mjs';
import { ensureMachineTools } from './lib/machine-tools.mjs';
import { runAsProgram, say } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';
import { runPlaywright, runVitest, summarize } from './lib/test-runs.mjs';

// `npm test`: everything the project can prove about itself on this machine, ended by one line with the sum.
await runAsProgram(async () => {
  await ensureDependencies();
  const node = projectNode();
  await ensureMachineTools();
  const chromium = findChromium();
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  if (chromium !== undefined) env.COUNTERSIGN_CHROMIUM = chromium;

  const checks = await runChecks(node);
  const built = await builtOrNot(node);
  const reports = [await runVitest(node, env), await runPlaywright(node, env, chromium)];
  const { line, failed, words } = summarize(reports, [...checks, { name: 'build', passed: built }]);
  for (const sentence of words) say(sentence);
  process.stdout.write(`${line}\n`);
  return failed === 0 ? 0 : 1;
});

/** A build that fails is one failure; the tests that do not need it still say what they know. */
async function builtOrNot(node) {
  try {
    await ensureBuilt(node);
    return true;
  } catch {
    return false;
  }
}
