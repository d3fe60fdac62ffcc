/**
 * The one connection to a printer, shared by the printer and the drawer at its back: keeps it up, knows what the printer last
 * said about itself, and notices when it has gone quiet. It never keeps anything to be sent later.
 */
import type { Clock } from '../../main/ports/clock.ts';
import type { DeviceReason, DeviceState } from '../../main/ports/device.ts';
import type { Dial, Link, LinkEnd, WriteEnd } from '../link/link.ts';
import { createListeners } from '../link/listeners.ts';
import { keepConnected } from '../link/reconnect.ts';
import { askIdentity, askProcessId, askStatus, automaticStatus, feedAndCut, initialise, purge } from './commands.ts';
import { joined } from './job-builder.ts';
import { KnownIdentity, type PrinterIdentity } from './printer-identity.ts';
import { type PrinterStatus, statusFromAutomatic, statusWithRealTime, troubleOf } from './printer-status.ts';
import { createStatusCodec, type PrinterReply } from './status-codec.ts';
import { WriteLane } from './write-lane.ts';

export type ConnectionSettings = {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly random?: () => number;
  /** The serial number this printer must have (GS I 68); another one at the same address is said. */
  readonly serialNumber?: string;
};

type Phase = 'stopped' | 'connecting' | 'opening' | 'open' | 'lost';

/** The first answer to the greeting; a printer that has never said anything within this time only listens. */
const firstAnswerMs = 1000;
const heartbeatMs = 2000;
const heartbeatAnswerMs = 1500;
const purgeLimitMs = 10_000;
/** More than the longest command of ours: the program may have been killed in the middle of one. */
const shortPurgeBytes = 512;
const junkLimit = 4;

