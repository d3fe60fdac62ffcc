import type { DeviceState } from '../../main/ports/device.ts';
import { createListeners } from './listeners.ts';

export type DeviceStateCell = {
  get(): DeviceState;
  /** Tells the listeners only when something changed. */
  set(next: DeviceState): void;
  onState(listener: (state: DeviceState) => void): () => void;
};

/** Holds the state of one device for its driver. A device that is not started is absent. */
export function createDeviceState(): DeviceStateCell {
  const listeners = createListeners<DeviceState>();
  let current: DeviceState = { kind: 'absent' };
  return {
    get: () => current,
    set(next) {
      const same = next.kind === current.kind && reasonOf(next) === reasonOf(current);
      if (same) return;
      current = next;
      listeners.emit(next);
    },
    onState: listeners.add,
  };
}

function reasonOf(state: DeviceState): string | null {
  return 'reason' in state ? state.reason : null;
}
