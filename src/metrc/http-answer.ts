import { assert } from '../shared/values/assert.ts';
import { type HttpHead, readHttpHead } from './http-head.ts';

/**
 * Reads one HTTP/1.1 answer out of bytes, in whatever pieces they come. It is strict, because a receipt may be called
 * confirmed or refused only on an answer that is provably whole: a body must say its length (Content-Length or chunked),
 * and what ends with the connection, contradicts itself or goes on behind its end is broken. No I/O.
 */
export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case; values of a repeated header are joined with ", ". */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether the server promises to keep the connection for another request. */
  readonly keepsConnection: boolean;
};

export type AnswerLimits = {
  readonly headBytes: number;
  readonly bodyBytes: number;
  /** Takes a body without a length, which ends with the connection. Never for an answer that decides about a sale. */
  readonly endMayBeClose?: boolean;
};

export type AnswerState =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete'; readonly answer: HttpAnswer }
  | { readonly kind: 'broken'; readonly why: string };

export type AnswerReader = {
  /** Takes the next bytes. Once complete or broken, further bytes turn a complete answer into a broken one. */
  push(chunk: Uint8Array): AnswerState;
  /** The other side has ended the connection. */
  end(): AnswerState;
  /** Whether "100 Continue" came: the server is there and wants the body. */
  mayContinue(): boolean;
  /** Whether any byte of an answer came. */
  begun(): boolean;
  /** What came so far, for the evidence: null before the first status line was read. */
  soFar(): { readonly status: number; readonly body: Buffer } | null;
};

type Part = 'head' | 'sized-body' | 'open-body' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailer';

const MORE: AnswerState = { kind: 'more' };
const CR = 13;
const LF = 10;

export function createAnswerReader(limits: AnswerLimits): AnswerReader {
  return new Reader(limits);
}

class Reader implements AnswerReader {
  readonly #limits: AnswerLimits;
  #state: AnswerState = MORE;
  #begun = false;
  #mayContinue = false;
  #part: Part = 'head';
  #line: number[] = [];
  #lineBytes = 0;
  #headLines: string[] = [];
  #head: HttpHead | null = null;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #wanted = 0;
  #chunkedBytes = 0;
  #openBytes = 0;
  readonly #body: Buffer[] = [];

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  push(chunk: Uint8Array): AnswerState {
    if (chunk.length === 0) return this.#state;
    this.#begun = true;
    if (this.#state.kind === 'complete') this.#state = broken('bytes behind the end of the answer');
    if (this.#state.kind === 'more') this.#state = this.#take(chunk);
    return this.#state;
  }

  end(): AnswerState {
    if (this.#state.kind !== 'more') return this.#state;
    this.#state = this.#part === 'open-body' ? this.#complete() : broken('the connection ended inside the answer');
    return this.#state;
  }

  mayContinue(): boolean {
    return this.#mayContinue;
  }

  begun(): boolean {
    return this.#begun;
  }

  soFar(): { readonly status: number; readonly body: Buffer } | null {
    return this.#head === null ? null : { status: this.#head.status, body: Buffer.concat(this.#body) };
  }

  #take(chunk: Uint8Array): AnswerState {
    let at = 0;
    let now: AnswerState = MORE;
    while (at < chunk.length && now.kind === 'more') {
      if (this.#part === 'open-body') {
        now = this.#takeOpenBody(chunk.subarray(at));
        at = chunk.length;
      } else if (this.#part === 'sized-body' || this.#part === 'chunk-data') {
        const taken = Math.min(this.#wanted, chunk.length - at);
        now = this.#takeBody(chunk.subarray(at, at + taken));
        at += taken;
      } else {
        // In range: at < chunk.length.
        now = this.#takeByteOfLine(chunk[at] as number);
        at += 1;
      }
    }
    return now.kind === 'complete' && at < chunk.length ? broken('bytes behind the end of the answer') : now;
  }

  #takeBody(piece: Uint8Array): AnswerState {
    this.#body.push(Buffer.from(piece));
    this.#wanted -= piece.length;
    if (this.#wanted > 0) return MORE;
    if (this.#part === 'sized-body') return this.#complete();
    this.#part = 'chunk-end';
    return MORE;
  }

  #takeOpenBody(piece: Uint8Array): AnswerState {
    this.#body.push(Buffer.from(piece));
    this.#openBytes += piece.length;
    return this.#openBytes > this.#limits.bodyBytes ? broken('the body is too long') : MORE;
  }

  #takeByteOfLine(byte: number): AnswerState {
    this.#lineBytes += 1;
    if (this.#lineBytes > this.#limits.headBytes) return broken('the head is too long');
    if (byte !== LF) {
      this.#line.push(byte);
      return MORE;
    }
    if (this.#line.pop() !== CR) return broken('a line does not end with CR LF');
    const text = Buffer.from(this.#line).toString('latin1');
    this.#line = [];
    return this.#takeLine(text);
  }

  #takeLine(text: string): AnswerState {
    switch (this.#part) {
      case 'head':
        return this.#takeHeadLine(text);
      case 'chunk-size':
        return this.#takeChunkSize(text);
      case 'chunk-end':
        this.#part = 'chunk-size';
        return text === '' ? MORE : broken('a chunk goes on behind its size');
      default:
        // Trailers say nothing we need; the empty line behind them ends the answer.
        return text === '' ? this.#complete() : MORE;
    }
  }

  #takeHeadLine(text: string): AnswerState {
    if (text !== '') {
      this.#headLines.push(text);
      return MORE;
    }
    const head = readHttpHead(this.#headLines);
    if (typeof head === 'string') return broken(head);
    // 1xx is an interim answer; the real one follows on the same connection.
    if (head.status < 200) {
      this.#headLines = [];
      this.#mayContinue ||= head.status === 100;
      return MORE;
    }
    this.#head = head;
    return this.#beginBody(head);
  }

  #beginBody(head: HttpHead): AnswerState {
    if (head.status === 204 || head.status === 304 || head.length === 0) return this.#complete();
    if (head.length === null) {
      if (!this.#limits.endMayBeClose) return broken('the body has no length, so its end cannot be proved');
      this.#part = 'open-body';
      return MORE;
    }
    if (head.length === 'chunked') {
      this.#part = 'chunk-size';
      this.#lineBytes = 0;
      return MORE;
    }
    if (head.length > this.#limits.bodyBytes) return broken('the body is too long');
    this.#wanted = head.length;
    this.#part = 'sized-body';
    return MORE;
  }

  #takeChunkSize(text: string): AnswerState {
    const size = /^([0-9a-fA-F]{1,8})(?:[ \t]*;.*)?$/.exec(text)?.[1];
    if (size === undefined) return broken('not a chunk size');
    this.#wanted = Number.parseInt(size, 16);
    this.#chunkedBytes += this.#wanted;
    if (this.#chunkedBytes > this.#limits.bodyBytes) return broken('the body is too long');
    this.#part = this.#wanted === 0 ? 'trailer' : 'chunk-data';
    this.#lineBytes = 0;
    return MORE;
  }

  #complete(): AnswerState {
    assert(this.#head !== null, 'an answer is complete only after its head');
    const { status, headers, keepsConnection } = this.#head;
    const kept = keepsConnection && this.#part !== 'open-body';
    return { kind: 'complete', answer: { status, headers, body: Buffer.concat(this.#body), keepsConnection: kept } };
  }
}

const broken = (why: string): AnswerState => ({ kind: 'broken', why });
