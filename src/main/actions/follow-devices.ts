/** Follows the devices: their tiles on the screen, and what to do when one becomes ready. */
import type { LinkView } from '../../shared/contract/snapshot.ts';
import type { Device, DeviceState } from '../ports/device.ts';
import type { Desk } from './desk.ts';
import { meetingRecords } from './mend-records.ts';
import { noteLeftOpen } from './open-drawer.ts';
import type { PrintQueue } from './print-queue.ts';
import type { ScanTaker } from './take-scan.ts';

function linkState(state: DeviceState): Pick<LinkView, 'state' | 'reason'> {
  switch (state.kind) {
    case 'ready':
      return { state: 'ok', reason: null };
    case 'attention':
      return { state: 'attention', reason: state.reason };
    case 'lost':
      return { state: 'down', reason: state.reason };
    default:
      return { state: state.kind, reason: null };
  }
}

/** Follows a device: its tile on the screen, and what to do when it becomes ready. */
function follow(desk: Desk, id: LinkView['id'], device: Device, onReady: () => void): void {
  const take = (state: DeviceState): void => {
    desk.links.set(id, { id, ...linkState(state), since: desk.ports.clock.now() });
    if (state.kind === 'ready') onReady();
    desk.changed();
  };
  device.onState(take);
  take(device.state());
  device.start();
}

/** Starts scanner, printer and drawer. `touched`: a scan is a sign of life at the counter. */
export function followDevices(desk: Desk, scans: ScanTaker, prints: PrintQueue, touched: () => void): void {
  const { scanner, printer, drawer } = desk.ports;
  scanner.onScan((scan) => {
    touched();
    meetingRecords(desk, 'a scan', () => scans.take(scan));
  });
  scanner.onFault(scans.fault);
  drawer.onPosition(() => desk.changed());
  drawer.onState((state) => meetingRecords(desk, 'a drawer left open', () => noteLeftOpen(desk, state)));
  follow(desk, 'scanner', scanner, () => {});
  follow(desk, 'printer', printer, prints.poke);
  follow(desk, 'drawer', drawer, () => {});
}
