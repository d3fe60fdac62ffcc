import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import { ask, type Told } from '../support/ask.ts';
import { basic, FLOWER, FOREIGN, GUMMIES, OTHER_KEYS, OTHER_LICENCE, sale, startSimulator } from '../support/store.ts';
import { FURNISHED, SHIPPED } from '../support/store-room.ts';

const open = (options: Parameters<typeof startSimulator>[0] = {}): Promise<MetrcSimulator> =>
  startSimulator({ seed: FURNISHED, ...options });

const adjustment = (quantity: number, more: object = {}): string =>
  JSON.stringify([
    {
      Label: FLOWER,
      Quantity: quantity,
      UnitOfMeasure: 'Grams',
      AdjustmentReason: 'Scale Variance',
      AdjustmentDate: '2026-11-23',
      ReasonNote: null,
      ...more,
    },
  ]);

const put = (simulator: MetrcSimulator, what: string, row: object): Promise<Told> =>
  ask(simulator, 'PUT', `/packages/v2/${what}`, { body: JSON.stringify([row]) });

const one = async (simulator: MetrcSimulator, label: string = FLOWER): Promise<unknown> =>
  (await ask(simulator, 'GET', `/packages/v2/${label}`)).json;

describe('a package is adjusted', () => {
  test('by POST as a difference, with sign, and the list of adjustments shows it', async () => {
    const simulator = await open();
    expect(await ask(simulator, 'POST', '/packages/v2/adjust', { body: adjustment(-3.6) })).toMatchObject({
      status: 200,
      json: { Ids: [5001], Warnings: null },
    });
    expect(await one(simulator)).toMatchObject({ Quantity: 450, OriginalPackageQuantity: 453.6 });
    expect((await ask(simulator, 'GET', '/packages/v2/adjustments')).json).toMatchObject({
      Data: [{ PackageLabel: FLOWER, AdjustmentQuantity: -3.6, AdjustmentReasonName: 'Scale Variance' }],
    });
    expect(simulator.ledger.applies()).toMatchObject([{ what: 'adjusted', label: FLOWER, receiptId: null }]);
  });

  test('by PUT to the final quantity, or by a difference where the state means that', async () => {
    const simulator = await open();
    expect(await ask(simulator, 'PUT', '/packages/v2/adjust', { body: adjustment(100) })).toMatchObject({
      status: 200,
      text: '',
    });
    expect(await one(simulator)).toMatchObject({ Quantity: 100 });
    simulator.control.dialect({ putAdjust: 'delta' });
    await ask(simulator, 'PUT', '/packages/v2/adjust', { body: adjustment(-1) });
    expect(await one(simulator)).toMatchObject({ Quantity: 99 });
  });

  test.each([
    ['more than there is', adjustment(-453.7), /holds only 453.6/],
    ['for a reason nobody has', adjustment(-1, { AdjustmentReason: 'Whim' }), /Whim is not valid/],
    ['without the note it needs', adjustment(-1, { AdjustmentReason: 'Theft' }), /requires a note/],
    ['in another unit', adjustment(-1, { UnitOfMeasure: 'Each' }), /does not match/],
    ['of another licence', adjustment(-1, { Label: FOREIGN }), /not available/],
    ['without a date', adjustment(-1, { AdjustmentDate: undefined }), /AdjustmentDate/],
  ])('not %s', async (_, body, words) => {
    const simulator = await open();
    const told = await ask(simulator, 'POST', '/packages/v2/adjust', { body });
    expect(told).toMatchObject({ status: 400, json: [{ row: 0, message: expect.stringMatching(words) }] });
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
  });

  test('all rows or none', async () => {
    const simulator = await open();
    const rows = [...JSON.parse(adjustment(-1)), ...JSON.parse(adjustment(-1, { Label: FOREIGN }))];
    expect(await ask(simulator, 'POST', '/packages/v2/adjust', { body: JSON.stringify(rows) })).toMatchObject({
      status: 400,
      json: [{ row: 1 }],
    });
    expect(simulator.control.packageQuantity(FLOWER)).toBe(4_536_000);
  });

  test('the reasons are listed', async () => {
    const simulator = await open();
    expect((await ask(simulator, 'GET', '/packages/v2/adjust/reasons')).json).toMatchObject({
      Data: expect.arrayContaining([expect.objectContaining({ Name: 'Theft', RequiresNote: true })]),
    });
  });
});

