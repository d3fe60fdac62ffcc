import type { CartView, LimitView, LineView } from '../../shared/contract/cart-view.ts';
import { refuse } from '../../shared/contract/refusals.ts';
import { shop, tag } from './shop.ts';

export const line = (
  lineId: number,
  name: string,
  tail: string,
  quantity: string,
  unitPriceCents: number,
  change: Partial<LineView> = {},
): LineView => ({
  lineId,
  label: tag(tail),
  name,
  quantity,
  unit: 'Each',
  unitPriceCents,
  netCents: Math.round(unitPriceCents * Number(quantity)),
  state: 'ok',
  refusal: null,
  limitSum: null,
  ...change,
});

const limit = (id: string, used: string, cap: string, parts: LimitView['parts'] = []): LimitView => ({
  id,
  unit: 'g',
  used,
  cap,
  ratio: Number(used) / Number(cap),
  parts,
});

const unused = [limit('ok.topical', '0', '2037.6')];

export const patient: CartView['customer'] = {
  buyerType: 'patient',
  licenceLastFour: '4471',
  minAge: 18,
  expiresOn: '2027-03-14',
  status: 'active',
  agencyCheck: 'recorded',
};

/** The standard sale: 118.50 + 8.30 + 10.22 = 137.02. */
export const standard: CartView = {
  ...shop.cart,
  customer: patient,
  limits: [
    limit('ok.flower', '10.5', '84.9'),
    limit('ok.concentrate', '1', '28.3'),
    limit('ok.edible', '45', '2037.6'),
    ...unused,
  ],
  lines: [
    line(1, 'Blue Dream flower, 3.5 g', '00018412', '2', 2500),
    line(2, 'Gelato 41 flower, 3.5 g', '00018455', '1', 2850),
    line(3, 'Sour Diesel vape cartridge, 1 g', '00020917', '1', 2500),
    line(4, 'Watermelon gummies, 45 g', '00021330', '1', 1500),
  ],
  newestLineId: 4,
  totals: {
    subtotalCents: 11_850,
    taxes: [
      { id: 'ok_mmj', name: 'Medical marijuana tax', ratePpm: 70_000, cents: 830 },
      { id: 'ok_sales', name: 'Sales tax', ratePpm: 86_250, cents: 1022 },
    ],
    totalCents: 13_702,
  },
  tender: { kind: 'cash', givenCents: 14_000, dueCents: 13_702, roundingCents: 0, changeCents: 298, shortCents: 0 },
  cashDueCents: 13_702,
  smartNotesCents: [14_000, 15_000, 16_000, 20_000],
  payBlockedBecause: null,
  canUndo: true,
};

/** One pack too many: 56.60 + 28.35 = 84.95, over 84.90 by 0.05. */
export const overLimit: CartView = {
  ...standard,
  limits: [
    limit('ok.flower', '56.6', '84.9'),
    limit('ok.concentrate', '1', '28.3'),
    limit('ok.edible', '0', '2037.6'),
    ...unused,
  ],
  lines: [
    line(1, 'Runtz flower, 28.3 g', '00017702', '2', 9500),
    line(2, 'Sour Diesel vape cartridge, 1 g', '00020917', '1', 2500),
    line(3, 'Garlic Cookies flower, 28.35 g', '00017719', '1', 9500, {
      state: 'refused',
      netCents: null,
      refusal: refuse('LIMIT_EXCEEDED'),
      limitSum: {
        limitId: 'ok.flower',
        unit: 'g',
        before: [{ text: '2 x 28.30', amount: '56.60' }],
        beforeTotal: '56.60',
        adding: '28.35',
        together: '84.95',
        cap: '84.90',
        over: '0.05',
      },
    }),
  ],
  newestLineId: 3,
  totals: {
    subtotalCents: 21_500,
    taxes: [
      { id: 'ok_mmj', name: 'Medical marijuana tax', ratePpm: 70_000, cents: 1505 },
      { id: 'ok_sales', name: 'Sales tax', ratePpm: 86_250, cents: 1854 },
    ],
    totalCents: 24_859,
  },
  tender: { kind: 'none' },
  cashDueCents: 24_859,
  smartNotesCents: [25_000, 26_000, 28_000, 30_000],
  payBlockedBecause: refuse('TENDER_MISSING'),
};

const spanishNames = [
  'Flor Blue Dream, 3.5 g',
  'Flor Gelato 41, 3.5 g',
  'Cartucho Sour Diesel, 1 g',
  'Gomitas de sandía, 45 g',
];

/** The same sale in a shop that keeps its names in Spanish. */
export const inSpanish = (cart: CartView): CartView => ({
  ...cart,
  lines: cart.lines.map((one, index) => ({ ...one, name: spanishNames[index] ?? one.name })),
});

/** Eleven lines: low rows, and the oldest leave at the top. */
export const long: CartView = {
  ...standard,
  lines: Array.from({ length: 11 }, (_, index) =>
    line(
      index + 1,
      ['Blue Dream flower, 3.5 g', 'Gelato 41 flower, 3.5 g', 'Sour Diesel vape cartridge, 1 g'][index % 3] ?? '',
      `0001${8400 + index}`,
      '1',
      2500,
    ),
  ),
  newestLineId: 11,
};

/** One line that waits for Metrc, one it has refused. */
export const mixed: CartView = {
  ...standard,
  lines: [
    line(1, 'Blue Dream flower, 3.5 g', '00018412', '2', 2500),
    line(2, 'Gelonade flower, 7 g', '00018520', '1', 5200, {
      state: 'refused',
      netCents: null,
      refusal: refuse('PACKAGE_ON_HOLD', { label: tag('00018520') }),
    }),
    line(3, '', '00018455', '1', 0, {
      name: null,
      unit: null,
      unitPriceCents: null,
      netCents: null,
      state: 'checking',
    }),
  ],
  newestLineId: 3,
  totals: { ...standard.totals, subtotalCents: 5000, totalCents: 5782 },
  tender: { kind: 'none' },
  cashDueCents: 5782,
  smartNotesCents: [6000, 7000, 8000, 10_000],
  payBlockedBecause: refuse('LINES_CHECKING'),
};

/** A sale's own cart as the core shows it while the sale is asked, in doubt or just signed: nothing in it can be changed. */
export const frozen = (cart: CartView): CartView => ({
  ...cart,
  newestLineId: null,
  smartNotesCents: [],
  payBlockedBecause: { ...refuse('SALE_IN_DOUBT'), recorded: 'not_known_yet' },
  saleRefusal: null,
  canUndo: false,
});
