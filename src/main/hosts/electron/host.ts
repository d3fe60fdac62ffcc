import type { AppFiles } from '../app-files.ts';
import type { ReportBug } from '../report-bug.ts';
import { createScreenDoor } from '../screen-door.ts';
import { listScreenFiles } from '../screen-files.ts';
import type { StartOptions } from '../start-options.ts';
import { type Compose, readyLine, type Terminal } from '../terminal.ts';
import { answerAppRequest, appOrigin, startAddress } from './app-scheme.ts';
import type { ElectronParts } from './electron-parts.ts';
import { giveScreenPorts } from './screen-port.ts';
import { lockContents, lockSession, makeWindow, sessionName } from './window.ts';

const closeLimitMs = 15_000;

export interface ElectronHostOptions {
  readonly electron: ElectronParts;
  readonly compose: Compose;
  readonly options: StartOptions;
  readonly files: AppFiles;
  readonly reportBug: ReportBug;
  /** Says one line to whoever started the program. */
  readonly say: (line: string) => void;
}

/** Runs the terminal with its screen in a window of its own. The scheme must have been registered before. */
export async function runElectronHost({
  electron,
  compose,
  options,
  files,
  reportBug,
  say,
}: ElectronHostOptions): Promise<void> {
  const { app } = electron;
  // Every kind of content is locked when it is made, before it can load anything.
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  await app.whenReady();
  electron.Menu.setApplicationMenu(null);

  const terminal = await compose({ config: options.config, data: options.data });
  closeWithApp(electron, terminal, reportBug);

  const screenSession = electron.session.fromPartition(sessionName);
  lockSession(screenSession);
  screenSession.protocol.handle('app', answerAppRequest(await listScreenFiles(files.renderer)));

  const window = makeWindow(electron, files.preload);
  giveScreenPorts(electron, createScreenDoor(terminal.router, reportBug), window);
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  // A screen that crashed is shown again; the terminal behind it never stopped.
  app.on('render-process-gone', (_event, contents, details) => {
    if (details.reason === 'clean-exit') return;
    reportBug('screen', new Error(`the screen's process is gone: ${details.reason}`));
    if (!window.isDestroyed() && contents.id === window.webContents.id) window.reload();
  });
  app.on('window-all-closed', () => app.quit());
  await window.loadURL(startAddress);
  say(readyLine(terminal.info.mode, `${appOrigin}/`));
}

/** Quitting waits for the terminal to close in order, but not for ever. */
function closeWithApp({ app }: ElectronParts, terminal: Terminal, reportBug: ReportBug): void {
  let closing = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => {
      reportBug('closing', new Error('the terminal did not close in time'));
      app.exit(1);
    }, closeLimitMs);
    terminal
      .close()
      .then(
        () => 0,
        (error: unknown) => {
          reportBug('closing', error);
          return 1;
        },
      )
      .then((code) => {
        clearTimeout(limit);
        app.exit(code);
      });
  });
}
