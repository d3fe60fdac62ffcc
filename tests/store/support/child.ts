/** Starts a script of this folder in a process of its own and reads what it says, line by line. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export type Child = {
  readonly process: ChildProcessWithoutNullStreams;
  readonly lines: AsyncIterableIterator<string>;
  /** Ends with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
};

export const scriptPath = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export function startChild(script: string, ...values: readonly string[]): Child {
  const child = spawn(process.execPath, [scriptPath(script), ...values], { stdio: 'pipe' });
  const ended = new Promise<number | string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 'unknown'));
  });
  child.stderr.pipe(process.stderr);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), ended };
}

/** The next line the child writes, parsed; an error when it ended without one. */
export async function nextLine(child: Child): Promise<unknown> {
  const line = await child.lines.next();
  if (line.done) throw new Error(`the child ended (${await child.ended}) without a word`);
  return JSON.parse(line.value);
}
