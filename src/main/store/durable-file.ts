/** Makes files and their names last through a power cut, where SQLite does not do it for us. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A new name in a folder is safe only when the folder itself has been written. Windows has no such call and no need. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Never for a file that SQLite holds open in this process: closing it here would drop SQLite's locks. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
