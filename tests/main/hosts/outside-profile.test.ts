/** Rule profiles that do not come with the app: signed by a trusted key, newer, the right one; anything else is refused. */
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findAppFiles } from '../../../src/main/hosts/app-files.ts';
import { checkProfiles, diffProfiles, signProfileFile } from '../../../src/main/hosts/profile-command.ts';
import { signatureVerdict, signProfile } from '../../../src/main/hosts/profile-trust.ts';
import { loadProfile, settingsOf } from '../../../src/main/hosts/settings-of.ts';
import { parseTerminalConfig, type TerminalConfig } from '../../../src/main/hosts/terminal-config.ts';
import { terminalJson } from '../../support/terminal-json.ts';

const { jurisdictions } = findAppFiles();
const shipped = JSON.parse(readFileSync(join(jurisdictions, 'us-ok-medical.json'), 'utf8'));
const NOON = Date.parse('2026-11-23T12:00:00-06:00');

function keyPair(): { readonly pem: string; readonly line: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    line: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

const maker = keyPair();
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-profile-'));
  file = join(folder, 'rules.json');
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

function configWith(trustedKeys: TerminalConfig['trustedKeys']): TerminalConfig {
  const wires = { metrcUrl: 'http://127.0.0.1:1', printerPort: 1, scannerPath: '/dev/none' };
  const parsed = parseTerminalConfig(JSON.stringify({ ...terminalJson(wires), trustedKeys }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { ...parsed.value, profileFile: file };
}

const trusting = (): TerminalConfig => configWith([{ id: 'rules-1', publicKey: maker.line }]);
const load = (config = trusting()) => settingsOf(config, jurisdictions, NOON);
const write = (profile: object): void => writeFileSync(file, JSON.stringify(profile));
const newer = { ...shipped, revision: shipped.revision + 1 };

describe('a profile from outside', () => {
  test('that is signed by a trusted key and newer is used, and its own hash goes into the sales', () => {
    write(signProfile(newer, 'rules-1', maker.pem));
    const settings = load();
    expect(settings.profile.revision).toBe(shipped.revision + 1);
    expect(settings.profileHash).not.toBe(loadProfile(jurisdictions, 'us-ok-medical').hash);
  });

  test('may be written otherwise (order, blanks) and is the same profile with the same hash', () => {
    const signed = signProfile(newer, 'rules-1', maker.pem);
    write(signed);
    const { profileHash } = load();
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(signed).reverse()), null, 3));
    expect(load().profileHash).toBe(profileHash);
  });

  test.each([
    ['unsigned', () => newer, 'nobody has signed it'],
    ['altered', () => ({ ...signProfile(newer, 'rules-1', maker.pem), revision: 9 }), 'changed after it was signed'],
    ['signed by a stranger', () => signProfile(newer, 'rules-1', keyPair().pem), 'changed after it was signed'],
    ['signed by a key nobody trusts', () => signProfile(newer, 'rules-2', maker.pem), 'not on the trust list'],
    ['of an older revision', () => signProfile(shipped, 'rules-1', maker.pem), 'is not newer than'],
    [
      'of another place',
      () => signProfile({ ...newer, profile_id: 'us-xx-medical' }, 'rules-1', maker.pem),
      'it is "us-xx-medical"',
    ],
    [
      'expired',
      () => signProfile({ ...newer, effective_to: '2026-11-01T00:00:00-05:00' }, 'rules-1', maker.pem),
      'not in force today',
    ],
    [
      'of the future',
      () => signProfile({ ...newer, effective_from: '2027-01-01T00:00:00-06:00' }, 'rules-1', maker.pem),
      'not in force today',
    ],
    [
      'that asks to queue',
      () =>
        signProfile({ ...newer, reporting: { ...newer.reporting, on_no_confirmation: 'queue' } }, 'rules-1', maker.pem),
      'reporting/on_no_confirmation',
    ],
    [
      'with a field nobody knows',
      () => signProfile({ ...newer, bypass: true }, 'rules-1', maker.pem),
      'bypass this field is not known',
    ],
  ])('%s is refused in words', (_, profile, words) => {
    write(profile());
    expect(() => load()).toThrow(words);
  });

  test('that is no JSON, or is not there, is refused in words', () => {
    writeFileSync(file, '{');
    expect(() => load()).toThrow('cannot be read, or is not JSON');
    rmSync(file);
    expect(() => load()).toThrow('cannot be read, or is not JSON');
  });
});

