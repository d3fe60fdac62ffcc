import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { appOrigin, isOurPage } from './app-scheme.ts';
import type { ElectronParts } from './electron-parts.ts';

/** Kept in memory only: what the screen shows is in no cache and no cookie on the disk. */
export const sessionName = 'countersign-screen';

export function windowOptions(preload: string, screenSession: Session): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#101412',
    title: 'Countersign',
    webPreferences: {
      preload,
      session: screenSession,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A countdown and the outcome of a sale must go on when the window is behind another one.
      backgroundThrottling: false,
    },
  };
}

/** The screen gets no permission, no download and no address but its own. */
export function lockSession(screenSession: Session): void {
  screenSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  screenSession.setPermissionCheckHandler(() => false);
  screenSession.setDevicePermissionHandler(() => false);
  screenSession.on('will-download', (event) => event.preventDefault());
  screenSession.webRequest.onBeforeRequest((details, answer) => {
    const inside = isOurPage(details.url) || details.url.startsWith(`blob:${appOrigin}/`);
    answer({ cancel: !inside });
  });
}

/** Whatever page content is ever made in this program, it stays on our page and opens nothing. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Makes the one window, still empty. It shows itself when there is something to see. */
export function makeWindow(electron: ElectronParts, preload: string): BrowserWindow {
  const screenSession = electron.session.fromPartition(sessionName);
  const window = new electron.BrowserWindow(windowOptions(preload, screenSession));
  window.once('ready-to-show', () => window.show());
  return window;
}
