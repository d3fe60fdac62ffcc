import { describe, expect, test } from 'vitest';
import { callPath, readMetrcAddress } from '../../src/metrc/address.ts';
import { metrcAt } from './support/store.ts';

describe('where Metrc may be', () => {
  test.each([
    [
      'https://api-ok.metrc.com',
      { secure: true, host: 'api-ok.metrc.com', port: 443, hostHeader: 'api-ok.metrc.com', prefix: '' },
    ],
    ['https://sandbox-api-ok.metrc.com/', { host: 'sandbox-api-ok.metrc.com', prefix: '' }],
    ['https://metrc.example:8443/v/', { port: 8443, hostHeader: 'metrc.example:8443', prefix: '/v' }],
    ['http://127.0.0.1:4000', { secure: false, host: '127.0.0.1', port: 4000 }],
    ['http://127.8.8.8', { port: 80 }],
    ['http://localhost:4000', { host: 'localhost' }],
    ['http://[::1]:4000', { host: '::1', hostHeader: '[::1]:4000' }],
  ])('%s', (url, address) => {
    expect(readMetrcAddress(url)).toMatchObject({ ok: true, value: address });
  });

  test.each([
    'http://api-ok.metrc.com',
    'http://192.168.1.5:4000',
    'http://0.0.0.0:4000',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://127.0.0.1',
    'https://name:password@api-ok.metrc.com',
    'https://api-ok.metrc.com/?x=1',
    'https://api-ok.metrc.com/#x',
    'api-ok.metrc.com',
    '',
  ])('never %s', (url) => {
    expect(readMetrcAddress(url)).toMatchObject({ ok: false, error: { code: 'METRC_ADDRESS' } });
    expect(() => metrcAt(url)).toThrow(/address of Metrc/);
  });
});

test('every part and every value of a call is encoded', () => {
  const found = readMetrcAddress('https://metrc.example/v');
  if (!found.ok) throw new Error(found.error.why);
  expect(callPath(found.value, ['sales', 'a/b?c', 7], { at: '2026-01-01T00:00:00+01:00' })).toBe(
    '/v/sales/a%2Fb%3Fc/7?at=2026-01-01T00%3A00%3A00%2B01%3A00',
  );
});