test('a trust list takes public Ed25519 keys only', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const line = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  for (const wrong of [line, 'not a key', '']) {
    expect(() => configWith([{ id: 'rules-1', publicKey: wrong }])).toThrow('is not an Ed25519 public key');
  }
});

describe('countersign profile', () => {
  const said: string[] = [];
  const out: string[] = [];
  const says = { out: (text: string) => void out.push(text), say: (text: string) => void said.push(text) };

  beforeEach(() => {
    said.length = 0;
    out.length = 0;
  });

  test('sign, then check: good by the trust list, not trusted without it, wrong after a change', () => {
    const key = join(folder, 'key.pem');
    const draft = join(folder, 'draft.json');
    writeFileSync(key, maker.pem);
    writeFileSync(draft, JSON.stringify(newer));
    expect(signProfileFile({ file: draft, key, keyId: 'rules-1', to: file }, says)).toBe(0);
    expect(signatureVerdict(JSON.parse(readFileSync(file, 'utf8')), [{ id: 'rules-1', publicKey: maker.line }])).toBe(
      'good',
    );
    const trusted = [{ id: 'rules-1', publicKey: maker.line }];
    expect(checkProfiles([file], { ...says, trusted, now: NOON })).toBe(0);
    expect(JSON.parse(out.at(-1) ?? '').profiles[0]).toMatchObject({ ok: true, signature: 'good', in_force: true });
    expect(checkProfiles([file], { ...says, trusted: [], now: NOON })).toBe(1);
    expect(said.join('')).toContain('not on the trust list');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"OMMA"', '"OTHER"'));
    expect(checkProfiles([file], { ...says, trusted, now: NOON })).toBe(1);
    expect(said.join('')).toContain('changed after it was signed');
  });

  test('all profiles that come with the app are good', () => {
    const files = ['us-ok-medical', 'us-co-dual', 'us-mi-dual', 'us-ca-dual'].map((id) =>
      join(jurisdictions, `${id}.json`),
    );
    expect(checkProfiles(files, { ...says, trusted: [], now: NOON })).toBe(0);
  });

  test('a file that is no profile is not signed, and neither is one with a key that is none', () => {
    write({ ...newer, ounce_mg: -1 });
    const key = join(folder, 'key.pem');
    writeFileSync(key, maker.pem);
    expect(signProfileFile({ file, key, keyId: 'rules-1' }, says)).toBe(1);
    expect(said.join('')).toContain('ounce_mg');
    write(newer);
    writeFileSync(key, maker.line);
    expect(signProfileFile({ file, key, keyId: 'rules-1' }, says)).toBe(2);
    expect(out).toEqual([]);
  });

  test('diff names what changed, and an entry that only moved is no change', () => {
    const before = join(folder, 'before.json');
    copyFileSync(join(jurisdictions, 'us-ok-medical.json'), before);
    const limits = shipped.limits.map((limit: { id: string }) =>
      limit.id === 'ok.flower' ? { ...limit, cap: 80_000 } : limit,
    );
    write({ ...newer, limits: limits.reverse() });
    expect(diffProfiles(before, file, says)).toBe(1);
    expect(JSON.parse(out[0] ?? '').changes).toEqual([
      { at: 'revision', before: shipped.revision, after: shipped.revision + 1 },
      { at: 'limits/ok.flower/cap', before: 84_900, after: 80_000 },
    ]);
    expect(diffProfiles(before, before, says)).toBe(0);
  });
});
