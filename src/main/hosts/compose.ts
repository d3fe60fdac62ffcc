/** Puts a terminal together: real parts or simulated ones, by its configuration. The only file that knows them all. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createEscposStation } from '../../hardware/escpos-printer/station.ts';
import { createSerialScanner } from '../../hardware/serial-scanner/scanner.ts';
import { createMetrc } from '../../metrc/client.ts';
import { createMetrcWay } from '../../metrc/way/way.ts';
import { cents } from '../../shared/values/money.ts';
import type { Ports } from '../actions/desk.ts';
import { hashPin, pinMatches } from '../actions/pin.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Settings } from '../ports/settings.ts';
import type { Store } from '../ports/store.ts';
import { createRegister, type Register } from '../register.ts';
import type { TrainingBench } from '../register-router.ts';
import { ballastIn } from '../store/ballast.ts';
import { openStore } from '../store/open.ts';
import { findAppFiles } from './app-files.ts';
import { claimDataFolder, defaultDataFolder } from './data-folder.ts';
import { fileSecrets, type MetrcKeys, readKeyFile } from './key-files.ts';
import { describeBug } from './report-bug.ts';
import { settingsOf, trainingSettings } from './settings-of.ts';
import { systemClock } from './system-clock.ts';
import { CannotStart, type ComposeOptions, type Terminal } from './terminal.ts';
import { parseTerminalConfig, type TerminalConfig } from './terminal-config.ts';
import { forgetPracticeMetrc, furnish, startTrainingStore, trainingPins } from './training/training-store.ts';

export type RunningTerminal = Terminal & {
  readonly register: Register;
  readonly settings: Settings;
  readonly dataDir: string;
};

const newId = (): string => randomUUID();

const log: Ports['log'] = ({ what, error }) => {
  process.stderr.write(`${what}${error === undefined ? '' : `: ${describeBug(error)}`}\n`);
};

const freeBytesOf = (dataDir: string) => (): number => {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize;
};

function openRecords(dataDir: string, migrationsDir: string): Store {
  const opened = openStore({ dataDir, migrationsDir, clock: systemClock });
  if (opened.ok) return opened.value;
  const { happened, toDo, detail, holder } = opened.error;
  const who = holder
    ? ` It is process ${holder.pid} on ${holder.hostname}, since ${new Date(holder.startedAt).toLocaleString()}.`
    : '';
  throw new CannotStart(`${happened}${who} ${toDo}${detail === null ? '' : ` (${detail})`}`, 1);
}

/** Reads and checks terminal.json; every problem is one line with the path of its field. */
export function readConfig(path: string): TerminalConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CannotStart(`${path} cannot be read.`, 2);
  }
  const parsed = parseTerminalConfig(text);
  if (parsed.ok) {
    const { profileFile, ...config } = parsed.value;
    return profileFile === undefined ? config : { ...config, profileFile: resolve(dirname(path), profileFile) };
  }
  throw new CannotStart(parsed.error.map(({ at, says }) => `${path}: ${at}: ${says}`).join('\n'), 2);
}

/** The real devices and the real Metrc of a configuration. Nothing is opened before the register starts them. */
export function equipmentOf(
  config: TerminalConfig,
  settings: Settings,
  secrets: Pick<Secrets, 'metrcKeys'>,
): Pick<Ports, 'metrc' | 'metrcWay' | 'printer' | 'drawer' | 'scanner'> {
  const keys = secrets.metrcKeys();
  if (keys === null) throw new CannotStart('metrc/keys: there are none.', 2);
  const { scanner, printer, drawer } = config.devices;
  const { driver: _driver, ...drawerSettings } = drawer;
  const station = createEscposStation({
    clock: systemClock,
    link: printer.link,
    printer: {
      id: 'printer',
      columns: printer.columns,
      ...(printer.serialNumber === undefined ? {} : { serialNumber: printer.serialNumber }),
    },
    drawer: { id: 'drawer', ...drawerSettings },
  });
  if (station.drawer === null) throw new Error('a station with drawer settings has a drawer');
  return {
    metrc: createMetrc({
      baseUrl: config.metrc.baseUrl,
      licence: config.licence,
      keys,
      clock: systemClock,
      submitTimeoutMs: settings.waits.submitMs,
      ...(config.metrc.practice?.readsPerSecond === undefined
        ? {}
        : { readsPerSecond: config.metrc.practice.readsPerSecond }),
    }),
    metrcWay: createMetrcWay({ baseUrl: config.metrc.baseUrl, clock: systemClock }),
    printer: station.printer,
    drawer: station.drawer,
    scanner: createSerialScanner({
      id: 'scanner',
      path: scanner.link.path,
      baudRate: scanner.link.baudRate,
      suffixRequired: scanner.suffixRequired,
      clock: systemClock,
    }),
  };
}

