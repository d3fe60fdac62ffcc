import type { BenchView } from '../../shared/contract/bench-view.ts';
import type { FoundPackage, SalesOfDay } from '../../shared/contract/contract.ts';
import { refuse } from '../../shared/contract/refusals.ts';
import type { LinkView, Snapshot } from '../../shared/contract/snapshot.ts';

/** The shop of the specimen page: invented, and drawn without a register. Clock times are those of the store's zone. */
export const ZONE = 'America/Chicago';

/** An instant of the specimen's day, 23 November 2026, by its clock in Oklahoma (six hours behind UTC). */
export const at = (clock: string): number => Date.parse(`2026-11-23T${clock}-06:00`);

export const NOW = at('14:31:20');

export const tag = (tail: string): string => `1A40E0100009C3D0${tail}`;

const staff: Snapshot['staff'] = [
  { id: 'dana', name: 'Dana W.', role: 'budtender' },
  { id: 'luis', name: 'Luis P.', role: 'budtender' },
  { id: 'aisha', name: 'Aisha K.', role: 'budtender' },
  { id: 'marisol', name: 'Marisol R.', role: 'lead' },
  { id: 'tom', name: 'Tom H.', role: 'lead' },
  { id: 'install', name: 'Installer', role: 'installer' },
];

const wellLink = (id: LinkView['id']): LinkView => ({ id, state: 'ok', reason: null, since: at('08:40:00') });

export const links: Snapshot['links'] = [
  wellLink('scanner'),
  wellLink('printer'),
  wellLink('drawer'),
  wellLink('metrc'),
];

export const sick = (id: LinkView['id'], state: LinkView['state'], reason: string | null): Snapshot['links'] =>
  links.map((link) => (link.id === id ? { ...link, state, reason } : link));

export const shop: Snapshot = {
  revision: 1,
  now: NOW,
  store: {
    name: 'Prairie Lantern',
    terminal: 'Counter 2',
    licence: 'DAAA-0001',
    address: '12 Main Street',
    zone: ZONE,
    language: 'en',
    mode: 'production',
    contacts: [
      { who: 'Marisol R., store lead', phone: '405 555 0142' },
      { who: 'Metrc support', phone: '800 555 0199' },
    ],
    agencyCheckName: 'OMMA Verify',
    buyerTypes: ['patient', 'minor_patient', 'caregiver'],
  },
  staff,
  trainingPins: { dana: '1111', luis: '2222', aisha: '3333', marisol: '4444', tom: '5555' },
  signedIn: { id: 'dana', name: 'Dana W.', role: 'budtender' },
  links,
  lane: { state: 'ready' },
  parked: null,
  mayPark: false,
  cart: {
    saleId: '0c8f4e64-7a39-4a4e-9a3b-8a58c2f2a417',
    saleNumber: 417,
    customer: null,
    limits: [],
    lines: [],
    newestLineId: null,
    totals: { subtotalCents: 0, taxes: [], totalCents: 0 },
    tender: { kind: 'none' },
    cashDueCents: 0,
    smartNotesCents: [],
    payBlockedBecause: refuse('CART_EMPTY'),
    saleRefusal: null,
    canUndo: false,
  },
  held: [],
  lastScan: null,
  waitingPrints: [],
  drawer: {
    sessionId: 'z118',
    zNumber: 118,
    openedAt: at('08:40:00'),
    openedBy: 'Marisol R.',
    state: 'open',
    result: null,
  },
  drawerPosition: 'closed',
  changes: [],
  refunded: null,
  salesRevision: 1,
};

const found = (
  name: string,
  tail: string,
  quantity: string,
  priceCents: number,
  refusal: FoundPackage['refusal'] = null,
): FoundPackage => ({
  label: tag(tail),
  name,
  category: 'Buds',
  strain: null,
  unit: 'Each',
  quantity,
  priceCents,
  refusal,
});

export const shelfOfLookUp: readonly FoundPackage[] = [
  found('Gelato 41 flower, 3.5 g', '00018455', '23', 2850),
  found('Gelato 41 flower, 28.3 g', '00018461', '6', 14_000),
  found('Gelato 33 vape cartridge, 1 g', '00020940', '11', 2700),
  found('Gelato live rosin, 1 g', '00021108', '4', 4200),
  found('Gelato pre-roll, 1 g', '00019013', '58', 950),
  found('Gelonade flower, 7 g', '00018520', '9', 5200, refuse('PACKAGE_ON_HOLD')),
  found('Gelato mints, 40 g', '00021402', '14', 1600, refuse('PACKAGE_LAB_STATE')),
];

