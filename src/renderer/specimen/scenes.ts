import { type Refusal, refuse } from '../../shared/contract/refusals.ts';
import type { LaneView, Snapshot } from '../../shared/contract/snapshot.ts';
import type { Language } from '../../shared/words/bilingual.ts';
import { wordsIn } from '../../shared/words/catalogue.ts';
import { type Conflict, firstUi, type Settling, type Ui } from '../state/ui.ts';
import { frozen, inSpanish, line, long, mixed, overLimit, patient, standard } from './carts.ts';
import { at, NOW, shop, sick, tag } from './shop.ts';

/** One picture: what the register says, and where the screen stands. */
export type Scene = { readonly snapshot: Snapshot; readonly ui?: Partial<Ui>; readonly lost?: boolean };

const scanned = (tail: string, outcome: 'added' | 'not_added'): Snapshot['lastScan'] => ({
  shown: tag(tail),
  kind: 'package_tag',
  outcome,
  refusal: outcome === 'added' ? null : refuse('LIMIT_EXCEEDED'),
  at: NOW - 4_000,
});

const selling: Snapshot = { ...shop, cart: standard, lastScan: scanned('00021330', 'added') };

const askedAt = at('14:32:07');
const money = { totalCents: 13_702, givenCents: 14_000, tenderKind: 'cash' } as const;

const asking: LaneView = {
  state: 'asking',
  saleNumber: 417,
  askedAt,
  choicesAfterMs: 5_000,
  decidedAfterMs: 15_000,
  customerLeaves: false,
  ...money,
};

const signed: LaneView = {
  state: 'signed',
  saleId: standard.saleId,
  saleNumber: 417,
  metrcReceipt: '0002087301',
  dueCents: 13_702,
  changeCents: 298,
  drawer: 'opened',
  receipt: 'printed',
  ...money,
};

const unknown: LaneView = {
  state: 'unknown',
  saleNumber: 417,
  askedAt,
  attempt: 1,
  choice: null,
  because: 'timeout',
  lastLook: { at: at('14:32:26'), showed: 'absent', because: null },
  nextLookAt: askedAt + 25_000,
  quietUntil: askedAt + 315_000,
  wholeScreenAt: askedAt + 35_000,
  quickRestarts: 0,
  afterRestart: false,
  ...money,
};

const longUnknown: LaneView = {
  ...unknown,
  saleNumber: 418,
  askedAt: at('14:41:07'),
  lastLook: { at: at('14:43:39'), showed: 'absent', because: null },
  nextLookAt: at('14:43:48') + 5_100,
  quietUntil: at('14:43:48') + 154_100,
  wholeScreenAt: at('14:41:42'),
  totalCents: 6418,
  givenCents: 6418,
};

const parkedUnknown: Snapshot['parked'] = {
  state: 'unknown',
  saleNumber: 418,
  askedAt: at('14:41:07'),
  choice: 'waits',
  lastLook: { at: at('14:43:39'), showed: 'absent', because: null },
  nextLookAt: at('14:43:53'),
  quietUntil: at('14:46:22'),
  tenderKind: 'cash',
  keptCents: 7000,
};

const amended: Conflict = {
  state: 'conflict',
  saleNumber: 418,
  metrcIds: [51_203],
  foundAt: at('14:41:07'),
  kind: 'amended',
  lookedAt: at('14:43:39'),
  mayBeSettled: true,
  refundCents: null,
};

const at21 = askedAt + 21_100;
const metrcSilent = sick('metrc', 'attention', 'timeout');
const lastGummies = line(4, 'Watermelon gummies, 45 g', '00021330', '1', 1500);
const counting = {
  typed: { 10000: '3', 5000: '2', 2000: '41', 1000: '17', 500: '22', 100: '63', 25: '38', 10: '27', 5: '14' },
  row: 9,
};

const laneAt = (lane: LaneView, now: number, change: Partial<Snapshot> = {}): Scene => ({
  snapshot: { ...selling, cart: frozen(standard), lane, now, ...change },
});

const foreign: Partial<Conflict> = { kind: 'foreign', metrcIds: [51_203, 51_204] };

type SettlingAt = Partial<Omit<Settling, 'reason'>> & { readonly reason?: 1 };

/** A conflict, and how far a lead has come with it. `reason: 1` is the first of the ready sentences. */
function conflictAt(change: Partial<Conflict>, settling?: SettlingAt, said: Refusal | null = null): Scene {
  const lane: Conflict = { ...amended, ...change };
  const scene = laneAt(lane, at('14:43:48'), { cart: { ...frozen(standard), saleNumber: 418 } });
  if (settling === undefined) return scene;
  return {
    ...scene,
    ui: {
      said,
      settling: {
        saleNumber: 418,
        as: lane.kind,
        leadId: 'marisol',
        pin: '4444',
        asked: false,
        ...settling,
        reason: settling.reason === 1 ? wordsIn('en').conflict[`${lane.kind}Reason1`] : '',
      },
    },
  };
}

