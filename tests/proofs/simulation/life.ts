/** One life of the register's process, from its start to its end in order or to the instant at which the power goes. */
import { scryptSync } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { createStationOn } from '../../../src/hardware/escpos-printer/station.ts';
import type { Dial, Link } from '../../../src/hardware/link/link.ts';
import { createScanner } from '../../../src/hardware/serial-scanner/scanner.ts';
import type { Ports } from '../../../src/main/actions/desk.ts';
import { findAppFiles } from '../../../src/main/hosts/app-files.ts';
import { settingsOf } from '../../../src/main/hosts/settings-of.ts';
import { parseTerminalConfig } from '../../../src/main/hosts/terminal-config.ts';
import type { Settings } from '../../../src/main/ports/settings.ts';
import type { Store } from '../../../src/main/ports/store.ts';
import { createRegister, type Register } from '../../../src/main/register.ts';
import type { RegisterClient } from '../../../src/main/register-router.ts';
import { createMetrc } from '../../../src/metrc/client.ts';
import { cents } from '../../../src/shared/values/money.ts';
import { ok } from '../../../src/shared/values/result.ts';
import { KEYS, LICENCE, PRICES } from '../../support/goods.ts';
import { terminalJson } from '../../support/terminal-json.ts';
import type { CutPlan } from './cuts.ts';
import type { Mistake } from './mistakes.ts';
import type { Shop } from './shop.ts';
import { toldStore } from './told-store.ts';
import { clockOf } from './virtual-time.ts';

export class PowerCut extends Error {}

export type Life = {
  readonly register: Register;
  readonly call: RegisterClient;
  readonly store: Store;
  readonly isDead: () => boolean;
  /** Rejects with PowerCut at the instant of the cut. */
  readonly cut: Promise<never>;
  readonly cutNow: () => void;
  /** Pay is about to be pressed. */
  readonly pays: () => void;
  /** Ends it: in order, or what is left after a cut. */
  readonly end: () => Promise<void>;
};

export const BADGES = { dana: 'dana-7f3c-91aa', marisol: 'marisol-4d2e-77b0' } as const;
export const LEAD_PIN = '4444';

/** As the register hashes a PIN, at a cost that a simulation can pay. */
const quickHash = (pin: string): string => {
  const salt = Buffer.from('a salt of sixteen', 'latin1').subarray(0, 16);
  return [
    'scrypt',
    2,
    8,
    1,
    salt.toString('base64'),
    scryptSync(pin, salt, 32, { N: 2, r: 8, p: 1 }).toString('base64'),
  ].join('$');
};

const STAFF = [
  { id: 'dana', name: 'Dana W.', role: 'budtender', badge: BADGES.dana, pinHash: quickHash('1111') },
  { id: 'marisol', name: 'Marisol R.', role: 'lead', badge: BADGES.marisol, pinHash: quickHash(LEAD_PIN) },
] as const;

function settingsFor(shop: Shop): Settings {
  const wires = { metrcUrl: 'http://127.0.0.1:8443', printerPort: 9100, scannerPath: '/dev/none' };
  const config = parseTerminalConfig(JSON.stringify(terminalJson(wires)));
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const settings = settingsOf(config.value, findAppFiles().jurisdictions, shop.startsAt);
  const { quietMs, absentGapMs, watchMs, watchEveryMs } = shop.figures;
  return {
    ...settings,
    policy: { quietMs, absentGapMs, watchMs },
    waits: {
      ...settings.waits,
      submitMs: shop.figures.submitMs,
      wholeScreenMs: 20_000,
      watchEveryMs,
      wayEveryMs: 60_000,
    },
  };
}

/** A way to a device that is silent from the instant of the cut; bytes already on the wire still arrive. */
function mortal(dial: Dial, isDead: () => boolean, links: Set<Link>): Dial {
  return async () => {
    const dialled = await dial();
    if (!dialled.ok) return dialled;
    const link = dialled.value;
    links.add(link);
    link.onEnd(() => links.delete(link));
    return ok({
      ...link,
      write: (bytes) => (isDead() ? new Promise(() => {}) : link.write(bytes)),
      onData: (listener) => link.onData((bytes) => (isDead() ? undefined : listener(bytes))),
      onEnd: (listener) => link.onEnd((end) => (isDead() ? undefined : listener(end))),
    });
  };
}

