/** The drawer of the printer simulator: a solenoid, a spring, a micro switch, and hands that close it or hold it shut. */

export type Pulse = {
  readonly pin: 2 | 5;
  readonly onMs: number;
  /** Sent as a real-time command, not in order with the data. */
  readonly realTime: boolean;
};

export type DrawerSimulator = {
  pulse(pulse: Pulse): void;
  /** Every pulse since the start or the last `forgetPulses`, also those that opened nothing. */
  pulses(): readonly Pulse[];
  forgetPulses(): void;
  isOpen(): boolean;
  /** A hand pushes it shut. Does nothing while something is in the way. */
  close(): void;
  /** Stuck: a pulse does not open it. */
  setStuck(stuck: boolean): void;
  /** A roll of coins in the gap: it cannot be pushed shut. */
  setBlockedOpen(blocked: boolean): void;
  pin3High(): boolean;
  onMove(listener: () => void): void;
};

export type DrawerWiring = {
  readonly pin: 2 | 5;
  /** What pin 3 shows; differs by drawer and cable. `none`: the switch is not wired, the pin stays low. */
  readonly sensor: 'highIsClosed' | 'highIsOpen' | 'none';
};

export function createDrawerSimulator(wiring: DrawerWiring): DrawerSimulator {
  let open = false;
  let stuck = false;
  let blocked = false;
  let pulses: Pulse[] = [];
  let moved = () => {};
  const move = (to: boolean) => {
    if (open === to) return;
    open = to;
    moved();
  };
  return {
    pulse(pulse) {
      pulses.push(pulse);
      if (pulse.pin === wiring.pin && !stuck) move(true);
    },
    pulses: () => pulses,
    forgetPulses() {
      pulses = [];
    },
    isOpen: () => open,
    close() {
      if (!blocked) move(false);
    },
    setStuck(to) {
      stuck = to;
    },
    setBlockedOpen(to) {
      blocked = to;
    },
    pin3High() {
      if (wiring.sensor === 'none') return false;
      return wiring.sensor === 'highIsOpen' ? open : !open;
    },
    onMove(listener) {
      moved = listener;
    },
  };
}
