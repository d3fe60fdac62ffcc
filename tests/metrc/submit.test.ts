import { describe, expect, test } from 'vitest';
import type { MetrcTrouble } from '../../src/main/ports/metrc.ts';
import type { FaultEffect } from '../../src/metrc/simulator/faults.ts';
import { httpAnswer, rawServer, whenWhole } from './support/raw-server.ts';
import {
  DEAD_KEYS,
  FLOWER,
  flower,
  GUMMIES,
  HELD,
  KEYS,
  LICENCE,
  metrcAt,
  NOWHERE,
  OTHER_KEYS,
  sale,
  store,
} from './support/store.ts';
import { tap } from './support/tap.ts';

const NUMBER = 'DTEST-T1-0a1b2c3d-1';

describe('Metrc takes the sale', () => {
  test('one id comes back: accepted, and the goods have left the package', async () => {
    const { simulator, metrc } = await store();
    const outcome = await metrc.submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'accepted', metrcId: 1, exchange: { method: 'POST', status: 200 } });
    expect(simulator.control.receipts()).toMatchObject([{ externalNumber: NUMBER, recordedBy: 'Robin Ames' }]);
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_501_000);
  });

  test('the bytes sent are the bytes given, in one request', async () => {
    const { simulator, metrc } = await store();
    const body = sale(NUMBER, undefined, { Note: 'grüße 🌿' });
    await metrc.submitReceipt(body);
    expect(simulator.ledger.requests()).toMatchObject([{ method: 'POST', body, complete: true }]);
  });

  test('an answer in chunks, in camelCase and with an interim answer before it is accepted', async () => {
    const server = await rawServer((socket) =>
      whenWhole(socket, () =>
        socket.write(
          'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-type: Application/JSON; charset=utf-8\r\n' +
            'transfer-encoding: chunked\r\n\r\n8\r\n{"ids":[\r\n20\r\n4711],"warnings":["x"],"new":1}\n\r\n0\r\n\r\n',
        ),
      ),
    );
    expect(await metrcAt(server.url).submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted', metrcId: 4711 });
  });

  test('the last byte travels alone, after everything else has been handed over', async () => {
    const pieces: string[] = [];
    const server = await rawServer((socket) => {
      socket.on('data', (bytes) => pieces.push(bytes.toString('latin1')));
      whenWhole(socket, () => socket.write(httpAnswer(200, '{"Ids":[1],"Warnings":null}')));
    });
    await metrcAt(server.url).submitReceipt(sale(NUMBER));
    expect(pieces.at(-1)).toBe(']');
    expect(pieces.slice(0, -1).join('')).toContain('"SalesCustomerType":"Consumer"');
  });
});

describe('Metrc refuses the sale', () => {
  test.each([
    [
      'a package it does not know',
      [{ PackageLabel: NOWHERE, Quantity: 1, UnitOfMeasure: 'Each', TotalAmount: 1 }],
      /not available/,
    ],
    ['a package on hold', [{ PackageLabel: HELD, Quantity: 1, UnitOfMeasure: 'Grams', TotalAmount: 1 }], /on hold/],
    [
      'another unit',
      [{ PackageLabel: GUMMIES, Quantity: 1, UnitOfMeasure: 'Grams', TotalAmount: 1 }],
      /does not match/,
    ],
    ['more than there is', [flower(453.7, 1)], /holds only 453.6 Grams/],
  ])('%s: refused in words, nothing recorded', async (_, lines, words) => {
    const { simulator, metrc } = await store();
    const outcome = await metrc.submitReceipt(sale(NUMBER, lines));
    expect(outcome).toMatchObject({ kind: 'refused', status: 400, messages: [expect.stringMatching(words)] });
    expect(simulator.control.receipts()).toEqual([]);
  });

  test.each(['rows', 'object', 'strings'] as const)('its words are read in the form of %s', async (errors) => {
    const { metrc } = await store({ dialect: { errors } });
    const outcome = await metrc.submitReceipt(sale(NUMBER, [flower(9999, 1)]));
    expect(outcome).toMatchObject({ kind: 'refused', messages: [expect.stringContaining('holds only')] });
  });

  test('more than ten sales at once: refused with 413', async () => {
    const { metrc } = await store();
    const eleven = JSON.stringify(Array.from({ length: 11 }, () => ({})));
    expect(await metrc.submitReceipt(eleven)).toMatchObject({ kind: 'refused', status: 413 });
  });
});

