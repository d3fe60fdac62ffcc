/** What makes the cash drawer open. A pulse is a row first, sent once by the process that wrote it, never late. */
import type { Desk } from './desk.ts';

/** Sends the one pulse of a row that is due, and writes what became of it. Never throws: nobody waits for it. */
export async function sendPulse(desk: Desk, pulseId: string): Promise<void> {
  const { store, drawer, clock, log } = desk.ports;
  desk.sendingPulses.add(pulseId);
  try {
    const outcome = await drawer.kick();
    const because = outcome.kind === 'refused' ? outcome.reason : null;
    // A register that was closed meanwhile leaves the row due; the next start says that it was not sent.
    if (!desk.closing) store.transaction(() => store.pulses.end(pulseId, outcome.kind, because, clock.now()));
  } catch (error) {
    log({ what: 'drawer pulse', error });
  } finally {
    desk.sendingPulses.delete(pulseId);
  }
  desk.changed();
}

/** Pulses that a process which ended, or records that failed, left due are closed without being sent: never late. */
export function reviewPulsesAtStart(desk: Desk): void {
  const { store, clock } = desk.ports;
  for (const pulse of store.pulses.due()) {
    if (desk.sendingPulses.has(pulse.id)) continue;
    store.transaction(() => store.pulses.end(pulse.id, 'not_sent', 'app_ended', clock.now()));
  }
}
