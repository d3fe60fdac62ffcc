/** The driver of an ESC/POS receipt printer: one job at a time, and never a claim that the printer itself has not made. */
import type { DeviceReason, DeviceState, SelfTest } from '../../main/ports/device.ts';
import type { PrintJob, PrintOutcome, ReceiptPrinter } from '../../main/ports/printer.ts';
import { createDeviceState } from '../link/device-state.ts';
import { createListeners } from '../link/listeners.ts';
import { clearBuffers, feedAndCut, recover } from './commands.ts';
import type { PrinterConnection } from './connection.ts';
import type { Columns } from './document-layout.ts';
import { buildJob, joined, type PaperSettings } from './job-builder.ts';
import type { PrinterReply } from './status-codec.ts';

export type PrinterSettings = PaperSettings & { readonly id: string };

/** How long a job waits for the very first connection after the start of the program. */
const firstConnectionMs = 5000;
/** No byte taken for so long is worth a look by a person; it is not a failure. */
const stallMs = 10_000;
/** All bytes taken, nothing wrong, and no word that they are on paper. */
const confirmationMs = 20_000;
/** A printer that may know no process ids has this long to show otherwise after it answered GS r. */
const processIdGraceMs = 3000;
/** A printer that returns another id than ours has this long to return ours after all: a receipt takes less to print. */
const strangeIdGraceMs = 5000;
const blockBytes = 512;
const longestQueue = 50;

type QueuedJob = {
  readonly job: PrintJob;
  readonly done: (outcome: PrintOutcome) => void;
  readonly bug: (error: unknown) => void;
};

/** A job and what has been heard of it. */
type Running = {
  readonly job: PrintJob;
  readonly processId: string;
  cancelled: boolean;
  confirmed: boolean;
  /** Monotonic milliseconds of the GS r reply; only asked at the end of the data, so it says the end was reached. */
  paperReplyAt: number | null;
  /** Monotonic milliseconds at which an id came back that is not ours; null while none did. */
  strangeIdAt: number | null;
  /** Something went wrong between the first byte and now. */
  errorSeen: boolean;
};

const failed = (reason: DeviceReason | 'cancelled'): PrintOutcome => ({ kind: 'failed', reason });
const unknown = (reason: DeviceReason | 'no_confirmation'): PrintOutcome => ({ kind: 'unknown', reason });

export class EscposReceiptPrinter implements ReceiptPrinter {
  readonly id: string;
  readonly columns: Columns;
  readonly onState: (listener: (state: DeviceState) => void) => () => void;
  readonly #settings: PrinterSettings;
  readonly #connection: PrinterConnection;
  readonly #state = createDeviceState();
  readonly #queue: QueuedJob[] = [];
  #started = false;
  #running: Running | null = null;
  readonly #waiters = createListeners<void>();
  #jobNumber = Math.floor(Math.random() * 36 ** 4);
  #cutFirst = false;
  #coverWasOpen = false;

  constructor(settings: PrinterSettings, connection: PrinterConnection) {
    this.id = settings.id;
    this.columns = settings.columns;
    this.onState = this.#state.onState;
    this.#settings = settings;
    this.#connection = connection;
    connection.onChange(() => this.#changed());
    connection.onReply((reply) => this.#hear(reply));
  }

  state(): DeviceState {
    return this.#state.get();
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#connection.start();
    this.#changed();
  }

  async stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    this.#changed();
    await this.#connection.stop();
    this.#wake();
  }

  print(job: PrintJob): Promise<PrintOutcome> {
    if (this.#queue.length >= longestQueue) return Promise.resolve(failed('not_answering'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, done: resolve, bug: reject });
      void this.#runNext();
    });
  }

