/** The commands as an installer runs them: a process of its own, words on stderr, JSON on stdout, an exit code. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CannotStart } from '../../src/main/hosts/terminal.ts';
import { localTrouble, readLocalNetwork } from '../../src/metrc/way/local-network.ts';
import { metrcTroubles } from '../../src/shared/words/metrc-troubles.ts';
import { needsSocat } from '../hardware/support/pty.ts';
import { startCounter } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { scannerCable } from '../support/gun.ts';
import type { Json } from '../support/terminal-json.ts';

const CLI = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));

type Said = { readonly code: number | null; readonly out: string; readonly err: string };

function run(...args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const doctor = (config: string, data: string): Promise<Said> => run('doctor', '--config', config, '--data', data);
type Finding = { readonly what: string; readonly ok: boolean; readonly says: string };
const findings = (said: Said): Finding[] => JSON.parse(said.out).findings;
const wrongOf = (said: Said): string[] => findings(said).flatMap(({ what, ok }) => (ok ? [] : [what]));
const at = (json: Json, path: string): Json => path.split('/').reduce((inner, step) => inner[step] as Json, json);

test('everything right: doctor says so line by line and exits 0', async (context) => {
  needsSocat(context);
  const cable = await scannerCable();
  const shop = await shopForTest({ scannerPath: cable.path });
  const said = await doctor(shop.config, shop.data);
  expect(said.err).toContain('Everything answers.');
  expect(findings(said).map(({ what }) => what)).toEqual([
    'terminal.json',
    'database',
    'disk',
    'Metrc',
    'licence',
    'clock',
    'scanner',
    'printer',
    'drawer',
  ]);
  expect(wrongOf(said)).toEqual([]);
  expect(said.code).toBe(0);
  expect(said.out + said.err).not.toContain('user-key-of-the-tests');
  expect(shop.posts()).toBe(0);
});

test('doctor changes nothing: in a folder that nobody has used it makes no file, no key and no claim', async () => {
  const shop = await shopForTest();
  expect(existsSync(shop.data)).toBe(false);
  expect(findings(await doctor(shop.config, shop.data)).find(({ what }) => what === 'database')?.says).toContain(
    'none yet',
  );
  expect(existsSync(shop.data)).toBe(false);
  mkdirSync(shop.data);
  await doctor(shop.config, shop.data);
  expect(readdirSync(shop.data)).toEqual([]);
  // Somebody with a slip in the licence looked first; the right terminal starts there all the same.
  shop.rewrite((json) => void Object.assign(json, { licence: 'DAAA-4K1Q-T7Z3' }));
  await doctor(shop.config, shop.data);
  shop.rewrite((json) => void Object.assign(json, { licence: 'DAAA-4K1Q-T7Z2' }));
  expect((await counterForTest(shop)).now().lane.state).toBe('ready');
});

test.concurrent.for([
  [
    'wrong keys',
    (json: Json) => Object.assign(at(json, 'metrc'), { keys: { vendorKey: 'a', userKey: 'b' } }),
    'Metrc',
    'does not accept this store’s keys',
  ],
  [
    'keys of another licence',
    (json: Json) => Object.assign(at(json, 'metrc'), { keys: { vendorKey: 'other-vendor', userKey: 'other-user' } }),
    'licence',
    'not among the licences',
  ],
  [
    'nobody at the address of Metrc',
    (json: Json) => Object.assign(at(json, 'metrc'), { baseUrl: 'http://127.0.0.1:1' }),
    'Metrc',
    'nobody takes the connection',
  ],
  [
    'a name that does not resolve',
    (json: Json) => Object.assign(at(json, 'metrc'), { baseUrl: 'https://metrc.invalid', practice: undefined }),
    'Metrc',
    // On a machine without a network that comes first.
    metrcTroubles[localTrouble(readLocalNetwork()) ?? 'no_name'].en.title,
  ],
  [
    'no printer',
    (json: Json) => Object.assign(at(json, 'devices/printer/link'), { port: 1 }),
    'printer',
    'There is no connection to the printer',
  ],
] as const)('%s: doctor names it and exits 1', async ([, spoil, what, says], { onTestFinished }) => {
  const shop = await shopForTest({}, onTestFinished);
  shop.rewrite((json) => void spoil(json));
  const said = await doctor(shop.config, shop.data);
  expect(said.code).toBe(1);
  expect(wrongOf(said)).toContain(what);
  expect(findings(said).find((finding) => finding.what === what)?.says).toContain(says);
  expect(findings(said).find((finding) => finding.what === 'scanner')).toMatchObject({ ok: false });
  expect(said.err).toContain(`WRONG  ${what}: `);
});

test.concurrent.for([
  ['an unknown field', (json: Json) => Object.assign(json, { skipMetrc: true }), '(file)'],
  ['a user with a short PIN', (json: Json) => Object.assign(at(json, 'users/0'), { pin: '12' }), 'users/0/pin'],
  ['a guessable badge', (json: Json) => Object.assign(at(json, 'users/0'), { badge: 'dana' }), 'users/0/badge'],
  ['two users of one name', (json: Json) => Object.assign(at(json, 'users/1'), { id: 'dana' }), 'users/1/id'],
  ['no lead', (json: Json) => Object.assign(at(json, 'users/1'), { role: 'budtender' }), 'users'],
  [
    'plain http to a far host',
    (json: Json) => Object.assign(at(json, 'metrc'), { baseUrl: 'http://api-ok.metrc.com' }),
    'metrc/baseUrl',
  ],
  [
    'short waits with the real Metrc',
    (json: Json) => Object.assign(at(json, 'metrc'), { baseUrl: 'https://api-ok.metrc.com' }),
    'metrc/practice',
  ],
  ['a rule profile that does not exist', (json: Json) => Object.assign(json, { profile: 'us-zz-none' }), 'profile'],
  ['an example tax rate left in place', (json: Json) => Object.assign(json, { localRates: {} }), 'localRates/ok_sales'],
  ['a rate the law sets', (json: Json) => Object.assign(json, { localRates: { ok_mmj: 1 } }), 'localRates/ok_mmj'],
  [
    'a keys file that is not there',
    (json: Json) => Object.assign(at(json, 'metrc'), { keys: { file: 'keys.json' } }),
    'metrc/keys/file',
  ],
  ['a terminal id with a dash', (json: Json) => Object.assign(at(json, 'terminal'), { id: 'C-2' }), 'terminal/id'],
] as const)(
  'terminal.json with %s: the place is named, exit 2, and nothing is made',
  async ([, spoil, path], { onTestFinished }) => {
    const shop = await shopForTest({}, onTestFinished);
    shop.rewrite((json) => void spoil(json));
    const refused = await startCounter({ config: shop.config, data: shop.data }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CannotStart);
    expect(refused).toMatchObject({ exitCode: 2, message: expect.stringContaining(`${path}: `) });
    expect(existsSync(join(shop.data, 'countersign.db'))).toBe(false);
  },
);

test('several slips are all said at once; a file that is no JSON or not there is said too', async () => {
  const shop = await shopForTest();
  shop.rewrite((json) => {
    Object.assign(at(json, 'users/0'), { pin: 'x' });
    Object.assign(at(json, 'devices/printer'), { columns: 40 });
  });
  const said = await doctor(shop.config, shop.data);
  expect(said.err).toMatch(
    /users\/0\/pin: .*\n.*devices\/printer\/columns: |devices\/printer\/columns: .*\n.*users\/0\/pin: /,
  );
  writeFileSync(shop.config, '{"schema": ');
  expect(await doctor(shop.config, shop.data)).toMatchObject({ code: 2, err: expect.stringContaining('is not JSON') });
  const codes = await Promise.all([
    doctor(join(shop.folder, 'nothing.json'), shop.data),
    run('doctor'),
    run('dance'),
    run('verify', '--data', shop.data),
  ]);
  expect(codes.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
});

test('a second register on the same records is refused and names the first; doctor and verify run beside it', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await expect(startCounter({ config: shop.config, data: shop.data })).rejects.toThrow(
    new RegExp(`process ${process.pid}`),
  );
  const beside = await doctor(shop.config, shop.data);
  expect(findings(beside).find(({ what }) => what === 'database')).toMatchObject({ ok: true });
  expect((await run('verify', '--data', shop.data)).code).toBe(0);
  expect(counter.now().lane.state).toBe('ready');
});

test('the records of another terminal or licence are not touched', async () => {
  const shop = await shopForTest();
  const first = await startCounter({ config: shop.config, data: shop.data });
  await first.close();
  shop.rewrite((json) => void Object.assign(at(json, 'terminal'), { id: 'C3' }));
  await expect(startCounter({ config: shop.config, data: shop.data })).rejects.toThrow(
    /sandbox terminal C2, licence DAAA-4K1Q-T7Z2/,
  );
  expect(await doctor(shop.config, shop.data)).toMatchObject({ code: 2 });
  await expect(startCounter({ config: undefined, data: shop.data })).rejects.toThrow(/holds the records of/);
});

test('records without their key are not opened: no sale of theirs would be known again', async () => {
  const shop = await shopForTest();
  const first = await startCounter({ config: shop.config, data: shop.data });
  await first.close();
  rmSync(join(shop.data, 'commitment.key'));
  await expect(startCounter({ config: shop.config, data: shop.data })).rejects.toThrow(
    /is missing, but there are records/,
  );
});

test('what stands where the key or the practice Metrc should stand and cannot be read is refused in words', async () => {
  const shop = await shopForTest();
  mkdirSync(join(shop.data, 'commitment.key'), { recursive: true });
  const start = (config: string | undefined, data: string) => startCounter({ config, data });
  const refused = { name: 'CannotStart', exitCode: 1 };
  await expect(start(shop.config, shop.data)).rejects.toMatchObject({
    ...refused,
    message: expect.stringMatching(/commitment\.key cannot be read\./),
  });
  const training = join(shop.folder, 'training');
  const first = await start(undefined, training);
  await first.close();
  appendFileSync(join(training, 'practice-metrc.jsonl'), '{garbage\n');
  await expect(start(undefined, training)).rejects.toMatchObject({
    ...refused,
    message: expect.stringMatching(/practice-metrc\.jsonl, .* is damaged at line 1\. It holds practice sales only/),
  });
});

test('a data folder whose note of its owner is torn is refused in words', async () => {
  const shop = await shopForTest();
  mkdirSync(shop.data, { recursive: true });
  writeFileSync(join(shop.data, 'terminal-of-these-records.json'), '{"mode": "sand');
  await expect(startCounter({ config: shop.config, data: shop.data })).rejects.toThrow(/another terminal/);
});
