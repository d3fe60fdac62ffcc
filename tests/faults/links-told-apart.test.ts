/** Which link to Metrc is lost, on the tile of a running register, within two seconds of the loss and of its return. */
import { beforeAll, expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { readConfig } from '../../src/main/hosts/compose.ts';
import { settingsOf } from '../../src/main/hosts/settings-of.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { MetrcTrouble } from '../../src/main/ports/metrc.ts';
import type { MetrcWay, WayProbe } from '../../src/main/ports/metrc-way.ts';
import type { Settings } from '../../src/main/ports/settings.ts';
import { createMetrc } from '../../src/metrc/client.ts';
import type { LocalNetwork } from '../../src/metrc/way/local-network.ts';
import type { LookUp } from '../../src/metrc/way/names.ts';
import { createMetrcWay } from '../../src/metrc/way/way.ts';
import { type Certificate, selfSigned } from '../metrc/support/certificate.ts';
import { codeOf, fillCart, linkOf, openForBusiness, sellOne } from '../support/counter.ts';
import { shopForTest, whenTestEnds } from '../support/for-test.ts';
import { KEYS, LICENCE, tagOf } from '../support/goods.ts';
import { type MetrcFront, metrcFront } from '../support/metrc-front.ts';
import { counterByHand } from '../support/parts.ts';
import type { Shop } from '../support/shop.ts';

const SAID_WITHIN_MS = 2000;
const NAME = 'metrc.example';
/** Milliseconds for which this machine kept the whole program waiting meanwhile: they are no part of what is measured. */
function lateness(): () => number {
  let late = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late += Math.max(0, now - before - 15);
    before = now;
  }, 10);
  return () => {
    clearInterval(timer);
    return late;
  };
}

/** How long it took until the register had said something. */
async function measured(act: () => Promise<unknown>): Promise<number> {
  const late = lateness();
  const from = performance.now();
  await act();
  return performance.now() - from - late();
}

const controlReads = ({ simulator }: Shop): number =>
  simulator.ledger.requests().filter(({ kind }) => kind === 'facilities.read').length;
const WELL: LocalNetwork = { carrier: true, address: true, route: true };
let ours: Certificate;
let foreign: Certificate;

beforeAll(() => {
  ours = selfSigned(`DNS:${NAME},IP:127.0.0.1`);
  foreign = selfSigned('DNS:other.example');
});

/** What can be done to the way in these tests; all but the local network and the name service are real sockets. */
type World = { readonly front: MetrcFront; local: LocalNetwork; lookUp: LookUp };
const here: LookUp = async () => [{ address: '127.0.0.1', family: 4 }];
const nowhere: LookUp = async () => {
  throw Object.assign(new Error('nowhere'), { code: 'ENOTFOUND' });
};

/** A counter that reaches its Metrc over TLS, under a name. */
async function counterOverTls() {
  const shop = await shopForTest();
  const front = await metrcFront(shop.simulator.port, ours);
  const world: World = { front, local: WELL, lookUp: here };
  const shared = { clock: systemClock, ca: ours.cert };
  const counter = await counterByHand(shop, {
    ports: () => ({
      metrc: createMetrc({ ...shared, baseUrl: `https://127.0.0.1:${front.port}`, licence: LICENCE, keys: KEYS }),
      metrcWay: createMetrcWay({
        ...shared,
        baseUrl: `https://${NAME}:${front.port}`,
        lookUp: (host) => world.lookUp(host),
        readLocal: () => world.local,
      }),
    }),
  });
  whenTestEnds(() => front.close());
  await openForBusiness(counter);
  return { shop, counter, world };
}

type Loss = readonly [
  name: string,
  reason: MetrcTrouble,
  lose: (world: World) => void | Promise<void>,
  mend: (world: World) => void | Promise<void>,
];
const LOSSES: readonly Loss[] = [
  [
    'the cable is pulled out',
    'no_cable',
    (world) => {
      world.local = { ...WELL, carrier: false };
    },
    (world) => {
      world.local = WELL;
    },
  ],
  [
    'the network of the store shows no way out',
    'no_lan',
    (world) => {
      world.local = { ...WELL, route: false };
      return world.front.stopListening();
    },
    (world) => {
      world.local = WELL;
      return world.front.listenAgain();
    },
  ],
  [
    'the name does not resolve any more',
    'no_name',
    (world) => {
      world.lookUp = nowhere;
    },
    (world) => {
      world.lookUp = here;
    },
  ],
  [
    'the server stops listening',
    'refused_connection',
    ({ front }) => front.stopListening(),
    ({ front }) => front.listenAgain(),
  ],
  ['the server stops answering', 'timeout', ({ front }) => front.freeze(), ({ front }) => front.thaw()],
  [
    'the certificate is another one',
    'tls',
    ({ front }) => front.showCertificate(foreign),
    ({ front }) => front.showCertificate(ours),
  ],
];

