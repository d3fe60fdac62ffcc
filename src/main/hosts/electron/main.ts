import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, MessageChannelMain, protocol, session } from 'electron';
import { findAppFiles } from '../app-files.ts';
import { compose } from '../compose.ts';
import { reportBugToStderr } from '../report-bug.ts';
import { parseStartOptions } from '../start-options.ts';
import { CannotStart } from '../terminal.ts';
import { registerAppScheme } from './app-scheme.ts';
import { runElectronHost } from './host.ts';

const electron = { app, BrowserWindow, ipcMain, Menu, MessageChannelMain, protocol, session };

async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(app.isPackaged ? 1 : 2), { strict: false });
  // One terminal per data folder: Electron keeps its own files, and the lock of the single instance, below it.
  if (options.data !== undefined) app.setPath('userData', join(options.data, 'window'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(
      'Countersign is already running on this data folder; its window has been brought to the front.\n',
    );
    app.exit(0);
    return;
  }
  app.enableSandbox();
  registerAppScheme(electron);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  await runElectronHost({
    electron,
    compose,
    options,
    files: findAppFiles(),
    reportBug: reportBugToStderr,
    say: (line) => process.stdout.write(`${line}\n`),
  });
}

start().catch((error: unknown) => {
  if (error instanceof CannotStart) process.stderr.write(`${error.message}\n`);
  else reportBugToStderr('start', error);
  app.exit(error instanceof CannotStart ? error.exitCode : 1);
});
