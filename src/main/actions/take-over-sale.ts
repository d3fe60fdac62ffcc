/** A sale that the records have as unresolved, as the register holds it while it is settled. */
import type { StoredSale } from '../ports/store.ts';
import type { OpenSale } from './desk.ts';

/** @param why the program was started again, or the records were opened again under a sale. */
export const takenOver = (record: StoredSale, why: 'restart' | 'records'): OpenSale => ({
  record,
  protocol: record.protocol,
  askedAt: record.soldAt,
  because: why,
  looks: 0,
  lastLook: null,
  evidenceAt: null,
  nextLookAt: null,
  quietUntil: null,
  choice: record.protocol.cancelWanted ? 'leaves' : null,
  unknownSince: record.soldAt,
  afterRestart: true,
  quickRestarts: 0,
  draft: null,
});