describe('Metrc turns the request away', () => {
  test('dead keys: the keys', async () => {
    const { metrc } = await store({}, { keys: DEAD_KEYS });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'turned_away', because: 'keys' });
  });

  test('live keys of another licence: the licence', async () => {
    const { metrc } = await store({}, { keys: OTHER_KEYS });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'turned_away', because: 'licence' });
  });

  test('too many requests: the rate, and how long to wait', async () => {
    const { metrc } = await store({
      faults: [{ on: 'receipts.post', effect: { kind: 'too_many', retryAfterSeconds: 7 } }],
    });
    const outcome = await metrc.submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'turned_away', because: 'rate', retryAfterMs: 7000 });
  });

  test('too many requests without a time: the rate, and no time', async () => {
    const { metrc } = await store({
      faults: [{ on: 'receipts.post', effect: { kind: 'too_many', retryAfterSeconds: null } }],
    });
    const outcome = await metrc.submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'turned_away', because: 'rate', retryAfterMs: null });
  });
});

describe('nobody knows whether Metrc has the sale', () => {
  const doubtful: readonly (readonly [FaultEffect, MetrcTrouble])[] = [
    [{ kind: 'server_error', applied: true, status: 500 }, 'server_error'],
    [{ kind: 'server_error', applied: false, status: 503 }, 'server_error'],
    [{ kind: 'drop', applied: true, at: 'whole' }, 'refused_connection'],
    [{ kind: 'fin', applied: true }, 'refused_connection'],
    [{ kind: 'silence', applied: true }, 'timeout'],
    [{ kind: 'silence', applied: false }, 'timeout'],
    [{ kind: 'html', applied: true, status: 200 }, 'unreadable'],
    [{ kind: 'html', applied: false, status: 400 }, 'unreadable'],
    [{ kind: 'html', applied: false, status: 503 }, 'server_error'],
    [{ kind: 'empty', applied: true, status: 200 }, 'unreadable'],
    [{ kind: 'empty', applied: false, status: 400 }, 'unreadable'],
    [{ kind: 'wrong_types', applied: true }, 'unreadable'],
    [{ kind: 'wrong_content_type', applied: true }, 'unreadable'],
    [{ kind: 'two_ids', applied: true }, 'unreadable'],
    [{ kind: 'zero_ids', applied: true }, 'unreadable'],
    [{ kind: 'truncated', applied: true }, 'unreadable'],
    [{ kind: 'huge', applied: true, bytes: 10_000_000 }, 'unreadable'],
    [{ kind: 'redirect', applied: false, location: '/sales/v2/receipts' }, 'unreadable'],
    [{ kind: 'refuse', message: 'Request timed out', status: 408 }, 'unreadable'],
    [{ kind: 'refuse', message: 'Conflict', status: 409 }, 'unreadable'],
    [
      { kind: 'answer', applied: true, status: 200, contentType: 'application/json', body: '{"Ids":null}' },
      'unreadable',
    ],
    [
      { kind: 'answer', applied: true, status: 200, contentType: 'application/json', body: '{"Ids":["1"]}' },
      'unreadable',
    ],
    [
      { kind: 'answer', applied: true, status: 200, contentType: 'application/json', body: '{"Ids":[5,5]}' },
      'unreadable',
    ],
    [{ kind: 'answer', applied: true, status: 200, contentType: null, body: '{"Ids":[5]}' }, 'unreadable'],
    [
      { kind: 'answer', applied: false, status: 400, contentType: 'application/json', body: '{"error":"x"}' },
      'unreadable',
    ],
  ];

  test.each(doubtful)('%o: unknown, because of %s', async (effect, because) => {
    const { simulator, metrc } = await store(
      { faults: [{ on: 'receipts.post', effect }] },
      { submitTimeoutMs: effect.kind === 'silence' ? 150 : 5000 },
    );
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'unknown', because });
    const posts = simulator.ledger.requests().filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(simulator.control.receipts()).toHaveLength('applied' in effect && effect.applied ? 1 : 0);
  });

  test('it may be recorded after all: given up at the time-out, taken by Metrc later', async () => {
    const { simulator, metrc } = await store(
      { faults: [{ on: 'receipts.post', effect: { kind: 'late', ms: 300 } }] },
      { submitTimeoutMs: 100 },
    );
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'unknown', because: 'timeout' });
    expect(simulator.control.receipts()).toEqual([]);
    await expect.poll(() => simulator.ledger.applies()).toMatchObject([{ what: 'created', late: true }]);
  });

  test('the connection is reset when it is given up, so that no kernel delivers it later', async () => {
    const server = await rawServer(() => undefined);
    const outcome = await metrcAt(server.url, { submitTimeoutMs: 100 }).submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'unknown', because: 'timeout' });
    expect(await server.ended).toBe('reset');
  });

  test('half an answer is kept as evidence but proves nothing', async () => {
    const server = await rawServer((socket) =>
      whenWhole(socket, () =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"Ids":[1]'),
      ),
    );
    expect(await metrcAt(server.url).submitReceipt(sale(NUMBER))).toMatchObject({
      kind: 'unknown',
      because: 'unreadable',
      exchange: { status: 200, body: '{"Ids":[1]', answeredAt: null },
    });
  });
});

