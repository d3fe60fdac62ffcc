/** countersign profile check | sign | diff: for those who maintain rule profiles. Answers are JSON, words are for people. */
import { readFileSync, writeFileSync } from 'node:fs';
import { profileDiff } from '../domain/profile/diff.ts';
import { inForce, parseProfile } from '../domain/profile/parse-profile.ts';
import { profileHash, SIGNATURE_WORDS, signatureVerdict, signProfile, type TrustedKey } from './profile-trust.ts';

type Says = { readonly out: (text: string) => void; readonly say: (text: string) => void };

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));

/** Is each file a profile that could be used, is it in force now, and who signed it? 1 when one of them is not. */
export function checkProfiles(
  files: readonly string[],
  { trusted, now, out, say }: Says & { readonly trusted: readonly TrustedKey[]; readonly now: number },
): 0 | 1 {
  const profiles = files.map((file) => {
    const json = readJson(file);
    const parsed = parseProfile(json);
    if (!parsed.ok) {
      for (const { at, says } of parsed.error) say(`${file}: ${at}: ${says}\n`);
      return { file, ok: false, problems: parsed.error };
    }
    const signature = signatureVerdict(json, trusted);
    const isRefused = signature === 'wrong' || signature === 'key_not_trusted';
    if (isRefused) say(`${file}: signature: ${SIGNATURE_WORDS[signature]}\n`);
    const { profile_id, revision } = parsed.value;
    const hash = profileHash(json);
    return { file, ok: !isRefused, profile_id, revision, hash, in_force: inForce(parsed.value, now), signature };
  });
  out(`${JSON.stringify({ profiles })}\n`);
  return profiles.every(({ ok }) => ok) ? 0 : 1;
}

/** Writes the signed profile to a file, or gives it out. Only a profile that could be used is signed. */
export function signProfileFile(
  {
    file,
    key,
    keyId,
    to,
  }: { readonly file: string; readonly key: string; readonly keyId: string; readonly to?: string },
  { out, say }: Says,
): 0 | 1 | 2 {
  const json = readJson(file);
  const parsed = parseProfile(json);
  if (!parsed.ok) {
    for (const { at, says } of parsed.error) say(`${file}: ${at}: ${says}\n`);
    return 1;
  }
  let signed: object;
  try {
    signed = signProfile(json, keyId, readFileSync(key, 'utf8'));
  } catch {
    say(`${key} is not a private Ed25519 key in PEM form ("openssl genpkey -algorithm ed25519" makes one).\n`);
    return 2;
  }
  const text = `${JSON.stringify(signed, null, 1)}\n`;
  if (to === undefined) out(text);
  else writeFileSync(to, text);
  return 0;
}

/** What changed between two files; 0 when nothing did, 1 otherwise. */
export function diffProfiles(before: string, after: string, { out }: Pick<Says, 'out'>): 0 | 1 {
  const changes = profileDiff(readJson(before), readJson(after));
  out(
    `${JSON.stringify({ changes: changes.map(({ at, before: was, after: is }) => ({ at, before: was ?? null, after: is ?? null })) })}\n`,
  );
  return changes.length === 0 ? 0 : 1;
}
