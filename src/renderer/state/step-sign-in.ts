import type { Snapshot, StaffView } from '../../shared/contract/snapshot.ts';
import type { Intent } from './intent.ts';
import { asking, type Stepped, stay } from './stepped.ts';
import type { Ui } from './ui.ts';

/** Shortest and longest PIN the contract takes. */
export const SHORTEST_PIN = 4;
export const LONGEST_PIN = 8;

/** Name first, then PIN; Enter or the corner key signs in. Panels of sick devices work here too. */
export function stepSignIn(ui: Ui, intent: Intent, snapshot: Snapshot): Stepped {
  switch (intent.do) {
    case 'chooseStaff':
      return stay({ ...ui, staffId: intent.staffId, pin: '', panel: null });
    case 'digits':
      if (!/^\d+$/.test(intent.digits) || ui.staffId === null) return stay(ui);
      return stay({ ...ui, pin: `${ui.pin}${intent.digits}`.slice(0, LONGEST_PIN) });
    case 'backspace':
      return stay({ ...ui, pin: ui.pin.slice(0, -1) });
    case 'clear':
      return stay({ ...ui, pin: '' });
    case 'move':
      return stay({ ...ui, staffId: neighbour(ui.staffId, intent.by, snapshot.staff), pin: '' });
    case 'enter':
    case 'corner':
      if (ui.staffId === null || ui.pin.length < SHORTEST_PIN) return stay(ui);
      return asking({ ...ui, pin: '' }, { call: 'staff.signIn', input: { staffId: ui.staffId, pin: ui.pin } });
    case 'openDevice': {
      const shown = ui.panel?.kind === 'device' && ui.panel.link === intent.link;
      return stay({ ...ui, panel: shown ? null : { kind: 'device', link: intent.link }, benchOpen: false });
    }
    case 'functionKey':
      return intent.key === 'F1'
        ? stay({ ...ui, panel: ui.panel?.kind === 'help' ? null : { kind: 'help' } })
        : stay(ui);
    case 'printRetry':
      return asking(ui, { call: 'prints.retry', input: { jobId: intent.jobId } });
    case 'closePanel':
      return stay({ ...ui, panel: null });
    case 'escape':
      if (ui.panel !== null) return stay({ ...ui, panel: null });
      return stay(ui.benchOpen ? { ...ui, benchOpen: false } : { ...ui, pin: '' });
    default:
      return stay(ui);
  }
}

/** The next or the previous of a row of name tiles, round and round; null when there is none. */
export function neighbour(staffId: string | null, by: 1 | -1, staff: readonly StaffView[]): string | null {
  if (staff.length === 0) return null;
  const at = staff.findIndex((person) => person.id === staffId);
  const next = at < 0 ? (by === 1 ? 0 : staff.length - 1) : (at + by + staff.length) % staff.length;
  return staff[next]?.id ?? null;
}
