import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureBuilt } from './lib/freshness.mjs';
import { root, runAsProgram } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';
import { runChild } from './lib/run-child.mjs';

// The commands run the same bundle as the app. Everything said on the way there goes to stderr: stdout is the answer.
await runAsProgram(async () => {
  await ensureDependencies();
  const node = projectNode();
  await ensureBuilt(node);
  return runChild(node, [join(root, 'dist', 'main', 'cli.mjs'), ...process.argv.slice(2)]);
});
