import { setTimeout as pause } from 'node:timers/promises';
import type { Device, DeviceState } from '../../../src/main/ports/device.ts';

/** Waits until something is true and fails with its name when it is not within `limitMs`. */
export async function until(what: string, isTrue: () => boolean, limitMs = 4000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await pause(2);
  }
}

/** Waits for a state given as "ready", "lost no_connection", "attention paper_out". */
export async function untilState(device: Device, wanted: string, limitMs = 4000): Promise<void> {
  await until(
    `${device.id} is ${wanted}, not ${stateText(device.state())}`,
    () => stateText(device.state()) === wanted,
    limitMs,
  ).catch(() => {
    throw new Error(`${device.id} never was ${wanted}; it is ${stateText(device.state())}`);
  });
}

export function stateText(state: DeviceState): string {
  return 'reason' in state ? `${state.kind} ${state.reason}` : state.kind;
}