describe('a package is finished', () => {
  test('when it is empty, and unfinished again; it moves between the lists', async () => {
    const simulator = await open();
    const row = { Label: FLOWER, ActualDate: '2026-11-23' };
    expect(await put(simulator, 'finish', row)).toMatchObject({
      status: 400,
      json: [{ message: expect.stringMatching(/not empty/) }],
    });
    await ask(simulator, 'PUT', '/packages/v2/adjust', { body: adjustment(0) });
    expect(await put(simulator, 'finish', row)).toMatchObject({ status: 200, text: '' });
    expect((await ask(simulator, 'GET', '/packages/v2/inactive')).json).toMatchObject({
      Data: [{ Label: FLOWER, IsFinished: true, FinishedDate: expect.stringMatching(/^\d{4}-/) }],
    });
    expect(await ask(simulator, 'POST', '/sales/v2/receipts', { body: sale('A') })).toMatchObject({ status: 400 });
    expect(await put(simulator, 'finish', row)).toMatchObject({ status: 400 });
    expect(await put(simulator, 'unfinish', { Label: FLOWER })).toMatchObject({ status: 200 });
    expect(await one(simulator)).toMatchObject({ IsFinished: false, FinishedDate: null });
    expect(simulator.ledger.applies().map(({ what }) => what)).toEqual(['adjusted', 'finished', 'unfinished']);
  });
});

describe('a package is changed', () => {
  test('its place, its item, its note', async () => {
    const simulator = await open();
    await put(simulator, 'location', { Label: FLOWER, Location: 'sales floor', MoveDate: '2026-11-23' });
    await put(simulator, 'item', { Label: FLOWER, Item: 'SOUR DIESEL' });
    await put(simulator, 'note', { PackageLabel: FLOWER, Note: 'jar 4' });
    expect(await one(simulator)).toMatchObject({
      LocationName: 'Sales floor',
      LocationId: 1,
      Note: 'jar 4',
      Item: { Name: 'Sour Diesel', ProductCategoryName: 'Flower' },
    });
  });

  test.each([
    ['location', { Label: FLOWER, Location: 'Old shed' }],
    ['location', { Label: FLOWER, Location: 'Moon' }],
    ['item', { Label: FLOWER, Item: 'Old cookies' }],
    ['item', { Label: FLOWER, Item: 'Moon dust' }],
    ['note', { PackageLabel: FOREIGN, Note: 'x' }],
  ])('%s to what is not there: refused: %o', async (what, row) => {
    const simulator = await open();
    expect(await put(simulator, what, row)).toMatchObject({ status: 400 });
    expect(simulator.ledger.applies()).toEqual([]);
  });

  test('and what was changed is there after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-sim-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const keepIn = join(folder, 'kept.jsonl');
    const before = await open({ keepIn });
    await put(before, 'note', { PackageLabel: GUMMIES, Note: 'shelf 2' });
    await ask(before, 'POST', '/packages/v2/adjust', { body: adjustment(-1) });
    before.control.receiveTransfer('41');
    await before.close();
    const after = await open({ keepIn });
    expect(await one(after, GUMMIES)).toMatchObject({ Note: 'shelf 2' });
    expect(await one(after, SHIPPED)).toMatchObject({ ReceivedFromManifestNumber: '0000000041' });
    expect((await ask(after, 'GET', '/packages/v2/adjustments')).json).toMatchObject({ Total: 1 });
    expect((await ask(after, 'GET', '/transfers/v2/incoming')).json).toMatchObject({
      Data: [{ ReceivedPackageCount: 1 }],
    });
  });
});

