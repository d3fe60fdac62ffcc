import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ScreenFile {
  readonly path: string;
  readonly type: string;
  /** True for files whose name carries a hash of their content: they never change. */
  readonly unchanging: boolean;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

/**
 * The files of the built screen by the address they are asked for ("/", "/assets/x.js"). Listed once, at the start: only
 * what is in this list is ever served, so no address can lead anywhere else. Links and unknown kinds are left out.
 */
export async function listScreenFiles(rendererDir: string): Promise<ReadonlyMap<string, ScreenFile>> {
  const files = new Map<string, ScreenFile>();
  const visit = async (folder: string, address: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        await visit(path, `${address}${entry.name}/`);
      } else if (entry.isFile()) {
        const type = types[entry.name.slice(entry.name.lastIndexOf('.') + 1)];
        if (type !== undefined)
          files.set(address + entry.name, { path, type, unchanging: address.startsWith('/assets/') });
      }
    }
  };
  await visit(rendererDir, '/');
  const start = files.get('/index.html');
  if (start === undefined) throw new Error(`there is no built screen in ${rendererDir}`);
  files.set('/', start);
  return files;
}

/** The bytes of one file of the screen. */
export async function readScreenFile(file: ScreenFile): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file.path));
}
