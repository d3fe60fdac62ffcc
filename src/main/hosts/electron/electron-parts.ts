import type * as electron from 'electron';

/**
 * The parts of Electron this host uses. They are handed in by main.ts, so that the host can be tested against the same
 * types without the Electron program.
 */
export type ElectronParts = Pick<
  typeof electron,
  'app' | 'BrowserWindow' | 'ipcMain' | 'Menu' | 'MessageChannelMain' | 'protocol' | 'session'
>;
