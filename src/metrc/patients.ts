import type { PatientRead } from '../main/ports/metrc.ts';
import { readJson } from './api/json-door.ts';
import { PatientStatuses } from './api/patient.ts';
import { type Asker, mayMeanAbsent } from './asker.ts';
import { troubleOf, type WireAnswer } from './wire.ts';

const STATUSES = ['patients', 'v2', 'statuses'];

export type PatientDesk = { status(patientLicence: string): Promise<PatientRead> };

/**
 * The patient look-up (docs/metrc-facts.md 4.2). The patient's number is blotted out of the evidence but for its last
 * four characters.
 */
export function createPatientDesk(asker: Asker): PatientDesk {
  // Once the path has answered, a later 404 cannot mean that this state does not offer it.
  let deployed = false;

  const absent = async (answer: WireAnswer & { kind: 'answered' }, patientLicence: string): Promise<PatientRead> => {
    const { exchange } = answer;
    const control = await asker.control();
    if (control.kind === 'failed') return { kind: 'no_answer', because: control.because, exchange };
    if (answer.status !== 404 || deployed) return { kind: 'not_confirmed', exchange };
    const bare = await asker.get(STATUSES);
    if (bare.kind === 'failed') return { kind: 'no_answer', because: bare.because, exchange };
    return saysTheSame(answer, bare, patientLicence)
      ? { kind: 'not_deployed', exchange }
      : { kind: 'not_confirmed', exchange };
  };

  return {
    async status(patientLicence) {
      const answer = await asker.get([...STATUSES, patientLicence], {}, patientLicence);
      const { exchange } = answer;
      if (answer.kind === 'answered' && mayMeanAbsent(answer)) {
        deployed ||= answer.status === 200;
        return absent(answer, patientLicence);
      }
      if (answer.kind === 'answered' && answer.status === 403) {
        const control = await asker.control();
        return { kind: 'no_answer', because: control.kind === 'failed' ? control.because : 'licence', exchange };
      }
      const rows = answer.kind === 'answered' && answer.status === 200 ? readJson(PatientStatuses, answer) : null;
      if (rows === null) return { kind: 'no_answer', because: troubleOf(answer), exchange };
      deployed = true;
      const asked = patientLicence.toUpperCase();
      const foreign = rows.some((row) => row.patientLicence !== null && row.patientLicence.toUpperCase() !== asked);
      if (foreign) return { kind: 'no_answer', because: 'unreadable', exchange };
      return { kind: 'found', allowances: rows.map((row) => row.allowance), exchange };
    },
  };
}

/**
 * Is the 404 about the path or about the patient? The path without a number is not a call in any state, so its 404 is
 * what a missing path looks like here: the same answer twice means that the path is missing. Addresses quoted in the
 * bodies are left out of the comparison.
 */
function saysTheSame(
  answer: WireAnswer & { kind: 'answered' },
  bare: WireAnswer & { kind: 'answered' },
  patientLicence: string,
): boolean {
  const plain = (text: string): string =>
    text
      .replace(/https?:\/\/[^\s'"<>]*/g, '')
      .replace(/\/[^\s'"<>]*patients\/v2\/statuses[^\s'"<>]*/g, '')
      .replaceAll(patientLicence, '');
  return bare.status === 404 && plain(answer.text) === plain(bare.text);
}
