/**
 * A device on a serial port: a real one, USB CDC, or a pseudo terminal. The native library is loaded only when a serial
 * device is configured; without it the register starts and sells, and the device says what is missing.
 */
import { stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { Clock } from '../../main/ports/clock.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { createLinkCore, type Dial, type DialFailure, type Link, type LinkEnd } from './link.ts';

export type SerialSettings = {
  /** "/dev/serial/by-id/...", "COM3". */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  readonly rtscts?: boolean;
};

type SerialPortClass = typeof SerialPort;
export type LoadSerialPort = () => Promise<SerialPortClass>;

const loadInstalled: LoadSerialPort = async () => (await import('serialport')).SerialPort;

const openLimitMs = 3000;
const closeLimitMs = 1000;
const watchEveryMs = 500;

/** Opens the port; a new SerialPort object each time, because one that reopens sends what was written while it was closed. */
export function dialSerial(settings: SerialSettings, clock: Clock, load: LoadSerialPort = loadInstalled): Dial {
  return async () => {
    let Port: SerialPortClass;
    try {
      Port = await load();
    } catch {
      // Whatever the loader says, a person can only do one thing about it: install the missing native part.
      return err('native_part_missing');
    }
    return open(Port, settings, clock);
  };
}

function open(Port: SerialPortClass, settings: SerialSettings, clock: Clock): Promise<Result<Link, DialFailure>> {
  return new Promise((resolve) => {
    const port = newPort(Port, settings);
    if (port === null) return resolve(err('no_such_port'));
    let late = false;
    const giveUp = clock.after(openLimitMs, () => {
      late = true;
      resolve(err('not_answering'));
    });
    port.on('error', () => {}); // without a listener an error of the port ends the process; 'close' follows where it matters
    port.open((error) => {
      giveUp();
      if (late) {
        if (!error) port.close();
        return;
      }
      resolve(error ? err(dialFailure(error)) : ok(linkOverPort(port, clock)));
    });
  });
}

/** The class throws on settings it cannot use, such as an empty path. */
function newPort(Port: SerialPortClass, settings: SerialSettings): SerialPort | null {
  try {
    return new Port({ ...settings, autoOpen: false });
  } catch {
    return null;
  }
}

function linkOverPort(port: SerialPort, clock: Clock): Link {
  const core = createLinkCore();
  let seen: LinkEnd = 'failed';
  // serialport notices an unplugged cable only while it reads, so this handler is attached even where nothing is expected.
  port.on('data', (bytes: Uint8Array) => core.emitData(bytes));
  port.on('error', () => {
    if (!port.isOpen) core.finish('failed');
  });
  port.on('close', (error: unknown) => core.finish(error ? 'unplugged' : seen));

  const gone = () => {
    core.finish('unplugged');
    void shut(true);
  };
  port.on('end', gone); // zero bytes read: the other side of the port is not there any more
  core.onEnd(watchPort(port.path, clock, gone));

  const shut = (discard: boolean): Promise<void> =>
    new Promise((resolve) => {
      seen = 'by_us';
      core.finish('by_us');
      // Neither flush nor close need ever call back.
      const enough = clock.after(closeLimitMs, () => {
        if (port.isOpen) port.close(() => {});
        resolve();
      });
      const done = () => {
        enough();
        resolve();
      };
      if (!port.isOpen) return done();
      if (!discard) return port.close(done);
      port.flush(() => (port.isOpen ? port.close(done) : done()));
    });

  return {
    name: port.path,
    write(bytes) {
      if (!port.isOpen) return Promise.resolve('closed');
      return core.write(bytes, (done) => port.write(bytes, (error) => done(error ? 'closed' : 'taken')));
    },
    onData: core.onData,
    onEnd: core.onEnd,
    ended: core.ended,
    setReading(on) {
      if (on) port.resume();
      else port.pause();
    },
    close: () => shut(false),
    abort: () => void shut(true),
  };
}

/**
 * Looks every half second whether the port is still there, and still the same. On Linux and macOS a port that vanishes can be
 * read as "zero bytes" for ever; the port library then asks again and again without a pause, uses up a processor and the
 * memory, and never reports an end (serialport/bindings-cpp, issue 162). Closing the port ends that.
 */
function watchPort(path: string, clock: Clock, onGone: () => void): () => void {
  if (process.platform === 'win32') return () => {};
  let stopped = false;
  let cancel = () => {};
  let first: string | null = null;
  const look = async () => {
    const now = await stat(path).then(
      ({ ino, rdev }) => `${ino} ${rdev}`,
      () => null,
    );
    if (stopped) return;
    first ??= now;
    if (now === null || now !== first) return onGone();
    cancel = clock.after(watchEveryMs, () => void look());
  };
  void look();
  return () => {
    stopped = true;
    cancel();
  };
}

/** serialport gives sentences, not codes; these are those of its Linux, macOS and Windows bindings. */
function dialFailure(error: Error): DialFailure {
  const words = error.message.toLowerCase();
  if (words.includes('no such file') || words.includes('file not found') || words.includes('no such device'))
    return 'no_such_port';
  if (words.includes('permission denied') || words.includes('not permitted')) return 'no_permission';
  if (words.includes('lock') || words.includes('busy') || words.includes('access denied')) return 'taken_by_another';
  return 'no_connection';
}
