/**
 * The cash drawer at the back of a receipt printer: kicked through the printer, seen through its pin 3. A kick is one pulse,
 * now or never: nothing that was asked for while the cable was out, or that the printer did not take, opens it later.
 */
import type { DeviceReason, DeviceState, SelfTest } from '../../main/ports/device.ts';
import type { CashDrawer, DrawerPosition, KickOutcome } from '../../main/ports/drawer.ts';
import { createDeviceState } from '../link/device-state.ts';
import { createListeners } from '../link/listeners.ts';
import { orderedPulse, realTimePulse } from './commands.ts';
import type { PrinterConnection } from './connection.ts';

export type DrawerSettings = {
  readonly id: string;
  /** Which wire of the drawer socket the solenoid hangs on. Most drawers: 2. */
  readonly pin?: 2 | 5;
  /** Milliseconds, 50 to 250. */
  readonly onMs?: number;
  readonly offMs?: number;
  /** What a high pin 3 means; differs by drawer and cable and is found by the guided test. `none`: no switch is wired. */
  readonly sensor?: 'highIsClosed' | 'highIsOpen' | 'none';
  /** False for printers that do not know the real-time pulse: then the drawer stays shut while the printer is offline. */
  readonly realTimePulse?: boolean;
  /** Open for longer than this is said; null never. Milliseconds. */
  readonly leftOpenAfterMs?: number | null;
};

/** How long a kick may wait for its turn between two blocks of a receipt. */
const turnMs = 1000;
/** Longer than this without a word, and the printer is asked whether it is there before the pulse is sent. */
const recentMs = 300;
const answerMs = 500;
const takenMs = 500;

const refused = (reason: DeviceReason): KickOutcome => ({ kind: 'refused', reason });

export class PrinterDrawer implements CashDrawer {
  readonly id: string;
  readonly onState: (listener: (state: DeviceState) => void) => () => void;
  readonly onPosition: (listener: (position: DrawerPosition) => void) => () => void;
  readonly #connection: PrinterConnection;
  readonly #settings: Required<DrawerSettings>;
  readonly #state = createDeviceState();
  readonly #positions = createListeners<DrawerPosition>();
  #started = false;
  #position: DrawerPosition = 'unknown';
  #leftOpen = false;
  #cancelReminder = () => {};
  #lastKick: Promise<unknown> = Promise.resolve();
  #pulseEndsAt = Number.NEGATIVE_INFINITY;

  constructor(settings: DrawerSettings, connection: PrinterConnection) {
    this.id = settings.id;
    this.onState = this.#state.onState;
    this.onPosition = this.#positions.add;
    this.#connection = connection;
    this.#settings = {
      pin: 2,
      sensor: 'none',
      realTimePulse: true,
      leftOpenAfterMs: null,
      ...settings,
      onMs: Math.min(250, Math.max(50, settings.onMs ?? 50)),
      offMs: Math.min(500, Math.max(50, settings.offMs ?? 500)),
    };
    connection.onChange(() => this.#changed());
  }

  state(): DeviceState {
    return this.#state.get();
  }

  position(): DrawerPosition {
    return this.#position;
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
    this.#cancelReminder();
    this.#changed();
    await this.#connection.stop();
  }

  kick(): Promise<KickOutcome> {
    // Asked at the very moment of the call: a drawer that is not there now is not waited for.
    const reason = this.#notNow();
    if (reason !== null) return Promise.resolve(refused(reason));
    const kick = this.#lastKick.then(() => this.#kickNow());
    this.#lastKick = kick;
    return kick;
  }

  async selfTest(): Promise<SelfTest> {
    const reason = this.#started ? this.#notNow() : 'no_connection';
    if (reason !== null)
      return { ok: false, findings: [`The drawer cannot be opened through the printer: ${reason}.`] };
    const known = this.#connection.status();
    if (this.#settings.sensor === 'none' || known === null) {
      return {
        ok: true,
        findings: ['The drawer can be kicked. Whether it is open cannot be seen: no sensor is set up.'],
      };
    }
    const pin = `pin 3 is ${known.status.pin3High ? 'high' : 'low'}`;
    return { ok: true, findings: [`The drawer can be kicked. Its sensor says it is ${this.#position} (${pin}).`] };
  }

