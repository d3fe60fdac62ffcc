/**
 * A receipt printer with a drawer at its back, as a thing on the other end of a wire: it knows bytes, not ports. The driver
 * cannot tell it from a device. People (tests, the training bench) pull, open, jam and tear; see `PrinterMachine`.
 */
import type { Clock } from '../../../main/ports/clock.ts';
import type { Link } from '../../link/link.ts';
import { createListeners } from '../../link/listeners.ts';
import { createDecoder, type Decoder } from './decoder.ts';
import { createDrawerSimulator, type DrawerSimulator, type DrawerWiring } from './drawer.ts';
import type { Paper, PaperItem } from './paper.ts';
import { createRealTimeScanner, type RealTimeCommand } from './real-time-scanner.ts';

export type MachineModel = {
  readonly maker: string;
  readonly model: string;
  readonly serial: string;
  /** Bytes it takes before it stops reading. */
  readonly receiveBuffer: number;
  /** How long a line takes; 0 prints at once. */
  readonly msPerLine: number;
  /** What it can say; a printer with all three false only listens. */
  readonly automaticStatus: boolean;
  readonly realTimeStatus: boolean;
  readonly processIds: boolean;
  readonly drawer: DrawerWiring;
};

const usual: MachineModel = {
  maker: 'EPSON',
  model: 'TM-T20III',
  serial: 'CSX1000001',
  receiveBuffer: 4096,
  msPerLine: 0,
  automaticStatus: true,
  realTimeStatus: true,
  processIds: true,
  drawer: { pin: 2, sensor: 'highIsOpen' },
};

/** Everything a person can do to the printer, and everything that can happen to it. */
type Condition = {
  powered: boolean;
  coverOpen: boolean;
  /** Lines until the paper ends; null is a new roll. */
  linesLeft: number | null;
  nearEnd: boolean;
  /** The knife will stick at the next cut, or sticks now. */
  cutterBlocked: boolean;
  cutterError: boolean;
  headHot: boolean;
  silent: boolean;
  garbage: boolean;
  readsNothing: boolean;
};

