import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { fingerprint, markFresh } from './lib/freshness.mjs';
import { root } from './lib/project.mjs';

// Runs on the project's own Node. Makes dist/ whole or not at all: the stamp that calls it fresh is written last.

/** Packages with a binary inside: they stay packages, beside the bundles. Electron is the host itself. */
const natives = ['better-sqlite3', 'serialport', 'node-hid', 'electron'];
/** Speed-ups `ws` asks for and does without. */
const unused = ['bufferutil', 'utf-8-validate'];

const print = fingerprint();
await rm(join(root, 'dist'), { recursive: true, force: true });

await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });

await build({
  ...forNode(),
  ssr: { noExternal: true, external: natives, target: 'node' },
  build: {
    ...outputTo('dist/main'),
    ssr: true,
    target: 'node24',
    rolldownOptions: {
      input: {
        electron: join(root, 'src/main/hosts/electron/main.ts'),
        web: join(root, 'src/main/hosts/web/main.ts'),
        cli: join(root, 'src/main/cli.ts'),
      },
      external: [...natives, ...unused],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'parts/[name]-[hash].mjs' },
    },
  },
});

// A sandboxed preload can load nothing but itself, so it is one CommonJS file.
await build({
  ...forNode(),
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ...outputTo('dist/main'),
    ssr: true,
    target: 'node24',
    rolldownOptions: {
      input: { preload: join(root, 'src/main/hosts/electron/preload.ts') },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});

markFresh(print);

function forNode() {
  return { root, configFile: false, logLevel: 'warn', publicDir: false };
}

function outputTo(folder) {
  return { outDir: join(root, folder), emptyOutDir: false, sourcemap: true, minify: false, copyPublicDir: false };
}
