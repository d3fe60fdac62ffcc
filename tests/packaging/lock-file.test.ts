import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unlockedOptional } from '../../build/lib/dependencies.mjs';

const root = join(import.meta.dirname, '../..');
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));

describe('what is installed on a new machine', () => {
  it('is locked for every platform, so that a clean install is not refused', () => {
    expect(unlockedOptional(read('package-lock.json').packages)).toEqual([]);
  });

  it('is looked for where npm looks', () => {
    const asks = { version: '1.0.0', optionalDependencies: { wanted: '2.0.0' } };
    const missing = [{ name: 'wanted', version: '2.0.0' }];
    expect(unlockedOptional({ 'node_modules/a': asks })).toEqual(missing);
    expect(unlockedOptional({ 'node_modules/a': asks, 'node_modules/wanted': {} })).toEqual([]);
    const inside = { 'node_modules/@b/a/node_modules/c': asks };
    expect(unlockedOptional({ ...inside, 'node_modules/@b/a/node_modules/wanted': {} })).toEqual([]);
    expect(unlockedOptional({ ...inside, 'node_modules/@b/a/node_modules/c/node_modules/wanted': {} })).toEqual([]);
    expect(unlockedOptional({ ...inside, 'node_modules/other/node_modules/wanted': {} })).toEqual(missing);
  });

  it('is named with exact versions, the same in both files', () => {
    const manifest = read('package.json');
    const locked = read('package-lock.json').packages[''];
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect(locked[kind]).toEqual(manifest[kind]);
      for (const version of Object.values(manifest[kind])) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it('runs no install script', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});
