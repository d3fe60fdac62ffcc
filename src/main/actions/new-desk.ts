/** The desk of a register that starts: what the store holds of it, and nothing known yet of the world. */
import type { LinkView } from '../../shared/contract/snapshot.ts';
import { paperWords } from '../../shared/words/paper-words.ts';
import type { Settings } from '../ports/settings.ts';
import type { Desk, Ports } from './desk.ts';
import { freshDraft } from './edit-cart.ts';

export function newDesk(
  ports: Ports,
  settings: Settings,
  { changed, recordsFailed }: Pick<Desk, 'changed' | 'recordsFailed'>,
): Desk {
  const { clock, store } = ports;
  const link = (id: LinkView['id']): [LinkView['id'], LinkView] => [
    id,
    { id, state: 'connecting', reason: null, since: clock.now() },
  ];
  const desk: Desk = {
    ports,
    settings,
    words: paperWords[settings.language],
    signedIn: null,
    // Replaced right below: an empty cart needs the desk to be made.
    draft: store.drafts.onTheCounter()?.draft ?? {
      saleId: '',
      saleNumber: 1,
      startedAt: 0,
      nextLineId: 1,
      lines: [],
      customer: null,
      tender: null,
    },
    undo: [],
    checks: new Map(),
    notAdded: null,
    lastScan: null,
    openSale: null,
    unresolvedQueue: [],
    signed: null,
    preparing: null,
    saleRefusal: null,
    blocked: null,
    mending: null,
    parked: null,
    parkedEnd: null,
    sendingPulses: new Set(),
    metrc: {
      lastGoodAt: null,
      trouble: null,
      since: clock.now(),
      clockOffsetMs: null,
      licenceCovered: true,
      nextAskAt: null,
    },
    links: new Map((['scanner', 'printer', 'drawer', 'metrc'] as const).map(link)),
    waitingScans: [],
    plateStays: false,
    salesRevision: 0,
    compared: null,
    changes: () => [],
    refunded: null,
    closing: false,
    recordsFailed,
    changed,
  };
  if (desk.draft.saleId === '') desk.draft = store.transaction(() => freshDraft(desk));
  return desk;
}
