import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The screen. The bundles that run in Node are built by build/bundle.mjs. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/renderer'),
  // Relative addresses: the same files are served from http://127.0.0.1 and from app://countersign.
  base: './',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: true,
    // Fonts and sounds stay files: the content security policy of the screen allows no data: for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Read from the same machine: one file is as good as many.
    chunkSizeWarningLimit: 2_000,
  },
});
