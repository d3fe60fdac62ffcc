import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A built screen in a folder of its own, with a secret beside it that must never be served. */
export function createSmallScreen() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-screen-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'the secret');
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Countersign</title>');
  writeFileSync(join(renderer, 'assets', 'screen-1a2b.js'), 'export {};');
  writeFileSync(join(renderer, 'assets', 'notes.unknown'), 'no kind we know');
  symlinkSync(join(folder, 'secret.html'), join(renderer, 'assets', 'link.html'));
  return { renderer, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
