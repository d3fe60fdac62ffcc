import type { MetrcSeedInput } from '../../../src/metrc/simulator/seed.ts';
import { PackageLabel } from '../../../src/shared/values/ids.ts';
import { FLOWER, LICENCE, OTHER_LICENCE, SEED } from './store.ts';

export const SHIPPED = PackageLabel.parse('1A4000000000001000000005');
export const CODED = PackageLabel.parse('1A4060300020081000006609');

/** The store of the other tests with everything around it: people, places, laboratory, a delivery on its way. */
export const FURNISHED: MetrcSeedInput = {
  ...SEED,
  packages: [
    ...(SEED.packages ?? []).map((seeded) =>
      seeded.label === FLOWER
        ? {
            ...seeded,
            location: 'Vault',
            labResults: [
              { test: 'Total THC', level: 21.4, performedOn: '2026-10-02' },
              { test: 'Pesticides', passed: true },
              { test: 'Moisture', passed: false, informationalOnly: true, revokedOn: '2026-11-01' },
            ],
          }
        : seeded,
    ),
    {
      label: CODED,
      item: { name: 'Lemon Haze vape', category: 'Vape Cartridge', unitWeight: { value: 1, unit: 'Grams' } },
      quantity: 20,
      unit: 'Each',
      qrCount: 20,
    },
  ],
  items: [
    { name: 'Sour Diesel', category: 'Flower', unit: 'Grams', strain: 'Sour Diesel' },
    { name: 'Old cookies', category: 'Edible', active: false },
  ],
  locations: [
    { name: 'Sales floor' },
    { name: 'Vault' },
    { name: 'Old shed', active: false },
    { name: 'Elsewhere', licence: OTHER_LICENCE },
  ],
  employees: [
    { name: 'Robin Ames', employeeLicence: 'EMP-1', isManager: true },
    { name: 'Sam Poe', employeeLicence: 'EMP-2', licence: OTHER_LICENCE },
  ],
  caregivers: [{ number: 'OK-CARE-1', patients: ['OK-PAT-4471'] }],
  transfers: [
    {
      manifest: '41',
      licence: LICENCE,
      shipper: { licence: 'GROW-1', name: 'Red Dirt Growers' },
      packages: [
        {
          label: SHIPPED,
          item: { name: 'Runtz', category: 'Flower', strain: 'Runtz' },
          quantity: '250.5',
          unit: 'Grams',
          wholesalePrice: '1200.50',
        },
      ],
    },
  ],
};
