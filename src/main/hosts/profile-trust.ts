/**
 * Who may make rules for this terminal. Profiles inside the app are covered by the app's own signature. One from outside
 * carries an Ed25519 signature over its canonical JSON (RFC 8785, without `signature`) by a key on the terminal's trust
 * list; without one it does not load. No private key is kept by this program.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '../../shared/values/canonical-json.ts';

/** A key on the trust list. `publicKey` is the base64 line between BEGIN and END of its PEM file. */
export type TrustedKey = { readonly id: string; readonly publicKey: string };

export type SignatureVerdict = 'good' | 'none' | 'key_not_trusted' | 'wrong';

/** What a signature that does not count is, for a person. */
export const SIGNATURE_WORDS = {
  none: 'nobody has signed it.',
  key_not_trusted: 'it was signed with a key that is not on the trust list.',
  wrong: 'it does not fit what the file says: the file was changed after it was signed.',
} as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The bytes that are signed and hashed. Throws for what has no canonical form (a number that JSON lacks, too deep). */
export function signedText(profile: unknown): string {
  if (!isObject(profile)) throw new TypeError('a profile is an object');
  const { signature: _signature, ...rest } = profile;
  return canonicalJson(rest);
}

/** SHA-256 over the canonical form, lower-case hex: it stands in every sale row. */
export const profileHash = (profile: unknown): string =>
  createHash('sha256').update(signedText(profile), 'utf8').digest('hex');

/** The key of a trust list's line; null when the line is no Ed25519 public key. */
export function publicKeyOf(line: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(line, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** Is a profile (as it was parsed from JSON) signed by a key of the list? */
export function signatureVerdict(profile: unknown, trusted: readonly TrustedKey[]): SignatureVerdict {
  const signature = isObject(profile) ? profile['signature'] : null;
  if (signature === null || signature === undefined) return 'none';
  if (!isObject(signature) || signature['alg'] !== 'ed25519' || typeof signature['sig'] !== 'string') return 'wrong';
  const named = trusted.find(({ id }) => id === signature['key_id']);
  const key = named && publicKeyOf(named.publicKey);
  if (!key) return 'key_not_trusted';
  const isGood = verify(null, Buffer.from(signedText(profile), 'utf8'), key, Buffer.from(signature['sig'], 'base64'));
  return isGood ? 'good' : 'wrong';
}

/** The same profile with a signature in place of any it had. Throws for a key that is not a private Ed25519 key in PEM. */
export function signProfile(profile: unknown, keyId: string, privateKeyPem: string): object {
  const key = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the key is not an Ed25519 key');
  const text = signedText(profile);
  const sig = sign(null, Buffer.from(text, 'utf8'), key).toString('base64');
  return { ...(profile as object), signature: { alg: 'ed25519', key_id: keyId, sig } };
}
