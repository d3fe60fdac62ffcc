import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlockedOptional } from './lib/dependencies.mjs';
import { root, say } from './lib/project.mjs';

// npm leaves an optional package out of the lock file when the registry it asks does not hold it, and then refuses its own
// lock file on a clean install, here and everywhere else. This writes down what was left out: the version that its parent
// asks for, and the platform that its name says. Run it after `npm install` when the test of the lock file is red.

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = unlockedOptional(lock.packages);
for (const { name, version } of missing) {
  const [os, cpu, libc = ''] = name
    .split('/')
    .at(-1)
    .replace(/^(cli|core|binding)-/, '')
    .split('-');
  const entry = { version, cpu: [cpu], dev: true, optional: true, os: [os] };
  if (os === 'linux' && libc !== '') entry.libc = [libc.startsWith('musl') ? 'musl' : 'glibc'];
  lock.packages[`node_modules/${name}`] = entry;
}
const byName = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(byName) }, null, 2)}\n`);
say(missing.length === 0 ? 'The lock file is complete.' : `Added: ${missing.map(({ name }) => name).join(', ')}`);
