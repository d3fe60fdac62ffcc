import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { until } from './wait.ts';

export const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** Skips a test where there is no socat, and says why in the report. As a `beforeEach`, or first thing in a test. */
export const needsSocat = (context: TestContext): void =>
  context.skip(!hasSocat, 'socat is not installed: there is no serial port to test on');

/** A pair of serial ports joined by a cable: what is written into one comes out of the other. */
export type PtyPair = {
  readonly register: string;
  readonly device: string;
  /** Pulls the cable: both ports vanish. */
  unplug(): Promise<void>;
  replug(): Promise<void>;
  remove(): Promise<void>;
};

export async function ptyPair(): Promise<PtyPair> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pty-'));
  const register = join(folder, 'register');
  const device = join(folder, 'device');
  let socat: ChildProcess | null = null;

  const replug = async () => {
    socat = spawn('socat', [`pty,raw,echo=0,link=${register}`, `pty,raw,echo=0,link=${device}`], { stdio: 'ignore' });
    await until('socat made both ports', () => existsSync(register) && existsSync(device));
  };
  const unplug = async () => {
    const running = socat;
    socat = null;
    if (running === null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
    await until('the ports are gone', () => !existsSync(register) && !existsSync(device));
  };
  await replug();
  return {
    register,
    device,
    unplug,
    replug,
    async remove() {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
