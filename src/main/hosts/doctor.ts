/** `countersign doctor`: proves each part of a configured terminal, one line each, and names what is wrong. Sells nothing. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { metrcTroubles } from '../../shared/words/metrc-troubles.ts';
import type { Device } from '../ports/device.ts';
import type { Metrc, MetrcTrouble } from '../ports/metrc.ts';
import type { MetrcWay } from '../ports/metrc-way.ts';
import { ballastIn } from '../store/ballast.ts';
import { openReader } from '../store/reader.ts';
import { findAppFiles } from './app-files.ts';
import { equipmentOf, keysOf, readConfig } from './compose.ts';
import { defaultDataFolder, refuseAnothersFolder } from './data-folder.ts';
import { settingsOf } from './settings-of.ts';
import { systemClock } from './system-clock.ts';
import { CannotStart } from './terminal.ts';

export type Finding = { readonly what: string; readonly ok: boolean; readonly says: string };

const CLOCK_WARN_MS = 60_000;
const RESERVE_BYTES = 64 * 1024 * 1024;

/** What an installer can do besides what the tile on the screen says. */
const ALSO: Readonly<Partial<Record<MetrcTrouble, string>>> = {
  no_name: 'Look for a slip in metrc/baseUrl.',
  refused_connection: 'Check metrc/baseUrl.',
  tls: 'Check metrc/baseUrl.',
  keys: 'Check metrc/keys, and that the user key has not expired.',
  licence: 'Check licence.',
  unreadable: 'Check metrc/baseUrl.',
};

/** The broken link, in the words of the tile. */
function brokenLink(because: MetrcTrouble): Finding {
  const { title, steps } = metrcTroubles[because].en;
  return { what: 'Metrc', ok: false, says: [title, ...steps, ...(ALSO[because] ? [ALSO[because]] : [])].join(' ') };
}

const DEVICE_REASONS: Readonly<Record<string, string>> = {
  no_connection: 'nothing answers there: check cable, power and address',
  no_such_port: 'there is no such port: check the path',
  no_permission: 'this user may not use the port',
  taken_by_another: 'another program holds it, perhaps a register that runs',
  not_answering: 'it is connected but says nothing',
  native_part_missing: 'a part of the program for this kind of port is missing',
  paper_out: 'it is out of paper',
  cover_open: 'its cover is open',
};

/** The nearest folder that is there: the data folder itself may not be made yet. */
function standing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : standing(dirname(folder));
}

function recordsFinding(dataDir: string, migrationsDir: string): Finding {
  if (!existsSync(join(dataDir, 'countersign.db'))) {
    return { what: 'database', ok: true, says: `none yet; the first start makes it in ${dataDir}` };
  }
  const opened = openReader({ dataDir, migrationsDir });
  if (!opened.ok) return { what: 'database', ok: false, says: `${opened.error.happened} ${opened.error.toDo}` };
  const damage = opened.value.damage();
  const { checked, findings } = opened.value.journal.verify();
  const sales = opened.value.sales.verify();
  opened.value.close();
  const wrong = damage ?? findings[0]?.words ?? sales.findings[0]?.words;
  return wrong === undefined
    ? { what: 'database', ok: true, says: `${checked} journal entries, the chain is whole` }
    : { what: 'database', ok: false, says: wrong };
}

function diskFinding(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(standing(dataDir));
  const free = bavail * bsize;
  const ballast = ballastIn(dataDir);
  // The first start takes the ballast out of what is free.
  const needed = RESERVE_BYTES + (ballast.inPlace() ? 0 : ballast.bytes);
  const megabytes = (bytes: number): number => Math.floor(bytes / 1_048_576);
  return { what: 'disk', ok: free >= needed, says: `${megabytes(free)} MB free, ${megabytes(needed)} MB needed` };
}

