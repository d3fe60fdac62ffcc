/** From a parsed terminal.json to the settings of the register. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOverlay } from '../domain/profile/overlay.ts';
import { exampleRates, inForce, parseProfile } from '../domain/profile/parse-profile.ts';
import type { Profile } from '../domain/profile/schema.ts';
import type { Settings } from '../ports/settings.ts';
import { profileHash, SIGNATURE_WORDS, signatureVerdict } from './profile-trust.ts';
import { CannotStart } from './terminal.ts';
import type { TerminalConfig } from './terminal-config.ts';

/** The protocol's own figures (docs/sale-protocol.md 7). No store can shorten them. */
const POLICY = { quietMs: 300_000, absentGapMs: 10_000, watchMs: 24 * 3_600_000 };

const WAITS = {
  submitMs: 15_000,
  choicesMs: 5_000,
  wholeScreenMs: 20_000,
  controlFreshMs: 60_000,
  controlEveryMs: 15_000,
  controlRetryMs: 2_000,
  wayEveryMs: 500,
  wayRetryMs: 250,
  watchEveryMs: 10 * 60_000,
};

const DISK_RESERVE_BYTES = 64 * 1024 * 1024;
const CLOCK_BLOCK_MS = 300_000;

export type LoadedProfile = { readonly profile: Profile; readonly hash: string };

function readProfile(path: string, named: string): { readonly json: unknown; readonly profile: Profile } {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const parsed = parseProfile(json);
  if (parsed.ok) return { json, profile: parsed.value };
  const problems = parsed.error.map(({ at, says }) => `${at} ${says}`).join('; ');
  throw new CannotStart(`profile: "${named}" cannot be used: ${problems}`, 2);
}

/** Reads a profile that comes with the app, which the app's own signature covers. */
export function loadProfile(jurisdictionsDir: string, id: string): LoadedProfile {
  const path = join(jurisdictionsDir, `${id}.json`);
  if (!existsSync(path)) throw new CannotStart(`profile: there is no rule profile "${id}".`, 2);
  const { json, profile } = readProfile(path, id);
  return { profile, hash: profileHash(json) };
}

/** Reads a profile from outside: signed by a trusted key, and newer than the one that comes with the app. */
function loadOutsideProfile(path: string, config: TerminalConfig, jurisdictionsDir: string): LoadedProfile {
  const refuse = (why: string): never => {
    throw new CannotStart(`profileFile: ${path}: ${why}`, 2);
  };
  let read: ReturnType<typeof readProfile>;
  try {
    read = readProfile(path, path);
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    return refuse('it cannot be read, or is not JSON.');
  }
  const { json, profile } = read;
  const verdict = signatureVerdict(json, config.trustedKeys);
  if (verdict !== 'good') return refuse(SIGNATURE_WORDS[verdict]);
  if (profile.profile_id !== config.profile) return refuse(`it is "${profile.profile_id}", not "${config.profile}".`);
  const shipped = join(jurisdictionsDir, `${profile.profile_id}.json`);
  const known = existsSync(shipped) ? readProfile(shipped, profile.profile_id).profile.revision : 0;
  if (profile.revision <= known)
    return refuse(`its revision ${profile.revision} is not newer than ${known}, which comes with the app.`);
  return { profile, hash: profileHash(json) };
}

function refuseWhatCannotBeSold(profile: Profile, now: number): void {
  if (!inForce(profile, now)) throw new CannotStart(`profile: "${profile.profile_id}" is not in force today.`, 2);
  const byBirthDate = profile.buyer_types.filter((type) => type.age_proof === 'birth_date').map((type) => type.id);
  if (byBirthDate.length > 0) {
    throw new CannotStart(
      `profile: "${profile.profile_id}" needs the birth date of ${byBirthDate.join(', ')}; this version does not read identity cards yet. Use us-ok-medical.`,
      2,
    );
  }
}

export function settingsOf(config: TerminalConfig, jurisdictionsDir: string, now: number): Settings {
  const loaded =
    config.profileFile === undefined
      ? loadProfile(jurisdictionsDir, config.profile)
      : loadOutsideProfile(config.profileFile, config, jurisdictionsDir);
  const overlaid = applyOverlay(loaded.profile, {
    schema: 'store-overlay/1',
    profile_id: loaded.profile.profile_id,
    local_rates: config.localRates,
    cash_rounding: config.cashRounding ?? null,
    sale_hours: null,
    signature: null,
  });
  if (!overlaid.ok) {
    const field = (at: string): string =>
      at.replace('local_rates', 'localRates').replace('cash_rounding', 'cashRounding');
    throw new CannotStart(overlaid.error.map((p) => `${field(p.at)}: ${p.says}`).join('\n'), 2);
  }
  refuseWhatCannotBeSold(overlaid.value, now);
  const examples = exampleRates(overlaid.value);
  if (examples.length > 0) {
    throw new CannotStart(
      examples
        .map((id) => `localRates/${id}: the real local rate is missing; the profile's own is an example`)
        .join('\n'),
      2,
    );
  }
  const practice = config.metrc.practice ?? {};
  return {
    mode: config.mode,
    store: { name: config.store.name, address: config.store.address, contacts: config.store.contacts },
    terminal: config.terminal,
    licence: config.licence,
    language: config.store.language,
    zone: overlaid.value.time_zone,
    profile: overlaid.value,
    profileHash: loaded.hash,
    park: config.policy.park,
    policy: {
      ...POLICY,
      quietMs: practice.quietMs ?? POLICY.quietMs,
      absentGapMs: practice.absentGapMs ?? POLICY.absentGapMs,
      watchMs: practice.watchMs ?? POLICY.watchMs,
    },
    waits: {
      ...WAITS,
      submitMs: practice.submitMs ?? WAITS.submitMs,
      wholeScreenMs: practice.wholeScreenMs ?? WAITS.wholeScreenMs,
      watchEveryMs: practice.watchEveryMs ?? WAITS.watchEveryMs,
      idleLockMs: config.idleLockMinutes * 60_000,
    },
    clockBlockMs: CLOCK_BLOCK_MS,
    diskReserveBytes: DISK_RESERVE_BYTES,
    trainingPins: {},
  };
}

/** The training store's: the same rules with shorter waits, example rates allowed, nothing of it real. */
export function trainingSettings(jurisdictionsDir: string, pins: Readonly<Record<string, string>>): Settings {
  const { profile, hash } = loadProfile(jurisdictionsDir, 'us-ok-medical');
  return {
    mode: 'training',
    store: {
      name: 'Prairie Lantern',
      address: '1408 N Western Ave, Oklahoma City OK 73106',
      contacts: [
        { who: 'Marisol R., store lead', phone: '405 555 0142' },
        { who: 'Metrc support', phone: '800 555 0199' },
      ],
    },
    terminal: { id: 'T2', name: 'Counter 2' },
    licence: 'DAAA-TRNG-0001',
    language: 'en',
    zone: profile.time_zone,
    profile,
    profileHash: hash,
    park: false,
    policy: { ...POLICY, quietMs: 20_000, absentGapMs: 5_000 },
    waits: { ...WAITS, watchEveryMs: 60_000, idleLockMs: 15 * 60_000 },
    clockBlockMs: CLOCK_BLOCK_MS,
    diskReserveBytes: DISK_RESERVE_BYTES,
    trainingPins: pins,
  };
}
