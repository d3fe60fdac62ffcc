import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root, runAsProgram } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';
import { runChild } from './lib/run-child.mjs';

await runAsProgram(async () => {
  await ensureDependencies();
  return runChild(projectNode(), [join(root, 'build', 'bundle.mjs')]);
});
