import { describe, expect, test } from 'vitest';
import type { FaultInput } from '../../src/metrc/simulator/faults.ts';
import { rawServer } from './support/raw-server.ts';
import {
  DEAD_KEYS,
  FLOWER,
  FOREIGN,
  GUMMIES,
  HELD,
  KEYS,
  LICENCE,
  metrcAt,
  NOWHERE,
  OTHER_KEYS,
  OTHER_LICENCE,
  sale,
  store,
} from './support/store.ts';

const once = (
  on: FaultInput['on'],
  status: number,
  body: string,
  contentType: string | null = 'application/json',
): FaultInput => ({
  on,
  effect: { kind: 'answer', applied: false, status, contentType, body },
});

describe('do the keys live?', () => {
  test('they do: the licences, and what time it is at Metrc', async () => {
    const { metrc } = await store();
    const control = await metrc.control();
    expect(control).toMatchObject({
      kind: 'good',
      licences: [{ number: LICENCE, name: 'Green Door' }, { number: OTHER_LICENCE }],
    });
    expect(control.kind === 'good' && Math.abs((control.metrcNow ?? 0) - Date.now())).toBeLessThan(2000);
  });

  test.each([
    [{ kind: 'unauthorized' }, 'keys'],
    [{ kind: 'forbidden' }, 'keys'],
    [{ kind: 'too_many' }, 'rate'],
    [{ kind: 'server_error', applied: false, status: 503 }, 'server_error'],
    [{ kind: 'html', applied: false, status: 503 }, 'server_error'],
    [{ kind: 'html', applied: false, status: 200 }, 'unreadable'],
    [{ kind: 'empty', applied: false, status: 200 }, 'unreadable'],
    [{ kind: 'wrong_types', applied: false }, 'unreadable'],
    [{ kind: 'redirect', location: '/facilities/v2' }, 'unreadable'],
    [{ kind: 'huge', applied: true, bytes: 10_000_000 }, 'unreadable'],
    [{ kind: 'drop' }, 'refused_connection'],
    [{ kind: 'fin', applied: true }, 'refused_connection'],
    [{ kind: 'silence', applied: true }, 'timeout'],
  ] as const)('%o: no, because of %s, asked once', async (effect, because) => {
    const { simulator, metrc } = await store(
      { faults: [{ effect }] },
      { readTimeoutMs: effect.kind === 'silence' ? 150 : 5000 },
    );
    expect(await metrc.control()).toMatchObject({ kind: 'failed', because });
    expect(simulator.ledger.requests()).toHaveLength(1);
  });

  test('an answer that drips is timed out as a whole', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n[');
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await metrcAt(server.url, { readTimeoutMs: 200 }).control()).toMatchObject({
      kind: 'failed',
      because: 'timeout',
    });
  });

  test('an answer without end is cut at the cap', async () => {
    const server = await rawServer((socket) => {
      const flood = (): void => {
        while (!socket.destroyed && socket.write(' '.repeat(65_536)));
      };
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n',
      );
      socket.on('drain', flood);
      flood();
    });
    expect(await metrcAt(server.url).control()).toMatchObject({ kind: 'failed', because: 'unreadable' });
  });

  test('Metrc comes back on the same port and is found again', async () => {
    const { simulator, metrc } = await store();
    await simulator.control.down();
    expect(await metrc.control()).toMatchObject({ kind: 'failed', because: 'refused_connection' });
    await simulator.control.up();
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
  });

  test('names in camelCase and a byte order mark are read', async () => {
    const body = `\uFEFF${JSON.stringify([{ displayName: 'Green Door', license: { number: LICENCE } }])}`;
    const { metrc } = await store({ faults: [once('facilities.read', 200, body)] });
    expect(await metrc.control()).toMatchObject({ kind: 'good', licences: [{ number: LICENCE, name: 'Green Door' }] });
  });
});

