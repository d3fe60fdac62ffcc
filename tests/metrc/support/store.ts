import { onTestFinished } from 'vitest';
import type { Metrc } from '../../../src/main/ports/metrc.ts';
import { createMetrc, type MetrcOptions } from '../../../src/metrc/client.ts';
import { realClock } from '../../../src/metrc/simulator/real-clock.ts';
import type { MetrcSeedInput } from '../../../src/metrc/simulator/seed.ts';
import {
  type MetrcSimulator,
  type SimulatorOptions,
  startMetrcSimulator,
} from '../../../src/metrc/simulator/server.ts';
import { PackageLabel } from '../../../src/shared/values/ids.ts';

export const LICENCE = 'D-TEST-0001';
export const OTHER_LICENCE = 'D-TEST-0002';
export const KEYS = { vendorKey: 'vendor-7kQ9s', userKey: 'user-3mX2p' };
/** Live keys that may act for the other licence only. */
export const OTHER_KEYS = { vendorKey: 'vendor-7kQ9s', userKey: 'user-other' };
export const DEAD_KEYS = { vendorKey: 'vendor-7kQ9s', userKey: 'user-gone' };

export const FLOWER = PackageLabel.parse('1A4000000000001000000001');
export const GUMMIES = PackageLabel.parse('1A4000000000001000000002');
export const HELD = PackageLabel.parse('1A4000000000001000000003');
export const FOREIGN = PackageLabel.parse('1A4000000000001000000004');
export const NOWHERE = PackageLabel.parse('1A40000000000010000000FF');

export const SEED: MetrcSeedInput = {
  licences: [{ number: LICENCE, name: 'Green Door' }, { number: OTHER_LICENCE }],
  keys: [
    { ...KEYS, userName: 'Robin Ames' },
    { ...OTHER_KEYS, licences: [OTHER_LICENCE] },
  ],
  packages: [
    {
      label: FLOWER,
      item: { name: 'Blue Dream', category: 'Flower', strain: 'Blue Dream' },
      quantity: '453.6',
      unit: 'Grams',
      packagedOn: '2026-10-01',
      expiresOn: '2027-10-01',
      useBy: '2027-04-01',
    },
    {
      label: GUMMIES,
      item: { name: 'Gummies 10pk', category: 'Edible', brand: 'Sweet Co', unitWeight: { value: '35', unit: 'Grams' } },
      quantity: 100,
      unit: 'Each',
    },
    { label: HELD, item: { name: 'Held bud', category: 'Flower' }, quantity: 10, unit: 'Grams', onHold: true },
    { label: FOREIGN, licence: OTHER_LICENCE, item: { name: 'Bud', category: 'Flower' }, quantity: 10, unit: 'Grams' },
  ],
  patients: [
    {
      number: 'OK-PAT-4471',
      expiresOn: '2027-01-31',
      rows: [
        { days: 1, flowerOunces: '3', concentrateOunces: '1', thcOunces: '0.8425' },
        { days: 31, flowerOunces: '12.5' },
      ],
    },
    { number: 'OK-PAT-9999', active: false },
  ],
};

export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<MetrcSimulator> {
  const simulator = await startMetrcSimulator({ seed: SEED, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

export function metrcAt(baseUrl: string, options: Partial<MetrcOptions> = {}): Metrc {
  const metrc = createMetrc({
    baseUrl,
    licence: LICENCE,
    keys: KEYS,
    clock: realClock,
    readsPerSecond: 1000,
    ...options,
  });
  onTestFinished(() => metrc.close());
  return metrc;
}

/** A register and the Metrc it talks to. */
export async function store(
  simulated: Partial<SimulatorOptions> = {},
  options: Partial<MetrcOptions> = {},
): Promise<{ readonly simulator: MetrcSimulator; readonly metrc: Metrc }> {
  const simulator = await startSimulator(simulated);
  return { simulator, metrc: metrcAt(simulator.url, options) };
}

type Line = {
  readonly PackageLabel: string;
  readonly Quantity: number;
  readonly UnitOfMeasure: string;
  readonly TotalAmount: number;
};

export const flower = (grams: number, dollars: number): Line => ({
  PackageLabel: FLOWER,
  Quantity: grams,
  UnitOfMeasure: 'Grams',
  TotalAmount: dollars,
});

/** The body of one sale. */
export function sale(number: string, lines: readonly Line[] = [flower(3.5, 35)], more: object = {}): string {
  return JSON.stringify([
    {
      SalesDateTime: '2026-11-23T14:05:09.000',
      ExternalReceiptNumber: number,
      SalesCustomerType: 'Consumer',
      PatientLicenseNumber: null,
      Transactions: lines,
      ...more,
    },
  ]);
}

/** The window of an attempt that was made just now. */
export const justNow = (): { readonly from: number; readonly to: number } => ({
  from: Date.now() - 60_000,
  to: Date.now(),
});

export const basic = (
  keys: { readonly vendorKey: string; readonly userKey: string } = KEYS,
): Record<string, string> => ({
  Authorization: `Basic ${btoa(`${keys.vendorKey}:${keys.userKey}`)}`,
});
