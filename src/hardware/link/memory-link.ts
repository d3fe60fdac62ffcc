/**
 * A cable inside the process, for the training store's virtual devices: the very same bytes as on a wire, and a hand that
 * can pull the plug, put it back, or make it slow.
 */
import type { Clock } from '../../main/ports/clock.ts';
import { err, ok } from '../../shared/values/result.ts';
import { createLinkCore, type Dial, type Link, type LinkEnd, type WriteEnd } from './link.ts';

export type MemoryCable = {
  /** For the driver: opens a new connection, or fails with `no_connection` while the plug is out. */
  readonly dial: Dial;
  /** For the device: called with its own end of every new connection. */
  onConnect(accept: (deviceEnd: Link) => void): void;
  unplug(): void;
  replug(): void;
  plugged(): boolean;
  /** Bytes per second in both directions; null is as fast as the machine can. */
  setSpeed(bytesPerSecond: number | null): void;
};

export function createMemoryCable(options: { readonly name: string; readonly clock: Clock }): MemoryCable {
  let plugged = true;
  let speed: number | null = null;
  let accept: ((deviceEnd: Link) => void) | null = null;
  const live = new Set<HalfLink>();

  return {
    dial: async () => {
      if (!plugged || accept === null) return err('no_connection');
      const wait = () => speed;
      const ours = createHalf(options.name, options.clock, wait);
      const theirs = createHalf(options.name, options.clock, wait);
      ours.join(theirs);
      theirs.join(ours);
      for (const half of [ours, theirs]) {
        live.add(half);
        half.link.onEnd(() => live.delete(half));
      }
      accept(theirs.link);
      return ok(ours.link);
    },
    onConnect(take) {
      accept = take;
    },
    unplug() {
      plugged = false;
      for (const half of [...live]) half.end('unplugged');
    },
    replug() {
      plugged = true;
    },
    plugged: () => plugged,
    setSpeed(bytesPerSecond) {
      speed = bytesPerSecond;
    },
  };
}

const slowPieceBytes = 32;

type HalfLink = {
  readonly link: Link;
  join(other: HalfLink): void;
  end(why: LinkEnd): void;
  /** Takes bytes from the other half; settles the writer when the device has really been handed them. */
  receive(bytes: Uint8Array, done: (end: WriteEnd) => void): void;
};

function createHalf(name: string, clock: Clock, speed: () => number | null): HalfLink {
  const core = createLinkCore();
  const inbox: { bytes: Uint8Array; done: (end: WriteEnd) => void }[] = [];
  let other: HalfLink | null = null;
  let reading = true;
  let pumping = false;

  const pump = () => {
    const next = inbox[0];
    if (pumping || next === undefined || !reading || core.ended() !== null) return;
    // Held until the end of `deliver`: the device may answer or stop reading while it is being handed these bytes.
    pumping = true;
    const deliver = () => {
      if (core.ended() === null && reading) {
        inbox.shift();
        core.emitData(next.bytes);
        next.done('taken');
      }
      pumping = false;
      pump();
    };
    const bytesPerSecond = speed();
    if (bytesPerSecond === null) setImmediate(deliver);
    else clock.after((next.bytes.length * 1000) / bytesPerSecond, deliver);
  };

  const half: HalfLink = {
    join(partner) {
      other = partner;
    },
    end(why) {
      inbox.length = 0;
      core.finish(why);
    },
    receive(bytes, done) {
      // A slow wire hands over piece by piece: a plug can be pulled in the middle of a picture.
      const piece = speed() === null ? bytes.length : slowPieceBytes;
      for (let from = 0; from < bytes.length; from += piece) {
        const last = from + piece >= bytes.length;
        inbox.push({ bytes: bytes.subarray(from, from + piece), done: last ? done : () => {} });
      }
      if (bytes.length === 0) done('taken');
      pump();
    },
    link: {
      name,
      // A copy: on a wire, too, the sender may use its buffer again.
      write: (bytes) => core.write(bytes, (done) => other?.receive(Uint8Array.from(bytes), done)),
      onData: core.onData,
      onEnd: core.onEnd,
      ended: core.ended,
      setReading(on) {
        reading = on;
        if (on) pump();
      },
      async close() {
        half.end('by_us');
        other?.end('ended');
      },
      abort() {
        half.end('by_us');
        other?.end('reset');
      },
    },
  };
  return half;
}
