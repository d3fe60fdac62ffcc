import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotGoOn, readJson, root, say } from './project.mjs';
import { runChild } from './run-child.mjs';

const installLimitMs = 10 * 60_000;

/**
 * What is locked but not installed as locked; empty when node_modules is in order. npm writes down what it installed in
 * node_modules/.package-lock.json, so no mark of our own can go stale.
 */
export function missingDependencies(folder = root) {
  const locked = readJson(join(folder, 'package-lock.json')).packages;
  const recordPath = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return ['everything'];
  const installed = readJson(recordPath).packages;
  return Object.entries(locked)
    .filter(([path, entry]) => {
      if (path === '') return false;
      // Packages for other platforms are optional and rightly absent.
      if (installed[path] === undefined) return entry.optional !== true && entry.devOptional !== true;
      return installed[path].version !== entry.version || !existsSync(join(folder, path));
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** Optional packages that a locked package asks for and the lock file does not name. npm refuses such a lock file. */
export function unlockedOptional(packages) {
  const missing = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '') continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // A package is looked for below the one that asks for it, then below each of those above.
      const parts = `${path}/`.split('node_modules/').slice(1);
      const places = parts.map((_, above) => `node_modules/${parts.slice(0, above + 1).join('node_modules/')}`);
      const found = ['', ...places].some((place) => packages[`${place}node_modules/${name}`] !== undefined);
      if (!found) missing.push({ name, version });
    }
  }
  return missing;
}

/** Installs exactly what the lock file names, when node_modules is not already that. */
export async function ensureDependencies() {
  const missing = missingDependencies();
  if (missing.length === 0) return;
  say('Installing what the project needs (once, about a minute) ...');
  const npm = npmCommand();
  const args = [...npm.args, 'ci', '--loglevel=error', '--no-fund', '--no-audit'];
  const code = await runChild(npm.command, args, { stdio: ['ignore', 2, 2], limitMs: installLimitMs });
  if (code !== 0) {
    throw new CannotGoOn(
      'npm could not install what the project needs (its own words are above). Check the network and run the command again.',
    );
  }
  const still = missingDependencies();
  if (still.length > 0)
    throw new CannotGoOn(`npm finished, but these packages are still missing: ${still.join(', ')}.`);
}

/** npm as the JavaScript file it is, run by the running Node: npm.cmd cannot be started without a shell on Windows. */
function npmCommand() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const cli = candidates.find((path) => path?.endsWith('.js') && existsSync(path));
  if (cli !== undefined) return { command: process.execPath, args: [cli] };
  if (process.platform === 'win32') throw new CannotGoOn('npm was not found; please run this command through npm.');
  return { command: 'npm', args: [] };
}
