import { ipcRenderer } from 'electron';
import { askForPort, hereIsThePort } from '../../../renderer/register-client/port-words.ts';
import { portChannel } from './port-names.ts';

// All the preload does is carry a message port from the main process to the page: no function and no object of Electron
// or Node reaches the page.
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === askForPort) ipcRenderer.send(portChannel);
});

ipcRenderer.on(portChannel, (event) => {
  window.postMessage(hereIsThePort, window.location.origin, [...event.ports]);
});
