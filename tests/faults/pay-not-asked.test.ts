import { expect, test } from 'vitest';
import type { ControlRead } from '../../src/main/ports/metrc.ts';
import { codeOf, fillCart, openForBusiness } from '../support/counter.ts';
import { shopForTest } from '../support/for-test.ts';
import { tagOf } from '../support/goods.ts';
import { counterByHand } from '../support/parts.ts';

/** A counter whose clock can be set forward and whose control reads can be held back. */
async function counterWithHeldControl() {
  const shop = await shopForTest();
  let ahead = 0;
  let held: Promise<void> | null = null;
  let fails = false;
  const counter = await counterByHand(shop, {
    ports: ({ metrc, clock }) => ({
      clock: { ...clock, monotonic: () => clock.monotonic() + ahead },
      metrc: {
        ...metrc,
        control: async (): Promise<ControlRead> => {
          const read = await metrc.control();
          await held;
          return fails ? { kind: 'failed', because: 'timeout', exchange: read.exchange } : read;
        },
      },
    }),
  });
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  await counter.call.tender.cash({ givenCents: 10_000 });
  return {
    shop,
    counter,
    later: (ms: number) => {
      ahead += ms;
    },
    /** From now on every control read waits; the answer lets it go, good or failed. */
    hold: () => {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return (failed: boolean) => {
        fails = failed;
        held = null;
        gate.resolve();
      };
    },
  };
}

test('Pay asks first when the last answer of Metrc is old; a failed one keeps the cart, and nothing was sent', async () => {
  const { shop, counter, later, hold } = await counterWithHeldControl();
  later(6000);
  const letGo = hold();
  const { saleId, totals } = counter.now().cart;
  const paying = counter.call.tender.pay({ saleId, totalCents: totals.totalCents });
  await counter.until('asking', ({ lane }) => lane.state === 'asking');
  expect(codeOf(await counter.call.cart.voidLine({ lineId: null }))).toBe('SALE_IN_DOUBT');
  expect(codeOf(await counter.call.cart.enterCode({ text: tagOf('vape') }))).toBeNull();
  expect(counter.now().lastScan?.outcome).toBe('waiting');
  letGo(true);
  expect(await paying).toMatchObject({ ok: false, error: { code: 'METRC_UNREACHABLE', recorded: 'no' } });
  expect([shop.posts(), counter.now().lane.state]).toEqual([0, 'blocked']);
  const seen = await counter.until('the scan that waited is in the cart', ({ cart }) => cart.lines.length === 2);
  expect(seen.cart.saleId).toBe(saleId);
});

test('a package that was read long ago is read again before it is paid', async () => {
  const { shop, counter, later } = await counterWithHeldControl();
  later(11 * 60_000);
  shop.metrc.changePackage(tagOf('gelato'), { onHold: true });
  const { saleId, totals } = counter.now().cart;
  expect(codeOf(await counter.call.tender.pay({ saleId, totalCents: totals.totalCents }))).toBe('LINES_CHECKING');
  const seen = await counter.until('out', ({ cart }) => cart.lines[0]?.state === 'refused');
  expect(seen.cart.lines[0]?.refusal?.code).toBe('PACKAGE_ON_HOLD');
  expect(shop.posts()).toBe(0);
});
