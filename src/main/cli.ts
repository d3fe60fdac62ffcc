/** countersign <command>: the same code as the app, for a terminal's owner, its installer and its tests. */
import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runSimulatorCommand } from '../metrc/simulator/command.ts';
import { answerPriceDocument } from './domain/pricing/price-command.ts';
import { parseProfiles } from './domain/profile/parse-profile.ts';
import { findAppFiles } from './hosts/app-files.ts';
import { backUpRecords, restoreRecords } from './hosts/backup.ts';
import { readConfig } from './hosts/compose.ts';
import { doctor } from './hosts/doctor.ts';
import { identify } from './hosts/identify-command.ts';
import { checkProfiles, diffProfiles, signProfileFile } from './hosts/profile-command.ts';
import { receiptCommand } from './hosts/receipt-command.ts';
import { reportBugToStderr } from './hosts/report-bug.ts';
import { CannotStart } from './hosts/terminal.ts';
import { recordsFolder, todayOf, verifyRecords } from './hosts/verify.ts';
import { verifyAgainstMetrc } from './hosts/verify-metrc.ts';

const USAGE = `countersign <command>

  price [FILE]       carts in, results out; --profiles FILE uses other profiles
  identify [FILE]    scans in (one JSON with "hex" a line), what each is out: --at, --zone, --expiry-inclusive|-exclusive, --min-age N
  profile check FILE...             are they profiles, in force, and who signed them; --config terminal.json has the trust list
  profile sign FILE --key PEM --key-id ID [--out FILE]
  profile diff BEFORE AFTER         what changed, by its place in the file
  doctor             proves database, disk, clock, Metrc, keys and every device: --config terminal.json
  receipt SALE       a copy of its receipt: --format text|escpos|png, --columns 32|42|48, --dots N, --out FILE
  verify [FILE.db]   checks the journal chain and the Z reports: --data DIR
  verify --metrc     compares every receipt of --from YYYY-MM-DD --to YYYY-MM-DD with Metrc, both ways: --config
  backup DIR         a verified copy below DIR, also beside a working terminal: --data DIR
  restore DIR        puts a backup in the place of the records
  metrc-sim          the practice Metrc alone: --seed FILE [--port N]

JSON on stdout, words on stderr; exit 0 done, 1 something is wrong, 2 bad input.
`;

/** Paths are meant from where the person stands; npm runs scripts in the project's folder and tells where that was. */
const fromHere = (path: string): string =>
  isAbsolute(path) ? path : resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

const readInput = (path: string | undefined): string =>
  readFileSync(path === undefined || path === '-' ? 0 : fromHere(path), 'utf8');

function shippedProfiles(): unknown {
  const { jurisdictions } = findAppFiles();
  const ids = ['us-ok-medical', 'us-co-dual', 'us-mi-dual', 'us-ca-dual'];
  return ids.map((id) => JSON.parse(readFileSync(join(jurisdictions, `${id}.json`), 'utf8')));
}

function price(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { profiles: { type: 'string' } },
  });
  const isOwn = values.profiles !== undefined;
  const profiles = parseProfiles(isOwn ? JSON.parse(readInput(values.profiles)) : shippedProfiles());
  if (!profiles.ok) {
    for (const { at, says } of profiles.error) process.stderr.write(`${at}: ${says}\n`);
    return 2;
  }
  const { output, exitCode } = answerPriceDocument(JSON.parse(readInput(positionals[0])), profiles.value, {
    unsigned: isOwn,
  });
  process.stdout.write(`${JSON.stringify(output)}\n`);
  return exitCode;
}

function identifyScans(args: readonly string[]): number {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    config: text,
    at: text,
    zone: text,
    'min-age': text,
    'expiry-inclusive': flag,
    'expiry-exclusive': flag,
    sandbox: flag,
  };
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const { output, exitCode } = identify(readInput(positionals[0]), {
    config: values.config && fromHere(values.config),
    at: values.at,
    zone: values.zone,
    minAge: values['min-age'],
    expiryInclusive: values['expiry-exclusive'] ? false : values['expiry-inclusive'],
    sandbox: values.sandbox === true,
  });
  for (const line of output) process.stdout.write(`${JSON.stringify(line)}\n`);
  return exitCode;
}

const needs = (words: string): 2 => {
  process.stderr.write(`${words}\n`);
  return 2;
};