export class PrinterMachine {
  readonly drawer: DrawerSimulator;
  readonly #clock: Clock;
  readonly #changes = createListeners<void>();
  readonly #now: Condition = {
    powered: true,
    coverOpen: false,
    linesLeft: null,
    nearEnd: false,
    cutterBlocked: false,
    cutterError: false,
    headHot: false,
    silent: false,
    garbage: false,
    readsNothing: false,
  };
  #model: MachineModel;
  #fixedId: string | null = null;
  #link: Link | null = null;
  #decoder: Decoder;
  #scanner = createRealTimeScanner((command) => this.#obey(command));
  #received: number[] = [];
  #receivedTotal = 0;
  #resetAt: number | null = null;
  #heldIds: string[] | null = null;
  #automatic = false;
  #lastPushed = '';
  #printing = false;
  #paper: PaperItem[] = [];
  #unknown: (readonly number[])[] = [];

  constructor(clock: Clock, model: Partial<MachineModel> = {}) {
    this.#clock = clock;
    this.#model = { ...usual, ...model };
    this.drawer = createDrawerSimulator(this.#model.drawer);
    this.drawer.onMove(() => this.#changed());
    this.#decoder = this.#newDecoder();
  }

  /** Takes a connection. Like most network printers it serves one client: a second one is closed at once. */
  accept(link: Link): void {
    if (this.#link !== null) {
      void link.close();
      return;
    }
    this.#link = link;
    link.onData((bytes) => this.#receive(bytes));
    link.onEnd(() => {
      if (this.#link === link) this.#link = null;
    });
    if (this.#now.readsNothing || !this.#now.powered) link.setReading(false);
  }

  /** What is on the paper since it was last torn off. */
  paper(): Paper {
    return [...this.#paper];
  }

  tearOff(): Paper {
    const paper = this.#paper;
    this.#paper = [];
    this.#changes.emit();
    return paper;
  }

  /** Commands it did not understand; the driver must never cause any. */
  unknownCommands(): readonly (readonly number[])[] {
    return this.#unknown;
  }

  receivedBytes(): number {
    return this.#receivedTotal;
  }

  connected(): boolean {
    return this.#link !== null;
  }

  condition(): Readonly<Condition> {
    return { ...this.#now };
  }

  /** Called at every change a person at the bench could see: paper, drawer, lamps. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  runOutAfter(lines: number): void {
    this.#set({ linesLeft: lines });
  }

  loadPaper(): void {
    this.#set({ linesLeft: null, nearEnd: false });
  }

  setNearEnd(nearEnd: boolean): void {
    this.#set({ nearEnd });
  }

  setCover(open: boolean): void {
    this.#set({ coverOpen: open });
  }

  /** The next cut sticks. Taking the jam out does not end the error: the printer waits to be told to recover. */
  jamCutter(): void {
    this.#set({ cutterBlocked: true });
  }

  clearJam(): void {
    this.#set({ cutterBlocked: false });
  }

  setHeadHot(headHot: boolean): void {
    this.#set({ headHot });
  }

  /** Prints on, but says nothing any more. */
  setSilent(silent: boolean): void {
    this.#set({ silent });
  }

  /** Answers everything with noise. */
  setGarbage(garbage: boolean): void {
    this.#set({ garbage });
  }

  setReadsNothing(readsNothing: boolean): void {
    this.#set({ readsNothing });
    this.#link?.setReading(!readsNothing);
  }

  /** Breaks the connection off (RST) after so many more bytes. */
  resetAfter(bytes: number): void {
    this.#resetAt = this.#receivedTotal + bytes;
  }

  /** Keeps its confirmations to itself, and says them all when it is told to go on. */
  holdConfirmations(hold: boolean): void {
    const late = this.#heldIds ?? [];
    this.#heldIds = hold ? late : null;
    if (!hold) for (const id of late) this.#confirm(id);
  }

  /** Confirms every receipt with this id, as a printer that mixes them up does; null: with the one it was asked for. */
  confirmWith(id: string | null): void {
    this.#fixedId = id;
  }

  /** Says something that nobody asked for. */
  say(bytes: Uint8Array): void {
    this.#send(bytes);
  }

  setModel(change: Partial<MachineModel>): void {
    this.#model = { ...this.#model, ...change };
  }

  /** No light, no answer, and no FIN: a plug pulled from the wall says nothing. */
  powerOff(): void {
    this.#set({ powered: false });
    this.#link?.setReading(false);
    this.#forgetAll();
  }

  powerOn(): void {
    this.#forgetAll();
    this.#set({ powered: true, cutterError: false });
    this.#link?.abort(); // what still speaks to the old connection hears RST
  }

  #forgetAll(): void {
    this.#received = [];
    this.#automatic = false;
    this.#decoder = this.#newDecoder();
    this.#scanner = createRealTimeScanner((command) => this.#obey(command));
  }

  #set(change: Partial<Condition>): void {
    Object.assign(this.#now, change);
    this.#changed();
    this.#work();
  }

  #online(): boolean {
    const { powered, coverOpen, linesLeft, cutterError, headHot } = this.#now;
    return powered && !coverOpen && linesLeft !== 0 && !cutterError && !headHot;
  }

  #receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#receivedTotal === this.#resetAt) {
        this.#resetAt = null;
        this.#link?.abort();
        return;
      }
      this.#receivedTotal += 1;
      this.#received.push(byte);
      this.#scanner.push(byte);
    }
    if (this.#received.length >= this.#model.receiveBuffer) this.#link?.setReading(false);
    this.#work();
  }

  /** Prints for as long as it is online and has something to print. */
  #work(): void {
    while (!this.#printing && this.#online()) {
      const byte = this.#received.shift();
      if (byte === undefined) break;
      this.#decoder.push(byte);
    }
    const { readsNothing, powered } = this.#now;
    if (this.#received.length < this.#model.receiveBuffer / 2 && !readsNothing && powered) this.#link?.setReading(true);
  }

  #newDecoder(): Decoder {
    return createDecoder({
      print: (item) => this.#print(item),
      pulse: (pin, onMs) => this.drawer.pulse({ pin, onMs, realTime: false }),
      automaticStatus: (on) => this.#setAutomatic(on),
      paperStatusAsked: () => {
        if (this.#model.automaticStatus) this.#send(Uint8Array.of(this.#now.nearEnd ? 0x03 : 0x00));
      },
      identityAsked: (n) => this.#identify(n),
      processIdAsked: (id) => {
        if (this.#model.processIds) this.#confirm(id);
      },
      unknown: (bytes) => this.#unknown.push(bytes),
    });
  }

  #print(item: PaperItem): void {
    if (item.kind === 'cut' && this.#now.cutterBlocked) {
      this.#set({ cutterError: true });
      return;
    }
    this.#paper.push(item);
    if (item.kind !== 'cut' && this.#now.linesLeft !== null) this.#now.linesLeft = Math.max(0, this.#now.linesLeft - 1);
    if (this.#model.msPerLine > 0) {
      this.#printing = true;
      this.#clock.after(this.#model.msPerLine, () => {
        this.#printing = false;
        this.#work();
      });
    }
    this.#changed();
  }

  #confirm(id: string): void {
    if (this.#heldIds !== null) this.#heldIds.push(id);
    else this.#send(Buffer.from(`\x37\x22${this.#fixedId ?? id}\0`, 'latin1'));
  }

  #identify(n: number): void {
    const text = { 66: this.#model.maker, 67: this.#model.model, 68: this.#model.serial }[n];
    if (text !== undefined && this.#model.automaticStatus) this.#send(Buffer.from(`\x5f${text}\0`, 'latin1'));
  }

  #setAutomatic(on: boolean): void {
    this.#automatic = on && this.#model.automaticStatus;
    if (!this.#automatic) return;
    this.#lastPushed = '';
    this.#changed();
  }

  /** A change of any status bit is pushed when automatic status is on. */
  #changed(): void {
    const bytes = this.#automaticBytes();
    const shown = bytes.join();
    if (this.#automatic && shown !== this.#lastPushed) {
      this.#lastPushed = shown;
      this.#send(Uint8Array.from(bytes));
    }
    this.#changes.emit();
  }

  #automaticBytes(): number[] {
    const { coverOpen, cutterError, headHot, linesLeft, nearEnd } = this.#now;
    const pin = this.drawer.pin3High() ? 0x04 : 0;
    const offline = this.#online() ? 0 : 0x08;
    const recovery = cutterError ? 0x01 : 0;
    const paper = linesLeft === 0 ? 0x0f : nearEnd ? 0x03 : 0;
    return [
      0x10 | pin | offline | (coverOpen ? 0x20 : 0),
      recovery | (cutterError ? 0x08 : 0) | (headHot ? 0x40 : 0),
      paper,
      0x00,
    ];
  }

  #realTimeByte(n: number): number {
    const { coverOpen, cutterError, headHot, linesLeft, nearEnd } = this.#now;
    const paperEnd = linesLeft === 0;
    switch (n) {
      case 1:
        return 0x12 | (this.drawer.pin3High() ? 0x04 : 0) | (this.#online() ? 0 : 0x08) | (cutterError ? 0x20 : 0);
      case 2:
        return 0x12 | (coverOpen ? 0x04 : 0) | (paperEnd ? 0x20 : 0) | (cutterError || headHot ? 0x40 : 0);
      case 3:
        return 0x12 | (cutterError ? 0x08 : 0) | (headHot ? 0x40 : 0);
      default:
        return 0x12 | (nearEnd || paperEnd ? 0x0c : 0) | (paperEnd ? 0x60 : 0);
    }
  }

  #obey(command: RealTimeCommand): void {
    if (!this.#now.powered) return;
    switch (command.kind) {
      case 'status':
        if (this.#model.realTimeStatus) this.#send(Uint8Array.of(this.#realTimeByte(command.n)));
        return;
      case 'pulse':
        this.drawer.pulse({ pin: command.pin, onMs: command.onMs, realTime: true });
        return;
      case 'recover':
        if (this.#now.cutterBlocked) return;
        this.#dropBuffers();
        this.#set({ cutterError: false });
        return;
      case 'clear':
        this.#dropBuffers();
        this.#send(Uint8Array.of(0x37, 0x25, 0x00));
    }
  }

  #dropBuffers(): void {
    this.#received = [];
    this.#decoder = this.#newDecoder();
  }

  #send(bytes: Uint8Array): void {
    if (this.#now.silent || !this.#now.powered) return;
    // 80-9F with bit 4 clear or low bits set begin no answer a printer gives.
    const noise = this.#now.garbage ? Uint8Array.from(bytes, (byte, i) => 0x81 | ((byte + i) & 0x0c)) : bytes;
    void this.#link?.write(noise);
  }
}