const sale = (
  saleNumber: number,
  clock: string,
  totalCents: number,
  change: Partial<SalesOfDay['sales'][number]> = {},
): SalesOfDay['sales'][number] => ({
  saleId: `0c8f4e64-7a39-4a4e-9a3b-8a58c2f2a${saleNumber}`,
  saleNumber,
  externalNumber: `DAAA0001-C2-1f3a9c04-${saleNumber}`,
  state: 'CONFIRMED',
  at: at(clock),
  by: 'Dana W.',
  totalCents,
  tenderKind: 'cash',
  lines: 3,
  metrcReceipt: `00020872${saleNumber - 320}`,
  metrcId: saleNumber,
  copies: 0,
  refundedCents: 0,
  ...change,
});

export const salesOfDay: SalesOfDay = {
  day: '2026-11-23',
  sales: [
    sale(416, '14:29:00', 6418),
    sale(415, '14:12:00', 13_702, { copies: 1, tenderKind: 'debit' }),
    sale(414, '13:58:00', 4325, { state: 'VOIDED', refundedCents: 4325 }),
    sale(413, '13:40:00', 8840, { by: 'Luis P.' }),
    sale(412, '13:22:00', 2115, { state: 'REJECTED', metrcReceipt: null }),
    sale(411, '13:02:00', 19_044),
    sale(410, '12:51:00', 5000, { state: 'CANCELLED', metrcReceipt: null }),
    sale(409, '12:33:00', 7210),
  ],
  refundedCents: 4325,
  confirmedCount: 5,
  confirmedTotalCents: 55_214,
};

export const bench: BenchView = {
  shelf: [
    { itemId: 'a', name: 'Blue Dream flower, 3.5 g', tagTail: '…0001 8412', note: 'valid' },
    { itemId: 'b', name: 'Watermelon gummies, 45 g', tagTail: '…0002 1330', note: 'valid' },
    { itemId: 'c', name: 'Gelonade flower, 7 g', tagTail: '…0001 8520', note: 'held' },
    { itemId: 'd', name: 'Kief, 1 g', tagTail: '…0002 1177', note: 'expired' },
    { itemId: 'e', name: 'Gelato mints, 40 g', tagTail: '…0002 1402', note: 'test_failed' },
    { itemId: 'f', name: 'Garlic Cookies, 28.35 g', tagTail: '…0001 7719', note: 'over_limit' },
    { itemId: 'i', name: 'Gelato 41 flower, 3.5 g', tagTail: '…0001 8455', note: 'valid' },
    { itemId: 'j', name: 'Sour Diesel vape cartridge, 1 g', tagTail: '…0002 0917', note: 'valid' },
    { itemId: 'k', name: 'Runtz flower, 28.3 g', tagTail: '…0001 7702', note: 'valid' },
    { itemId: 'h', name: 'Watermelon gummies, 45 g', tagTail: '…0002 1331', note: 'same_unit' },
    { itemId: 'g', name: '', tagTail: '', note: 'unknown_code' },
  ],
  cards: [
    { itemId: 'p', name: '…4471', note: 'valid' },
    { itemId: 'q', name: '…9023', note: 'expired' },
    { itemId: 'r', name: '…1860', note: 'unknown' },
  ],
  paper: [
    { kind: 'text', text: ' TRAINING ', align: 'centre', bold: true, double: false, inverse: true },
    { kind: 'text', text: 'Prairie Lantern', align: 'centre', bold: true, double: false, inverse: false },
    { kind: 'text', text: 'TOTAL               $64.18', align: 'left', bold: true, double: true, inverse: false },
    {
      kind: 'text',
      text: 'Cash                             70.00',
      align: 'left',
      bold: false,
      double: false,
      inverse: false,
    },
    {
      kind: 'text',
      text: 'Change                            5.82',
      align: 'left',
      bold: false,
      double: false,
      inverse: false,
    },
    { kind: 'qr', data: 'T000000011' },
    { kind: 'text', text: 'Practice Metrc only', align: 'left', bold: false, double: false, inverse: false },
    { kind: 'cut' },
  ],
  drawer: { position: 'closed', pulses: 1 },
  cables: { scanner: true, printer: true, internet: true },
  paperOut: false,
  coverOpen: false,
  metrc: 'at_once',
};
