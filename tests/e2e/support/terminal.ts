/** The terminal as a shop runs it: the built web host in a process of its own, on a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const program = join(root, 'dist/main/web.mjs');
const readyLimitMs = 20_000;
const endLimitMs = 20_000;

export type RunningTerminal = {
  /** The link as it was printed; it opens one browser once. */
  readonly link: string;
  readonly port: number;
  /** The power goes: nothing is said, nothing is finished. */
  readonly kill: () => Promise<void>;
  /** Ctrl-C; resolves with the exit code. Harmless when it has ended. */
  readonly stop: () => Promise<number | null>;
};

export type StartOptions = {
  readonly data: string;
  /** Without one it is the training store. */
  readonly config?: string;
  readonly port?: number;
  /** Added to the environment of the process. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Starts the terminal and waits for the line that says it is ready. Rejects with what it said instead. */
export async function startTerminal({
  data,
  config,
  port = 0,
  environment = {},
}: StartOptions): Promise<RunningTerminal> {
  if (!existsSync(program)) throw new Error('there is no dist/main/web.mjs; run "npm run build" first');
  const configured = config === undefined ? [] : ['--config', config];
  const args = [program, '--data', data, '--port', String(port), '--no-open', ...configured];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const link = await readyLink(child, ended).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    link,
    port: Number(new URL(link).port),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGINT');
      const limit = setTimeout(() => child.kill('SIGKILL'), endLimitMs);
      const code = await ended;
      clearTimeout(limit);
      return code;
    },
  };
}

function readyLink(child: ChildProcess, ended: Promise<number | null>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    const limit = setTimeout(
      () => reject(new Error(`the terminal was not ready in time: ${complained}`)),
      readyLimitMs,
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Countersign ready: \w+ (http:\S+)\n/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(limit);
      resolve(found);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      complained = `${complained}${chunk.toString()}`.slice(-4000);
    });
    void ended.then((code) => {
      clearTimeout(limit);
      reject(new Error(`the terminal ended with ${code}: ${complained}`));
    });
  });
}
