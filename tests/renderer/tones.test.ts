import { describe, expect, test } from 'vitest';
import { toneFor } from '../../src/renderer/sound/tone-for.ts';
import { TONES } from '../../src/renderer/sound/tones.ts';
import { mixed, standard } from '../../src/renderer/specimen/carts.ts';
import { NOW, shop, tag } from '../../src/renderer/specimen/shop.ts';
import { refuse } from '../../src/shared/contract/refusals.ts';
import type { LaneView, Snapshot } from '../../src/shared/contract/snapshot.ts';
import { askingLane } from './support/lanes.ts';

const selling: Snapshot = { ...shop, cart: standard };
const scan = (change: Partial<NonNullable<Snapshot['lastScan']>>): Snapshot['lastScan'] => ({
  shown: tag('00018412'),
  kind: 'package_tag',
  outcome: 'added',
  refusal: null,
  at: NOW,
  ...change,
});
const signed: LaneView = {
  state: 'signed',
  saleId: standard.saleId,
  saleNumber: 417,
  metrcReceipt: '0002087301',
  tenderKind: 'cash',
  totalCents: 1,
  dueCents: 1,
  givenCents: 1,
  changeCents: 0,
  drawer: 'sent',
  receipt: 'owed',
};

describe('each event has its tone', () => {
  test('an added item is short and high, a refused one falls', () => {
    expect(toneFor(selling, { ...selling, lastScan: scan({}) })).toBe('item');
    expect(
      toneFor(selling, { ...selling, lastScan: scan({ outcome: 'not_added', refusal: refuse('CODE_UNKNOWN') }) }),
    ).toBe('refused');
  });

  test('a line that Metrc refuses later is heard when it turns, once', () => {
    const turned: Snapshot = { ...selling, cart: mixed };
    expect(toneFor(selling, turned)).toBe('refused');
    expect(toneFor(turned, { ...turned, revision: 9 })).toBeNull();
  });

  test('signed is heard once, not again when the receipt is printed', () => {
    const done: Snapshot = { ...selling, lane: signed };
    expect(toneFor(selling, done)).toBe('signed');
    expect(toneFor(done, { ...done, lane: { ...signed, receipt: 'printed' } })).toBeNull();
  });

  test('sales that go on again after a stop have the rising tone', () => {
    const stopped: Snapshot = {
      ...selling,
      lane: { state: 'blocked', refusal: refuse('METRC_KEYS'), since: NOW, nextLookAt: null },
    };
    expect(toneFor(stopped, selling)).toBe('signed');
  });

  test('a sale that Metrc refused comes back with the falling tone', () => {
    expect(toneFor({ ...selling, lane: askingLane }, selling)).toBe('refused');
  });

  test('the first picture and a locked screen are silent', () => {
    expect(toneFor(null, { ...selling, lastScan: scan({}) })).toBeNull();
    expect(toneFor(selling, { ...selling, signedIn: null, lastScan: scan({}) })).toBeNull();
  });
});

test('tones differ in rhythm, not only in pitch', () => {
  const rhythm = Object.values(TONES).map((notes) => notes.map((note) => `${note.at}+${note.lasts}`).join(' '));
  expect(new Set(rhythm).size).toBe(rhythm.length);
});
