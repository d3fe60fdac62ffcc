/** A day at the counter, one customer after the other, with everything that customers and cashiers do to a register. */
import type { Snapshot } from '../../../src/shared/contract/snapshot.ts';
import { FLOAT } from '../../support/counter.ts';
import { type GoodsName, PATIENTS, tagOf } from '../../support/goods.ts';
import { settleConflict } from './lead.ts';
import type { Life } from './life.ts';
import { type Person, personAt } from './person.ts';
import type { Shop } from './shop.ts';

const GOODS: readonly GoodsName[] = ['blueDream', 'gelato', 'vape', 'gummies', 'serial', 'loose'];
const ODD_GOODS: readonly GoodsName[] = ['held', 'recalled', 'expired', 'failed', 'unpriced', 'scarce', 'heavyOunce'];
const CODES_OF_NOTHING = ['HELLO-8841', '0012345678905', 'CS-BADGE-nobody-at-all-00'];

/** Serves customers until that many sales were paid in all lives together. */
export async function serve(shop: Shop, life: Life, until: () => boolean): Promise<void> {
  const person = personAt(shop, life);
  while (!until()) {
    await opensDrawer(shop, life, person);
    await person.signsIn('dana');
    await laneComesFree(shop, life, person);
    if (await fillsCart(life, person)) await takesMoney(shop, life, person);
    await tidiesUp(life, person);
  }
}

async function opensDrawer(shop: Shop, life: Life, person: Person): Promise<void> {
  const { drawer } = person.seen();
  if (drawer?.state === 'open') return;
  await laneComesFree(shop, life, person);
  await person.signsIn('marisol');
  if (drawer?.state === 'counted') {
    const refused = await closesDrawer(life, person);
    // A sale that was in doubt keeps it open until its quiet window has passed.
    if (refused !== null) await person.pause(10_000);
  } else await person.does('open drawer', life.call.drawer.open(FLOAT));
  return opensDrawer(shop, life, person);
}

export const closesDrawer = (life: Life, person: Person): ReturnType<Person['does']> =>
  person.does('close drawer', life.call.drawer.close({ heldCarts: person.seen().held.length }));

/** Stands by while a sale is in doubt; the customer may lose patience, and find it again. */
export async function laneComesFree(shop: Shop, life: Life, person: Person): Promise<void> {
  const { chance } = person;
  for (let wait = 250; ; wait = Math.min(wait * 2, 8000)) {
    const { lane, signedIn } = person.seen();
    if (!['asking', 'unknown', 'conflict'].includes(lane.state)) return;
    if (signedIn === null) await person.signsIn('dana');
    if (lane.state === 'conflict') await settleConflict(shop, life, person);
    else if (chance.happens(0.03)) await person.does('leaves', life.call.tender.customerLeaves({}));
    else if (chance.happens(0.01)) await person.does('waits', life.call.tender.customerWaits({}));
    if (chance.happens(0.03)) await person.scans(tagOf(chance.pick(GOODS)));
    await person.pause(wait);
  }
}

async function addsGoods(life: Life, person: Person): Promise<void> {
  const { chance } = person;
  const name = chance.happens(0.04) ? chance.pick(ODD_GOODS) : chance.pick(GOODS);
  if (chance.happens(0.85)) await person.scans(tagOf(name));
  else await person.does(`add ${name}`, life.call.cart.addPackage({ label: tagOf(name) }));
  if (chance.happens(0.08)) await person.scans(chance.pick(CODES_OF_NOTHING));
  if (chance.happens(0.1)) {
    const quantity = name === 'loose' ? chance.pick(['0.5', '3.5', '1.25']) : String(1 + chance.of(3));
    await person.does('quantity', life.call.cart.setQuantity({ lineId: null, quantity }));
  }
  if (chance.happens(0.05)) await person.does('void line', life.call.cart.voidLine({ lineId: null }));
  if (chance.happens(0.04)) await person.does('undo', life.call.cart.undo({}));
}

const isKnown = ({ cart }: Snapshot): boolean =>
  cart.lines.every((line) => line.state !== 'checking') && cart.customer?.status !== 'checking';