const known = new WeakMap<Shop, Settings>();

export function startLife(shop: Shop, plan: CutPlan, mistake: Mistake | null): Life {
  const { time, network, witness } = shop;
  let dead = false;
  const isDead = (): boolean => dead;
  let tellCut: (why: PowerCut) => void = () => {};
  const cut = new Promise<never>((_, reject) => {
    tellCut = reject;
  });
  cut.catch(() => {});
  const links = new Set<Link>();
  const cutNow = (): void => {
    if (dead) return;
    dead = true;
    shop.tell(`CUT ${plan.story}`);
    shop.records.freeze();
    network.orphan(plan.isKill ? shop.figures.kernelMs : 0);
    // What was on the wire arrives; then the other end notices, or not.
    for (const link of links) time.after(20, () => link.abort());
    tellCut(new PowerCut());
  };
  const clock = clockOf(time, { startsAt: shop.startsAt, offset: () => shop.wallOffset, isDead });
  const real = shop.records.open(clock);
  const store = toldStore(real, {
    committed: (notes) => (dead ? undefined : witness.committed(notes)),
    instant: (at) => plan.meets(at, cutNow),
  });
  real.transaction(() => {
    real.staff.sync(STAFF);
    real.prices.sync(
      PRICES.map(({ item, cents: price }) => ({ itemName: item, cents: cents(price) })),
      clock.now(),
    );
  });
  witness.startsWith({
    counter: real.drafts.onTheCounter()?.draft ?? null,
    held: real.drafts.held().map((row) => row.draft),
  });
  const chance = shop.chance('register');
  const station = createStationOn(mortal(shop.printerCable.dial, isDead, links), {
    clock,
    printer: { id: 'printer', columns: 48 },
    drawer: { id: 'drawer', sensor: 'highIsOpen' },
    random: chance.roll,
  });
  if (station.drawer === null) throw new Error('a station with drawer settings has a drawer');
  const settings = known.get(shop) ?? settingsFor(shop);
  known.set(shop, settings);
  const ports: Ports = {
    store,
    metrc: createMetrc({
      baseUrl: 'http://127.0.0.1:8443',
      licence: LICENCE,
      keys: KEYS,
      clock,
      submitTimeoutMs: settings.waits.submitMs,
      connect: network.connectFor({
        isDead,
        onBytes: (bytes) => {
          plan.meets('before_write', cutNow);
          if (!dead) witness.wrote(Buffer.from(bytes).toString('latin1'));
          plan.meets('after_write', () => time.after(0, cutNow));
        },
      }),
    }),
    // Below HTTP all is well here: what goes wrong on the way meets the requests themselves.
    metrcWay: { probe: async () => ({ kind: 'open', lookUpMs: null, connectMs: 1 }), close: () => {} },
    ballast: { bytes: 0, inPlace: () => true, make: () => true, drop: () => {} },
    printer: station.printer,
    drawer: station.drawer,
    scanner: createScanner({
      id: 'scanner',
      clock,
      dial: mortal(shop.scannerCable.dial, isDead, links),
      linkName: 'scanner',
    }),
    clock,
    secrets: { metrcKeys: () => KEYS, commitmentKey: () => Buffer.alloc(32, 7) },
    freeBytes: () => 1e12,
    newId: chance.id,
    log: ({ what, error }) => {
      if (!dead)
        witness.say(`a bug was written down: ${what}: ${error instanceof Error ? error.stack : String(error)}`);
    },
  };
  const spoiled = {
    ports: { ...ports, ...mistake?.ports?.(ports) },
    settings: { ...settings, ...mistake?.settings?.(settings) },
  };
  shop.bench.onSeen = (what) => plan.meets(what, () => time.after(0, cutNow));
  if (plan.begins('start')) time.after(plan.afterMs, cutNow);
  const register = createRegister(spoiled.ports, spoiled.settings, null);
  return {
    register,
    call: createRouterClient(register.router, { context: { surface: 'screen' } }),
    store: real,
    isDead,
    cut,
    cutNow,
    pays: () => {
      if (plan.begins('pay')) time.after(plan.afterMs, cutNow);
    },
    end: async () => {
      if (!dead) return register.close();
      real.close();
      shop.records.thaw();
    },
  };
}