describe('a package', () => {
  test('is read with its item, unit and last day of sale', async () => {
    const { metrc } = await store();
    const read = await metrc.packageByLabel(FLOWER);
    expect(read).toMatchObject({
      kind: 'found',
      package: {
        label: FLOWER,
        itemName: 'Blue Dream',
        category: 'Flower',
        strain: 'Blue Dream',
        brand: null,
        quantity: 4_536_000,
        unit: 'Grams',
        unitWeight: null,
        onHold: false,
        onRecall: false,
        finished: false,
        labState: 'TestPassed',
        sellUntil: '2027-04-01',
        packagedOn: '2026-10-01',
      },
    });
    expect(await metrc.packageByLabel(GUMMIES)).toMatchObject({
      package: { brand: 'Sweet Co', unitWeight: { value: 350_000, unit: 'Grams' } },
    });
  });

  test('on hold and on recall says so', async () => {
    const { simulator, metrc } = await store();
    simulator.control.changePackage(FLOWER, { onRecall: true, labState: 'TestFailed' });
    expect(await metrc.packageByLabel(HELD)).toMatchObject({ package: { onHold: true, onRecall: false } });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ package: { onRecall: true, labState: 'TestFailed' } });
  });

  test('any of the flags of an investigation is a hold or a recall', async () => {
    const plain = {
      Id: 5,
      Label: FLOWER.toLowerCase(),
      Quantity: 1,
      UnitOfMeasureName: 'Each',
      LabTestingState: 'New word',
      Item: { Name: 'X' },
    };
    const { metrc } = await store({
      faults: [
        { ...once('packages.one', 200, JSON.stringify({ ...plain, IsOnInvestigation: true })), times: 1 },
        { ...once('packages.one', 200, JSON.stringify({ ...plain, IsOnInvestigationRecall: true })), times: 1 },
        { ...once('packages.one', 200, JSON.stringify({ ...plain, FinishedDate: '2026-01-01' })), times: 1 },
        { ...once('packages.one', 200, JSON.stringify({ ...plain, ExpirationDate: 'soon' })), times: 1 },
        {
          ...once('packages.one', 200, JSON.stringify({ ...plain, ExpirationDate: '0001-01-01T00:00:00+00:00' })),
          times: 1,
        },
      ],
    });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ package: { onHold: true, labState: 'New word' } });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ package: { onRecall: true } });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ package: { finished: true } });
    // An expiry that cannot be read must not count as none.
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ kind: 'no_answer', because: 'unreadable' });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ package: { sellUntil: null } });
  });

  test.each([NOWHERE, FOREIGN])('unknown, or of another licence: not here (%s)', async (label) => {
    const { metrc } = await store();
    expect(await metrc.packageByLabel(label)).toMatchObject({ kind: 'not_here' });
  });

  test('dead keys, a foreign licence and a missing permission are no answer', async () => {
    const { simulator } = await store();
    const ask = async (keys: typeof KEYS): Promise<unknown> => metrcAt(simulator.url, { keys }).packageByLabel(NOWHERE);
    expect(await ask(DEAD_KEYS)).toMatchObject({ kind: 'no_answer', because: 'keys' });
    expect(await ask(OTHER_KEYS)).toMatchObject({ kind: 'no_answer', because: 'licence' });
    simulator.control.fault({ on: 'packages.read', effect: { kind: 'unauthorized' } });
    expect(await ask(KEYS)).toMatchObject({ kind: 'no_answer', because: 'licence' });
  });

  test('another package in its place is no answer', async () => {
    const { metrc } = await store({
      faults: [
        once(
          'packages.one',
          200,
          JSON.stringify({
            Id: 1,
            Label: GUMMIES,
            Quantity: 1,
            UnitOfMeasureName: 'Each',
            LabTestingState: 'TestPassed',
            Item: { Name: 'X' },
          }),
        ),
      ],
    });
    expect(await metrc.packageByLabel(FLOWER)).toMatchObject({ kind: 'no_answer', because: 'unreadable' });
  });
});

