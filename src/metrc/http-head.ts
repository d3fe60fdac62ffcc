/** The status line and the headers of one answer. */
export type HttpHead = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes, chunked, or null where the answer does not say. */
  readonly length: number | 'chunked' | null;
  /** HTTP/1.1 without "Connection: close": another request may follow on the connection. */
  readonly keepsConnection: boolean;
};

/** The head out of its lines, or what is wrong with it. */
export function readHttpHead(lines: readonly string[]): HttpHead | string {
  const [, minor, status] = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/.exec(lines[0] ?? '') ?? [];
  if (status === undefined) return 'not a status line of HTTP/1';
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const parts = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (parts?.[1] === undefined || parts[2] === undefined) return 'not a header line';
    const name = parts[1].toLowerCase();
    const before = headers.get(name);
    headers.set(name, before === undefined ? parts[2] : `${before}, ${parts[2]}`);
  }
  const length = lengthOf(headers);
  if (length === 'contradiction') return 'the length of the body is not clear';
  const wishes = (headers.get('connection') ?? '').toLowerCase().split(',');
  const keepsConnection = minor === '1' && !wishes.some((wish) => wish.trim() === 'close');
  return { status: Number(status), headers, length, keepsConnection };
}

function lengthOf(headers: ReadonlyMap<string, string>): HttpHead['length'] | 'contradiction' {
  const coding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  if (coding !== undefined) {
    // Both at once is how answers are smuggled; any other coding is one we cannot undo.
    return coding.toLowerCase() === 'chunked' && length === undefined ? 'chunked' : 'contradiction';
  }
  if (length === undefined) return null;
  return /^\d{1,10}$/.test(length) ? Number(length) : 'contradiction';
}