/** Whether there is a cart that may be paid. */
async function fillsCart(life: Life, person: Person): Promise<boolean> {
  const { chance } = person;
  if (person.seen().lane.state === 'signed') {
    if (chance.happens(0.5)) await person.does('next', life.call.tender.nextSale({}));
    else await person.scans(tagOf(chance.pick(GOODS)));
  }
  const { held } = person.seen();
  if (held.length > 0 && chance.happens(held.length / 6)) {
    await person.does('resume', life.call.cart.resume({ saleId: chance.pick(held).saleId }));
  }
  if (person.seen().cart.customer?.status !== 'active') {
    if (chance.happens(0.8)) await person.scans(PATIENTS.valid, ']L0');
    const { customer } = person.seen().cart;
    if (customer === null || ['no_answer', 'not_confirmed'].includes(customer.status)) {
      await person.does('customer', life.call.cart.setCustomer({ number: PATIENTS.valid, buyerType: 'patient' }));
    }
  }
  const wanted = 1 + chance.of(3);
  for (let more = person.seen().cart.lines.length; more < wanted; more += 1) await addsGoods(life, person);
  if (chance.happens(0.04)) {
    await person.does('hold', life.call.cart.hold({}));
    return false;
  }
  await person.waits(isKnown, 40_000);
  if (person.seen().cart.lines.length > 6) await person.does('void line', life.call.cart.voidLine({ lineId: null }));
  await person.does('agency', life.call.cart.recordAgencyCheck({ showed: 'active' }));
  return person.seen().cart.lines.length > 0;
}

async function takesMoney(shop: Shop, life: Life, person: Person): Promise<void> {
  const { chance } = person;
  const { cart } = person.seen();
  if (chance.happens(0.3)) await person.does('debit', life.call.tender.debit({}));
  else {
    const givenCents = cart.cashDueCents + chance.pick([0, 0, 500, 2000]);
    if (givenCents > 0) await person.does('cash', life.call.tender.cash({ givenCents }));
  }
  const { saleId, totals } = person.seen().cart;
  life.pays();
  const pays = life.call.tender.pay({ saleId, totalCents: totals.totalCents });
  if (chance.happens(0.1))
    await person.does('pay twice', life.call.tender.pay({ saleId, totalCents: totals.totalCents }));
  const refused = await person.does(`pay ${cart.saleNumber}`, pays);
  if (refused !== null) return person.pause(2000 + chance.of(6000));
  await laneComesFree(shop, life, person);
  const { lane } = person.seen();
  if (lane.state === 'signed') await person.waits((now) => isHandedOver(now), 6000);
  // Nobody buys the same cart for ever when Metrc does not want it.
  if (person.seen().cart.saleRefusal !== null && chance.happens(0.4))
    await person.does('void line', life.call.cart.voidLine({ lineId: null }));
  shop.machine.drawer.close();
  await person.pause(500 + chance.of(4000));
}

const isHandedOver = ({ lane }: Snapshot): boolean =>
  lane.state !== 'signed' || (lane.receipt !== 'owed' && lane.receipt !== 'printing' && lane.drawer !== 'due');

/** What lies about: paper that failed, a drawer to be counted, a break. */
async function tidiesUp(life: Life, person: Person): Promise<void> {
  const { chance } = person;
  const failed = person.seen().waitingPrints.filter((job) => job.state === 'failed' || job.state === 'unknown');
  for (const { jobId } of failed.slice(0, 2)) {
    if (chance.happens(0.5)) await person.does('print again', life.call.prints.retry({ jobId }));
    else await person.does('no paper', life.call.prints.cancel({ jobId }));
  }
  if (chance.happens(0.02)) await person.does('copy', life.call.sales.reprint({ saleId: null }));
  if (chance.happens(0.01)) await person.does('no sale', life.call.drawer.noSale({ reason: 'change' }));
  if (chance.happens(0.01)) await person.does('lock', life.call.staff.lock({}));
  if (chance.happens(0.01)) await person.pause(6 * 60_000);
  if (chance.happens(0.015)) {
    await person.signsIn('marisol');
    await person.does('count', life.call.drawer.count(FLOAT));
  }
}
