/** Disks that really fail: the system itself refuses to write, nothing is put in the place of SQLite or of a file. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';

const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((file) => existsSync(file));

/** Why `writesFail` is not to be had here; null where it is. */
export const NO_LIMITS = prlimit === undefined ? 'skipped, because prlimit is not installed' : null;

function limitFiles(bytes: number | 'unlimited'): void {
  if (prlimit === undefined) throw new Error('there is no prlimit');
  execFileSync(prlimit, ['--pid', `${process.pid}`, `--fsize=${bytes}:unlimited`]);
}

/**
 * From now on every write of this process into a file fails (EFBIG, which SQLite tells as an I/O error) until the answer
 * is called or the test ends. Tests of such a file never run side by side.
 */
export function writesFail(): () => void {
  limitFiles(0);
  const heal = (): void => limitFiles('unlimited');
  onTestFinished(heal);
  return heal;
}

/** Puts a small file system of its own over a folder; null where this user may not. It goes when the test ends. */
export function smallDisk(folder: string, size: string): { readonly resize: (size: string) => void } | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return { resize: (next) => void execFileSync('mount', ['-o', `remount,size=${next}`, folder]) };
}

export const NO_SMALL_DISK = 'skipped, because this user may not mount a small file system';
