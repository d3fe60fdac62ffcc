/** The end of a day with clear weather: everything closes, the drawer is counted, and the books agree with Metrc. */
import { FLOAT } from '../../support/counter.ts';
import { closesDrawer, laneComesFree } from './cashier.ts';
import type { Life } from './life.ts';
import { personAt } from './person.ts';
import { wrongOf } from './sale-truth.ts';
import type { Shop } from './shop.ts';

export async function comesToRest(shop: Shop, life: Life): Promise<void> {
  const { time, witness, figures } = shop;
  const person = personAt(shop, life);
  const longest = time.now() + 4 * figures.quietMs + figures.watchMs + 3_600_000;
  await person.signsIn('dana');
  await laneComesFree(shop, life, person);
  // A watch that was written down while the wall clock was ahead lasts longer by as much; nobody waits for it here.
  const watched = () =>
    life.store.sales
      .watched()
      .filter((sale) => (sale.watchUntil ?? 0) < shop.startsAt + longest - 2 * figures.watchEveryMs);
  while (watched().length > 0 || witness.open().length > 0) {
    if (time.now() > longest) break;
    await person.pause(10_000);
    await laneComesFree(shop, life, person);
  }
  for (const truth of witness.open()) witness.say(`L1: sale ${truth.record.saleNumber} never closes`);
  for (const sale of watched()) witness.say(`L1: sale ${sale.saleNumber} is watched for ever`);
  for (const truth of witness.sales.values())
    for (const what of wrongOf(truth, witness.world.receipt, true)) witness.say(`I8: ${what}`);
  const known = new Set([...witness.sales.values()].flatMap((truth) => [...truth.ids]));
  for (const receipt of shop.simulator.control.receipts())
    if (!known.has(receipt.id)) witness.say(`I8: receipt ${receipt.id} at Metrc belongs to nobody`);
  // The comparison with Metrc may bring something before a lead, and a quiet window may still have to pass.
  for (let tries = 0; life.store.drawers.running() && tries < 100; tries += 1) {
    await laneComesFree(shop, life, person);
    await person.signsIn('marisol');
    if (life.store.drawers.running()?.state === 'open') await person.does('count', life.call.drawer.count(FLOAT));
    if ((await closesDrawer(life, person)) !== null) await person.pause(10_000);
  }
  if (life.store.drawers.running()) witness.say('L1: the drawer does not close');
  for (const what of shop.records.unsound()) witness.say(what);
}