  cancel(jobId: string): void {
    const waiting = this.#queue.findIndex(({ job }) => job.id === jobId);
    const [taken] = waiting === -1 ? [] : this.#queue.splice(waiting, 1);
    taken?.done(failed('cancelled'));
    if (this.#running?.job.id !== jobId) return;
    this.#running.cancelled = true;
    this.#wake();
  }

  async selfTest(): Promise<SelfTest> {
    const connection = this.#connection;
    const giveUpAt = connection.clock.monotonic() + 4000;
    // A printer with paper and a closed cover tells its serial number within this time; others tell only their status.
    while (this.#started && connection.clock.monotonic() < giveUpAt) {
      if (connection.isOpen() && (connection.writeOnly() || connection.identity().serial || connection.blocker()))
        break;
      await this.#change(200);
    }
    return testReport(this.#started, connection);
  }

  #changed(): void {
    this.#state.set(this.#started ? this.#connection.deviceState() : { kind: 'absent' });
    if (this.#running !== null && this.#connection.blocker() !== null) this.#running.errorSeen = true;
    this.#recoverAfterCover();
    this.#wake();
  }

  /** A person opened the cover, took the jam out and closed it: then, and only then, the printer is told to recover. */
  #recoverAfterCover(): void {
    const status = this.#connection.status()?.status;
    if (status === undefined) return;
    const closedNow = this.#coverWasOpen && !status.coverOpen;
    this.#coverWasOpen = status.coverOpen;
    if (!closedNow || !(status.cutterError || status.mechanicalError)) return;
    if (this.#running !== null && this.#connection.jobInFlight()) this.#running.cancelled = true;
    else void this.#sendUrgent(recover);
  }

  #hear(reply: PrinterReply): void {
    const running = this.#running;
    if (running === null) return;
    // An id that is not ours is a late one of an earlier job, or of a printer that mixes them up: it proves nothing.
    if (reply.kind === 'process' && reply.id === running.processId) running.confirmed = true;
    else if (reply.kind === 'process' && reply.id.trim() !== '') {
      running.strangeIdAt = this.#connection.clock.monotonic();
    }
    if (reply.kind === 'paper') running.paperReplyAt = this.#connection.clock.monotonic();
  }

  async #runNext(): Promise<void> {
    if (this.#running !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#jobNumber = (this.#jobNumber + 1) % 36 ** 4;
    const processId = this.#jobNumber.toString(36).toUpperCase().padStart(4, '0');
    const running: Running = {
      job: next.job,
      processId,
      cancelled: false,
      confirmed: false,
      paperReplyAt: null,
      strangeIdAt: null,
      errorSeen: false,
    };
    this.#running = running;
    try {
      next.done(await this.#run(running));
    } catch (error) {
      next.bug(error); // such as QR data that breaks the contract: the caller hears of it, and the queue goes on
    } finally {
      this.#connection.setJobInFlight(false);
      this.#connection.setStalled(false);
      this.#running = null;
      void this.#runNext();
    }
  }

  async #run(running: Running): Promise<PrintOutcome> {
    const { segments } = buildJob(running.job.document, this.#settings, running.processId);
    const refused = await this.#waitForPrinter(running);
    if (refused !== null) return refused;
    running.errorSeen = false;
    running.paperReplyAt = null;
    running.job.onBegin?.();
    const first = this.#cutFirst ? [feedAndCut] : [];
    this.#cutFirst = false;
    this.#connection.setJobInFlight(true);
    let anythingSent = false;
    for (const block of blocksOf([...first, ...segments])) {
      const ended = await this.#sendBlock(running, block);
      if (ended === 'nothing_sent' && !anythingSent) return failed(this.#connection.lostBecause() ?? 'no_connection');
      if (ended !== null) return ended === 'nothing_sent' ? this.#lost() : ended;
      anythingSent = true;
    }
    return this.#confirm(running);
  }

  /** Nothing is sent to a printer that cannot print. null when it can; else the end of the job, with nothing on paper. */
  async #waitForPrinter(running: Running): Promise<PrintOutcome | null> {
    const connection = this.#connection;
    const since = connection.clock.monotonic();
    for (;;) {
      if (running.cancelled) return failed('cancelled');
      const lost = connection.lostBecause();
      if (lost !== null) return failed(lost);
      if (connection.isOpen() && connection.blocker() === null) return null;
      const left = since + firstConnectionMs - connection.clock.monotonic();
      if (!connection.isOpen() && left <= 0) return failed('no_connection');
      await this.#change(connection.isOpen() ? null : left);
    }
  }

  /** null when the block was taken. The rest of a job waits while paper is out: real-time commands need room in the buffer. */
  async #sendBlock(running: Running, block: Uint8Array): Promise<PrintOutcome | 'nothing_sent' | null> {
    const connection = this.#connection;
    while (connection.isOpen() && connection.blocker() !== null) {
      if (running.cancelled) return this.#cancelOnPaper();
      await this.#change(null);
    }
    if (running.cancelled) return this.#cancelOnPaper();
    const release = await connection.lane.enter({ urgent: false, waitMs: null });
    if (!connection.isOpen()) {
      release?.();
      return 'nothing_sent';
    }
    let taken: boolean | null = null;
    void connection.write(block).then((end) => {
      taken = end === 'taken';
      release?.();
      this.#wake();
    });
    while (taken === null) {
      if (running.cancelled) {
        // The printer takes nothing: only a broken connection keeps the rest from being printed later.
        connection.breakOff('not_answering');
        return unknown('not_answering');
      }
      if ((await this.#change(stallMs)) === 'time' && taken === null) connection.setStalled(true);
    }
    connection.setStalled(false);
    return taken ? null : this.#lost();
  }

  async #confirm(running: Running): Promise<PrintOutcome> {
    const connection = this.#connection;
    let quietSince = connection.clock.monotonic();
    for (;;) {
      if (running.confirmed) return { kind: 'printed' };
      if (!connection.isOpen()) return this.#lost();
      if (connection.writeOnly()) return unknown('no_confirmation');
      if (running.cancelled) return this.#cancelOnPaper();
      const now = connection.clock.monotonic();
      if (connection.blocker() !== null) {
        await this.#change(null);
        quietSince = connection.clock.monotonic();
        continue;
      }
      const byReply = this.#confirmedByReply(running, now);
      if (byReply !== null && byReply.kind !== 'wait') return byReply;
      const strangeUntil = strangeIdUntil(running, quietSince);
      if (now >= strangeUntil) return unknown('no_confirmation');
      if (now - quietSince >= confirmationMs) return this.#giveUpWaiting();
      await this.#change(
        Math.min(byReply?.ms ?? confirmationMs, quietSince + confirmationMs - now, strangeUntil - now),
      );
    }
  }

  /** The weaker proof, for printers without process ids: GS r was answered and nothing went wrong in between. */
  #confirmedByReply(
    running: Running,
    now: number,
  ): PrintOutcome | { readonly kind: 'wait'; readonly ms: number } | null {
    const known = this.#connection.answersProcessIds();
    if (running.paperReplyAt === null || known === true) return null;
    const left = running.paperReplyAt + processIdGraceMs - now;
    if (left > 0) return { kind: 'wait', ms: left };
    return running.errorSeen ? unknown('no_confirmation') : { kind: 'printed' };
  }

