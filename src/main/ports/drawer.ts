import type { Device, DeviceReason } from './device.ts';

export type DrawerPosition = 'open' | 'closed' | 'unknown';

/** `sent` means that the pulse left for the device, once. It is not "opened": only the sensor says that. */
export type KickOutcome = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly reason: DeviceReason };

export interface CashDrawer extends Device {
  /** Sends one pulse now or refuses at once. Never waits for a reconnection, never repeats. */
  kick(): Promise<KickOutcome>;
  position(): DrawerPosition;
  onPosition(listener: (position: DrawerPosition) => void): () => void;
}
