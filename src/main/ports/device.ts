/** Why a device needs a hand or is gone. Each has a sentence for the cashier in the catalogue of words. */
export type DeviceReason =
  | 'paper_out'
  | 'paper_near_end'
  | 'cover_open'
  | 'cutter_jam'
  | 'head_too_hot'
  | 'mechanical_error'
  | 'offline'
  | 'not_answering' // connected, but silent or stalled
  | 'no_connection' // refused, unreachable, unplugged
  | 'taken_by_another' // EBUSY, a second register holds it
  | 'no_permission'
  | 'no_such_port'
  | 'native_part_missing' // serialport or node-hid could not be loaded
  | 'swapped' // another serial number answers at this address
  | 'unsupported_model'
  | 'left_open' // drawer
  | 'garbage'; // bytes that make no sense: wrong mode, speed or device

export type DeviceState =
  | { readonly kind: 'absent' } // not configured
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'attention'; readonly reason: DeviceReason }
  | { readonly kind: 'lost'; readonly reason: DeviceReason };

export type SelfTest = {
  readonly ok: boolean;
  /** One sentence each, for a person at a terminal: what was asked and what came back. */
  readonly findings: readonly string[];
};

export interface Device {
  /** Stable, from the configuration. */
  readonly id: string;
  state(): DeviceState;
  /** Called at every change of state. The answer ends it. */
  onState(listener: (state: DeviceState) => void): () => void;
  start(): void;
  stop(): Promise<void>;
  /** Proves the device within five seconds without selling anything. */
  selfTest(): Promise<SelfTest>;
}
