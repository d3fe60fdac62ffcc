/**
 * A link is one connection to one device, over whatever carries the bytes. It is born open and dies once: nothing is kept
 * for a later connection. That is a rule of safety: a SerialPort that reopens sends what was written while it was
 * closed, and a drawer kick asked for minutes ago must never open the drawer.
 */
import type { DeviceReason } from '../../main/ports/device.ts';
import type { Result } from '../../shared/values/result.ts';
import { createListeners } from './listeners.ts';

/** Why a link ended: FIN, RST, a cable and our own wish are four different things. */
export type LinkEnd =
  | 'by_us'
  | 'ended' // the other side closed in good order (FIN)
  | 'reset' // the other side broke it off (RST)
  | 'unplugged' // the port went away
  | 'failed'; // no route, time-out of the system, a driver error

/** What became of the bytes of one write. */
export type WriteEnd =
  | 'taken' // the system has them; that proves nothing about the device
  | 'closed' // the link ended first; some of the bytes may have left
  | 'full'; // more than `maxWaitingBytes` were waiting already; none of these were kept

export type Link = {
  /** For people: "/dev/ttyACM0", "192.168.1.50:9100". */
  readonly name: string;
  /** May stay open as long as the device takes nothing: the caller bounds the wait and calls `abort`. */
  write(bytes: Uint8Array): Promise<WriteEnd>;
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once. A listener added after the end is called at once. */
  onEnd(listener: (end: LinkEnd) => void): () => void;
  /** null while the link is open. */
  ended(): LinkEnd | null;
  /** Stops or resumes taking bytes from the other side; the far end then feels back-pressure. */
  setReading(on: boolean): void;
  /** Ends the link in good order within a second. */
  close(): Promise<void>;
  /** Ends the link now and throws away what has not yet reached the device. */
  abort(): void;
};

/** How opening can fail. */
export type DialFailure = Extract<
  DeviceReason,
  'no_connection' | 'not_answering' | 'taken_by_another' | 'no_permission' | 'no_such_port' | 'native_part_missing'
>;

/** Opens one new connection, within three seconds or so. Every call makes a new link. */
export type Dial = () => Promise<Result<Link, DialFailure>>;

/** A receipt is far smaller; whoever has this much waiting has not looked at back-pressure. */
export const maxWaitingBytes = 64 * 1024;

/** The part every transport shares: listeners, the one end, and writes that are settled when the end comes. */
export function createLinkCore() {
  const data = createListeners<Uint8Array>();
  const ends = createListeners<LinkEnd>();
  const waiting = new Set<(end: WriteEnd) => void>();
  let waitingBytes = 0;
  let end: LinkEnd | null = null;

  return {
    onData: data.add,
    emitData(bytes: Uint8Array): void {
      if (end === null) data.emit(bytes);
    },
    onEnd(listener: (end: LinkEnd) => void): () => void {
      if (end === null) return ends.add(listener);
      listener(end);
      return () => {};
    },
    ended: (): LinkEnd | null => end,
    finish(why: LinkEnd): void {
      if (end !== null) return;
      end = why;
      for (const settle of [...waiting]) settle('closed');
      ends.emit(why);
    },
    /** Runs one write of the transport with the bounds of a link. */
    write(bytes: Uint8Array, hand: (done: (end: WriteEnd) => void) => void): Promise<WriteEnd> {
      if (end !== null) return Promise.resolve('closed');
      if (waitingBytes + bytes.length > maxWaitingBytes) return Promise.resolve('full');
      waitingBytes += bytes.length;
      return new Promise((resolve) => {
        const settle = (outcome: WriteEnd) => {
          if (!waiting.delete(settle)) return;
          waitingBytes -= bytes.length;
          resolve(outcome);
        };
        waiting.add(settle);
        hand(settle);
      });
    },
  };
}