function profile(args: readonly string[]): number {
  const text = { type: 'string' } as const;
  const options = { config: text, key: text, 'key-id': text, out: text };
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [act, ...named] = positionals;
  const files = named.map(fromHere);
  const [file, other] = files;
  const says = {
    out: (line: string) => void process.stdout.write(line),
    say: (line: string) => void process.stderr.write(line),
  };
  if (act === 'check' && file !== undefined) {
    const trusted = values.config === undefined ? [] : readConfig(fromHere(values.config)).trustedKeys;
    return checkProfiles(files, { ...says, trusted, now: Date.now() });
  }
  if (act === 'diff' && file !== undefined && other !== undefined) return diffProfiles(file, other, says);
  if (act !== 'sign' || file === undefined)
    return needs('profile check FILE..., profile sign FILE or profile diff BEFORE AFTER.');
  const { key, 'key-id': keyId, out } = values;
  if (key === undefined || keyId === undefined) return needs('profile sign needs --key and --key-id.');
  return signProfileFile(
    { file, key: fromHere(key), keyId, ...(out === undefined ? {} : { to: fromHere(out) }) },
    says,
  );
}

const where = { config: { type: 'string' }, data: { type: 'string' } } as const;

function receipt(args: readonly string[]): number {
  const text = { type: 'string' } as const;
  const options = {
    ...where,
    format: { ...text, default: 'text' },
    columns: { ...text, default: '48' },
    dots: text,
    out: text,
  };
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [sale] = positionals;
  if (sale === undefined) {
    process.stderr.write('receipt needs the number of a sale.\n');
    return 2;
  }
  const { format, columns, dots } = values;
  const path = (named: string | undefined) => named && fromHere(named);
  return receiptCommand({
    sale,
    format,
    columns,
    dots,
    out: path(values.out),
    config: path(values.config),
    data: path(values.data),
  });
}

async function run(command: string | undefined, args: readonly string[]): Promise<number> {
  switch (command) {
    case 'price':
      return price(args);
    case 'identify':
      return identifyScans(args);
    case 'profile':
      return profile(args);
    case 'doctor': {
      const { values } = parseArgs({ args: [...args], options: where });
      return doctor(values.config && fromHere(values.config), values.data && fromHere(values.data));
    }
    case 'receipt':
      return receipt(args);
    case 'verify': {
      const range = { from: { type: 'string' }, to: { type: 'string' }, metrc: { type: 'boolean' } } as const;
      const options = { ...where, ...range };
      const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
      if (values.metrc) return verifyMetrc(values);
      const file = positionals[0];
      return verifyRecords(
        file && fromHere(file),
        values.config && fromHere(values.config),
        values.data && fromHere(values.data),
      );
    }
    case 'backup':
    case 'restore': {
      const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: where });
      const [folder] = positionals;
      if (folder === undefined) {
        process.stderr.write(`${command} needs a folder.\n`);
        return 2;
      }
      const dataDir = recordsFolder(values.config && fromHere(values.config), values.data && fromHere(values.data));
      return command === 'backup'
        ? backUpRecords(dataDir, fromHere(folder))
        : restoreRecords(dataDir, fromHere(folder));
    }
    case 'metrc-sim':
      return runSimulatorCommand(args);
    case undefined:
    case 'help':
      process.stderr.write(USAGE);
      return command === 'help' ? 0 : 2;
    default:
      process.stderr.write(`There is no command "${command}".\n${USAGE}`);
      return 2;
  }
}

type VerifyRange = { config?: string; data?: string; from?: string; to?: string };

/** Compares with Metrc, both ways; a range that is left out is today, in the store's zone and by its own business day. */
function verifyMetrc({ config, data, from, to }: VerifyRange): Promise<0 | 1 | 2> {
  const today = config === undefined ? '' : todayOf(fromHere(config));
  return verifyAgainstMetrc({
    configPath: config && fromHere(config),
    dataDir: data && fromHere(data),
    from: from ?? today,
    to: to ?? from ?? today,
    out: (text) => process.stdout.write(text),
    say: (text) => process.stderr.write(text),
  });
}

/** Input that is no JSON, a file that is not there, an option that does not exist: said in one line, exit 2. */
function isBadInput(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error instanceof SyntaxError || code === 'ENOENT' || code === 'EISDIR' || code.startsWith('ERR_PARSE_ARGS');
}

const [command, ...args] = process.argv.slice(2);
try {
  process.exitCode = await run(command, args);
} catch (error) {
  if (error instanceof CannotStart) process.stderr.write(`${error.message}\n`);
  else if (isBadInput(error)) process.stderr.write(`${error.message}\n`);
  else reportBugToStderr(command ?? 'countersign', error);
  process.exitCode = error instanceof CannotStart ? error.exitCode : isBadInput(error) ? 2 : 1;
}
