/** Keys in files of their own, readable by the user who runs the terminal and nobody else. */
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Secrets } from '../ports/secrets.ts';
import { CannotStart } from './terminal.ts';

const COMMITMENT_KEY_BYTES = 32;

const MetrcKeys = z.object({ vendorKey: z.string().min(1).max(200), userKey: z.string().min(1).max(200) });
export type MetrcKeys = z.infer<typeof MetrcKeys>;

/**
 * The store's own key for keyed commitments. Made at the first start; missing beside existing records it is an error,
 * because with another key no sale of ours would be recognised at Metrc again.
 */
function commitmentKey(dataDir: string): Uint8Array {
  const path = join(dataDir, 'commitment.key');
  if (existsSync(path)) {
    const key = readOrRefuse(path);
    if (key.length === COMMITMENT_KEY_BYTES) return key;
    throw new CannotStart(`The key file ${path} is damaged. Put it back from the backup of the data folder.`, 1);
  }
  if (existsSync(join(dataDir, 'countersign.db'))) {
    throw new CannotStart(
      `The key file ${path} is missing, but there are records beside it. Put it back from the backup of the data folder.`,
      1,
    );
  }
  const key = randomBytes(COMMITMENT_KEY_BYTES);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(path, 0o600);
  return key;
}

function readOrRefuse(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new CannotStart(
      `The key file ${path} cannot be read. Give the user who runs Countersign the right to read it.`,
      1,
    );
  }
}

/** Reads Metrc's two keys from the file that terminal.json names, relative to terminal.json itself. */
export function readKeyFile(configPath: string, named: string): MetrcKeys {
  const path = isAbsolute(named) ? named : join(dirname(configPath), named);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CannotStart(`metrc/keys/file: ${path} cannot be read.`, 2);
  }
  try {
    return MetrcKeys.parse(JSON.parse(text));
  } catch {
    // The parser's own words could quote the file.
    throw new CannotStart(`metrc/keys/file: ${path} does not hold {"vendorKey": "...", "userKey": "..."}.`, 2);
  }
}

export function fileSecrets(dataDir: string, keys: MetrcKeys): Secrets {
  const key = commitmentKey(dataDir);
  return { metrcKeys: () => keys, commitmentKey: () => key };
}
