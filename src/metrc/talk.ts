import type { Clock } from '../main/ports/clock.ts';
import type { MetrcTrouble } from '../main/ports/metrc.ts';
import { unpacked } from './content-coding.ts';
import { type AnswerLimits, createAnswerReader, type HttpAnswer } from './http-answer.ts';
import type { Line } from './line.ts';

export type TalkLimits = AnswerLimits & {
  /** From the first step (name look-up) to the complete answer. */
  readonly timeoutMs: number;
};

/**
 * How one request on a line ended. `released` tells whether its last byte was given to the kernel: while it was not, the
 * request was provably incomplete and no server acts on it (docs/sale-protocol.md 5).
 */
export type TalkEnd =
  | { readonly kind: 'answered'; readonly released: boolean; readonly answer: HttpAnswer }
  | {
      readonly kind: 'broken';
      readonly released: boolean;
      readonly because: MetrcTrouble;
      /** What came of an answer before it broke, for the evidence only. */
      readonly partial: { readonly status: number; readonly body: Buffer } | null;
      /** Whether not a single byte of an answer came. */
      readonly unanswered: boolean;
    };

/** A request as it goes on the wire. Together at least two bytes. */
export type Message = {
  readonly head: Buffer;
  /** Empty for a request without a body. */
  readonly body: Buffer;
  /** Where the head asks for "100 Continue": how long to wait for it, and what then. Null: it does not ask. */
  readonly expects: { readonly withinMs: number; readonly otherwise: 'go_on' | 'give_up' } | null;
};

/**
 * One request and its answer: the whole request but its last byte, flushed; then the last byte alone
 * (docs/sale-protocol.md 5). When it ends the line is nobody's; it is sound only where the request was wholly sent and
 * wholly answered, and it is reset in every other case, so that the kernel cannot deliver later what it has not sent yet.
 * @param onContinue told whether the server gave the "100 Continue" it was asked for, or refused to be asked
 */
export function talkOnce(
  line: Line,
  message: Message,
  options: { readonly limits: TalkLimits; readonly clock: Clock; readonly onContinue?: (given: boolean) => void },
): Promise<TalkEnd> {
  const { clock, limits } = options;
  const whole = Buffer.concat([message.head, message.body]);
  return new Promise((resolve) => {
    const reader = createAnswerReader(limits);
    let released = false;
    let ended = false;
    let cancelWait: (() => void) | null = null;

    const finish = (end: TalkEnd): void => {
      if (ended) return;
      ended = true;
      cancelTimeout();
      cancelWait?.();
      line.use(null);
      if (end.kind === 'broken' || !end.released) line.reset();
      resolve(end);
    };
    const breakOff = (because: MetrcTrouble): void =>
      finish({ kind: 'broken', released, because, partial: reader.soFar(), unanswered: !reader.begun() });
    const take = (state: ReturnType<typeof reader.push>): void => {
      if (state.kind === 'more' && reader.mayContinue()) goOn(true);
      if (state.kind === 'complete' && state.answer.status === 417) options.onContinue?.(false);
      if (state.kind === 'complete')
        finish({ kind: 'answered', released, answer: unpackedAnswer(state.answer, limits) });
      if (state.kind === 'broken') breakOff('unreadable');
    };
    const cancelTimeout = clock.after(limits.timeoutMs, () => breakOff('timeout'));

    const release = (): void => {
      if (!ended && !line.isSound()) breakOff('refused_connection');
      if (ended) return;
      // Set before the write: from here on nobody can prove that the byte stayed.
      released = true;
      line.write(whole.subarray(-1));
    };
    /** Everything but the last byte, from there on. */
    const writeFrom = (at: number): void =>
      line.write(whole.subarray(at, -1), (error) => {
        // A whole turn of the event loop lets an early answer or a reset that is already here be seen while the last
        // byte is still ours: the first immediate ends this turn, the second comes after the next look at the sockets.
        if (!error) setImmediate(() => setImmediate(release));
      });
    const goOn = (given: boolean): void => {
      if (cancelWait === null) return;
      cancelWait();
      cancelWait = null;
      if (!given && message.expects?.otherwise === 'give_up') {
        breakOff('timeout');
      } else {
        options.onContinue?.(given);
        writeFrom(message.head.length);
      }
    };
    line.use({
      ready() {
        if (message.expects === null) return writeFrom(0);
        cancelWait = clock.after(message.expects.withinMs, () => goOn(false));
        line.write(message.head);
      },
      bytes: (piece) => take(reader.push(piece)),
      ended: () => (reader.begun() ? take(reader.end()) : breakOff('refused_connection')),
      lost: breakOff,
    });
  });
}

/** A body that cannot be unpacked stays as it came, and is no JSON then. */
function unpackedAnswer(answer: HttpAnswer, limits: AnswerLimits): HttpAnswer {
  const coding = answer.headers.get('content-encoding');
  return { ...answer, body: unpacked(answer.body, coding, limits.bodyBytes) ?? answer.body };
}
