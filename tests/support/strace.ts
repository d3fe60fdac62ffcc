/** Looks at, counts, kills and fails the system calls of a process that runs already. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export const strace = ['/usr/bin/strace', '/bin/strace', '/usr/local/bin/strace'].find((file) => existsSync(file));

/** Why system calls cannot be watched here; null where they can. */
export function whyNoStrace(): string | null {
  if (process.platform !== 'linux') return 'skipped, because system calls can be watched on Linux only';
  if (!strace) return 'skipped, because strace is not installed';
  // A process that is not one's child may be watched by root alone, on a machine with the usual settings.
  return process.getuid?.() === 0 ? null : 'skipped, because only root may watch the system calls of a running process';
}

/** Every call by which something leaves a process: for a file, for the disk, for the network. */
export const CALLS_OUT =
  'write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat2,sendto,sendmsg';

export type Watcher = {
  /** Ends when the watched process has ended or was let go. */
  readonly ended: Promise<void>;
};

const LONGEST_ATTACH_MS = 20_000;

/** Takes hold of a process with all its threads; what is seen is written to `file`. Counting begins here. */
export function watchCalls(pid: number, file: string, args: readonly string[]): Promise<Watcher> {
  const watcher: ChildProcess = spawn(strace ?? 'strace', ['-f', '-o', file, ...args, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = new Promise<void>((resolve) => watcher.once('close', () => resolve()));
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error(`strace did not take hold: ${said}`)), LONGEST_ATTACH_MS);
    watcher.once('error', reject);
    watcher.once('close', () => reject(new Error(`strace ended: ${said}`)));
    watcher.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      if (!/attached/.test(said)) return;
      clearTimeout(tooLong);
      resolve({ ended });
    });
  });
}