describe('the active packages', () => {
  const window = [Date.now() - 3_600_000, Date.now() + 3_600_000] as const;

  test.each(['pascal', 'camel'] as const)('come page by page, those on hold apart (%s)', async (names) => {
    const { metrc } = await store({ dialect: { names, noText: 'empty' } });
    const page = await metrc.activePackages(...window, 1);
    expect(page).toMatchObject({
      ok: true,
      value: { page: 1, pages: 1, unreadableRows: 0, packages: [{ label: FLOWER }, { label: GUMMIES }] },
    });
  });

  test.each(['pascal', 'camel'] as const)(
    'that are held come from their own list, each as held (%s)',
    async (names) => {
      const { metrc } = await store({ dialect: { names, noText: 'empty' } });
      expect(await metrc.heldPackages(...window, 1)).toMatchObject({
        ok: true,
        value: { page: 1, pages: 1, unreadableRows: 0, packages: [{ label: HELD, onHold: true }] },
      });
    },
  );

  test('that are held are so whatever their flags say: Metrc lists them as held', async () => {
    const row = { Id: 1, Label: HELD, Quantity: 1, UnitOfMeasureName: 'Each', LabTestingState: 'TestPassed' };
    const shown = JSON.stringify([{ ...row, Item: { Name: 'X' } }]);
    const { metrc } = await store({ faults: [once('packages.lists', 200, shown)] });
    expect(await metrc.heldPackages(...window, 1)).toMatchObject({ value: { packages: [{ onHold: true }] } });
  });

  test('a window without any has no pages', async () => {
    const { metrc } = await store();
    expect(await metrc.activePackages(0, 1000, 1)).toEqual({
      ok: true,
      value: { packages: [], page: 1, pages: 0, unreadableRows: 0 },
    });
  });

  test('an odd row is left out and counted', async () => {
    const good = {
      Id: 1,
      Label: GUMMIES,
      Quantity: -2,
      UnitOfMeasureName: 'Each',
      LabTestingState: 'TestPassed',
      Item: { Name: 'X' },
    };
    const { metrc } = await store({
      faults: [once('packages.lists', 200, JSON.stringify([{ ...good, Label: 'odd' }, good]))],
    });
    expect(await metrc.activePackages(...window, 1)).toMatchObject({
      ok: true,
      value: { unreadableRows: 1, packages: [{ quantity: -20_000, category: '' }] },
    });
  });

  test('the window and a plus sign arrive as they were meant', async () => {
    const { simulator, metrc } = await store();
    await metrc.activePackages(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), 3);
    const path = simulator.ledger.requests()[0]?.path ?? '';
    expect(Object.fromEntries(new URL(path, 'http://x').searchParams)).toEqual({
      licenseNumber: LICENCE,
      lastModifiedStart: '2026-01-01T00:00:00.000Z',
      lastModifiedEnd: '2026-01-02T00:00:00.000Z',
      pageNumber: '3',
      pageSize: '20',
    });
    expect(await metrcAt(simulator.url, { licence: 'A+B &C' }).activePackages(...window, 1)).toEqual({
      ok: false,
      error: 'licence',
    });
    expect(simulator.ledger.requests().at(-2)?.path).toContain('licenseNumber=A%2BB%20%26C');
  });
});