const sellingScenes: Readonly<Record<string, Scene>> = {
  'sign-in': { snapshot: { ...shop, signedIn: null, now: at('08:52:00') }, ui: { staffId: 'dana', pin: '111' } },
  'sign-in-training': {
    snapshot: {
      ...shop,
      store: { ...shop.store, mode: 'training' },
      signedIn: null,
      drawer: null,
      now: at('08:52:00'),
    },
    ui: { staffId: 'dana', pin: '111' },
  },
  'sign-in-wrong': {
    snapshot: { ...shop, signedIn: null },
    ui: { staffId: 'dana', said: refuse('LOCKED_OUT', { untilAt: at('08:57:00') }) },
  },
  ready: { snapshot: selling },
  empty: { snapshot: shop },
  refusal: { snapshot: { ...selling, cart: overLimit, lastScan: scanned('00017719', 'not_added') } },
  mixed: { snapshot: { ...selling, cart: mixed } },
  long: { snapshot: { ...selling, cart: long } },
  agency: {
    snapshot: {
      ...selling,
      cart: {
        ...standard,
        customer: patient === null ? null : { ...patient, agencyCheck: 'needed' },
        payBlockedBecause: refuse('AGENCY_CHECK_MISSING'),
      },
    },
  },
  short: {
    snapshot: {
      ...selling,
      cart: {
        ...standard,
        tender: {
          kind: 'cash',
          givenCents: 2000,
          dueCents: 13_702,
          roundingCents: 0,
          changeCents: 0,
          shortCents: 11_702,
        },
        payBlockedBecause: refuse('TENDER_TOO_LITTLE'),
      },
    },
  },
  debit: { snapshot: { ...selling, cart: { ...standard, tender: { kind: 'debit', cents: 13_702 } } } },
  'metrc-refused': {
    snapshot: {
      ...selling,
      cart: {
        ...standard,
        tender: { kind: 'none' },
        saleRefusal: refuse('METRC_REFUSED', { message: 'package …0001 8412 is on hold.' }),
      },
    },
  },
  voided: {
    snapshot: { ...selling, cart: { ...standard, lines: standard.lines.slice(0, 3), newestLineId: 3 } },
    ui: { voided: { line: lastGummies, place: 3 } },
  },
  spanish: { snapshot: { ...selling, cart: inSpanish(standard), store: { ...shop.store, terminal: 'Caja 2' } } },
};

const laneScenes: Readonly<Record<string, Scene>> = {
  asking: laneAt(asking, askedAt + 3_100),
  'asking-choices': laneAt(asking, askedAt + 8_100),
  signed: laneAt(signed, at('14:32:10')),
  'signed-debit': laneAt(
    { ...signed, tenderKind: 'debit', givenCents: 13_702, changeCents: 0, drawer: 'not_needed' },
    at('14:32:10'),
  ),
  'signed-large': laneAt(
    { ...signed, givenCents: 40_000, changeCents: 26_298, drawer: 'refused', receipt: 'failed' },
    at('14:32:10'),
  ),
  unknown: laneAt(unknown, at21, { links: metrcSilent }),
  blocked: laneAt(longUnknown, at('14:43:48'), { links: sick('metrc', 'down', 'timeout') }),
  'blocked-link': laneAt(
    { state: 'blocked', refusal: refuse('METRC_UNREACHABLE'), since: at('14:40:00'), nextLookAt: at('14:43:58') },
    at('14:43:48'),
    { links: sick('metrc', 'down', 'no_internet') },
  ),
  'blocked-records': laneAt(
    {
      state: 'blocked',
      refusal: { ...refuse('STORE_FAILED', { problem: 'DISK_FULL' }), recorded: 'not_known_yet' },
      since: at('14:43:40'),
      nextLookAt: at('14:43:53'),
    },
    at('14:43:48'),
  ),
  'blocked-records-shut': laneAt(
    {
      state: 'blocked',
      refusal: refuse('STORE_SHUT', { problem: 'DATABASE_CORRUPT' }),
      since: at('14:40:00'),
      nextLookAt: null,
    },
    at('14:43:48'),
  ),
  'unknown-restarts': laneAt(
    { ...longUnknown, afterRestart: true, because: 'restart', quickRestarts: 3 },
    at('14:43:48'),
    { mayPark: true },
  ),
  'conflict-amended': conflictAt({}),
  'conflict-gone': conflictAt({ kind: 'gone' }),
  'conflict-foreign': conflictAt(foreign),
  'conflict-not-proved': conflictAt({ ...foreign, mayBeSettled: false }),
  'conflict-amended-settling': conflictAt({}, { leadId: null, pin: '' }),
  'conflict-gone-settling': conflictAt({ kind: 'gone' }, { pin: '55', leadId: 'tom' }),
  'conflict-foreign-settling': conflictAt(foreign, { reason: 1 }),
  'conflict-refused': conflictAt({}, { pin: '' }, refuse('WRONG_PIN', { name: 'Marisol R.' })),
  'conflict-old-look': conflictAt({ lookedAt: at('14:42:39') }, { reason: 1 }),
};

