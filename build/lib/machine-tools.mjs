import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { say } from './project.mjs';
import { runChild } from './run-child.mjs';

const installLimitMs = 8 * 60_000;

/** What the tests use that npm cannot bring, by the Debian package that brings it. */
const tools = [
  { package: 'chromium', isThere: () => findChromium() !== undefined, usedFor: 'the browser tests' },
  { package: 'socat', isThere: () => onPath('socat'), usedFor: 'serial lines between pseudo terminals' },
  { package: 'strace', isThere: () => onPath('strace'), usedFor: 'counting what reaches the disk' },
  { package: 'umockdev', isThere: () => onPath('umockdev-run'), usedFor: 'pretended USB devices' },
  { package: 'libusb-1.0-0', isThere: () => hasLibrary('libusb-1.0.so.0'), usedFor: 'the HID library' },
];

/**
 * Brings the tools the tests use. On Debian and Ubuntu as root they are installed; elsewhere one sentence says what to
 * install. Returns the names of what is still missing.
 */
export async function ensureMachineTools() {
  if (process.platform !== 'linux') {
    if (findChromium() !== undefined) return [];
    say('No Chromium was found: please install Chrome, Edge or Chromium for the browser tests.');
    return ['chromium'];
  }
  const missing = tools.filter((tool) => !tool.isThere());
  if (missing.length === 0) return [];
  const names = missing.map((tool) => tool.package);
  if (isDebian() && process.getuid?.() === 0) {
    say(`Installing what the tests use: ${names.join(' ')} ...`);
    await apt('update', '-q');
    await apt('install', '-y', '-q', '--no-install-recommends', ...names);
  }
  const still = missing.filter((tool) => !tool.isThere());
  for (const tool of still) say(`${tool.package} is missing: it is used for ${tool.usedFor}.`);
  if (still.length > 0) {
    const list = still.map((tool) => tool.package).join(' ');
    say(isDebian() ? `Please run: sudo apt-get update && sudo apt-get install ${list}` : `Please install: ${list}`);
  }
  return still.map((tool) => tool.package);
}

/** Its own output goes to stderr, and only its failure matters here: what is still missing is looked up afterwards. */
async function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const code = await runChild('apt-get', args, { env, stdio: ['ignore', 2, 2], limitMs: installLimitMs });
  if (code !== 0) say(`apt-get ${args[0]} ended with ${code}.`);
}

function isDebian() {
  if (!onPath('apt-get') || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasLibrary(name) {
  for (const ldconfig of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const listed = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' });
    if (listed.status === 0) return listed.stdout.includes(name);
  }
  return false;
}
