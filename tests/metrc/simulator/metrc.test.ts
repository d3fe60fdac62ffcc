import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/main/ports/clock.ts';
import { realClock } from '../../../src/metrc/simulator/real-clock.ts';
import { ask } from '../support/ask.ts';
import { basic, FLOWER, flower, GUMMIES, OTHER_KEYS, OTHER_LICENCE, sale, startSimulator } from '../support/store.ts';

const RECEIPTS = '/sales/v2/receipts';

describe('receipts', () => {
  test('are made, numbered with ten characters, and read back in full', async () => {
    const simulator = await startSimulator({ receiptPrefix: 'T' });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') })).toMatchObject({
      status: 200,
      json: { Ids: [1], Warnings: null },
    });
    expect((await ask(simulator, 'GET', `${RECEIPTS}/1`)).json).toMatchObject({
      Id: 1,
      ReceiptNumber: 'T000000001',
      ExternalReceiptNumber: 'A-1',
      SalesDateTime: '2026-11-23T14:05:09.000',
      TotalPrice: 35,
      ArchivedDate: null,
      IsFinal: false,
      Transactions: [{ PackageLabel: FLOWER, QuantitySold: 3.5, UnitOfMeasureName: 'Grams', TotalPrice: 35 }],
    });
  });

  test('in lists carry no lines, and move from active to inactive when finalized or voided', async () => {
    const simulator = await startSimulator();
    for (const number of ['A-1', 'A-2', 'A-3']) await ask(simulator, 'POST', RECEIPTS, { body: sale(number) });
    await ask(simulator, 'PUT', `${RECEIPTS}/finalize`, { body: '[{"Id":1}]' });
    await ask(simulator, 'DELETE', `${RECEIPTS}/2`);
    const active = await ask(simulator, 'GET', `${RECEIPTS}/active`);
    const inactive = await ask(simulator, 'GET', `${RECEIPTS}/inactive`);
    expect(active.json).toMatchObject({ Data: [{ Id: 3, Transactions: [] }], Total: 1, TotalPages: 1 });
    expect(inactive.json).toMatchObject({
      Data: [
        { Id: 1, IsFinal: true },
        { Id: 2, ArchivedDate: expect.any(String) },
      ],
    });
    await ask(simulator, 'PUT', `${RECEIPTS}/unfinalize`, { body: '[{"id":1}]' });
    expect((await ask(simulator, 'GET', `${RECEIPTS}/active`)).json).toMatchObject({ Total: 2 });
  });

  test('move stock: sold, replaced, voided', async () => {
    const simulator = await startSimulator();
    const stock = (): number[] => [FLOWER, GUMMIES].map((label) => simulator.control.packageQuantity(label) / 10_000);
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1', [flower(3.5, 35), flower(1.1, 11)]) });
    expect(stock()).toEqual([449, 100]);
    const gummies = { PackageLabel: GUMMIES, Quantity: 4, UnitOfMeasure: 'Each', TotalAmount: 40 };
    await ask(simulator, 'PUT', RECEIPTS, { body: sale('A-1', [flower(453, 1), gummies], { Id: 1 }) });
    expect(stock()).toEqual([0.6, 96]);
    await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
    await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
    expect(stock()).toEqual([453.6, 100]);
  });

  test('that are finalized or voided cannot be replaced, finalized ones not voided', async () => {
    const simulator = await startSimulator();
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    await ask(simulator, 'PUT', `${RECEIPTS}/finalize`, { body: '[{"Id":1}]' });
    expect(await ask(simulator, 'PUT', RECEIPTS, { body: sale('A-1', undefined, { Id: 1 }) })).toMatchObject({
      status: 400,
    });
    expect(await ask(simulator, 'DELETE', `${RECEIPTS}/1`)).toMatchObject({ status: 400 });
    await ask(simulator, 'PUT', `${RECEIPTS}/unfinalize`, { body: '[{"Id":1}]' });
    await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
    expect(await ask(simulator, 'PUT', RECEIPTS, { body: sale('A-1', undefined, { Id: 1 }) })).toMatchObject({
      status: 400,
    });
  });

  test('of one request are recorded all or none, and their quantities count together', async () => {
    const simulator = await startSimulator();
    const two = (grams: number): string =>
      JSON.stringify([...JSON.parse(sale('A-1', [flower(grams, 1)])), ...JSON.parse(sale('A-2', [flower(grams, 1)]))]);
    expect(await ask(simulator, 'POST', RECEIPTS, { body: two(300) })).toMatchObject({
      status: 400,
      json: [{ row: 1, message: `Package ${FLOWER} holds only 153.6 Grams.` }],
    });
    expect(simulator.control.receipts()).toEqual([]);
    expect((await ask(simulator, 'POST', RECEIPTS, { body: two(200) })).json).toMatchObject({ Ids: [1, 2] });
  });

  test.each([
    ['a time with a zone', sale('A', undefined, { SalesDateTime: '2026-11-23T14:05:09Z' })],
    ['no lines', sale('A', [])],
    ['nothing sold', sale('A', [flower(0, 1)])],
    ['a customer type nobody has', sale('A', undefined, { SalesCustomerType: 'Tourist' })],
    ['an unknown patient', sale('A', undefined, { SalesCustomerType: 'Patient', PatientLicenseNumber: 'X' })],
    [
      'an inactive patient',
      sale('A', undefined, { SalesCustomerType: 'Patient', PatientLicenseNumber: 'OK-PAT-9999' }),
    ],
    [
      'a caregiver without a number',
      sale('A', undefined, { SalesCustomerType: 'Caregiver', PatientLicenseNumber: 'OK-PAT-4471' }),
    ],
    ['an object in place of an array', '{}'],
    ['no JSON', 'x'],
  ])('with %s are refused in rows', async (_, body) => {
    const simulator = await startSimulator();
    expect(await ask(simulator, 'POST', RECEIPTS, { body })).toMatchObject({
      status: 400,
      json: [{ row: 0, message: expect.any(String) }],
    });
    expect(simulator.control.receipts()).toEqual([]);
  });

  test('of a known patient are recorded under the number', async () => {
    const simulator = await startSimulator();
    const body = sale('A', undefined, {
      salesCustomerType: undefined,
      SalesCustomerType: 'Patient',
      PatientLicenseNumber: 'OK-PAT-4471',
    });
    expect(await ask(simulator, 'POST', RECEIPTS, { body })).toMatchObject({ status: 200 });
    expect(simulator.control.receipts()).toMatchObject([{ patientLicence: 'OK-PAT-4471' }]);
  });

  test('with a number twice: as the state has it', async () => {
    const simulator = await startSimulator({ dialect: { duplicates: 'refused' } });
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') })).toMatchObject({ status: 400 });
    await ask(simulator, 'DELETE', `${RECEIPTS}/1`);
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') })).toMatchObject({ status: 200 });
    simulator.control.dialect({ duplicates: 'allowed' });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') })).toMatchObject({ status: 200 });
  });
});

