/** Every trouble the world can make: at Metrc, on the way to it, at the devices, with the clock, by somebody's hand. */
import { tagOf } from '../../support/goods.ts';
import type { Chance } from './chance.ts';
import { hand } from './hand.ts';
import { lostAndBlind, metrcFaults } from './metrc-faults.ts';
import type { Shop } from './shop.ts';

export type Disaster = {
  readonly name: string;
  /** Begins it; the answer lifts it again. */
  readonly strike: (shop: Shop, chance: Chance) => Promise<() => Promise<void>>;
};

const of = (name: string, begin: (shop: Shop, chance: Chance) => () => void): Disaster => ({
  name,
  strike: async (shop, chance) => {
    const lift = begin(shop, chance);
    return async () => lift();
  },
});

const network: readonly Disaster[] = [
  {
    name: 'metrc is down',
    strike: async ({ simulator }) => {
      await simulator.control.down();
      return () => simulator.control.up();
    },
  },
  of('the network loses what we send', ({ network: net }) => {
    net.cut('out');
    return () => net.cut();
  }),
  of('the network loses what we are sent', ({ network: net }) => {
    net.cut('in');
    return () => net.cut();
  }),
  of('the network is gone', ({ network: net }) => {
    net.cut('in', 'out');
    return () => net.cut();
  }),
  of('no connection can be made', ({ network: net }, chance) => {
    net.failWith(chance.pick(['ENETUNREACH', 'ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'CERT_HAS_EXPIRED']));
    return () => net.failWith(null);
  }),
  of('the way is long', ({ network: net }, chance) => {
    net.setDelay(chance.pick([80, 400, 1500]));
    return () => net.setDelay(5);
  }),
];

const devices: readonly Disaster[] = [
  of('the paper ends', ({ machine }, chance) => {
    machine.runOutAfter(chance.of(60));
    return () => machine.loadPaper();
  }),
  of('the cover is open', ({ machine }) => {
    machine.setCover(true);
    return () => machine.setCover(false);
  }),
  of('the knife sticks', ({ machine }) => {
    machine.jamCutter();
    return () => {
      machine.setCover(true);
      machine.clearJam();
      machine.setCover(false);
    };
  }),
  of('the head is hot', ({ machine }) => {
    machine.setHeadHot(true);
    return () => machine.setHeadHot(false);
  }),
  of('the printer is silent', ({ machine }) => {
    machine.setSilent(true);
    return () => machine.setSilent(false);
  }),
  of('the printer talks nonsense', ({ machine }) => {
    machine.setGarbage(true);
    return () => machine.setGarbage(false);
  }),
  of('the printer takes nothing', ({ machine }) => {
    machine.setReadsNothing(true);
    return () => machine.setReadsNothing(false);
  }),
  of('the printer is switched off', ({ machine }) => {
    machine.powerOff();
    return () => machine.powerOn();
  }),
  of('the printer breaks off', ({ machine }, chance) => {
    machine.resetAfter(chance.of(3000));
    return () => {};
  }),
  of('the printer confirms late', ({ machine }) => {
    machine.holdConfirmations(true);
    return () => machine.holdConfirmations(false);
  }),
  of('the cable of the printer is out', ({ printerCable }) => {
    printerCable.unplug();
    return () => printerCable.replug();
  }),
  of('the cable of the printer is slow', ({ printerCable }) => {
    printerCable.setSpeed(960);
    return () => printerCable.setSpeed(null);
  }),
  of('the drawer sticks', ({ machine }) => {
    machine.drawer.setStuck(true);
    return () => machine.drawer.setStuck(false);
  }),
  of('the cable of the scanner is out', ({ scannerCable }) => {
    scannerCable.unplug();
    return () => scannerCable.replug();
  }),
  of('the scanner sends noise', ({ gun }, chance) => {
    void (chance.happens(0.5) ? gun.garbage() : gun.scanHalf('1A40E0100009C3D000018412'));
    return () => {};
  }),
];

const clocks: readonly Disaster[] = [
  of('the wall clock is wrong', (shop, chance) => {
    const minutes = chance.pick([-26 * 60, -61, -8, -2, 2, 8, 61, 26 * 60]);
    shop.wallOffset = minutes * 60_000;
    return () => {
      shop.wallOffset = 0;
    };
  }),
];

const metrc: readonly Disaster[] = [
  of('packages are held', ({ simulator }, chance) => {
    const label = tagOf(chance.pick(['blueDream', 'gelato', 'vape']));
    simulator.control.changePackage(label, { onHold: true });
    return () => simulator.control.changePackage(label, { onHold: false });
  }),
  of('metrc changes its ways', ({ simulator }, chance) => {
    simulator.control.dialect({
      external: chance.pick(['object', 'array']),
      externalLines: chance.happens(0.5),
      externalShowsArchived: chance.happens(0.5),
      absent: chance.pick([401, 404, 'empty', 'empty_body']),
      lists: chance.pick(['envelope', 'bare']),
      errors: chance.pick(['rows', 'object', 'strings']),
      names: chance.pick(['pascal', 'camel']),
      noText: chance.pick(['null', 'empty']),
      noDate: chance.pick(['null', 'year_one', 'left_out']),
      instants: chance.pick(['offset', 'zulu', 'facility']),
      saleTimes: chance.pick(['milliseconds', 'seconds']),
      windows: chance.pick(['any', 'refused', 'cut']),
      oversell: chance.pick(['refused', 'allowed']),
      patients: chance.pick(['not_deployed', 401, 404, 'empty']),
    });
    return () => {};
  }),
];

export const DISASTERS: readonly Disaster[] = [
  ...network,
  ...network,
  ...devices,
  ...metrc,
  ...Array.from({ length: 4 }, () => hand),
  ...clocks,
  ...clocks,
  ...Array.from({ length: 20 }, () => metrcFaults),
  ...Array.from({ length: 8 }, () => lostAndBlind),
];