async function metrcFindings(metrc: Metrc, way: MetrcWay, licence: string): Promise<Finding[]> {
  // The way first: it tells apart what a question without an answer cannot.
  const probe = await way.probe();
  if (probe.kind === 'broken') return [brokenLink(probe.because)];
  const read = await metrc.control();
  if (read.kind === 'failed') return [brokenLink(read.because)];
  const covered = read.licences.some(({ number }) => number === licence);
  const names = read.licences.map(({ number }) => number).join(', ');
  const took = (read.exchange.answeredAt ?? read.exchange.askedAt) - read.exchange.askedAt;
  const clockOff = read.metrcNow === null ? null : Math.abs(read.metrcNow - systemClock.now());
  return [
    { what: 'Metrc', ok: true, says: `answers in ${took} ms and takes the keys` },
    {
      what: 'licence',
      ok: covered,
      says: covered
        ? `${licence} is covered by the keys`
        : `${licence} is not among the licences of these keys: ${names || 'none'}`,
    },
    clockOff === null
      ? { what: 'clock', ok: true, says: 'Metrc tells no time to compare with' }
      : {
          what: 'clock',
          ok: clockOff < CLOCK_WARN_MS,
          says: `${Math.round(clockOff / 1000)} s away from Metrc's clock`,
        },
  ];
}

/** The room of the devices speaks in reasons; a person at a terminal reads words. */
const inWords = (finding: string): string =>
  finding.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (reason) => DEVICE_REASONS[reason] ?? reason);

async function deviceFinding(what: string, device: Device): Promise<Finding> {
  const test = await device.selfTest();
  return { what, ok: test.ok, says: test.findings.map(inWords).join(' ') };
}

/**
 * Runs every proof. Devices that a running terminal holds answer "taken by another": close the register first.
 * @throws CannotStart where terminal.json itself is wrong
 */
export async function examine(configPath: string, dataOption: string | undefined): Promise<Finding[]> {
  const files = findAppFiles();
  const config = readConfig(configPath);
  const settings = settingsOf(config, files.jurisdictions, systemClock.now());
  const owner = { mode: settings.mode, licence: settings.licence, terminal: settings.terminal.id };
  const dataDir = dataOption ?? defaultDataFolder(owner);
  // A look changes nothing: a licence with a slip in it must not claim the folder, and no key is made.
  refuseAnothersFolder(dataDir, owner);
  const keys = keysOf(config, configPath);
  const equipment = equipmentOf(config, settings, { metrcKeys: () => keys });
  const { metrc, metrcWay, scanner, printer, drawer } = equipment;
  // The scanner opens its port for the test alone; printer and drawer answer only where there is a connection.
  printer.start();
  drawer.start();
  const findings: Finding[] = [
    {
      what: 'terminal.json',
      ok: true,
      says: `${config.terminal.name}, licence ${config.licence}, ${config.mode}, rules ${config.profile}`,
    },
    recordsFinding(dataDir, files.migrations),
    diskFinding(dataDir),
    ...(await metrcFindings(metrc, metrcWay, config.licence)),
    await deviceFinding('scanner', scanner),
    await deviceFinding('printer', printer),
    await deviceFinding('drawer', drawer),
  ];
  await Promise.all([metrc.close(), scanner.stop(), printer.stop(), drawer.stop()]);
  return findings;
}

/** The command: JSON on stdout, one line for each part on stderr, exit code 1 when something is wrong, 2 for bad input. */
export async function doctor(configPath: string | undefined, dataOption: string | undefined): Promise<0 | 1 | 2> {
  if (configPath === undefined) {
    process.stderr.write('doctor needs --config terminal.json.\n');
    return 2;
  }
  try {
    const findings = await examine(configPath, dataOption);
    for (const { what, ok, says } of findings) process.stderr.write(`${ok ? 'ok   ' : 'WRONG'}  ${what}: ${says}\n`);
    const wrong = findings.filter((finding) => !finding.ok);
    process.stderr.write(
      wrong.length === 0 ? 'Everything answers.\n' : `Wrong: ${wrong.map((finding) => finding.what).join(', ')}.\n`,
    );
    process.stdout.write(`${JSON.stringify({ findings })}\n`);
    return wrong.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}