const training: Snapshot = {
  ...selling,
  store: { ...shop.store, mode: 'training' },
  cart: { ...standard, saleNumber: 12 },
};

const panelScenes: Readonly<Record<string, Scene>> = {
  'look-up': { snapshot: selling, ui: { panel: { kind: 'lookUp' } } },
  help: { snapshot: selling, ui: { panel: { kind: 'help' } } },
  customer: { snapshot: selling, ui: { panel: { kind: 'customer' } } },
  line: { snapshot: selling, ui: { panel: { kind: 'line', lineId: 1, typed: '' } } },
  sales: { snapshot: selling, ui: { panel: { kind: 'sales' } } },
  held: {
    snapshot: {
      ...selling,
      held: [{ saleId: 'a', saleNumber: 415, lines: 3, totalCents: 6418, heldAt: at('14:20:00'), by: 'Dana W.' }],
    },
    ui: { panel: { kind: 'held' } },
  },
  'printer-out': {
    snapshot: {
      ...selling,
      links: sick('printer', 'attention', 'paper_out'),
      waitingPrints: [
        {
          jobId: 'j',
          kind: 'receipt',
          saleNumber: 416,
          metrcReceipt: '0002087296',
          state: 'owed',
          reason: 'paper_out',
          since: at('14:29:00'),
        },
      ],
    },
    ui: { panel: { kind: 'device', link: 'printer' } },
  },
  'scanner-out': {
    snapshot: { ...selling, links: sick('scanner', 'down', 'no_connection') },
    ui: { panel: { kind: 'device', link: 'scanner' } },
  },
  'drawer-count': { snapshot: { ...selling, now: at('21:04:00') }, ui: { screen: 'drawer', counting } },
  'drawer-overview': { snapshot: selling, ui: { screen: 'drawer' } },
  'drawer-no-sale': { snapshot: selling, ui: { screen: 'drawer', noSale: true } },
  'drawer-result': {
    snapshot: {
      ...selling,
      drawer: {
        sessionId: 'z118',
        zNumber: 118,
        openedAt: at('08:40:00'),
        openedBy: 'Marisol R.',
        state: 'counted',
        result: {
          floatCents: 20_000,
          cashSalesCents: 137_840,
          cashRefundsCents: 0,
          roundingCents: 0,
          expectedCents: 157_840,
          countedCents: 157_590,
          overShortCents: -250,
          firstCountCents: null,
          mayRecount: true,
        },
      },
    },
    ui: { screen: 'drawer' },
  },
  bench: { snapshot: training },
  'bench-open': { snapshot: training, ui: { benchOpen: true } },
  'bench-agency': {
    snapshot: {
      ...training,
      cart: { ...training.cart, customer: patient === null ? null : { ...patient, agencyCheck: 'needed' } },
    },
    ui: { benchOpen: true, note: { about: 'entryFull' } },
  },
  'bench-empty': { snapshot: { ...shop, store: { ...shop.store, mode: 'training' } } },
  park: { ...laneAt(longUnknown, at('14:43:48'), { mayPark: true }), ui: { panel: { kind: 'park' } } },
  'parked-unknown': {
    snapshot: { ...selling, parked: parkedUnknown, now: at('14:43:48') },
    ui: { panel: { kind: 'parked' } },
  },
  'parked-signed': {
    snapshot: {
      ...selling,
      parked: {
        state: 'signed',
        saleNumber: 418,
        metrcReceipt: '0002087301',
        tenderKind: 'cash',
        changeCents: 298,
        receipt: 'printed',
      },
    },
    ui: { panel: { kind: 'parked' } },
  },
  lost: { snapshot: selling, lost: true },
};

export const scenes: Readonly<Record<string, Scene>> = { ...sellingScenes, ...laneScenes, ...panelScenes };

/** Where the screen stands at first; a reason that was chosen is said in the language of the screen. */
export function startUiOf(scene: Scene, language: Language): Ui {
  const ui = { ...firstUi, ...scene.ui };
  if (ui.settling === null || ui.settling.reason === '') return ui;
  return { ...ui, settling: { ...ui.settling, reason: wordsIn(language).conflict[`${ui.settling.as}Reason1`] } };
}
