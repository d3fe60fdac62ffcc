import { describe, expect, test } from 'vitest';
import { readRetailId } from '../../../src/main/domain/scan/retail-id.ts';
import { unitCode } from '../../../src/metrc/simulator/retail-id.ts';
import type { MetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import { ask, type Told } from '../support/ask.ts';
import { FLOWER, KEYS, LICENCE, sale, startSimulator } from '../support/store.ts';
import { CODED, FURNISHED } from '../support/store-room.ts';

const open = (options: Parameters<typeof startSimulator>[0] = {}): Promise<MetrcSimulator> =>
  startSimulator({ seed: FURNISHED, ...options });
const get = (simulator: MetrcSimulator, path: string, query: Record<string, string> = {}): Promise<Told> =>
  ask(simulator, 'GET', path, { query });

describe('what a register, a stock room and an inspector look up', () => {
  test('facilities with their flags: those of the seed, the usual ones, false for the rest', async () => {
    const [licence, ...others] = FURNISHED.licences;
    const seed = { ...FURNISHED, licences: [{ ...licence!, flags: { CanSellToPatients: true } }, ...others] };
    const simulator = await open({ seed });
    expect((await get(simulator, '/facilities/v2/')).json).toMatchObject([
      {
        License: { Number: LICENCE },
        FacilityType: { CanSellToPatients: true, AdvancedSales: true, CanDeliverSalesToPatients: false },
      },
      {},
    ]);
  });

  test('items, active and not, by id, with categories and brands', async () => {
    const simulator = await open();
    const active = await get(simulator, '/items/v2/active');
    expect(active.json).toMatchObject({
      Data: expect.arrayContaining([
        expect.objectContaining({
          Id: 7001,
          Name: 'Sour Diesel',
          QuantityType: 'WeightBased',
          UnitOfMeasureName: 'Grams',
        }),
        expect.objectContaining({ Name: 'Gummies 10pk', QuantityType: 'CountBased', ItemBrandName: 'Sweet Co' }),
      ]),
    });
    expect((await get(simulator, '/items/v2/inactive')).json).toMatchObject({ Data: [{ Name: 'Old cookies' }] });
    expect((await get(simulator, '/items/v2/7001')).json).toMatchObject({ Name: 'Sour Diesel' });
    expect(await get(simulator, '/items/v2/1')).toMatchObject({ status: 401 });
    expect((await get(simulator, '/items/v2/categories')).json).toMatchObject({
      Data: expect.arrayContaining([expect.objectContaining({ Name: 'Flower', QuantityType: 'WeightBased' })]),
    });
    expect((await get(simulator, '/items/v2/brands')).json).toMatchObject({ Data: [{ Name: 'Sweet Co' }] });
  });

  test('the item inside a package is the one of the list, with numbers for words', async () => {
    const simulator = await open();
    const { json } = await get(simulator, `/packages/v2/${FLOWER}`);
    expect(json).toMatchObject({
      Item: { Name: 'Blue Dream', QuantityType: 2, UnitOfMeasureName: null },
      LocationName: 'Vault',
    });
    const { Item } = json as { Item: { Id: number } };
    expect((await get(simulator, `/items/v2/${Item.Id}`)).json).toMatchObject({ Name: 'Blue Dream' });
  });

  test('locations and employees of the own licence only', async () => {
    const simulator = await open();
    expect((await get(simulator, '/locations/v2/active')).json).toMatchObject({
      Data: [
        { Id: 1, Name: 'Sales floor' },
        { Id: 2, Name: 'Vault' },
      ],
    });
    expect((await get(simulator, '/locations/v2/inactive')).json).toMatchObject({ Data: [{ Name: 'Old shed' }] });
    expect((await get(simulator, '/locations/v2/2')).json).toMatchObject({ Name: 'Vault', ForPackages: true });
    expect(await get(simulator, '/locations/v2/4')).toMatchObject({ status: 401 });
    expect((await get(simulator, '/employees/v2')).json).toMatchObject({
      Data: [{ FullName: 'Robin Ames', IsManager: true }],
    });
    expect((await get(simulator, '/employees/v2/permissions', { employeeLicenseNumber: 'EMP-1' })).json).toContain(
      'view packages',
    );
    expect(await get(simulator, '/employees/v2/permissions', { employeeLicenseNumber: 'EMP-2' })).toMatchObject({
      status: 401,
    });
  });

  test('patients and caregivers; not where the state does not offer it', async () => {
    const simulator = await open();
    expect((await get(simulator, '/caregivers/v2/status/OK-CARE-1')).json).toEqual({
      CaregiverLicenseNumber: 'OK-CARE-1',
      Active: true,
      Patients: ['OK-PAT-4471'],
    });
    expect(await get(simulator, '/caregivers/v2/status/X')).toMatchObject({ status: 401 });
    simulator.control.dialect({ patients: 'not_deployed' });
    expect(await get(simulator, '/caregivers/v2/status/OK-CARE-1')).toMatchObject({ status: 404 });
  });

  test('what a retailer may not see is 401, and is there for one who delivers', async () => {
    const simulator = await open();
    expect(await get(simulator, '/sales/v2/paymenttypes')).toMatchObject({ status: 401 });
    expect(await get(simulator, '/sales/v2/counties')).toMatchObject({ status: 401 });
    expect((await get(simulator, '/sales/v2/patientregistration/locations')).json).toEqual([
      { Id: 1, Name: 'Another state' },
    ]);
    const [licence, ...others] = FURNISHED.licences;
    const seed = { ...FURNISHED, licences: [{ ...licence!, flags: { CanDeliverSalesToConsumers: true } }, ...others] };
    const delivering = await open({ seed });
    expect((await get(delivering, '/sales/v2/paymenttypes')).json).toEqual(['Cash', 'Debit']);
    expect((await get(delivering, '/sales/v2/counties')).json).toMatchObject({
      Data: [{ Id: 1, Name: 'Practice County' }],
    });
  });

  test('tests: one row each, and the document', async () => {
    const simulator = await open();
    expect((await get(simulator, '/labtests/v2/results', { packageId: '5001' })).json).toMatchObject({
      Data: [
        {
          TestTypeName: 'Total THC',
          TestResultLevel: 21.4,
          OverallPassed: false,
          ResultReleased: true,
          RevokedDate: null,
        },
        { TestTypeName: 'Pesticides', TestPassed: true },
        { TestTypeName: 'Moisture', TestPassed: false, TestInformationalOnly: true, RevokedDate: '2026-11-01' },
      ],
    });
    expect(await get(simulator, '/labtests/v2/results', { packageId: '5004' })).toMatchObject({ status: 401 });
    expect(await get(simulator, '/labtests/v2/results', { packageId: FLOWER })).toMatchObject({ status: 401 });
    expect((await get(simulator, '/labtests/v2/states')).json).toHaveLength(14);
    expect((await get(simulator, '/labtests/v2/types')).json).toMatchObject({ Total: 3 });
    expect((await get(simulator, '/labtests/v2/labtestdocument/905001')).text).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
    expect(await get(simulator, '/labtests/v2/labtestdocument/905002')).toMatchObject({ status: 401 });
  });

  test('package types, and lists in which a store has nothing', async () => {
    const simulator = await open();
    expect((await get(simulator, '/packages/v2/types')).json).toContain('Product');
    for (const which of ['intransit', 'transferred', 'labsamples']) {
      expect((await get(simulator, `/packages/v2/${which}`)).json).toMatchObject({ Total: 0, TotalPages: 0 });
    }
    expect((await get(simulator, '/unitsofmeasure/v2/inactive')).json).toEqual([]);
  });
});

describe('Retail ID', () => {
  test('the codes are the published ones, and every code reads back', () => {
    expect(unitCode('1A4060300020081000006609', 1)).toBe('HTTPS://1A4.COM/5LN8CBN1UB33DON9CHKX');
    for (const unit of [0, 1, 127, 128, 485, 70_000]) {
      expect(readRetailId(unitCode(CODED, unit))).toEqual({ kind: 'read', id: { tag: CODED, unit } });
    }
  });

  test('by label and by the code of a unit: the same package', async () => {
    const simulator = await open();
    const byLabel = await get(simulator, `/retailid/v2/receive/${CODED}`);
    expect(byLabel.json).toMatchObject({ QrCount: 20, Ranges: [[1, 20]], ChildTag: CODED.toLowerCase() });
    const byCode = await get(simulator, '/retailid/v2/receive/qr/5LN8CBN1UB33DON9CHKX');
    expect(byCode.json).toEqual(byLabel.json);
    const beyond = unitCode(CODED, 21).split('/').at(-1);
    expect(await get(simulator, `/retailid/v2/receive/qr/${beyond}`)).toMatchObject({ status: 401 });
    expect(await get(simulator, '/retailid/v2/receive/qr/nonsense')).toMatchObject({ status: 401 });
  });

  test('packages are looked up together', async () => {
    const simulator = await open();
    const body = JSON.stringify({ packageLabels: [CODED, FLOWER, 'x'] });
    expect((await ask(simulator, 'POST', '/retailid/v2/packages/info', { body })).json).toMatchObject({
      Packages: [{ Tag: CODED.toLowerCase(), QrCount: 20, HasQrs: true, EstimatedBalance: 20 }, { HasQrs: false }],
    });
    expect(await ask(simulator, 'POST', '/retailid/v2/packages/info', { body: '[]' })).toMatchObject({ status: 400 });
  });

  test('a sale names the codes it sells; those of another package are refused', async () => {
    const simulator = await open();
    const line = (code: string) => [
      { PackageLabel: CODED, Quantity: 1, UnitOfMeasure: 'Each', TotalAmount: 27, QrCodes: [code] },
    ];
    const post = (code: string): Promise<Told> =>
      ask(simulator, 'POST', '/sales/v2/receipts', { body: sale('A-1', line(code)) });
    expect(await post(unitCode(CODED, 3))).toMatchObject({ status: 200 });
    expect((await get(simulator, '/sales/v2/receipts/1')).json).toMatchObject({
      Transactions: [{ QrCodes: [unitCode(CODED, 3)] }],
    });
    for (const code of [unitCode(CODED, 21), unitCode(FLOWER, 1), 'x']) {
      expect(await post(code)).toMatchObject({ status: 400 });
    }
  });
});

describe('what a facility and a key may do', () => {
  const [licence, ...others] = FURNISHED.licences;
  const withFlags = (flags: Record<string, boolean>): Promise<MetrcSimulator> =>
    open({ seed: { ...FURNISHED, licences: [{ ...licence!, flags }, ...others] } });
  const post = (simulator: MetrcSimulator, more: object = {}): Promise<Told> =>
    ask(simulator, 'POST', '/sales/v2/receipts', { body: sale('A-1', undefined, more) });

  test('a flag that is named is obeyed', async () => {
    expect(await post(await withFlags({ AdvancedSales: false }))).toMatchObject({ status: 401 });
    expect(await post(await withFlags({ CanSellToConsumers: false }))).toMatchObject({ status: 400 });
    expect(await post(await withFlags({ CanSellToConsumers: true }))).toMatchObject({ status: 200 });
    const visitor = { SalesCustomerType: 'ExternalPatient', PatientLicenseNumber: 'TX-1' };
    const strict = await withFlags({ SalesRequireExternalPatientIdentificationMethod: true });
    expect(await post(strict, visitor)).toMatchObject({ status: 400 });
    expect(
      await post(strict, { ...visitor, IdentificationMethod: 'Passport', PatientRegistrationLocationId: 1 }),
    ).toMatchObject({
      status: 200,
    });
    expect((await get(strict, '/sales/v2/receipts/1')).json).toMatchObject({ PatientRegistrationLocationId: 1 });
  });

  test('keys without a right are turned away with 401', async () => {
    const simulator = await open({
      seed: { ...FURNISHED, keys: [{ ...KEYS, rights: { receipts: 'read', patients: 'none' } }] },
    });
    expect(await post(simulator)).toMatchObject({ status: 401, text: '' });
    expect(await get(simulator, '/sales/v2/receipts/active')).toMatchObject({ status: 200 });
    expect(await get(simulator, '/patients/v2/statuses/OK-PAT-4471')).toMatchObject({ status: 401 });
    expect(await get(simulator, '/packages/v2/active')).toMatchObject({ status: 200 });
  });
});