describe('a patient', () => {
  test('is known: one allowance for each period', async () => {
    const { metrc } = await store();
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({
      kind: 'found',
      allowances: [
        {
          active: true,
          expiresOn: '2027-01-31',
          days: 1,
          availableOunces: { flower: 30_000, thc: 8425, concentrate: 10_000, infused: null },
        },
        { active: true, days: 31, availableOunces: { flower: 125_000, concentrate: null } },
      ],
    });
    expect(await metrc.patientStatus('OK-PAT-9999')).toMatchObject({
      kind: 'found',
      allowances: [{ active: false, expiresOn: null }],
    });
  });

  test.each([401, 404, 'empty'] as const)('is unknown, in the dialect %s: not confirmed', async (patients) => {
    const { metrc } = await store({ dialect: { patients } });
    expect(await metrc.patientStatus('OK-PAT-0000')).toMatchObject({ kind: 'not_confirmed' });
  });

  test('cannot be looked up in this state: not deployed', async () => {
    const { metrc } = await store({ dialect: { patients: 'not_deployed' } });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'not_deployed' });
  });

  test('cannot be looked up, and the error page quotes the address: not deployed', async () => {
    const quoting = (path: string): FaultInput =>
      once(
        'any',
        404,
        JSON.stringify({ Message: `No HTTP resource matches the URI 'https://x${path}?licenseNumber=${LICENCE}'.` }),
      );
    const { metrc } = await store({
      faults: [
        { ...quoting('/patients/v2/statuses/OK-PAT-4471'), times: 1 },
        { ...quoting('/patients/v2/statuses'), on: 'unknown' },
      ],
    });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'not_deployed' });
  });

  test('once the look-up has answered, a missing page is not taken for a missing look-up', async () => {
    const { simulator, metrc } = await store();
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'found' });
    simulator.control.dialect({ patients: 'not_deployed' });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'not_confirmed' });
  });

  test('dead keys say nothing about a patient', async () => {
    const { metrc } = await store({}, { keys: DEAD_KEYS });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'no_answer', because: 'keys' });
  });

  test('while nothing answers, a missing page says nothing about the look-up', async () => {
    const { metrc } = await store({
      dialect: { patients: 'not_deployed' },
      faults: [{ on: 'facilities.read', effect: { kind: 'html', applied: false, status: 503 } }],
    });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'no_answer', because: 'server_error' });
  });

  test('another patient in the answer is no answer', async () => {
    const { metrc } = await store({
      faults: [once('patients.read', 200, '[{"PatientLicenseNumber":"OTHER","Active":true}]')],
    });
    expect(await metrc.patientStatus('OK-PAT-4471')).toMatchObject({ kind: 'no_answer', because: 'unreadable' });
  });

  test('is not named in the evidence', async () => {
    const { metrc } = await store();
    for (const number of ['OK-PAT-4471', 'OK/PAT 0000']) {
      const { exchange } = await metrc.patientStatus(number);
      expect(JSON.stringify(exchange)).not.toContain(number.slice(0, -4));
      expect(exchange.path).toContain(`…${number.slice(-4)}`);
      expect(JSON.stringify(exchange)).not.toContain(encodeURIComponent(number));
    }
  });
});

describe('the keys stay with us', () => {
  const echo = JSON.stringify([
    { row: 0, message: `keys ${KEYS.vendorKey} ${KEYS.userKey} ${btoa(`${KEYS.vendorKey}:${KEYS.userKey}`)}` },
  ]);

  test('a server that echoes them does not get them into a record or a message', async () => {
    const { metrc } = await store({ faults: [once('any', 400, echo)] });
    const told = JSON.stringify([
      await metrc.submitReceipt(sale('DTEST-T1-0a1b2c3d-1')),
      await metrc.control(),
      await metrc.findReceipt('DTEST-T1-0a1b2c3d-1', { from: 0, to: 1 }),
      await metrc.packageByLabel(FLOWER),
      await metrc.patientStatus('OK-PAT-4471'),
      await metrc.voidReceipt(1),
    ]);
    expect(told).toContain('[key]');
    for (const secret of [KEYS.vendorKey, KEYS.userKey, btoa(`${KEYS.vendorKey}:${KEYS.userKey}`)]) {
      expect(told).not.toContain(secret);
    }
  });

  test('keys that cannot be sent are refused without being quoted', () => {
    const bad = { vendorKey: 'line\nbreak-secret', userKey: 'x' };
    expect(() => metrcAt('https://metrc.invalid', { keys: bad })).toThrow(/^(?!.*secret).*vendor key/s);
  });

  test('the longest kept answer is 64 KiB', async () => {
    const { metrc } = await store({ faults: [{ effect: { kind: 'huge', bytes: 1_000_000, applied: true } }] });
    expect((await metrc.control()).exchange.body).toHaveLength(65_536);
  });
});
