import { beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, selfSigned } from './support/certificate.ts';
import { rawServer } from './support/raw-server.ts';
import { justNow, metrcAt, sale, startSimulator, store } from './support/store.ts';
import { tap } from './support/tap.ts';

const NUMBER = 'DTEST-T1-0a1b2c3d-1';
let ours: Certificate;
let otherHost: Certificate;

beforeAll(() => {
  ours = selfSigned('IP:127.0.0.1');
  otherHost = selfSigned('DNS:metrc.example');
});

describe('over TLS', () => {
  test('a sale is taken and found again', async () => {
    const { metrc } = await store({ tls: ours }, { ca: ours.cert });
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'accepted', metrcId: 1 });
    expect(await metrc.findReceipt(NUMBER, justNow())).toMatchObject({ kind: 'present', receipts: [{ metrcId: 1 }] });
  });

  test('a certificate nobody vouches for: not sent, because of TLS', async () => {
    const { simulator, metrc } = await store({ tls: ours });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'tls' });
    expect(await metrc.control()).toMatchObject({ kind: 'failed', because: 'tls' });
    expect(simulator.ledger.requests()).toEqual([]);
  });

  test('a certificate of another host: not sent, because of TLS', async () => {
    const { simulator, metrc } = await store({ tls: otherHost }, { ca: otherHost.cert });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'tls' });
    expect(await metrc.control()).toMatchObject({ kind: 'failed', because: 'tls' });
    expect(simulator.ledger.requests()).toEqual([]);
  });

  test('a server that does not speak TLS: not sent', async () => {
    const server = await rawServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const metrc = metrcAt(server.url.replace('http:', 'https:'));
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'tls' });
  });

  test('a handshake that never ends: not sent, because of the time-out', async () => {
    const server = await rawServer(() => undefined);
    const metrc = metrcAt(server.url.replace('http:', 'https:'), { submitTimeoutMs: 100 });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'not_sent', because: 'timeout' });
    expect(await server.ended).toBe('reset');
  });

  test('a sale given up is reset below TLS, and Metrc may still have it', async () => {
    const simulator = await startSimulator({
      tls: ours,
      faults: [{ on: 'receipts.post', effect: { kind: 'silence', applied: true } }],
    });
    const cable = await tap(simulator.port, { secure: true });
    const metrc = metrcAt(cable.url, { ca: ours.cert, submitTimeoutMs: 300 });
    expect(await metrc.submitReceipt(sale(NUMBER))).toMatchObject({ kind: 'unknown', because: 'timeout' });
    expect(await cable.ended).toBe('reset');
    expect(simulator.control.receipts()).toHaveLength(1);
  });

  test('a cable that breaks on the way: what is called not sent is not recorded', async () => {
    const simulator = await startSimulator({ tls: ours });
    for (const cutAfterBytes of [100, 600, 900, 1100, 1200, 1300, 1400, 1500]) {
      const before = simulator.control.receipts().length;
      const cable = await tap(simulator.port, { secure: true, cutAfterBytes });
      const outcome = await metrcAt(cable.url, { ca: ours.cert }).submitReceipt(
        sale(`DTEST-T1-0a1b2c3d-${cutAfterBytes}`),
      );
      if (outcome.kind === 'not_sent') expect(simulator.control.receipts()).toHaveLength(before);
      else expect(['unknown', 'accepted']).toContain(outcome.kind);
    }
  });
});
