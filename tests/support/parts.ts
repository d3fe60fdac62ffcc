/** A register made by hand from a shop's terminal.json, so that a test may put its own part in the place of a real one. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Ports } from '../../src/main/actions/desk.ts';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { bringIn, equipmentOf, readConfig, secretsOf } from '../../src/main/hosts/compose.ts';
import { settingsOf } from '../../src/main/hosts/settings-of.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import type { Settings } from '../../src/main/ports/settings.ts';
import { createRegister } from '../../src/main/register.ts';
import { ballastIn } from '../../src/main/store/ballast.ts';
import { openStore } from '../../src/main/store/open.ts';
import { type Counter, counterOf } from './counter.ts';
import { type Finished, whenTestEnds } from './for-test.ts';
import type { Shop } from './shop.ts';

export type Changes = {
  readonly ports?: (ports: Ports) => Partial<Ports>;
  readonly settings?: (settings: Settings) => Partial<Settings>;
};

/** The shop's people and prices, in records of their own; everything of it real unless `changes` says otherwise. */
export async function counterByHand(
  shop: Shop,
  changes: Changes = {},
  finished: Finished = whenTestEnds,
): Promise<Counter & { readonly ports: Ports }> {
  const { jurisdictions, migrations } = findAppFiles();
  const config = readConfig(shop.config);
  const usual = settingsOf(config, jurisdictions, Date.now());
  const settings = { ...usual, ...changes.settings?.(usual) };
  mkdirSync(shop.data, { recursive: true });
  const secrets = secretsOf(config, shop.config, shop.data);
  const opened = openStore({ dataDir: shop.data, migrationsDir: migrations, clock: systemClock });
  if (!opened.ok) throw new Error(opened.error.happened);
  const store = opened.value;
  await bringIn(store, config);
  const real: Ports = {
    store,
    ...equipmentOf(config, settings, secrets),
    clock: systemClock,
    secrets,
    freeBytes: () => 1e12,
    ballast: ballastIn(shop.data),
    newId: randomUUID,
    log: () => {},
  };
  const ports = { ...real, ...changes.ports?.(real) };
  const register = createRegister(ports, settings, null);
  const counter = counterOf({ register, close: register.close });
  finished(() => counter.close());
  return { ...counter, ports };
}
