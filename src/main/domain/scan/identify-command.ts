import { z } from 'zod';
import { classifyScan, lastFourOf, type ScanIdentity } from './classify.ts';
import { judgeLicence, type LicenceRules } from './judge-licence.ts';
import { readLicence } from './licence.ts';

export type IdentifyRules = LicenceRules & {
  /** The profile's `id_policy.patient_number_form`. */
  readonly patientNumberForm: string | null;
  /** Tags of a sandbox begin otherwise than those of production. */
  readonly sandbox: boolean;
};

const Line = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  hex: z.string().regex(/^(?:[0-9a-fA-F]{2})+$/),
  aim: z.string().nullish(),
});

type Answer = {
  readonly output: readonly object[] /** 2: at least one line broke the form. */;
  readonly exitCode: 0 | 2;
};

/** Says of each line, one JSON with the bytes of a scan, what it is. Never throws, whatever comes in. */
export function answerIdentifyLines(text: string, rules: IdentifyRules): Answer {
  let exitCode: 0 | 2 = 0;
  const output = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = Line.safeParse(jsonOf(line));
    if (parsed.success) {
      const { id, hex, aim } = parsed.data;
      return { id: id ?? index + 1, ...answerOf(hexText(hex), aim ?? null, rules) };
    }
    exitCode = 2;
    const at = parsed.error.issues[0]?.path.join('/') || 'line';
    return { id: index + 1, kind: null, error: { code: 'bad_input', at } };
  });
  return { output, exitCode };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Latin-1: each byte is the character of its number. */
const hexText = (hex: string): string =>
  (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');

function answerOf(text: string, aimId: string | null, rules: IdentifyRules): object {
  const identity = classifyScan({ text, aimId }, rules);
  return { kind: identity.kind === 'bad_retail_id' ? 'retail_id' : identity.kind, ...fieldsOf(identity, rules) };
}

function fieldsOf(identity: ScanIdentity, rules: IdentifyRules): object {
  switch (identity.kind) {
    case 'licence':
      return licenceFields(identity.text, rules);
    case 'patient_card':
      return { number_last4: lastFourOf(identity.number), refused: null };
    case 'package_tag':
      return { tag: identity.tag, prefix_ok: identity.prefixOk || rules.sandbox, refused: null };
    case 'retail_id':
      return { tag: identity.tag, unit: identity.unit, prefix_ok: identity.prefixOk || rules.sandbox, refused: null };
    case 'bad_retail_id':
      return { tag: null, unit: null, prefix_ok: null, refused: 'bad_retail_id' };
    case 'gtin':
      return { gtin14: identity.gtin14, refused: null };
    case 'staff_badge':
      return { badge: identity.badge, refused: null };
    case 'receipt':
      return { number: identity.number, refused: null };
    case 'unknown':
      return { text: identity.text, refused: 'unknown_code' };
  }
}

function licenceFields(text: string, rules: IdentifyRules): object {
  const licence = readLicence(text);
  const verdict = judgeLicence(licence, rules);
  return {
    birth_date: verdict.birthDate,
    expires: verdict.expires,
    issued: licence?.issued.kind === 'date' ? licence.issued.day : null,
    family_name: licence?.familyName ?? null,
    given_name: licence?.givenName ?? null,
    number_last4: licence?.number ? lastFourOf(licence.number) : null,
    jurisdiction: licence?.jurisdiction ?? null,
    country: licence?.country ?? null,
    age: verdict.age,
    of_age: verdict.ofAge,
    expired: verdict.expired,
    problems: verdict.problems,
    refused: verdict.refused,
  };
}