export class PrinterConnection {
  readonly clock: Clock;
  readonly lane: WriteLane;
  readonly #settings: ConnectionSettings;
  readonly #changes = createListeners<void>();
  readonly #replies = createListeners<PrinterReply>();
  #users = 0;
  #keeper: { stop(): Promise<void> } | null = null;
  #link: Link | null = null;
  #phase: Phase = 'stopped';
  #lostBecause: DeviceReason | null = null;
  #status: PrinterStatus | null = null;
  #statusAt = 0;
  readonly #identity: KnownIdentity;
  #asked: (1 | 2 | 3 | 4)[] = [];
  #heardEver = false;
  #heardAt = 0;
  #pushes = false;
  #answersRealTime = false;
  #processIds: boolean | null = null;
  #writeOnly = false;
  #junk = 0;
  #stalled = false;
  #greeted = false;
  #unfinished = false;
  #jobInFlight = false;
  #cancelHeartbeat = () => {};

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.clock = settings.clock;
    this.lane = new WriteLane(settings.clock);
    this.#identity = new KnownIdentity(settings.serialNumber ?? null);
  }

  /** Printer and drawer both start and stop it; it runs as long as one of them wants it. */
  start(): void {
    this.#users += 1;
    if (this.#keeper !== null) return;
    this.#phase = 'connecting';
    this.#lostBecause = null;
    this.#keeper = keepConnected({
      ...this.#settings,
      onLink: (link) => void this.#open(link),
      onLost: (why) => this.#afterLoss(why.kind === 'dial' ? why.failure : this.#reasonOf(why.end)),
    });
    this.#changes.emit();
  }

  async stop(): Promise<void> {
    this.#users = Math.max(0, this.#users - 1);
    if (this.#users > 0 || this.#keeper === null) return;
    const keeper = this.#keeper;
    this.#keeper = null;
    this.#cancelHeartbeat();
    this.#phase = 'stopped';
    await keeper.stop();
    this.#link = null;
    this.#changes.emit();
  }

  /** Any change of phase, status or health. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  onReply(listener: (reply: PrinterReply) => void): () => void {
    return this.#replies.add(listener);
  }

  isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Why there is no connection; null while there is one or the first one is being made. */
  lostBecause(): DeviceReason | null {
    if (this.#phase === 'stopped') return 'no_connection';
    return this.#phase === 'open' ? null : this.#lostBecause;
  }

  status(): { readonly status: PrinterStatus; readonly at: number } | null {
    return this.#status === null ? null : { status: this.#status, at: this.#statusAt };
  }

  identity(): PrinterIdentity {
    return this.#identity.get();
  }

  /** It takes bytes and has never said a word. */
  writeOnly(): boolean {
    return this.#writeOnly;
  }

  /** Whether GS ( H is answered; null as long as it could not be tried. */
  answersProcessIds(): boolean | null {
    return this.#processIds;
  }

  /** What keeps a job from starting or going on; null when nothing does. Meaningful while open. */
  blocker(): DeviceReason | null {
    if (this.#junk >= junkLimit) return 'garbage';
    return this.#status === null ? null : troubleOf(this.#status);
  }

  deviceState(): DeviceState {
    if (this.#phase === 'stopped') return { kind: 'absent' };
    if (this.#phase !== 'open') {
      return this.#lostBecause === null ? { kind: 'connecting' } : { kind: 'lost', reason: this.#lostBecause };
    }
    const reason = this.blocker() ?? this.#warning();
    return reason === null ? { kind: 'ready' } : { kind: 'attention', reason };
  }

  jobInFlight(): boolean {
    return this.#jobInFlight;
  }

  /** While a job is in flight a lost connection leaves a receipt behind that the next opening must part from what follows. */
  setJobInFlight(on: boolean): void {
    this.#jobInFlight = on;
  }

  setStalled(on: boolean): void {
    if (this.#stalled === on) return;
    this.#stalled = on;
    this.#changes.emit();
  }

  /** Bytes to the printer now, or not at all. The lane must be held. */
  write(bytes: Uint8Array): Promise<WriteEnd> {
    return this.#link === null ? Promise.resolve('closed') : this.#link.write(bytes);
  }

  /** Throws away what has not reached the printer and begins anew. */
  breakOff(reason: DeviceReason): void {
    const link = this.#link;
    if (link === null) return;
    this.#lose(reason);
    link.abort();
  }

  /** Milliseconds since the printer last said anything that makes sense. */
  quietMs(): number {
    return this.clock.monotonic() - this.#heardAt;
  }

  /** Asks for real-time status. True when the printer answers in time; printers that never answer are taken at their word. */
  async ping(limitMs: number): Promise<boolean> {
    if (this.#writeOnly || !this.#answersRealTime) return true;
    this.#ask(this.#pushes && this.#junk === 0 ? [1] : [1, 2, 3, 4]);
    return this.#heardWithin(limitMs);
  }

  #warning(): DeviceReason | null {
    if (this.#stalled) return 'not_answering';
    if (this.#identity.isSwapped()) return 'swapped';
    return this.#status?.paperNearEnd ? 'paper_near_end' : null;
  }

  async #open(link: Link): Promise<void> {
    this.#link = link;
    this.#phase = 'opening';
    this.#asked = [];
    this.#junk = 0;
    this.#status = null;
    this.#pushes = false;
    this.#identity.forget();
    this.#writeOnly = false;
    this.#greeted = false;
    const codec = createStatusCodec((reply) => this.#hear(reply));
    link.onData((bytes) => {
      if (this.#link === link) codec.push(bytes);
    });
    this.#changes.emit();
    this.#ask([1, 2, 3, 4]); // answered at once, also by a printer without paper
    void this.write(automaticStatus);
    const answered = await this.#heardWithin(firstAnswerMs);
    if (this.#link !== link || link.ended() !== null) return;
    if (!answered && this.#heardEver && this.#junk === 0) {
      this.breakOff('not_answering');
      return;
    }
    this.#writeOnly = !answered && this.#junk === 0;
    this.#phase = 'open';
    this.#lostBecause = null;
    this.#stalled = false;
    this.#greetWhenOnline();
    this.#scheduleHeartbeat();
    this.#changes.emit();
  }

  /** Not while offline: what a printer does not process fills its buffer, and then it sees no drawer pulse either. */
  #greetWhenOnline(): void {
    if (this.#greeted || this.#phase !== 'open' || this.blocker() !== null) return;
    this.#greeted = true;
    void this.#greet();
  }

  async #greet(): Promise<void> {
    const link = this.#link;
    const release = await this.lane.enter({ urgent: true, waitMs: purgeLimitMs });
    if (release === null || link === null || this.#link !== link) return release?.();
    // NULs end a picture that a broken job left unfinished; it would swallow the next receipt. They print nothing.
    const start = this.#unfinished ? [purge, initialise, feedAndCut] : [purge.subarray(0, shortPurgeBytes), initialise];
    const questions = this.#writeOnly ? [] : [...this.#identity.ask().map(askIdentity), askProcessId('    ')];
    const tooLong = this.clock.after(purgeLimitMs, () => this.breakOff('not_answering'));
    const end = await this.write(joined(...start, automaticStatus, ...questions));
    tooLong();
    if (end === 'taken') this.#unfinished = false;
    release();
  }

  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat();
    this.#cancelHeartbeat = this.clock.after(heartbeatMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    const link = this.#link;
    if (link === null || this.#phase !== 'open') return;
    if (!this.lane.busy() && this.quietMs() >= heartbeatMs / 2) {
      const alive = await this.ping(heartbeatAnswerMs);
      if (this.#link !== link) return;
      // A printer with a full buffer may not even see the question: in the middle of a job that is no proof of a loss.
      if (!alive && this.#jobInFlight) this.setStalled(true);
      else if (!alive && this.#junk === 0) return this.breakOff('not_answering');
    }
    this.#askAgainWhoItIs();
    this.#scheduleHeartbeat();
  }

  /** Between two jobs only: the question must not fall into a picture. */
  #askAgainWhoItIs(): void {
    if (!this.#greeted || this.#jobInFlight || this.lane.busy() || this.blocker() !== null) return;
    const questions = this.#identity.askAgain();
    if (questions.length > 0) void this.write(joined(...questions.map(askIdentity)));
  }

  #ask(questions: (1 | 2 | 3 | 4)[]): void {
    this.#asked = questions;
    void this.write(joined(...questions.map(askStatus)));
  }

  async #heardWithin(limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (heard: boolean) => {
        cancel();
        off();
        offEnd();
        resolve(heard);
      };
      const cancel = this.clock.after(limitMs, () => settle(false));
      const off = this.#replies.add((reply) => {
        if (reply.kind !== 'junk') settle(true);
      });
      const offEnd = this.#link?.onEnd(() => queueMicrotask(() => settle(false))) ?? (() => {});
    });
  }

  #hear(reply: PrinterReply): void {
    if (reply.kind === 'junk') {
      this.#junk += reply.bytes;
      this.#identity.noise();
    } else {
      this.#junk = 0;
      this.#heardEver = true;
      this.#writeOnly = false;
      this.#heardAt = this.clock.monotonic();
      this.#stalled = false;
    }
    if (reply.kind === 'automatic') {
      this.#pushes = true;
      this.#learn(statusFromAutomatic(reply.bytes));
    } else if (reply.kind === 'real_time') this.#hearRealTime(reply.byte);
    else if (reply.kind === 'process') this.#processIds = true;
    else if (reply.kind === 'identity') this.#identity.hear(reply.text);
    this.#greetWhenOnline();
    this.#replies.emit(reply);
    this.#changes.emit();
  }

  #hearRealTime(byte: number): void {
    const n = this.#asked.shift();
    if (n === undefined) return;
    this.#answersRealTime = true;
    this.#learn(statusWithRealTime(this.#status, n, byte));
  }

  #learn(status: PrinterStatus): void {
    this.#status = status;
    this.#statusAt = this.clock.now();
  }

  /** null: we ended it ourselves, and have said why already. */
  #reasonOf(end: LinkEnd): DeviceReason | null {
    if (end === 'by_us') return null;
    // Accepted and closed at once without a word: the printer serves one client, and that is somebody else.
    const unwelcome = this.#phase === 'opening' && this.#status === null && (end === 'ended' || end === 'reset');
    return unwelcome ? 'taken_by_another' : 'no_connection';
  }

  #afterLoss(reason: DeviceReason | null): void {
    if (reason !== null) this.#lose(reason);
  }

  #lose(reason: DeviceReason): void {
    this.#cancelHeartbeat();
    if (this.#link !== null && this.#jobInFlight) this.#unfinished = true;
    this.#lostBecause = reason;
    this.#link = null;
    this.#phase = 'lost';
    this.#status = null;
    this.#stalled = false;
    this.#changes.emit();
  }
}
