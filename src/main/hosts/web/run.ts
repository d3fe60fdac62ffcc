import { spawn } from 'node:child_process';
import { findAppFiles } from '../app-files.ts';
import { reportBugToStderr } from '../report-bug.ts';
import { parseStartOptions } from '../start-options.ts';
import { CannotStart, type Compose, readyLine } from '../terminal.ts';
import { startWebHost, type WebHost, WebHostRefused } from './server.ts';

const closeLimitMs = 15_000;

/**
 * Runs the terminal with its screen in a browser, until it is asked to stop. Resolves with the exit code: 0 after an
 * orderly end, 1 when it could not start or close, 2 for bad input.
 */
export async function runWebHost(
  args: readonly string[],
  compose: Compose,
  rendererDir: string = findAppFiles().renderer,
): Promise<number> {
  // Asked to stop is asked to stop, also while starting.
  const stop = stopSignal();
  try {
    const options = parseStartOptions(args, { strict: true });
    const terminal = await compose({ config: options.config, data: options.data });
    try {
      const host = await startWebHost({
        router: terminal.router,
        rendererDir,
        port: options.port,
        reportBug: reportBugToStderr,
      });
      process.stdout.write(`${readyLine(terminal.info.mode, host.url)}\n`);
      if (options.open) openInBrowser(host.url);
      offerNewLinks(host);
      await stop;
      await withinLimit(host.close());
    } finally {
      await withinLimit(terminal.close());
    }
    return 0;
  } catch (error) {
    if (error instanceof CannotStart || error instanceof WebHostRefused) {
      process.stderr.write(`${error.message}\n`);
      return error instanceof CannotStart ? error.exitCode : 1;
    }
    reportBugToStderr('terminal', error);
    return 1;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

/** The link opens one browser once; pressing Enter where the terminal was started shows another. */
function offerNewLinks(host: WebHost): void {
  if (!process.stdin.isTTY) return;
  process.stderr.write('Press Enter for a new link, Ctrl-C to close.\n');
  process.stdin.on('data', () => process.stderr.write(`${host.newLink()}\n`));
}

/** Shows the screen in the person's browser where there is one; the printed link works in any case. */
function openInBrowser(url: string): void {
  const program = browserOpener(url);
  if (program === undefined) return;
  const child = spawn(program.command, program.args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function browserOpener(url: string): { command: string; args: string[] } | undefined {
  if (process.platform === 'darwin') return { command: 'open', args: [url] };
  if (process.platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return undefined;
  return { command: 'xdg-open', args: [url] };
}

async function withinLimit(closing: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the terminal did not close in time')), closeLimitMs);
  });
  try {
    await Promise.race([closing, limit]);
  } finally {
    clearTimeout(timer);
  }
}
