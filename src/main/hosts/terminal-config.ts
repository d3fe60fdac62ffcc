/** terminal.json: what an installer writes. Parsed at the door; every problem is named with its path. */
import { z } from 'zod';
import { ReceiptNumber, StaffId } from '../../shared/values/ids.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { LocalRate } from '../domain/profile/overlay.ts';
import { publicKeyOf } from './profile-trust.ts';

const Text = z.string().trim().min(1).max(120);

const SerialLink = z.strictObject({
  kind: z.literal('serial'),
  path: Text,
  baudRate: z.int().min(300).max(921_600).default(9600),
});
const TcpLink = z.strictObject({
  kind: z.literal('tcp'),
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'is not a host name or an address')
    .max(253),
  port: z.int().min(1).max(65_535).default(9100),
});

const Devices = z.strictObject({
  scanner: z.strictObject({
    driver: z.literal('serial').default('serial'),
    link: SerialLink,
    /** True when the scanner is set up to send CR after each code: a code without it is then a broken one. */
    suffixRequired: z.boolean().default(false),
  }),
  printer: z.strictObject({
    driver: z.literal('escpos').default('escpos'),
    link: z.discriminatedUnion('kind', [TcpLink, SerialLink]),
    columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).default(48),
    /** The printer's own serial number; another one at this address is then refused in words. */
    serialNumber: Text.optional(),
  }),
  drawer: z.strictObject({
    driver: z.literal('printer-kick').default('printer-kick'),
    pin: z.union([z.literal(2), z.literal(5)]).default(2),
    onMs: z.int().min(50).max(250).default(50),
    offMs: z.int().min(50).max(500).default(500),
    sensor: z.enum(['highIsClosed', 'highIsOpen', 'none']).default('none'),
    /** Null: never said. Without a sensor nobody knows, and nothing is said either. */
    leftOpenAfterMs: z.int().min(1000).max(3_600_000).nullable().default(60_000),
    /** False for a printer that does not know the real-time pulse. */
    realTimePulse: z.boolean().default(true),
  }),
});

const Keys = z.union([
  z.strictObject({ vendorKey: z.string().min(1).max(200), userKey: z.string().min(1).max(200) }),
  /** A file of its own beside terminal.json that holds the same two fields; readable by this user only. */
  z.strictObject({ file: Text }),
]);

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(host);

const BaseUrl = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    const problem = baseUrlProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

function baseUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is not an address such as https://api-ok.metrc.com';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not hold keys; they stand under "keys"';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return null;
  return 'must be https; plain http is allowed to this machine only';
}

const User = z.strictObject({
  id: StaffId,
  name: Text,
  role: z.enum(['budtender', 'lead', 'installer']),
  pin: z.string().regex(/^\d{4,8}$/, 'is four to eight digits'),
  /** What stands behind CS-BADGE- on this person's badge. It signs in without a PIN, so it must not be guessable. */
  badge: z
    .string()
    .regex(/^[a-z0-9-]{12,40}$/, 'is twelve to forty small letters, digits or dashes')
    .optional(),
});

/** Shorter waits than a store may have; only with a Metrc on this machine, which is practice or a test. */
const Practice = z.strictObject({
  quietMs: z.int().min(100).optional(),
  absentGapMs: z.int().min(10).optional(),
  submitMs: z.int().min(200).optional(),
  wholeScreenMs: z.int().min(0).optional(),
  watchMs: z.int().min(100).optional(),
  watchEveryMs: z.int().min(50).optional(),
  readsPerSecond: z.int().min(1).max(1000).optional(),
});

/** A key that may sign rule profiles for this terminal. */
const TrustedKey = z.strictObject({
  id: Text,
  publicKey: z.string().refine((line) => publicKeyOf(line) !== null, 'is not an Ed25519 public key in base64'),
});

const Price = z.strictObject({ item: Text, cents: z.int().min(0).max(10_000_000) });

export const TerminalConfig = z
  .strictObject({
    $schema: z.string().optional(),
    schema: z.literal('terminal/1'),
    mode: z.enum(['production', 'sandbox']),
    terminal: z.strictObject({
      id: z.string().regex(/^[A-Za-z0-9]{1,16}$/, 'is one to sixteen letters and digits'),
      name: Text,
    }),
    store: z.strictObject({
      name: Text,
      address: Text,
      language: z.enum(['en', 'es']).default('en'),
      contacts: z
        .array(z.strictObject({ who: Text, phone: Text }))
        .max(4)
        .default([]),
    }),
    licence: Text,
    profile: z.string().regex(/^[a-z0-9-]{1,60}$/),
    /** A profile that does not come with the app: a file beside terminal.json, signed by one of the trusted keys. */
    profileFile: Text.optional(),
    trustedKeys: z.array(TrustedKey).max(20).default([]),
    localRates: z.record(z.string(), LocalRate).default({}),
    cashRounding: z.enum(['off', 'symmetric', 'down']).optional(),
    metrc: z.strictObject({ baseUrl: BaseUrl, keys: Keys, practice: Practice.optional() }),
    devices: Devices,
    users: z.array(User).min(1).max(60),
    prices: z.array(Price).max(5000).default([]),
    /** What the owner of the store has decided. */
    policy: z
      .strictObject({
        /** A lead may park one sale in doubt and go on selling. */
        park: z.boolean().default(false),
      })
      .default({ park: false }),
    idleLockMinutes: z.number().min(0.5).max(120).default(5),
  })
  .superRefine((config, context) => {
    const say = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const ids = config.users.map((user) => user.id);
    ids.forEach((id, i) => {
      if (ids.indexOf(id) !== i) say(['users', i, 'id'], `"${id}" is named twice`);
    });
    if (!config.users.some((user) => user.role === 'lead'))
      say(['users'], 'need at least one with the role "lead": nobody could open the drawer');
    if (config.mode === 'production' && isLoopback(new URL(config.metrc.baseUrl).hostname)) {
      say(['metrc', 'baseUrl'], 'is this machine: a practice Metrc is no production; use the mode "sandbox"');
    }
    if (config.metrc.practice && !isLoopback(new URL(config.metrc.baseUrl).hostname)) {
      say(['metrc', 'practice'], 'is for a Metrc on this machine only');
    }
    const code = config.licence.replace(/[^A-Za-z0-9]/g, '');
    if (!ReceiptNumber.safeParse(`${code.slice(0, 24)}-${config.terminal.id}-00000000-1`).success)
      say(['licence'], 'has no letters or digits');
  });
export type TerminalConfig = z.infer<typeof TerminalConfig>;

/** What a schema says of a field, for somebody who writes the file by hand. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has a field that means nothing here: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_value')
    return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  if (issue.code === 'invalid_union') return 'has none of the forms that docs/terminal.md gives for it';
  return issue.message;
}

export type ConfigProblem = { readonly at: string; readonly says: string };

/** Reads the text of a terminal.json. Every problem is listed, each with the path of the field it is about. */
export function parseTerminalConfig(text: string): Result<TerminalConfig, readonly ConfigProblem[]> {
  let json: unknown;
  try {
    // Editors on Windows put a byte order mark in front.
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    return err([{ at: '(file)', says: `is not JSON: ${where}` }]);
  }
  const parsed = TerminalConfig.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => ({ at: issue.path.join('/') || '(file)', says: inWords(issue) })));
}

/** The same as a JSON schema, for editors: docs/terminal.schema.json is this, written down. */
export const terminalJsonSchema = (): object =>
  z.toJSONSchema(TerminalConfig, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
