/** What stands on the shelf of the shop of the tests, and who may buy there. */
import type { MetrcSeedInput } from '../../src/metrc/simulator/seed.ts';
import type { PackageLabel } from '../../src/shared/values/ids.ts';
import { PackageLabel as Label } from '../../src/shared/values/ids.ts';

export const LICENCE = 'DAAA-4K1Q-T7Z2';
export const KEYS = { vendorKey: 'vendor-key-of-the-tests', userKey: 'user-key-of-the-tests' } as const;

type Goods = {
  readonly tail: string;
  readonly name: string;
  readonly category: string;
  readonly grams: number | null;
  /** Whole cents; null: the store has no price for it. */
  readonly cents: number | null;
  readonly unit?: 'Grams';
  readonly quantity?: number;
  readonly trouble?: 'held' | 'recalled' | 'finished' | 'expired' | 'failed';
};

const GOODS = {
  blueDream: { tail: '00018412', name: 'Blue Dream flower, 3.5 g', category: 'Buds', grams: 3.5, cents: 2500 },
  gelato: { tail: '00018455', name: 'Gelato 41 flower, 3.5 g', category: 'Buds', grams: 3.5, cents: 2850 },
  vape: { tail: '00020917', name: 'Sour Diesel vape, 1 g', category: 'Vape Cartridge', grams: 1, cents: 2500 },
  gummies: { tail: '00021330', name: 'Watermelon gummies, 45 g', category: 'Infused Edible', grams: 45, cents: 1500 },
  ounce: { tail: '00017702', name: 'Runtz flower, 28.3 g', category: 'Buds', grams: 28.3, cents: 9500 },
  heavyOunce: { tail: '00017719', name: 'Garlic Cookies flower, 28.35 g', category: 'Buds', grams: 28.35, cents: 9500 },
  loose: { tail: '00017800', name: 'House shake', category: 'Shake/Trim', grams: null, cents: 333, unit: 'Grams' },
  scarce: {
    tail: '00017801',
    name: 'Last two pre-rolls',
    category: 'Raw Pre-Rolls',
    grams: 1,
    cents: 800,
    quantity: 2,
  },
  serial: { tail: '00000123', name: 'Lemon Haze vape, 1 g', category: 'Vape Cartridge', grams: 1, cents: 2700 },
  held: { tail: '00018520', name: 'Gelonade flower, 7 g', category: 'Buds', grams: 7, cents: 4800, trouble: 'held' },
  recalled: {
    tail: '00018521',
    name: 'Mimosa flower, 7 g',
    category: 'Buds',
    grams: 7,
    cents: 4800,
    trouble: 'recalled',
  },
  finished: {
    tail: '00018522',
    name: 'Zkittlez flower, 7 g',
    category: 'Buds',
    grams: 7,
    cents: 4800,
    trouble: 'finished',
  },
  expired: { tail: '00021177', name: 'Kief, 1 g', category: 'Concentrate', grams: 1, cents: 1800, trouble: 'expired' },
  failed: {
    tail: '00021402',
    name: 'Gelato mints, 40 g',
    category: 'Infused Edible',
    grams: 40,
    cents: 1600,
    trouble: 'failed',
  },
  unpriced: { tail: '00021403', name: 'Plum gummies, 45 g', category: 'Infused Edible', grams: 45, cents: null },
  strange: { tail: '00021404', name: 'Root beer', category: 'Beverage', grams: 300, cents: 900 },
} as const satisfies Readonly<Record<string, Goods>>;

export type GoodsName = keyof typeof GOODS;

/** The code on unit 485 of the serialised package, as its own symbol carries it. */
export const UNIT_CODE = 'HTTPS://1A4.COM/13X8QMUSJJF9QQM5DIU3UR';

export const tagOf = (name: GoodsName): PackageLabel =>
  Label.parse(name === 'serial' ? '1A4FF0100000022000000123' : `1A40E0100009C3D0${GOODS[name].tail}`);

export const NOT_OURS: PackageLabel = Label.parse('1A40E0100009C3D099999999');

export const PATIENTS = {
  valid: 'PAT0000000000004471',
  expired: 'PAT0000000000009023',
  inactive: 'PAT0000000000007777',
  lowAllotment: 'PAT0000000000005555',
  unknown: 'PAT0000000000001860',
} as const;

const dayFrom = (now: number, days: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10);

export function seedOf(now: number): MetrcSeedInput {
  const all: [GoodsName, Goods][] = Object.keys(GOODS).map((name) => [name as GoodsName, GOODS[name as GoodsName]]);
  return {
    licences: [
      { number: LICENCE, name: 'Prairie Lantern' },
      { number: 'DAAA-OTHER-0001', name: 'Another store' },
    ],
    keys: [
      { ...KEYS, licences: [LICENCE] },
      { vendorKey: 'other-vendor', userKey: 'other-user', licences: ['DAAA-OTHER-0001'] },
    ],
    packages: all.map(([name, goods]) => ({
      label: tagOf(name),
      item: {
        name: goods.name,
        category: goods.category,
        unitWeight: goods.grams === null ? null : { value: goods.grams, unit: 'Grams' },
        strain: null,
        brand: null,
      },
      quantity: goods.quantity ?? 5000,
      unit: goods.unit ?? 'Each',
      onHold: goods.trouble === 'held',
      onRecall: goods.trouble === 'recalled',
      finished: goods.trouble === 'finished',
      labState: goods.trouble === 'failed' ? 'TestFailed' : 'TestPassed',
      packagedOn: dayFrom(now, -40),
      expiresOn: goods.trouble === 'expired' ? dayFrom(now, -3) : dayFrom(now, 240),
    })),
    patients: [
      { number: PATIENTS.valid, active: true, expiresOn: dayFrom(now, 111) },
      { number: PATIENTS.expired, active: true, expiresOn: dayFrom(now, -12) },
      { number: PATIENTS.inactive, active: false, expiresOn: dayFrom(now, 111) },
      {
        number: PATIENTS.lowAllotment,
        active: true,
        expiresOn: dayFrom(now, 111),
        rows: [
          { days: 30, flowerOunces: '2.0' },
          { days: 60, flowerOunces: '0.2' },
        ],
      },
    ],
  };
}

export const PRICES = Object.values(GOODS).flatMap(({ name, cents }) =>
  cents === null ? [] : [{ item: name, cents }],
);