  /** Why no pulse can be sent at this moment; null when one can. */
  #notNow(): DeviceReason | null {
    const connection = this.#connection;
    if (!connection.isOpen()) return connection.lostBecause() ?? 'no_connection';
    const status = connection.status()?.status;
    if (status?.unrecoverable) return 'mechanical_error'; // models refuse the pulse then: the key is left
    if (connection.blocker() === 'garbage') return 'garbage';
    return this.#settings.realTimePulse ? null : connection.blocker();
  }

  async #kickNow(): Promise<KickOutcome> {
    const { clock, lane } = this.#connection;
    // Two kicks at once: the second pulse must not fall into the first, where a printer would ignore it.
    const rest = this.#pulseEndsAt - clock.monotonic();
    if (rest > 0) await new Promise<void>((resolve) => clock.after(rest, resolve));
    const release = await lane.enter({ urgent: true, waitMs: turnMs });
    if (release === null) return refused('not_answering');
    const outcome = await this.#pulse();
    release();
    return outcome;
  }

  /** With the lane held. */
  async #pulse(): Promise<KickOutcome> {
    const connection = this.#connection;
    const inFlight = connection.jobInFlight();
    // Bytes given to the system are not bytes given to the printer. When Wi-Fi is gone they lie in a buffer and would open
    // the drawer when it returns. So the printer must have spoken just now.
    if (connection.quietMs() > recentMs && !(await connection.ping(answerMs))) {
      if (!inFlight) connection.breakOff('not_answering');
      return refused('not_answering');
    }
    const reason = this.#notNow();
    if (reason !== null) return refused(reason);
    const taken = await this.#takenInTime(connection.write(this.#pulseBytes(inFlight)));
    if (taken === 'late') connection.breakOff('not_answering'); // throws the pulse away with everything else
    if (taken !== 'taken') return refused(taken === 'late' ? 'not_answering' : 'no_connection');
    this.#pulseEndsAt = connection.clock.monotonic() + this.#settings.onMs + this.#settings.offMs;
    return { kind: 'sent' };
  }

  /**
   * In order with the data while the printer is idle; at once while it is offline or has a receipt in hand, for an ordered
   * pulse would wait behind that receipt, and when paper runs out open the drawer minutes later.
   */
  #pulseBytes(inFlight: boolean): Uint8Array {
    const { pin, onMs, offMs, realTimePulse: known } = this.#settings;
    const m = pin === 2 ? 0 : 1;
    const now = known && !this.#connection.writeOnly() && (inFlight || this.#connection.blocker() !== null);
    return now ? realTimePulse(m, onMs) : orderedPulse(m, onMs, offMs);
  }

  #takenInTime(write: Promise<string>): Promise<string> {
    return new Promise((resolve) => {
      const tooLate = this.#connection.clock.after(takenMs, () => resolve('late'));
      void write.then((end) => {
        tooLate();
        resolve(end);
      });
    });
  }

  #changed(): void {
    const position = this.#read();
    if (position !== this.#position) {
      this.#position = position;
      this.#remind(position);
      this.#positions.emit(position);
    }
    this.#state.set(this.#deviceState());
  }

  #read(): DrawerPosition {
    const known = this.#connection.status();
    const { sensor } = this.#settings;
    if (!this.#started || known === null || sensor === 'none') return 'unknown';
    return known.status.pin3High === (sensor === 'highIsOpen') ? 'open' : 'closed';
  }

  /** A drawer that stands open is said, never held against a sale. */
  #remind(position: DrawerPosition): void {
    this.#cancelReminder();
    this.#leftOpen = false;
    const { leftOpenAfterMs } = this.#settings;
    if (position !== 'open' || leftOpenAfterMs === null) return;
    this.#cancelReminder = this.#connection.clock.after(leftOpenAfterMs, () => {
      this.#leftOpen = true;
      this.#changed();
    });
  }

  #deviceState(): DeviceState {
    if (!this.#started) return { kind: 'absent' };
    const printer = this.#connection.deviceState();
    if (printer.kind === 'lost' || printer.kind === 'connecting' || printer.kind === 'absent') return printer;
    const reason = this.#notNow();
    if (reason !== null) return { kind: 'attention', reason };
    return this.#leftOpen ? { kind: 'attention', reason: 'left_open' } : { kind: 'ready' };
  }
}
