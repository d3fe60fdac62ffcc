import type { BrowserWindow, IpcMainEvent, MessagePortMain } from 'electron';
import type { ScreenDoor, ScreenLine } from '../screen-door.ts';
import { isOurPage } from './app-scheme.ts';
import type { ElectronParts } from './electron-parts.ts';
import { portChannel } from './port-names.ts';

/** Gives our window, and only the page of ours in its main frame, a port to the register. A new port ends the one before. */
export function giveScreenPorts(electron: ElectronParts, door: ScreenDoor, window: BrowserWindow): void {
  let current: MessagePortMain | undefined;
  electron.ipcMain.on(portChannel, (event) => {
    const frame = event.senderFrame;
    if (frame === null || !isFromOurWindow(event, window)) return;
    current?.close();
    const { port1, port2 } = new electron.MessageChannelMain();
    current = port1;
    door.serve(lineOver(port1));
    port1.start();
    frame.postMessage(portChannel, null, [port2]);
  });
}

function isFromOurWindow(event: IpcMainEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed()) return false;
  const { sender, senderFrame } = event;
  if (sender.id !== window.webContents.id || senderFrame === null) return false;
  return senderFrame.parent === null && isOurPage(senderFrame.url);
}

function lineOver(port: MessagePortMain): ScreenLine {
  return {
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data));
    },
    onClose: (listener) => {
      port.once('close', listener);
    },
    send: (text) => port.postMessage(text),
    cut: () => port.close(),
  };
}