test('what an older program has kept is still read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const keepIn = join(folder, 'kept.jsonl');
  const item = { name: 'Blue Dream', category: 'Flower', unitWeight: null, strain: null, brand: null };
  const days = { packagedOn: null, expiresOn: null, sellBy: null, useBy: null };
  const flags = { onHold: false, onRecall: false, finished: false, labState: 'TestPassed' };
  const old = {
    id: 5001,
    label: FLOWER,
    licence: 'D-TEST-0001',
    item,
    quantity: 70_000,
    unit: 'Grams',
    ...flags,
    ...days,
  };
  writeFileSync(keepIn, `${JSON.stringify({ packages: [{ ...old, lastModified: 1 }] })}\n`);
  const simulator = await open({ keepIn });
  expect(await one(simulator)).toMatchObject({ Quantity: 7, OriginalPackageQuantity: 7, Note: null });
});

describe('a delivery', () => {
  test('is on its way with its packages and prices, and no call receives it', async () => {
    const simulator = await open();
    expect((await ask(simulator, 'GET', '/transfers/v2/incoming')).json).toMatchObject({
      Data: [{ ManifestNumber: '0000000041', DeliveryId: 8001, PackageCount: 1, ReceivedDateTime: null }],
    });
    const packages = '/transfers/v2/deliveries/8001/packages';
    expect((await ask(simulator, 'GET', packages)).json).toMatchObject({
      Data: [
        { PackageLabel: SHIPPED, ShippedQuantity: 250.5, ShipmentPackageState: 'Shipped', ReceivedQuantity: null },
      ],
    });
    expect((await ask(simulator, 'GET', `${packages}/wholesale`)).json).toMatchObject({
      Data: [{ PackageLabel: SHIPPED, ShipperWholesalePrice: 1200.5 }],
    });
    // The manifest's number is not the delivery's, and the transfer itself is no call.
    expect(await ask(simulator, 'GET', '/transfers/v2/deliveries/41/packages')).toMatchObject({ status: 401 });
    expect(await ask(simulator, 'GET', '/transfers/v2/7001')).toMatchObject({ status: 404 });
    expect(await ask(simulator, 'PUT', '/transfers/v2/accept')).toMatchObject({ status: 404 });
  });

  test("is received in Metrc's own pages: its packages are active then", async () => {
    const simulator = await open();
    expect(await ask(simulator, 'GET', `/packages/v2/${SHIPPED}`)).toMatchObject({ status: 401 });
    simulator.control.receiveTransfer('41');
    expect(await one(simulator, SHIPPED)).toMatchObject({
      Quantity: 250.5,
      ReceivedFromManifestNumber: '0000000041',
      ReceivedFromFacilityName: 'Red Dirt Growers',
      ReceivedDateTime: expect.stringMatching(/^20/),
    });
    expect((await ask(simulator, 'GET', '/transfers/v2/incoming')).json).toMatchObject({
      Data: [{ ReceivedPackageCount: 1, ReceivedDateTime: expect.any(String) }],
    });
    expect(() => simulator.control.receiveTransfer('41')).toThrow(/no transfer 41 on its way/);
    expect(() => simulator.control.receiveTransfer('9')).toThrow();
  });

  test('of another licence is nobody else’s business', async () => {
    const simulator = await open();
    const headers = basic(OTHER_KEYS);
    const query = { licenseNumber: OTHER_LICENCE };
    expect((await ask(simulator, 'GET', '/transfers/v2/incoming', { headers, query })).json).toMatchObject({
      Total: 0,
    });
    expect(await ask(simulator, 'GET', '/transfers/v2/deliveries/8001/packages', { headers, query })).toMatchObject({
      status: 401,
    });
  });
});