describe('lists', () => {
  test('without a window hold the last 24 hours only, and say nothing of it', async () => {
    let ahead = 0;
    const clock: Clock = { ...realClock, now: () => Date.now() + ahead };
    const simulator = await startSimulator({ clock });
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    ahead = 25 * 3_600_000;
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-2') });
    expect((await ask(simulator, 'GET', `${RECEIPTS}/active`)).json).toMatchObject({ Total: 1 });
    const query = { lastModifiedStart: new Date(0).toISOString(), lastModifiedEnd: '2099-01-01T00:00:00+00:00' };
    expect((await ask(simulator, 'GET', `${RECEIPTS}/active`, { query })).json).toMatchObject({ Total: 2 });
  });

  test('come in pages of at most twenty; an empty one has no pages', async () => {
    const simulator = await startSimulator();
    expect((await ask(simulator, 'GET', `${RECEIPTS}/active`, { query: { pageSize: '10' } })).json).toEqual({
      Data: [],
      Total: 0,
      TotalRecords: 0,
      PageSize: 0,
      RecordsOnPage: 0,
      Page: 1,
      CurrentPage: 1,
      TotalPages: 0,
    });
    for (let i = 1; i <= 5; i += 1) await ask(simulator, 'POST', RECEIPTS, { body: sale(`A-${i}`) });
    const query = { pageSize: '2', pageNumber: '3' };
    expect((await ask(simulator, 'GET', `${RECEIPTS}/active`, { query })).json).toMatchObject({
      Data: [{ Id: 5 }],
      Total: 5,
      PageSize: 2,
      RecordsOnPage: 1,
      Page: 3,
      TotalPages: 3,
    });
    expect(await ask(simulator, 'GET', `${RECEIPTS}/active`, { query: { pageSize: '21' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('who may ask', () => {
  test.each([
    ['no keys', { Authorization: '' }],
    ['wrong keys', { Authorization: `Basic ${btoa('a:b')}` }],
    ['another scheme', { Authorization: 'Bearer x' }],
  ])('%s: 401 without a word', async (_, headers) => {
    const simulator = await startSimulator();
    expect(await ask(simulator, 'GET', '/facilities/v2', { headers })).toMatchObject({ status: 401, text: '' });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('A'), headers })).toMatchObject({ status: 401 });
    expect(simulator.control.receipts()).toEqual([]);
  });

  test('keys of one licence see nothing of another', async () => {
    const simulator = await startSimulator();
    await ask(simulator, 'POST', RECEIPTS, { body: sale('A-1') });
    const headers = basic(OTHER_KEYS);
    const query = { licenseNumber: OTHER_LICENCE };
    expect((await ask(simulator, 'GET', '/facilities/v2', { headers })).json).toMatchObject([
      { License: { Number: OTHER_LICENCE } },
    ]);
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`, { headers })).toMatchObject({ status: 401 });
    expect(await ask(simulator, 'GET', `${RECEIPTS}/1`, { headers, query })).toMatchObject({ status: 401 });
    expect(await ask(simulator, 'DELETE', `${RECEIPTS}/1`, { headers, query })).toMatchObject({ status: 401 });
    expect(await ask(simulator, 'GET', `/packages/v2/${FLOWER}`, { headers, query })).toMatchObject({ status: 401 });
    expect(await ask(simulator, 'POST', RECEIPTS, { body: sale('B'), headers, query })).toMatchObject({ status: 400 });
  });

  test('a path that is not deployed is a page of the server: 404', async () => {
    const simulator = await startSimulator();
    for (const path of [
      '/sales/v1/receipts/active',
      '/packages/v2/active/more',
      '/x',
      '/sales/v2/receipts/external/a/b',
    ]) {
      expect(await ask(simulator, 'GET', path)).toMatchObject({ status: 404, json: undefined });
    }
  });
});

describe('the other reads', () => {
  test('units, customer types, packages on hold and inactive, one package by id', async () => {
    const simulator = await startSimulator();
    simulator.control.changePackage(GUMMIES, { finished: true });
    expect((await ask(simulator, 'GET', '/unitsofmeasure/v2/active')).json).toContainEqual({
      QuantityType: 'WeightBased',
      Name: 'Grams',
      Abbreviation: 'g',
    });
    expect((await ask(simulator, 'GET', '/sales/v2/customertypes')).json).toContain('Patient');
    expect((await ask(simulator, 'GET', '/packages/v2/onhold')).json).toMatchObject({ Data: [{ IsOnHold: true }] });
    expect((await ask(simulator, 'GET', '/packages/v2/inactive')).json).toMatchObject({
      Data: [{ Label: GUMMIES, IsFinished: true }],
    });
    expect((await ask(simulator, 'GET', '/packages/v2/5001')).json).toMatchObject({ Label: FLOWER, IsOnRecall: null });
    expect((await ask(simulator, 'GET', `/packages/v2/${FLOWER.toLowerCase()}`)).json).toMatchObject({
      Id: 5001,
      Quantity: 453.6,
    });
  });
});
