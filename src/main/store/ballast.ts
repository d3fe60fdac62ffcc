/** The ballast beside the records: 16 MB that are really written, so that deleting them really makes room. */
import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Ballast } from '../ports/ballast.ts';
import { syncFolder } from './durable-file.ts';

/** docs/sale-protocol.md 9. */
const BALLAST_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** stat counts blocks of this size, whatever the file system's own are. */
const BLOCK_BYTES = 512;

export const ballastFile = (dataDir: string): string => join(dataDir, 'countersign.ballast');

/** A file with holes holds no room. Where a file system counts no blocks, the file is written anew at each start. */
function isWhole(file: string, bytes: number): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there?.isFile() === true && there.size === bytes && there.blocks * BLOCK_BYTES >= bytes;
}

/** Random bytes, because a file system that compresses would keep nothing for zeros. */
function writeOut(file: string, bytes: number): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    for (let left = bytes; left > 0; ) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, left));
      randomFillSync(piece);
      for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
      left -= piece.length;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** @param bytes how much room is held; less than the usual in tests only. */
export function ballastIn(dataDir: string, bytes: number = BALLAST_BYTES): Ballast {
  const file = ballastFile(dataDir);
  const part = `${file}.new`;
  const remove = (path: string): void => {
    try {
      rmSync(path, { force: true });
    } catch {
      // A folder that cannot be written to: its room is out of reach, and the re-opening says so.
    }
  };
  // A file that was found or made whole once stays so until somebody touches it, which its size shows.
  let seenWhole = false;
  const inPlace = (): boolean => {
    try {
      seenWhole = seenWhole ? statSync(file, { throwIfNoEntry: false })?.size === bytes : isWhole(file, bytes);
    } catch {
      seenWhole = false;
    }
    return seenWhole;
  };
  return {
    bytes,
    inPlace,
    make() {
      if (inPlace()) return true;
      try {
        writeOut(part, bytes);
        renameSync(part, file);
        syncFolder(dataDir);
        seenWhole = true;
        return true;
      } catch {
        remove(part);
        return false;
      }
    },
    drop() {
      seenWhole = false;
      remove(part);
      remove(file);
    },
  };
}
