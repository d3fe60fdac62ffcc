import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotGoOn, filesBelow, root, say } from './project.mjs';
import { runChild } from './run-child.mjs';

const stamp = join(root, 'dist', 'built-from');
const buildLimitMs = 5 * 60_000;

/** One fingerprint of everything the bundles are made from; contents, not times, since a checkout changes times. */
export function fingerprint() {
  const hash = createHash('sha256');
  const inputs = [
    ...filesBelow(join(root, 'src')).map((path) => `src/${path}`),
    'build/bundle.mjs',
    'vite.config.ts',
    'package-lock.json',
  ];
  for (const path of inputs) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(join(root, path)));
    hash.update('\0');
  }
  return hash.digest('hex');
}

export function isFresh() {
  try {
    return readFileSync(stamp, 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/** Written by the bundler after the last file, with the fingerprint taken before the first: a change in between is seen. */
export function markFresh(print) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}

/** Builds dist/ when it is not made from today's sources. */
export async function ensureBuilt(node) {
  if (isFresh()) return;
  say('Building ...');
  const code = await runChild(node, [join(root, 'build', 'bundle.mjs')], {
    stdio: ['ignore', 2, 2],
    limitMs: buildLimitMs,
  });
  if (code !== 0) throw new CannotGoOn('The build failed; the reason is above.');
}