test('each link that is lost is named within two seconds, and the tile is well again within two seconds of its return', async () => {
  const { shop, counter, world } = await counterOverTls();
  const asked = (): number => controlReads(shop);
  for (const [name, reason, lose, mend] of LOSSES) {
    const before = asked();
    const saidAfter = await measured(async () => {
      await lose(world);
      await counter.until(`${name}: ${reason}`, (seen) => linkOf(seen, 'metrc')?.reason === reason);
    });
    expect(counter.now().lane.state, name).toBe('ready');
    const clearAfter = await measured(async () => {
      await mend(world);
      await counter.until(`${name}: well again`, (seen) => linkOf(seen, 'metrc')?.state === 'ok');
    });
    expect(saidAfter, name).toBeLessThanOrEqual(SAID_WITHIN_MS);
    expect(clearAfter, name).toBeLessThanOrEqual(SAID_WITHIN_MS);
    // The looks themselves are no requests; only the question after the return is.
    expect(asked() - before, name).toBeLessThanOrEqual(3);
  }
  expect(await sellOne(counter, 'gelato')).toMatchObject({ lane: { state: 'signed' } });
});

test.for([
  ['keys that were revoked', 'keys'],
  ['a licence that is not covered any more', 'licence'],
] as const)('%s: the first answer that says so puts it on the tile within two seconds', async ([, reason]) => {
  const shop = await shopForTest();
  let keys: { readonly vendorKey: string; readonly userKey: string } = KEYS;
  const counter = await counterByHand(shop, {
    ports: (real) => {
      const at = (now: typeof keys) =>
        createMetrc({ baseUrl: shop.simulator.url, licence: LICENCE, keys: now, clock: systemClock });
      const dead = at({ vendorKey: 'gone', userKey: 'gone' });
      const other = at({ vendorKey: 'other-vendor', userKey: 'other-user' });
      const now = () => (keys === KEYS ? real.metrc : reason === 'keys' ? dead : other);
      whenTestEnds(async () => {
        await Promise.all([dead.close(), other.close()]);
      });
      return {
        metrc: {
          ...real.metrc,
          control: () => now().control(),
          packageByLabel: (label) => now().packageByLabel(label),
        },
      };
    },
  });
  await openForBusiness(counter);
  await fillCart(counter, 'gelato');
  keys = { vendorKey: 'revoked', userKey: 'revoked' };
  const scanned = performance.now();
  expect(codeOf(await counter.call.cart.addPackage({ label: tagOf('vape') }))).toBeNull();
  const seen = await counter.until('the tile says so', (now) => linkOf(now, 'metrc')?.reason === reason);
  expect(performance.now() - scanned).toBeLessThanOrEqual(SAID_WITHIN_MS);
  // Nobody can sell with these: the lane is stopped at once.
  expect(seen.lane.state).toBe('blocked');
});

/** A counter whose way to Metrc says what the test tells it to. */
async function counterOnWay(
  options: { readonly waits?: Partial<Settings['waits']>; readonly ahead?: () => number } = {},
) {
  const shop = await shopForTest();
  const way: { says: WayProbe; looks: number } = { says: { kind: 'open', lookUpMs: null, connectMs: 1 }, looks: 0 };
  const metrcWay: MetrcWay = {
    probe: async () => {
      way.looks += 1;
      return way.says;
    },
    close: () => undefined,
  };
  const waits: number[] = [];
  const counter = await counterByHand(shop, {
    ports: ({ clock }) => ({
      metrcWay,
      clock: {
        ...clock,
        now: () => clock.now() + (options.ahead?.() ?? 0),
        after: (ms, act) => {
          waits.push(ms);
          return clock.after(ms, act);
        },
      },
    }),
    settings: (usual) => ({ waits: { ...usual.waits, wayEveryMs: 20, wayRetryMs: 10, ...options.waits } }),
  });
  await openForBusiness(counter);
  return { shop, counter, way, waits };
}