  async #giveUpWaiting(): Promise<PrintOutcome> {
    if (await this.#connection.ping(1500)) return unknown('no_confirmation');
    this.#connection.breakOff('not_answering');
    return unknown('not_answering');
  }

  #lost(): PrintOutcome {
    return unknown(this.#connection.lostBecause() ?? 'no_connection');
  }

  /** Some of it may be on paper; the rest must not come out when the paper is back, and not run into the next receipt. */
  async #cancelOnPaper(): Promise<PrintOutcome> {
    const because = this.#connection.blocker();
    this.#cutFirst = true;
    const status = this.#connection.status()?.status;
    const stuck = status !== undefined && (status.cutterError || status.mechanicalError);
    if (!this.#connection.writeOnly()) await this.#sendUrgent(stuck ? joined(clearBuffers, recover) : clearBuffers);
    return unknown(because ?? 'no_confirmation');
  }

  async #sendUrgent(bytes: Uint8Array): Promise<void> {
    const release = await this.#connection.lane.enter({ urgent: true, waitMs: 1000 });
    if (release === null) return;
    let taken = false;
    const write = this.#connection.write(bytes).then(() => {
      taken = true;
    });
    const tooLong = this.#connection.clock.after(1000, () => {
      if (!taken) this.#connection.breakOff('not_answering');
    });
    await write;
    tooLong();
    release();
  }

  #wake(): void {
    this.#waiters.emit();
  }

  /** Waits for any change, a cancellation, or the time. */
  #change(ms: number | null): Promise<'time' | 'change'> {
    return new Promise((resolve) => {
      const settle = (why: 'time' | 'change') => {
        cancel();
        off();
        resolve(why);
      };
      const off = this.#waiters.add(() => settle('change'));
      const cancel = ms === null ? () => {} : this.#connection.clock.after(Math.max(0, ms), () => settle('time'));
    });
  }
}

/**
 * Until when a job waits for its own id where another one came back and the end of its data was reached: waiting the full
 * time for each receipt would hold up all that come after it.
 */
function strangeIdUntil({ strangeIdAt, paperReplyAt }: Running, quietSince: number): number {
  if (strangeIdAt === null || paperReplyAt === null) return Number.POSITIVE_INFINITY;
  return Math.max(strangeIdAt, paperReplyAt, quietSince) + strangeIdGraceMs;
}

/** Whole segments, together at most `blockBytes` where that is possible. */
function blocksOf(segments: readonly Uint8Array[]): Uint8Array[] {
  const blocks: Uint8Array[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    if (size + segment.length > blockBytes) {
      blocks.push([]);
      size = 0;
    }
    blocks.at(-1)?.push(segment);
    size += segment.length;
  }
  return blocks.map((parts) => joined(...parts));
}

function testReport(started: boolean, connection: PrinterConnection): SelfTest {
  if (!started) return { ok: false, findings: ['The printer is not started.'] };
  if (!connection.isOpen())
    return {
      ok: false,
      findings: [`There is no connection to the printer: ${connection.lostBecause() ?? 'connecting'}.`],
    };
  if (connection.writeOnly()) {
    return {
      ok: true,
      findings: ['The printer takes data but answers nothing: whether a receipt is printed cannot be known.'],
    };
  }
  const { maker, model, serial } = connection.identity();
  const blocker = connection.blocker();
  const status = connection.status()?.status;
  return {
    ok: blocker === null,
    findings: [
      status === undefined ? 'The printer has not told its status.' : 'The printer answers with its status.',
      serial === null && model === null
        ? 'It does not say who it is.'
        : `It is: ${[maker, model].filter(Boolean).join(' ')}, serial number ${serial ?? 'not told'}.`,
      blocker === null ? 'Cover closed, paper in, no error.' : `It cannot print: ${blocker}.`,
      ...(status?.paperNearEnd ? ['The paper is nearly at its end.'] : []),
      connection.answersProcessIds() === true
        ? 'It confirms each receipt when it is on paper.'
        : 'It has not confirmed a receipt by its number; its paper status is used instead.',
    ],
  };
}
