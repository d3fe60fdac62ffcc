/** The stock, the cards and the people of the training store: an Oklahoma dispensary that does not exist. */
import type { MetrcSeedInput } from '../../../metrc/simulator/seed.ts';

export const TRAINING_KEYS = { vendorKey: 'training-vendor-key', userKey: 'training-user-key' } as const;

export const TRAINING_STAFF = [
  { id: 'dana', name: 'Dana W.', role: 'budtender', pin: '1111' },
  { id: 'luis', name: 'Luis P.', role: 'budtender', pin: '2222' },
  { id: 'aisha', name: 'Aisha K.', role: 'budtender', pin: '3333' },
  { id: 'marisol', name: 'Marisol R.', role: 'lead', pin: '4444' },
  { id: 'tom', name: 'Tom H.', role: 'lead', pin: '5555' },
] as const;

type Goods = {
  /** The last eight digits of the tag. */
  readonly tail: string;
  readonly name: string;
  readonly category:
    | 'Buds'
    | 'Raw Pre-Rolls'
    | 'Vape Cartridge'
    | 'Concentrate'
    | 'Infused Edible'
    | 'Infused Non-Edible';
  readonly grams: number;
  readonly cents: number;
  readonly strain: string | null;
  readonly trouble?: 'held' | 'expired' | 'test_failed';
};

/** Every tag of the training store begins so; real tags do not hold four zeros in a row there. */
const TAG_HEAD = '1A40E0100009C3D0';

const GOODS: readonly Goods[] = [
  {
    tail: '00018412',
    name: 'Blue Dream flower, 3.5 g',
    category: 'Buds',
    grams: 3.5,
    cents: 2500,
    strain: 'Blue Dream',
  },
  { tail: '00018455', name: 'Gelato 41 flower, 3.5 g', category: 'Buds', grams: 3.5, cents: 2850, strain: 'Gelato 41' },
  {
    tail: '00020917',
    name: 'Sour Diesel vape cartridge, 1 g',
    category: 'Vape Cartridge',
    grams: 1,
    cents: 2500,
    strain: 'Sour Diesel',
  },
  {
    tail: '00021330',
    name: 'Watermelon gummies, 45 g',
    category: 'Infused Edible',
    grams: 45,
    cents: 1500,
    strain: null,
  },
  { tail: '00017702', name: 'Runtz flower, 28.3 g', category: 'Buds', grams: 28.3, cents: 9500, strain: 'Runtz' },
  {
    tail: '00017719',
    name: 'Garlic Cookies flower, 28.35 g',
    category: 'Buds',
    grams: 28.35,
    cents: 9500,
    strain: 'Garlic Cookies',
  },
  {
    tail: '00018520',
    name: 'Gelonade flower, 7 g',
    category: 'Buds',
    grams: 7,
    cents: 4800,
    strain: 'Gelonade',
    trouble: 'held',
  },
  {
    tail: '00021177',
    name: 'Kief, 1 g',
    category: 'Concentrate',
    grams: 1,
    cents: 1800,
    strain: null,
    trouble: 'expired',
  },
  {
    tail: '00021402',
    name: 'Gelato mints, 40 g',
    category: 'Infused Edible',
    grams: 40,
    cents: 1600,
    strain: null,
    trouble: 'test_failed',
  },
  {
    tail: '00018533',
    name: 'Northern Lights flower, 7 g',
    category: 'Buds',
    grams: 7,
    cents: 4200,
    strain: 'Northern Lights',
  },
  {
    tail: '00018561',
    name: 'Granddaddy Purple flower, 14 g',
    category: 'Buds',
    grams: 14,
    cents: 7800,
    strain: 'Granddaddy Purple',
  },
  {
    tail: '00019004',
    name: 'Blue Dream pre-roll, 1 g',
    category: 'Raw Pre-Rolls',
    grams: 1,
    cents: 800,
    strain: 'Blue Dream',
  },
  {
    tail: '00019011',
    name: 'Sour Diesel pre-roll, 1 g',
    category: 'Raw Pre-Rolls',
    grams: 1,
    cents: 995,
    strain: 'Sour Diesel',
  },
  {
    tail: '00020930',
    name: 'Runtz vape cartridge, 0.5 g',
    category: 'Vape Cartridge',
    grams: 0.5,
    cents: 1800,
    strain: 'Runtz',
  },
  { tail: '00021204', name: 'Live rosin, 1 g', category: 'Concentrate', grams: 1, cents: 4500, strain: 'Gelato 41' },
  {
    tail: '00021211',
    name: 'Wedding Cake wax, 1 g',
    category: 'Concentrate',
    grams: 1,
    cents: 2200,
    strain: 'Wedding Cake',
  },
  {
    tail: '00021347',
    name: 'Dark chocolate bar, 60 g',
    category: 'Infused Edible',
    grams: 60,
    cents: 2000,
    strain: null,
  },
  { tail: '00021354', name: 'Peach rings, 50 g', category: 'Infused Edible', grams: 50, cents: 1400, strain: null },
  { tail: '00022008', name: 'Arnica balm, 30 g', category: 'Infused Non-Edible', grams: 30, cents: 2600, strain: null },
  {
    tail: '00000123',
    name: 'Lemon Haze vape cartridge, 1 g',
    category: 'Vape Cartridge',
    grams: 1,
    cents: 2700,
    strain: 'Lemon Haze',
  },
  { tail: '00022015', name: 'Bath soak, 120 g', category: 'Infused Non-Edible', grams: 120, cents: 1900, strain: null },
];

