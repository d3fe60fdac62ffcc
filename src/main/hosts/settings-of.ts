/** From a parsed terminal.json to the settings of the register. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOverlay } from '../domain/profile/overlay.ts';
import { exampleRates, inForce, parseProfile } from '../domain/profile/parse-profile.ts';
import type { Profile } from '../domain/profile/schema.ts';
import type { Settings } from '../ports/settings.ts';
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
  watchEveryMs: 10 * 60_000,
};

const DISK_RESERVE_BYTES = 64 * 1024 * 1024;
const CLOCK_BLOCK_MS = 300_000;

export type LoadedProfile = { readonly profile: Profile; readonly hash: string };

/** Reads a shipped profile. Its hash is over the file's bytes, which the app's own signature covers. */
export function loadProfile(jurisdictionsDir: string, id: string): LoadedProfile {
  let text: string;
  try {
    text = readFileSync(join(jurisdictionsDir, `${id}.json`), 'utf8');
  } catch {
    throw new CannotStart(`profile: there is no rule profile "${id}".`, 2);
  }
  const parsed = parseProfile(JSON.parse(text));
  if (!parsed.ok)
    throw new CannotStart(
      `profile: "${id}" cannot be used: ${parsed.error.map((p) => `${p.at} ${p.says}`).join('; ')}`,
      2,
    );
  return { profile: parsed.value, hash: createHash('sha256').update(text).digest('hex') };
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
  const loaded = loadProfile(jurisdictionsDir, config.profile);
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
