import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.mjs';
import { filesBelow } from './project.mjs';

const isSource = (path) => /\.(ts|tsx|mts|cts)$/.test(path) && !path.endsWith('.d.ts');

/**
 * Checks the import rules over a project folder (this one, or a copy in a test). `seen` counts the TypeScript files below
 * src that the tool really parsed, `onDisk` those that are there: where they differ, the answer is worth nothing.
 */
export async function checkImports(folder) {
  const options = { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: folder };
  const { output } = await cruise(['src'], options);
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with text where an object was asked for');
  const parsed = new Set(
    output.modules.map((module) => module.source).filter((path) => isSource(path) && path.startsWith('src/')),
  );
  const files = filesBelow(join(folder, 'src')).filter(isSource);
  return {
    seen: files.filter((path) => parsed.has(`src/${path}`)).length,
    onDisk: files.length,
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: String(rule.name), from, to })),
  };
}