describe('it is known that Metrc does not have the sale', () => {
  test('nobody listens', async () => {
    const { simulator, metrc } = await store();
    await simulator.control.down();
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'refused_connection' });
  });

  test('the name does not resolve', async () => {
    const metrc = metrcAt('https://metrc.invalid');
    const outcome = await metrc.submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'not_sent', because: expect.stringMatching(/^no_(name|lan|cable)$/) });
  });

  test('the connection breaks before the last byte', async () => {
    const server = await rawServer((socket) => socket.resetAndDestroy());
    const outcome = await metrcAt(server.url).submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'not_sent', because: 'refused_connection' });
    expect(server.received()).not.toMatch(/\]$/);
  });

  test.each([
    [401, 'keys'],
    [413, 'unreadable'],
    [429, 'rate'],
    [503, 'server_error'],
    [200, 'unreadable'],
  ])('an answer %i comes before the last byte has left', async (status, because) => {
    const server = await rawServer((socket) => socket.write(httpAnswer(status, '{"Ids":[1],"Message":"x"}')));
    const outcome = await metrcAt(server.url).submitReceipt(sale(NUMBER));
    expect(outcome).toMatchObject({ kind: 'not_sent', because });
    expect(server.received()).not.toMatch(/\]$/);
    expect(await server.ended).toBe('reset');
  });

  test('wherever the cable breaks: what is called not sent is never recorded, and an incomplete request never is', async () => {
    const { simulator } = await store();
    const body = sale(NUMBER);
    const whole = Buffer.byteLength(body) + headBytes();
    for (const cutAfterBytes of [1, 20, 150, whole - 40, whole - 2, whole - 1, whole]) {
      const before = simulator.control.receipts().length;
      const cable = await tap(simulator.port, { cutAfterBytes });
      const outcome = await metrcAt(cable.url).submitReceipt(body);
      expect(['not_sent', 'unknown']).toContain(outcome.kind);
      const seen = simulator.ledger.requests().filter((entry) => entry.complete).length;
      expect(seen, `cut after ${cutAfterBytes} of ${whole}`).toBe(before + (cutAfterBytes === whole ? 1 : 0));
      if (outcome.kind === 'not_sent') expect(simulator.control.receipts()).toHaveLength(before);
    }

    function headBytes(): number {
      const host = 'Host: 127.0.0.1:00000'.length;
      const authorization = `Authorization: Basic ${btoa(`${KEYS.vendorKey}:${KEYS.userKey}`)}`.length;
      const fixed = [
        `POST /sales/v2/receipts?licenseNumber=${LICENCE} HTTP/1.1`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Accept: application/json',
        'Accept-Encoding: identity',
        'User-Agent: Countersign',
        'Connection: keep-alive',
      ];
      return fixed.reduce((sum, line) => sum + line.length + 2, 0) + host + authorization + 4 + 2;
    }
  });
});
