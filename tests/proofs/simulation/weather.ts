/** What happens around the register while it sells: one trouble after the other, sometimes two at a time, each lifted again. */
import { DISASTERS } from './disasters.ts';
import { handsLetGo } from './hand.ts';
import type { Shop } from './shop.ts';

export function makeWeather(shop: Shop, isOver: () => boolean): { readonly isOver: () => boolean } {
  const chance = shop.chance('weather');
  const { time } = shop;
  let running = 0;
  const suffer = async (): Promise<void> => {
    running += 1;
    while (!isOver()) {
      await time.pause(2_000 + chance.of(60_000));
      if (isOver()) break;
      const disaster = chance.pick(DISASTERS);
      shop.faults += 1;
      shop.tell(`weather ${disaster.name}`);
      const lift = await disaster.strike(shop, chance);
      await time.pause(chance.pick([200, 3_000, 20_000, 60_000, 200_000]) * (0.5 + chance.roll()));
      await lift();
      shop.tell(`weather ${disaster.name} is over`);
    }
    running -= 1;
  };
  const fail = (error: unknown): void => {
    running = 0;
    shop.witness.say(`the weather broke: ${String(error)}`);
  };
  suffer().catch(fail);
  suffer().catch(fail);
  return { isOver: () => running === 0 };
}

/** Everything that anybody outside could mend is mended. */
export async function clearSky(shop: Shop): Promise<void> {
  handsLetGo(shop);
  const { control } = shop.simulator;
  control.clearFaults();
  await control.up();
  shop.network.cut();
  shop.network.failWith(null);
  shop.network.setDelay(5);
  shop.wallOffset = 0;
  const { machine } = shop;
  machine.powerOn();
  machine.loadPaper();
  machine.setCover(false);
  machine.clearJam();
  machine.setHeadHot(false);
  machine.setSilent(false);
  machine.setGarbage(false);
  machine.setReadsNothing(false);
  machine.holdConfirmations(false);
  shop.printerCable.replug();
  shop.scannerCable.replug();
}
