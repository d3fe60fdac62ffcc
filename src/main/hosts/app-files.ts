import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AppFiles {
  /** The folder that holds package.json: the checkout, or the root of the app's archive. */
  readonly root: string;
  /** Version of the program, from package.json. */
  readonly version: string;
  readonly migrations: string;
  readonly jurisdictions: string;
  /** The built screen; there only after a build. */
  readonly renderer: string;
  /** The built preload of the Electron window. */
  readonly preload: string;
}

/**
 * Where the files that belong to the program are. A checkout, dist/ and the packed archive keep them at the same places
 * below the folder of package.json, so one walk upwards finds them for all three. Nothing else may guess such a path.
 */
export function findAppFiles(startingAt: string = dirname(fileURLToPath(import.meta.url))): AppFiles {
  for (let folder = startingAt; ; folder = dirname(folder)) {
    const version = versionOfCountersign(join(folder, 'package.json'));
    if (version !== undefined) {
      return {
        root: folder,
        version,
        migrations: join(folder, 'migrations'),
        jurisdictions: join(folder, 'src', 'main', 'jurisdictions'),
        renderer: join(folder, 'dist', 'renderer'),
        preload: join(folder, 'dist', 'main', 'preload.cjs'),
      };
    }
    if (dirname(folder) === folder) throw new Error(`no package.json of countersign above ${startingAt}`);
  }
}

function versionOfCountersign(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('name' in manifest) || !('version' in manifest))
    return undefined;
  return manifest.name === 'countersign' && typeof manifest.version === 'string' ? manifest.version : undefined;
}
