/** Lanes that more than one test of the screen needs. */
import { NOW } from '../../../src/renderer/specimen/shop.ts';
import type { LaneView } from '../../../src/shared/contract/snapshot.ts';

/** Metrc has been asked about sale 417 just now. */
export const askingLane: LaneView = {
  state: 'asking',
  saleNumber: 417,
  askedAt: NOW,
  choicesAfterMs: 5000,
  decidedAfterMs: 15_000,
  customerLeaves: false,
  totalCents: 1,
  givenCents: 1,
  tenderKind: 'cash',
};
