import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root } from './project.mjs';
import { runChild } from './run-child.mjs';

const fetchLimitMs = 60_000;
const rememberMs = 24 * 60 * 60_000;
const electronFolder = join(root, 'node_modules', 'electron');
const memory = join(root, '.cache', 'electron-not-to-be-had.json');

/** Path of the Electron program if its files are on this machine, else undefined. Never fetches. */
export function presentElectron(folder = electronFolder) {
  try {
    const version = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    if (version !== readJson(join(folder, 'package.json')).version) return undefined;
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Why Electron cannot show a window here at all, or undefined when nothing speaks against it. */
export function noWindowBecause({ platform = process.platform, env = process.env, uid = process.getuid?.() } = {}) {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'this machine has no display';
  // Chromium's sandbox cannot be set up by root, and Countersign never runs its screen without the sandbox.
  if (uid === 0) return 'Electron does not start its sandbox for root';
  return undefined;
}

/**
 * The Electron program: the one on this machine, else fetched within a minute by Electron's own installer. A failure is
 * remembered for a day, so that the next start does not wait for it again; `patient` asks again all the same.
 */
export async function electronProgram(node, { patient = false, now = Date.now() } = {}) {
  const present = presentElectron();
  if (present !== undefined) return { path: present };
  const remembered = patient ? undefined : rememberedFailure(now);
  if (remembered !== undefined) return { because: remembered };
  const installer = join(electronFolder, 'install.js');
  const code = await runChild(node, [installer], { stdio: 'ignore', limitMs: fetchLimitMs });
  const fetched = code === 0 ? presentElectron() : undefined;
  if (fetched !== undefined) return { path: fetched };
  const because =
    code === 124
      ? "Electron's program could not be fetched within a minute"
      : "Electron's program could not be fetched";
  remember({ at: now, because });
  return { because };
}

function remember(failure) {
  try {
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(memory, JSON.stringify(failure));
  } catch {
    // A folder that cannot be written to costs the next start the same wait, and nothing else.
  }
}

function rememberedFailure(now) {
  try {
    const { at, because } = readJson(memory);
    return now >= at && now - at < rememberMs && typeof because === 'string' ? because : undefined;
  } catch {
    return undefined;
  }
}
