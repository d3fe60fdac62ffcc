/** countersign identify: says what scanned codes are, by the rules of a profile. Opens no database and asks nobody. */
import { isKnownZone, localTime } from '../../shared/values/local-time.ts';
import { answerIdentifyLines } from '../domain/scan/identify-command.ts';
import { findAppFiles } from './app-files.ts';
import { readConfig } from './compose.ts';
import { loadProfile } from './settings-of.ts';
import { CannotStart } from './terminal.ts';

export type IdentifyOptions = {
  /** terminal.json whose profile holds; the default profile without. */
  readonly config: string | undefined;
  /** ISO instant; now when left out. */
  readonly at: string | undefined;
  readonly zone: string | undefined;
  /** The profile's own word when left out. */
  readonly expiryInclusive: boolean | undefined;
  readonly minAge: string | undefined;
  readonly sandbox: boolean;
};

const DEFAULT_PROFILE = 'us-ok-medical';

function instantOf(at: string | undefined): number {
  const instant = at === undefined ? Date.now() : Date.parse(at);
  if (!Number.isFinite(instant)) throw new CannotStart('--at is not an instant such as 2026-11-23T12:00:00-06:00.', 2);
  return instant;
}

function ageOf(minAge: string | undefined): number | null {
  if (minAge === undefined) return null;
  if (!/^\d{1,3}$/.test(minAge)) throw new CannotStart('--min-age is not a number of years.', 2);
  return Number(minAge);
}

/** Answers the lines of `input`; throws CannotStart for an option that means nothing. */
export function identify(input: string, options: IdentifyOptions): ReturnType<typeof answerIdentifyLines> {
  const { jurisdictions } = findAppFiles();
  const id = options.config === undefined ? DEFAULT_PROFILE : readConfig(options.config).profile;
  const { profile } = loadProfile(jurisdictions, id);
  const zone = options.zone ?? profile.time_zone;
  if (!isKnownZone(zone)) throw new CannotStart(`--zone: there is no time zone "${zone}".`, 2);
  return answerIdentifyLines(input, {
    today: localTime(instantOf(options.at), zone).wall.slice(0, 10),
    minAge: ageOf(options.minAge),
    expiryInclusive: options.expiryInclusive ?? profile.id_policy.expiry_inclusive,
    patientNumberForm: profile.id_policy.patient_number_form,
    sandbox: options.sandbox,
  });
}
