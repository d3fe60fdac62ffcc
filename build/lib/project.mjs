import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Everything in build/lib runs on Node 20 with nothing installed: plain JavaScript and node: modules only.

/** The folder that holds package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Words for people go to stderr, so that stdout stays clean for answers and for the ready line. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A mistake in how a command was called: one clear line and exit code 2, never a stack trace. */
export class BadUse extends Error {}

/** Something the project needs and cannot have; the message says in plain words what to do about it. */
export class CannotGoOn extends Error {}

/** Runs `main` and turns the two expected failures above into a line and an exit code; anything else is a bug and throws. */
export async function runAsProgram(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof BadUse) {
      say(error.message);
      process.exitCode = 2;
    } else if (error instanceof CannotGoOn) {
      say(error.message);
      process.exitCode = 1;
    } else {
      throw error;
    }
  }
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** All files below a folder, as paths relative to it, sorted; an absent folder is an empty list. */
export function filesBelow(folder) {
  const found = [];
  const visit = (relative) => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== '.git') visit(path);
      } else if (entry.isFile()) {
        found.push(path);
      }
    }
  };
  try {
    visit('');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return found.sort();
}