/** A package whose units carry Retail ID codes; this is the code of its unit 485. */
export const SERIALISED = {
  tail: '00000123',
  label: '1A4FF0100000022000000123',
  code: 'HTTPS://1A4.COM/13X8QMUSJJF9QQM5DIU3UR',
} as const;

export const tagOf = (tail: string): string => (tail === SERIALISED.tail ? SERIALISED.label : `${TAG_HEAD}${tail}`);

/** YYYY-MM-DD some days from an instant. */
const dayFrom = (now: number, days: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10);

export const PATIENTS = {
  valid: 'TRNG0000000000000004471',
  expired: 'TRNG0000000000000009023',
  unknown: 'TRNG0000000000000001860',
} as const;

export function trainingSeed(licence: string, now: number): MetrcSeedInput {
  return {
    licences: [
      {
        number: licence,
        name: 'Prairie Lantern',
        flags: { IsMedical: true, CanSellToPatients: true, AdvancedSales: true },
      },
    ],
    keys: [TRAINING_KEYS],
    packages: GOODS.map((goods) => ({
      label: tagOf(goods.tail),
      item: {
        name: goods.name,
        category: goods.category,
        unitWeight: { value: goods.grams, unit: 'Grams' },
        strain: goods.strain,
        brand: null,
      },
      quantity: 400,
      unit: 'Each',
      onHold: goods.trouble === 'held',
      labState: goods.trouble === 'test_failed' ? 'TestFailed' : 'TestPassed',
      packagedOn: dayFrom(now, -40),
      expiresOn: goods.trouble === 'expired' ? dayFrom(now, -3) : dayFrom(now, 240),
    })),
    patients: [
      { number: PATIENTS.valid, active: true, expiresOn: dayFrom(now, 111) },
      { number: PATIENTS.expired, active: true, expiresOn: dayFrom(now, -12) },
    ],
  };
}

export const TRAINING_PRICES = GOODS.map(({ name, cents }) => ({ itemName: name, cents }));

/** What lies on the bench, in the order in which a newcomer meets it. */
export const SHELF = [
  { itemId: 'blue-dream', tail: '00018412', note: 'valid' },
  { itemId: 'gelato', tail: '00018455', note: 'valid' },
  { itemId: 'vape', tail: '00020917', note: 'valid' },
  { itemId: 'gummies', tail: '00021330', note: 'valid' },
  { itemId: 'gelonade', tail: '00018520', note: 'held' },
  { itemId: 'kief', tail: '00021177', note: 'expired' },
  { itemId: 'mints', tail: '00021402', note: 'test_failed' },
  { itemId: 'runtz', tail: '00017702', note: 'valid' },
  { itemId: 'garlic', tail: '00017719', note: 'over_limit' },
] as const;

export const nameOf = (tail: string): string => GOODS.find((goods) => goods.tail === tail)?.name ?? '';
