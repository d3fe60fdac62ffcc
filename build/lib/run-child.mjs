import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './project.mjs';
import { passOnStopSignals } from './stop-signals.mjs';

/**
 * Runs a program to its end and resolves with its exit code. A request to stop is passed on, and this process waits for the
 * child, so that a terminal is always closed by its own orderly shutdown. `limitMs` ends a child that hangs: 124.
 */
export function runChild(command, args, { env = process.env, stdio = 'inherit', limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio });
    const stopPassingOn = passOnStopSignals(child);
    let tooLong = false;
    const limit =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            tooLong = true;
            child.kill('SIGKILL');
          }, limitMs);
    const settle = (finish) => {
      clearTimeout(limit);
      stopPassingOn();
      finish();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('close', (code, signal) =>
      settle(() => {
        if (tooLong) resolve(124);
        else if (signal !== null) resolve(128 + (constants.signals[signal] ?? 0));
        else resolve(code ?? 1);
      }),
    );
  });
}