/** Metrc's two keys, from terminal.json or from the file it names. */
export const keysOf = (config: TerminalConfig, configPath: string): MetrcKeys =>
  'file' in config.metrc.keys ? readKeyFile(configPath, config.metrc.keys.file) : config.metrc.keys;

export const secretsOf = (config: TerminalConfig, configPath: string, dataDir: string): Secrets =>
  fileSecrets(dataDir, keysOf(config, configPath));

/** A revision only goes up: what was once sold by a later one is not sold by an earlier one again. */
function refuseOlderProfile(store: Store, { profile }: Settings): void {
  const last = store.sales.latestConfirmed()?.profile;
  if (last?.id !== profile.profile_id || last.revision <= profile.revision) return;
  store.close();
  throw new CannotStart(
    `profile: revision ${profile.revision} of "${profile.profile_id}" is older than revision ${last.revision}, by which this store has sold.`,
    2,
  );
}

/** Brings the people and prices of terminal.json into the records. A PIN is hashed anew only when it changed. */
export async function bringIn(store: Store, config: TerminalConfig): Promise<void> {
  const known = new Map(store.staff.all().map((person) => [person.id, person.pinHash]));
  const staff = await Promise.all(
    config.users.map(async ({ id, name, role, pin, badge = null }) => {
      const before = known.get(id);
      const pinHash = before !== undefined && (await pinMatches(pin, before)) ? before : await hashPin(pin);
      return { id, name, role, badge, pinHash };
    }),
  );
  store.transaction(() => {
    store.staff.sync(staff);
    store.prices.sync(
      config.prices.map(({ item, cents: price }) => ({ itemName: item, cents: cents(price) })),
      systemClock.now(),
    );
  });
}

function run(
  ports: Ports,
  settings: Settings,
  dataDir: string,
  bench: TrainingBench | null,
  alsoClose: () => Promise<void>,
): RunningTerminal {
  const register = createRegister(ports, settings, bench);
  let closing: Promise<void> | null = null;
  return {
    router: register.router,
    register,
    settings,
    dataDir,
    info: { mode: settings.mode },
    close: () => {
      closing ??= register.close().then(alsoClose);
      return closing;
    },
  };
}

async function composeTraining(dataOption: string | undefined): Promise<RunningTerminal> {
  const files = findAppFiles();
  const settings = trainingSettings(files.jurisdictions, trainingPins);
  const owner = { mode: 'training', licence: settings.licence, terminal: settings.terminal.id } as const;
  const dataDir = dataOption ?? defaultDataFolder(owner);
  claimDataFolder(dataDir, owner);
  if (!existsSync(join(dataDir, 'countersign.db'))) forgetPracticeMetrc(dataDir);
  const secrets = fileSecrets(dataDir, { vendorKey: 'training', userKey: 'training' });
  const store = openRecords(dataDir, files.migrations);
  await furnish(store, systemClock, newId);
  const training = await startTrainingStore({ settings, dataDir, clock: systemClock });
  const ports: Ports = {
    store,
    ...training.equipment,
    clock: systemClock,
    secrets,
    freeBytes: freeBytesOf(dataDir),
    ballast: ballastIn(dataDir),
    newId,
    log,
  };
  return run(ports, settings, dataDir, training.bench, training.close);
}

async function composeConfigured(configPath: string, dataOption: string | undefined): Promise<RunningTerminal> {
  const files = findAppFiles();
  const config = readConfig(configPath);
  const settings = settingsOf(config, files.jurisdictions, systemClock.now());
  const owner = { mode: settings.mode, licence: settings.licence, terminal: settings.terminal.id };
  const dataDir = dataOption ?? defaultDataFolder(owner);
  claimDataFolder(dataDir, owner);
  const secrets = secretsOf(config, configPath, dataDir);
  const store = openRecords(dataDir, files.migrations);
  refuseOlderProfile(store, settings);
  await bringIn(store, config);
  const ports: Ports = {
    store,
    ...equipmentOf(config, settings, secrets),
    clock: systemClock,
    secrets,
    freeBytes: freeBytesOf(dataDir),
    ballast: ballastIn(dataDir),
    newId,
    log,
  };
  return run(ports, settings, dataDir, null, async () => {});
}

/** Composes a terminal. Throws CannotStart with a whole sentence for everything a person can mend. */
export const compose = ({ config, data }: ComposeOptions): Promise<RunningTerminal> =>
  config === undefined ? composeTraining(data) : composeConfigured(config, data);
