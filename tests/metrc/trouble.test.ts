import { expect, test } from 'vitest';
import { retryAfterMs, troubleOfError } from '../../src/metrc/trouble.ts';

const withCode = (code: string): Error => Object.assign(new Error('secret words'), { code });

test.each([
  ['ENETUNREACH', 'no_lan'],
  ['EHOSTUNREACH', 'no_internet'],
  ['ENOTFOUND', 'no_name'],
  ['EAI_AGAIN', 'no_name'],
  ['ECONNREFUSED', 'refused_connection'],
  ['ECONNRESET', 'refused_connection'],
  ['EPIPE', 'refused_connection'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ['EPROTO', 'tls'],
  ['ETIMEDOUT', 'timeout'],
  ['HPE_INVALID_CONSTANT', 'unreadable'],
])('%s is %s', (code, trouble) => {
  expect(troubleOfError(withCode(code), () => null)).toBe(trouble);
});

test('a name that does not resolve on a machine without a cable is a missing cable', () => {
  expect(troubleOfError(withCode('ENOTFOUND'), () => 'no_cable')).toBe('no_cable');
  expect(troubleOfError(withCode('EHOSTUNREACH'), () => 'no_lan')).toBe('no_lan');
});

test('Retry-After is seconds or a date', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Mon, 23 Nov 2026 12:01:00 GMT', now)).toBe(60_000);
  expect(retryAfterMs('Mon, 23 Nov 2026 11:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('soon', now)).toBeNull();
  expect(retryAfterMs(null, now)).toBeNull();
});
