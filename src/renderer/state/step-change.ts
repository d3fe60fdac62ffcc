import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { isStopped } from './availability.ts';
import type { Intent } from './intent.ts';
import { isReason, leadsOf } from './step-conflict.ts';
import { LONGEST_PIN, neighbour, SHORTEST_PIN } from './step-sign-in.ts';
import { asking, type Stepped, stay } from './stepped.ts';
import type { ChangeMissing, Changing, Ui } from './ui.ts';

const comesBack = (changing: Changing): { line: number; quantity: string }[] =>
  Object.entries(changing.back)
    .map(([line, typed]) => ({ line: Number(line), quantity: typed.trim().replace(/\.$/, '') }))
    .filter(({ quantity }) => /[1-9]/.test(quantity));

/** What keeps a void or a return from being asked, the first thing first; null when nothing does. */
export function changeMissing(changing: Changing): ChangeMissing | null {
  if (changing.kind === 'return' && comesBack(changing).length === 0) return 'sayWhat';
  if (changing.leadId === null) return 'chooseLead';
  if (changing.pin.length < SHORTEST_PIN) return 'typePin';
  return isReason(changing.reason) ? null : 'sayWhy';
}

/** A lead voids the sale on the panel or takes goods of it back. Null when the intent is no part of it. */
export function stepChange(ui: Ui, intent: Intent, snapshot: Snapshot, now: number): Stepped | null {
  const { panel, changing } = ui;
  if (panel?.kind !== 'sale') return null;
  if (intent.do === 'beginChange') return begin(ui, panel, intent.kind, snapshot, now);
  if (changing === null) return null;
  const change = (part: Partial<Changing>): Stepped => stay({ ...ui, changing: { ...changing, ...part } });
  switch (intent.do) {
    case 'chooseStaff':
      return change({ leadId: intent.staffId, pin: '' });
    case 'move':
      return change({ leadId: neighbour(changing.leadId, intent.by, leadsOf(snapshot)), pin: '' });
    case 'digits':
      if (!/^\d+$/.test(intent.digits) || changing.leadId === null) return stay(ui);
      return change({ pin: `${changing.pin}${intent.digits}`.slice(0, LONGEST_PIN) });
    case 'backspace':
      return change({ pin: changing.pin.slice(0, -1) });
    case 'clear':
      return change({ pin: '' });
    case 'changeReason':
      return change({ reason: intent.reason });
    case 'comesBack':
      return change({ back: { ...changing.back, [intent.line]: intent.quantity } });
    case 'enter':
    case 'corner':
      return ask(ui, changing);
    default:
      return null;
  }
}

/** A lead who is signed in is the one, or the only one there is; everybody else chooses a name first. */
function begin(
  ui: Ui,
  sale: { readonly saleId: string; readonly saleNumber: number },
  kind: Changing['kind'],
  snapshot: Snapshot,
  now: number,
): Stepped {
  if (isStopped(snapshot, now)) return stay({ ...ui, note: { about: 'keys', key: 'notWhileBlocked' } });
  const leads = leadsOf(snapshot);
  const lead =
    leads.find((person) => person.id === snapshot.signedIn?.id) ?? (leads.length === 1 ? leads[0] : undefined);
  const { saleId, saleNumber } = sale;
  return stay({
    ...ui,
    changing: { saleId, saleNumber, kind, back: {}, leadId: lead?.id ?? null, pin: '', reason: '' },
  });
}

function ask(ui: Ui, changing: Changing): Stepped {
  const missing = changeMissing(changing);
  const { saleId, leadId, pin } = changing;
  if (missing !== null || leadId === null) {
    return stay({ ...ui, note: { about: 'changing', missing: missing ?? 'chooseLead' } });
  }
  const byLead = { saleId, leadId, pin, reason: changing.reason.trim() };
  const asked: Ui = { ...ui, changing: { ...changing, pin: '' } };
  return changing.kind === 'void'
    ? asking(asked, { call: 'sales.void', input: byLead })
    : asking(asked, { call: 'sales.returnGoods', input: { ...byLead, lines: comesBack(changing) } });
}