test('the pauses between two looks leave time for a look that hangs: together below two seconds', async () => {
  const shop = await shopForTest();
  const { waits } = settingsOf(readConfig(shop.config), findAppFiles().jurisdictions, Date.now());
  // A look: 1150 ms for connection and TLS, 600 ms of that for a name service that hangs (src/metrc/way/way.ts).
  expect(waits.wayEveryMs + 1150).toBeLessThan(SAID_WITHIN_MS);
  expect(waits.wayRetryMs).toBeLessThanOrEqual(waits.wayEveryMs);
});

test('one lost look is on the tile and stops nothing; ten seconds of them stop the lane, and the words follow the link', async () => {
  let ahead = 0;
  const { counter, way } = await counterOnWay({ ahead: () => ahead });
  way.says = { kind: 'broken', because: 'no_internet' };
  await counter.until('on the tile', (seen) => linkOf(seen, 'metrc')?.reason === 'no_internet');
  expect(counter.now().lane.state).toBe('ready');
  expect(linkOf(counter.now(), 'metrc')?.state).toBe('attention');
  // Another reason does not begin the ten seconds anew.
  ahead = 6_000;
  way.says = { kind: 'broken', because: 'no_name' };
  await counter.until('the other link', (seen) => linkOf(seen, 'metrc')?.reason === 'no_name');
  expect(counter.now().lane.state).toBe('ready');
  ahead = 11_000;
  const blocked = await counter.until('blocked', ({ lane }) => lane.state === 'blocked');
  expect(blocked.lane).toMatchObject({ refusal: { facts: { trouble: 'no_name' }, recorded: 'no' }, nextLookAt: null });
  expect(linkOf(blocked, 'metrc')?.state).toBe('down');
  way.says = { kind: 'broken', because: 'no_cable' };
  await counter.until(
    'the block names the cable',
    ({ lane }) => lane.state === 'blocked' && lane.refusal.facts['trouble'] === 'no_cable',
  );
  way.says = { kind: 'open', lookUpMs: null, connectMs: 1 };
  await counter.until('clear by itself', ({ lane }) => lane.state === 'ready');
  expect(linkOf(counter.now(), 'metrc')).toMatchObject({ state: 'ok', reason: null });
});

test('Pay on a broken way is answered by one more look and sends nothing', async () => {
  const { shop, counter, way } = await counterOnWay();
  await fillCart(counter, 'gelato');
  way.says = { kind: 'broken', because: 'no_cable' };
  await counter.until('on the tile', (seen) => linkOf(seen, 'metrc')?.reason === 'no_cable');
  const asked = controlReads(shop);
  await counter.call.tender.cash({ givenCents: 20_000 });
  const { cart } = counter.now();
  const answer = await counter.call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  expect(codeOf(answer)).toBe('METRC_UNREACHABLE');
  expect(counter.now().cart.lines).toHaveLength(1);
  expect([controlReads(shop), shop.posts()]).toEqual([asked, 0]);
});

test('a server that takes a question and never answers is on the tile before the read is given up', async () => {
  const { shop, counter } = await counterOnWay({ waits: { controlEveryMs: 100 } });
  shop.metrc.fault({ on: 'facilities.read', effect: { kind: 'silence', applied: false } });
  const silentFrom = performance.now();
  await counter.until('no answer', (seen) => linkOf(seen, 'metrc')?.reason === 'timeout', 5_000);
  expect(performance.now() - silentFrom).toBeLessThan(5_000);
});

test('after an outage questions are spread: no two pauses are the same, and none is longer than the full one', async () => {
  const { shop, counter, way, waits } = await counterOnWay({ waits: { controlRetryMs: 137 } });
  shop.metrc.fault({ on: 'facilities.read', effect: { kind: 'server_error', applied: false } });
  way.says = { kind: 'broken', because: 'no_internet' };
  await counter.until('away', (seen) => linkOf(seen, 'metrc')?.reason === 'no_internet');
  const from = waits.length;
  way.says = { kind: 'open', lookUpMs: null, connectMs: 1 };
  await counter.until('five questions', () => waits.slice(from).filter((ms) => ms >= 103 && ms <= 137).length >= 5);
  const retries = waits.slice(from).filter((ms) => ms >= 103 && ms <= 137);
  expect(new Set(retries).size).toBeGreaterThan(1);
  shop.metrc.clearFaults();
  await counter.until('well again', (seen) => linkOf(seen, 'metrc')?.state === 'ok');
});
