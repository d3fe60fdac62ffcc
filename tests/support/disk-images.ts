/**
 * The disk after the power went: what was flushed is there, and of what was written since, as much as the disk happened to
 * have carried out. A name stands for certain only once its folder was flushed.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dice } from './kill-chain.ts';
import type { Call } from './recorded-calls.ts';

/** What became of writes that were not flushed. `torn`: the first ones, and of the next a part that ends at a sector. */
export type Fate = 'none' | 'all' | 'random' | 'torn';
export const FATES: readonly Fate[] = ['none', 'all', 'random', 'torn'];

type FileCall = Extract<Call, { kind: 'write' | 'truncate' }>;
type Inode = { durable: Buffer; pending: FileCall[] };
type NameCall = Extract<Call, { kind: 'create' | 'unlink' | 'rename' }>;

function applied(before: Buffer, call: FileCall, length = Number.POSITIVE_INFINITY): Buffer {
  if (call.kind === 'truncate')
    return Buffer.concat([before, Buffer.alloc(Math.max(0, call.size - before.length))]).subarray(0, call.size);
  const bytes = call.bytes.subarray(0, length);
  const after = Buffer.alloc(Math.max(before.length, call.at + bytes.length));
  before.copy(after);
  bytes.copy(after, call.at);
  return after;
}

const SECTORS = [512, 4096];

/** Some of the sectors that a write touches, each whole. */
function someSectors(before: Buffer, call: FileCall, dice: Dice): Buffer {
  if (call.kind === 'truncate') return dice.of(2) === 0 ? before : applied(before, call);
  let after = before;
  const sector = dice.pick(SECTORS);
  for (let from = 0; from < call.bytes.length; ) {
    const to = Math.min(call.bytes.length, (Math.floor((call.at + from) / sector) + 1) * sector - call.at);
    if (dice.of(2) === 0) after = applied(after, { ...call, at: call.at + from, bytes: call.bytes.subarray(from, to) });
    from = to;
  }
  return after;
}

function afterThePower({ durable, pending }: Inode, fate: Fate, dice: Dice): Buffer {
  if (fate === 'none' || pending.length === 0) return durable;
  if (fate === 'random') return pending.reduce((before, call) => someSectors(before, call, dice), durable);
  const whole = fate === 'all' ? pending.length : dice.of(pending.length);
  const first = pending.slice(0, whole).reduce((before, call) => applied(before, call), durable);
  const next = pending[whole];
  if (next?.kind !== 'write') return first;
  const sector = dice.pick(SECTORS);
  const border =
    (Math.floor(next.at / sector) + 1 + dice.of(1 + Math.floor(next.bytes.length / sector))) * sector - next.at;
  return applied(first, next, border);
}

const renamed = (names: Map<string, Inode>, call: NameCall, made: (file: string) => Inode): void => {
  const { file } = call;
  if (call.kind === 'create') {
    if (!names.has(file)) names.set(file, made(file));
  } else {
    const inode = names.get(file);
    names.delete(file);
    if (call.kind === 'rename' && inode) names.set(call.to, inode);
  }
};

/** Follows the recorded calls and can write, at any point, what a disk would hold if the power went there. */
export class DiskAtWork {
  readonly #files = new Map<string, Inode>();
  /** The names as they stand for certain. */
  #certain = new Map<string, Inode>();
  #pendingNames: NameCall[] = [];

  /** @param base the folder as it was when recording began, with everything of it flushed. */
  constructor(base: string) {
    for (const name of readdirSync(base, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const path = join(name.parentPath, name.name);
      this.#files.set(path.slice(base.length + 1), { durable: readFileSync(path), pending: [] });
    }
    this.#certain = new Map(this.#files);
  }

  follow(call: Call): void {
    switch (call.kind) {
      case 'write':
      case 'truncate':
        this.#files.get(call.file)?.pending.push(call);
        return;
      case 'sync': {
        if (call.file === '') {
          this.#certain = new Map(this.#files);
          this.#pendingNames = [];
          return;
        }
        const inode = this.#files.get(call.file);
        if (!inode) return;
        inode.durable = inode.pending.reduce((before, one) => applied(before, one), inode.durable);
        inode.pending = [];
        return;
      }
      case 'create':
        if (this.#files.has(call.file)) return;
        this.#name(call);
        return;
      case 'unlink':
      case 'rename':
        this.#name(call);
    }
  }

  #name(call: NameCall): void {
    renamed(this.#files, call, () => ({ durable: Buffer.alloc(0), pending: [] }));
    this.#pendingNames.push(call);
  }

  /** Writes the folder as the next start would find it. SQLite's index of its log lies in memory and does not survive. */
  imageAt(folder: string, fate: Fate, dice: Dice): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const names = this.#namesAfter(fate, dice);
    for (const [name, inode] of names) {
      if (name.endsWith('-shm')) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), afterThePower(inode, fate, dice));
    }
  }

  #namesAfter(fate: Fate, dice: Dice): Map<string, Inode> {
    if (fate === 'all') return this.#files;
    if (fate === 'none') return this.#certain;
    // Names are changed in their order: a disk has carried out the first few of them.
    const names = new Map(this.#certain);
    const carriedOut = this.#pendingNames.slice(0, dice.of(this.#pendingNames.length + 1));
    for (const call of carriedOut)
      renamed(names, call, (file) => this.#files.get(file) ?? { durable: Buffer.alloc(0), pending: [] });
    return names;
  }
}

/** A copy of a data folder as it stands; SQLite's index of its log is left out. */
export const copyOf = (folder: string, to: string): void =>
  cpSync(folder, to, { recursive: true, filter: (path) => !path.endsWith('-shm') });
