/** What a process did to its files and said to the world, in order, read back from strace. */

export type Call =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'unlink'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  /** The file, or the folder itself where `file` is empty, is on the disk. */
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'sent'; readonly port: number; readonly bytes: Buffer }
  | { readonly kind: 'said'; readonly bytes: Buffer };

/** For watchCalls: every byte, every path and every port in full. */
export const RECORDING = [
  '-yy',
  '-xx',
  '-s',
  '100000000',
  '-e',
  'trace=openat,write,writev,pwrite64,pwritev,ftruncate,unlink,unlinkat,rename,renameat2,fsync,fdatasync,sendto,sendmsg',
];

const plain = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

/** The file's name below the folder; null where it lies elsewhere. */
const below = (folder: string, path: string): string | null =>
  path === folder ? '' : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;

type Line = { readonly name: string; readonly path: string | null; readonly strings: Buffer[]; readonly text: string };

function lineOf(text: string): Line | null {
  const name = /^\d+ +(\w+)\(/.exec(text)?.[1];
  if (name === undefined || / = -1 /.test(text)) return null;
  const descriptor = /^\d+ +\w+\(\d+<([^>]*(?:>\d[^>]*)?)>/.exec(text)?.[1];
  const path = descriptor === undefined ? null : descriptor.startsWith('\\x') ? String(plain(descriptor)) : descriptor;
  return {
    name,
    path,
    strings: [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => plain(hex ?? '')),
    text,
  };
}

const lastNumber = (text: string): number =>
  Number(/, (\d+)(?:\)| <unfinished)/.exec(text.slice(-60))?.[1] ?? Number.NaN);

/** One call as it concerns the folder or the world; null when it concerns neither. */
function callOf(line: Line, folder: string): Call | null {
  const { name, path, strings, text } = line;
  const [bytes = Buffer.alloc(0), second] = strings;
  const port = path === null ? undefined : /^TCP.*:(\d+)\]$/.exec(path)?.[1];
  if (port !== undefined) return { kind: 'sent', port: Number(port), bytes: Buffer.concat(strings) };
  if (name === 'write' && /^\d+ +write\(1</.test(text)) return { kind: 'said', bytes };
  const named = below(
    folder,
    ['openat', 'unlink', 'unlinkat', 'rename', 'renameat2'].includes(name) ? String(bytes) : (path ?? ''),
  );
  if (named === null) return null;
  const file = named.replace(/ \(deleted\)$/, '');
  switch (name) {
    case 'openat':
      return text.includes('O_CREAT') ? { kind: 'create', file } : null;
    case 'pwrite64':
      return { kind: 'write', file, at: lastNumber(text), bytes };
    case 'ftruncate':
      return { kind: 'truncate', file, size: lastNumber(text) };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', file };
    case 'unlink':
    case 'unlinkat':
      return { kind: 'unlink', file };
    case 'rename':
    case 'renameat2':
      return { kind: 'rename', file, to: below(folder, String(second)) ?? '' };
    default:
      throw new Error(`a ${name} on ${file} cannot be repeated`);
  }
}

/** A call that another thread interrupted counts from where it began, a flush from where it ended. */
export function readCalls(trace: string, folder: string): Call[] {
  const calls: Call[] = [];
  const flushing = new Map<string, Call>();
  for (const text of trace.split('\n')) {
    const pid = /^\d+/.exec(text)?.[0] ?? '';
    if (/<\.\.\. (fsync|fdatasync) resumed>.*= 0/.test(text)) {
      const flush = flushing.get(pid);
      if (flush) calls.push(flush);
      continue;
    }
    const line = lineOf(text);
    const call = line && callOf(line, folder);
    if (!call) continue;
    if (call.kind === 'sync' && text.includes('<unfinished')) flushing.set(pid, call);
    else calls.push(call);
  }
  return calls;
}
