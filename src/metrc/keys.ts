import { assert } from '../shared/values/assert.ts';

export type MetrcKeys = { readonly vendorKey: string; readonly userKey: string };

/** The keys as they go on the wire, and the means to keep them out of everything else. */
export type Credentials = {
  /** The value of the Authorization header. */
  readonly authorization: string;
  /** A text with every occurrence of a key blotted out; a server or a proxy may have echoed them. */
  blot(text: string): string;
};

/** HTTP Basic: user name is the vendor key, password the user key (docs/metrc-facts.md 1.2). */
export function credentialsOf(keys: MetrcKeys): Credentials {
  // The messages must not say more: they would quote the key.
  assert(/^[\x21-\x39\x3b-\x7e]+$/.test(keys.vendorKey), 'the vendor key is printable text without blanks or colons');
  assert(/^[\x21-\x7e]+$/.test(keys.userKey), 'the user key is printable text without blanks');
  const encoded = Buffer.from(`${keys.vendorKey}:${keys.userKey}`, 'latin1').toString('base64');
  // The longest first: one key may be a part of the other.
  const secrets = [encoded, keys.vendorKey, keys.userKey].toSorted((a, b) => b.length - a.length);
  return {
    authorization: `Basic ${encoded}`,
    blot: (text) => secrets.reduce((blotted, secret) => blotted.replaceAll(secret, '[key]'), text),
  };
}
