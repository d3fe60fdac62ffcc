import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerState, createAnswerReader } from '../../src/metrc/http-answer.ts';

const LIMITS = { headBytes: 2000, bodyBytes: 5000 };

function readIn(pieces: readonly Uint8Array[]): AnswerState {
  const reader = createAnswerReader(LIMITS);
  let state: AnswerState = { kind: 'more' };
  for (const piece of pieces) state = reader.push(piece);
  return state;
}

const readWhole = (text: string): AnswerState => readIn([Buffer.from(text, 'latin1')]);

const body = fc.string({ unit: 'grapheme', maxLength: 300 });
const sizedAnswer = body.map((text) => {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\nA: b\r\n\r\n`), bytes]);
});
const chunkedAnswer = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 8 })
  .map((chunks) =>
    Buffer.concat([
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
      ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)};x=1\r\n`), chunk, Buffer.from('\r\n')]),
      Buffer.from('0\r\nTrailer: t\r\n\r\n'),
    ]),
  );
/** Good answers, answers cut short, answers with something behind them, answers with a byte turned, and noise. */
const anyBytes = fc.oneof(
  sizedAnswer,
  chunkedAnswer,
  fc.tuple(fc.oneof(sizedAnswer, chunkedAnswer), fc.nat(400)).map(([answer, cut]) => answer.subarray(0, cut)),
  fc.tuple(fc.oneof(sizedAnswer, chunkedAnswer), fc.uint8Array()).map((parts) => Buffer.concat(parts)),
  fc.tuple(fc.oneof(sizedAnswer, chunkedAnswer), fc.nat(), fc.nat(255)).map(([answer, at, byte]) => {
    const turned = Buffer.from(answer);
    turned[at % turned.length] = byte;
    return turned;
  }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((n) => n % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [...at, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : at[i - 1], end));
}

describe('an answer comes in pieces', () => {
  test('it means the same whole, byte by byte and cut anywhere', () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat()), (bytes, cuts) => {
        const whole = readIn([bytes]);
        expect(readIn([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
        expect(readIn(cut(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test('a chunked body is the chunks put together', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 8 }), (chunks) => {
        const parts = chunks.flatMap((c) => [Buffer.from(`${c.length.toString(16)}\r\n`), c, Buffer.from('\r\n')]);
        const state = readIn([
          Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
          ...parts,
          Buffer.from('0\r\n\r\n'),
        ]);
        expect(state).toMatchObject({ kind: 'complete', answer: { body: Buffer.concat(chunks) } });
      }),
    );
  });
});

describe('an answer is taken only when it is provably whole', () => {
  test('a body with its length is complete at its last byte', () => {
    expect(readWhole('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nx-a:2\r\n\r\n{}')).toEqual({
      kind: 'complete',
      answer: {
        status: 200,
        headers: new Map([
          ['content-length', '2'],
          ['x-a', '1, 2'],
        ]),
        body: Buffer.from('{}'),
        keepsConnection: true,
      },
    });
  });

  test.each([
    ['HTTP/1.1 200 OK\r\nConnection: close\r\n', false],
    ['HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\n', false],
    ['HTTP/1.0 200 OK\r\n', false],
    ['HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n', true],
  ])('%j: does the connection stay? %s', (head, keepsConnection) => {
    expect(readWhole(`${head}Content-Length: 2\r\n\r\n{}`)).toMatchObject({ answer: { keepsConnection } });
  });

  test('a read may take a body that ends with the connection; what decides about a sale may not', () => {
    const text = Buffer.from('HTTP/1.1 200 OK\r\n\r\n[1,2]');
    const reader = createAnswerReader({ ...LIMITS, endMayBeClose: true });
    expect(reader.push(text)).toEqual({ kind: 'more' });
    expect(reader.end()).toMatchObject({
      kind: 'complete',
      answer: { keepsConnection: false, body: Buffer.from('[1,2]') },
    });
    expect(readIn([text])).toMatchObject({ kind: 'broken' });
    const flood = createAnswerReader({ ...LIMITS, endMayBeClose: true });
    flood.push(text);
    expect(flood.push(Buffer.alloc(5001))).toMatchObject({ kind: 'broken' });
  });

  test.each([
    ['one byte missing', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}'],
    ['the last chunk missing', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'],
    ['the line behind the trailer missing', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n'],
    ['only an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s: more is awaited', (_, text) => {
    expect(readWhole(text)).toEqual({ kind: 'more' });
  });

  test.each([
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['two different lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n'],
    ['length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a coding we did not ask for', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['a length below zero', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['a body above the cap', 'HTTP/1.1 200 OK\r\nContent-Length: 5001\r\n\r\n'],
    ['a chunk above the cap', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1389\r\n'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxy\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n'],
    ['a head above the cap', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(2000)}`],
    ['bytes behind the end', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}x'],
    ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['HTTP/1.0 that ends with the connection', 'HTTP/1.0 200 OK\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\nContent-Length: 0\r\n\r\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'],
  ])('%s: broken', (_, text) => {
    expect(readWhole(text)).toMatchObject({ kind: 'broken' });
  });

  test('an answer without a body by its status is complete', () => {
    expect(readWhole('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ kind: 'complete', answer: { status: 204 } });
  });
});
