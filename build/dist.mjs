import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureBuilt } from './lib/freshness.mjs';
import { root, runAsProgram } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';
import { runChild } from './lib/run-child.mjs';

// `npm run dist [-- --linux | --win | --mac]`: installers in release/. The packager fetches Electron by itself.
await runAsProgram(async () => {
  await ensureDependencies();
  const node = projectNode();
  await ensureBuilt(node);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  return runChild(node, [builder, '--config', 'electron-builder.yml', '--publish', 'never', ...process.argv.slice(2)]);
});
