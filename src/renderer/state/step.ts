import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { holdsOrResumes, isStopped, keyBlocked, needsAgencyCheck } from './availability.ts';
import { tooEarly, watchDrawer } from './guard-drawer.ts';
import type { FunctionKey, Intent } from './intent.ts';
import { afterAnswer, afterChange } from './step-after.ts';
import { stepChange } from './step-change.ts';
import { stepConflict } from './step-conflict.ts';
import { stepDrawer } from './step-drawer.ts';
import { stepSignIn } from './step-sign-in.ts';
import { asking, type Stepped, stay } from './stepped.ts';
import { entryTakes, type Panel, typedCents, typeMore, type Ui } from './ui.ts';

/** Pure: the next state of the screen and the calls to make. Never decides what is allowed; the register answers that. */
export function step(ui: Ui, intent: Intent, snapshot: Snapshot, now: number): Stepped {
  return tooEarly(intent, ui, now)
    ? stay(ui)
    : watchDrawer(stepFreely(ui, intent, snapshot, now), intent, snapshot, now);
}

function stepFreely(ui: Ui, intent: Intent, snapshot: Snapshot, now: number): Stepped {
  if (intent.do === 'answered') return stay(afterAnswer(ui, intent.call, intent.refusal));
  if (intent.do === 'unanswered') return stay(ui);
  if (intent.do === 'changed') return stay(afterChange(ui, intent.before, snapshot));
  if (intent.do === 'bench') return asking(ui, { call: 'bench.act', input: intent.act });
  if (intent.do === 'toggleBench') return stay({ ...ui, benchOpen: !ui.benchOpen, panel: null });
  if (intent.do === 'dismiss') return stay({ ...ui, said: null, note: null });
  if (intent.do === 'quietTone') return stay({ ...ui, toneQuiet: true });
  // Closing over held carts is meant only when the key is pressed twice in a row.
  const closingOver = intent.do === 'closeDrawer' ? ui.closingOver : null;
  const heard: Ui = { ...ui, said: null, note: null, closingOver };
  if (snapshot.signedIn === null) return stepSignIn(heard, intent, snapshot);
  if (intent.do === 'functionKey') return stepFunctionKey(heard, intent.key, snapshot, now);
  if (intent.do === 'openParked') return stepParked(heard);
  if (intent.do === 'escape') return stepEscape(ui, snapshot);
  const changing = ui.screen === 'sale' ? stepChange(heard, intent, snapshot, now) : null;
  if (changing !== null) return changing;
  if (ui.screen === 'drawer' && ui.panel === null) return stepDrawer(heard, intent, snapshot);
  const settling = ui.screen === 'sale' ? stepConflict(heard, intent, snapshot, now) : null;
  if (settling !== null) return settling;
  return stepTyping(heard, intent, snapshot, now) ?? stepPressing(heard, intent, snapshot);
}

function stepFunctionKey(ui: Ui, key: FunctionKey, snapshot: Snapshot, now: number): Stepped {
  const reason = keyBlocked(key, snapshot, ui, now);
  if (reason !== null) return stay({ ...ui, note: { about: 'keys', key: reason } });
  const toggled = (kind: 'help' | 'lookUp' | 'customer' | 'held' | 'sales'): Stepped =>
    stay({
      ...ui,
      panel: ui.panel?.kind === kind ? null : ({ kind } satisfies Panel),
      changing: null,
      benchOpen: false,
    });
  switch (key) {
    case 'F1':
      return toggled('help');
    case 'F2':
      if (needsAgencyCheck(snapshot))
        return asking(ui, { call: 'cart.recordAgencyCheck', input: { showed: 'active' } });
      return toggled('customer');
    case 'F3':
      return toggled('lookUp');
    case 'F4':
      if (holdsOrResumes(snapshot) === 'resume') return toggled('held');
      return asking({ ...ui, entry: '', panel: null }, { call: 'cart.hold', input: {} });
    case 'F6':
      return voiding(ui, null, snapshot);
    case 'F8':
      return stay({
        ...ui,
        screen: ui.screen === 'drawer' ? 'sale' : 'drawer',
        panel: null,
        counting: null,
        noSale: false,
        settling: null,
        changing: null,
        benchOpen: false,
      });
    case 'F9':
      return toggled('sales');
    case 'F10':
      return asking(
        { ...ui, panel: null, screen: 'sale', counting: null, noSale: false, entry: '' },
        { call: 'staff.lock', input: {} },
      );
  }
}

/** One step back, and never a cart: message, panel, bench, a lead's decision, count, drawer screen, typed digits, tender. */
function stepEscape(ui: Ui, snapshot: Snapshot): Stepped {
  if (ui.said !== null || ui.note !== null) return stay({ ...ui, said: null, note: null });
  if (ui.changing !== null) return stay({ ...ui, changing: null });
  if (ui.panel !== null) return stay({ ...ui, panel: panelBehind(ui.panel) });
  if (ui.benchOpen) return stay({ ...ui, benchOpen: false });
  if (ui.settling !== null) return stay({ ...ui, settling: null });
  if (ui.counting !== null || ui.noSale) return stay({ ...ui, counting: null, noSale: false });
  if (ui.screen === 'drawer') return stay({ ...ui, screen: 'sale' });
  if (snapshot.lane.state === 'signed') return asking(ui, { call: 'tender.nextSale', input: {} });
  const tendered = snapshot.lane.state === 'ready' && (ui.entry !== '' || snapshot.cart.tender.kind !== 'none');
  return tendered ? asking({ ...ui, entry: '' }, { call: 'tender.clear', input: {} }) : stay({ ...ui, voided: null });
}

/** Where Esc leads from a panel: one of a list goes back to its list. */
function panelBehind(panel: Panel): Panel | null {
  if (panel.kind === 'sale' || panel.kind === 'zReports') return { kind: 'sales' };
  return panel.kind === 'zReport' ? { kind: 'zReports' } : null;
}

/** Digits, star, backspace, Enter, corner: what is typed on the selling screen. Null when the intent is something else. */
function stepTyping(ui: Ui, intent: Intent, snapshot: Snapshot, now: number): Stepped | null {
  const { lane, cart } = snapshot;
  if (intent.do === 'corner') {
    if (lane.state !== 'ready' || isStopped(snapshot, now)) return stay(ui);
    return asking(ui, { call: 'tender.pay', input: { saleId: cart.saleId, totalCents: cart.totals.totalCents } });
  }
  if (intent.do === 'enter' && lane.state === 'signed') return asking(ui, { call: 'tender.nextSale', input: {} });
  if (ui.panel?.kind === 'line') return stepLine(ui, ui.panel, intent);
  if (lane.state !== 'ready') return null;
  switch (intent.do) {
    case 'digits':
      return entryTakes(ui.entry, intent.digits)
        ? typed(ui, typeMore(ui.entry, intent.digits))
        : stay({ ...ui, note: { about: 'entryFull' } });
    case 'backspace':
      return ui.entry === '' && cart.tender.kind === 'none' ? stay(ui) : typed(ui, ui.entry.slice(0, -1));
    case 'star': {
      if (ui.entry === '') return stay(ui);
      const quantity = ui.entry.replace(/\.$/, '');
      return asking(
        { ...ui, entry: '' },
        { call: 'tender.clear', input: {} },
        { call: 'cart.setQuantity', input: { lineId: null, quantity } },
      );
    }
    default:
      return null;
  }
}

const typed = (ui: Ui, entry: string): Stepped =>
  asking(
    { ...ui, entry },
    entry === ''
      ? { call: 'tender.clear', input: {} }
      : { call: 'tender.cash', input: { givenCents: typedCents(entry) } },
  );

/** Cash by one key; digits typed after it start anew. */
const cash = (ui: Ui, givenCents: number): Stepped =>
  asking({ ...ui, entry: '' }, { call: 'tender.cash', input: { givenCents } });

function stepLine(ui: Ui, panel: Extract<Panel, { kind: 'line' }>, intent: Intent): Stepped | null {
  if (intent.do === 'digits') return stay({ ...ui, panel: { ...panel, typed: typeMore(panel.typed, intent.digits) } });
  if (intent.do === 'backspace') return stay({ ...ui, panel: { ...panel, typed: panel.typed.slice(0, -1) } });
  if (intent.do !== 'enter' && intent.do !== 'star') return null;
  if (panel.typed === '') return stay({ ...ui, panel: null });
  return asking(
    { ...ui, panel: null },
    { call: 'cart.setQuantity', input: { lineId: panel.lineId, quantity: panel.typed.replace(/\.$/, '') } },
  );
}

function voiding(ui: Ui, lineId: number | null, snapshot: Snapshot): Stepped {
  const { lines, newestLineId } = snapshot.cart;
  const wanted = lineId ?? newestLineId ?? lines.at(-1)?.lineId ?? null;
  const place = lines.findIndex((line) => line.lineId === wanted);
  const line = lines[place];
  return asking(
    { ...ui, panel: null, voided: line === undefined ? null : { line, place } },
    { call: 'cart.voidLine', input: { lineId } },
  );
}

/** Everything that is pressed on the selling screen and in its panels. */
function stepPressing(ui: Ui, intent: Intent, snapshot: Snapshot): Stepped {
  switch (intent.do) {
    case 'undo':
      return snapshot.cart.canUndo ? asking({ ...ui, voided: null }, { call: 'cart.undo', input: {} }) : stay(ui);
    case 'exact':
      return snapshot.lane.state === 'ready' ? cash(ui, snapshot.cart.cashDueCents) : stay(ui);
    case 'cash':
      return cash(ui, intent.cents);
    case 'debit':
      if (snapshot.lane.state !== 'ready') return stay(ui);
      return asking({ ...ui, entry: '' }, { call: 'tender.debit', input: {} });
    case 'openLine':
      return stay({ ...ui, panel: { kind: 'line', lineId: intent.lineId, typed: '' } });
    case 'setQuantity':
      return asking(ui, { call: 'cart.setQuantity', input: { lineId: intent.lineId, quantity: intent.quantity } });
    case 'voidLine':
      return voiding(ui, intent.lineId, snapshot);
    case 'customerWaits':
      return asking(ui, { call: 'tender.customerWaits', input: {} });
    case 'customerLeaves':
      return asking(ui, { call: 'tender.customerLeaves', input: {} });
    case 'nextSale':
      return asking(ui, { call: 'tender.nextSale', input: {} });
    default:
      return stepPanel(ui, intent);
  }
}

/** From any screen: the parked sale stands over the left of the selling screen. */
const stepParked = (ui: Ui): Stepped =>
  stay({ ...ui, screen: 'sale', panel: ui.panel?.kind === 'parked' ? null : { kind: 'parked' }, benchOpen: false });

function stepPanel(ui: Ui, intent: Intent): Stepped {
  switch (intent.do) {
    case 'openDevice': {
      const shown = ui.panel?.kind === 'device' && ui.panel.link === intent.link;
      return stay({ ...ui, panel: shown ? null : { kind: 'device', link: intent.link }, benchOpen: false });
    }
    case 'openPark':
      return stay({ ...ui, panel: { kind: 'park' }, benchOpen: false });
    case 'park': {
      const { leadId, pin, reason } = intent;
      return asking(ui, { call: 'park.set', input: { leadId, pin, reason } });
    }
    case 'parkedLeaves':
      return asking(ui, { call: 'park.customerLeaves', input: {} });
    case 'parkedWaits':
      return asking(ui, { call: 'park.customerWaits', input: {} });
    case 'parkedSeenTo':
      return asking(ui, { call: 'park.seenTo', input: {} });
    case 'openCustomer':
      return stay({ ...ui, panel: { kind: 'customer' }, benchOpen: false });
    case 'closePanel':
      return stay({ ...ui, panel: ui.panel === null ? null : panelBehind(ui.panel), changing: null });
    case 'openSale':
      return stay({ ...ui, panel: { kind: 'sale', saleId: intent.saleId, saleNumber: intent.saleNumber } });
    case 'openZReports':
      return stay({ ...ui, panel: { kind: 'zReports' } });
    case 'openZReport':
      return stay({ ...ui, panel: { kind: 'zReport', number: intent.number } });
    case 'copyZ':
      return asking(
        { ...ui, note: { about: 'zCopy', number: intent.number } },
        { call: 'drawer.copyZ', input: { number: intent.number } },
      );
    case 'addPackage':
      return asking({ ...ui, panel: null }, { call: 'cart.addPackage', input: { label: intent.label } });
    case 'enterCode':
      return asking({ ...ui, panel: null }, { call: 'cart.enterCode', input: { text: intent.text } });
    case 'setCustomer':
      return asking(
        { ...ui, panel: null },
        { call: 'cart.setCustomer', input: { number: intent.number, buyerType: intent.buyerType } },
      );
    case 'setBuyerType':
      return asking(ui, { call: 'cart.setBuyerType', input: { buyerType: intent.buyerType } });
    case 'clearCustomer':
      return asking({ ...ui, panel: null }, { call: 'cart.clearCustomer', input: {} });
    case 'agencyCheck':
      return asking({ ...ui, panel: null }, { call: 'cart.recordAgencyCheck', input: { showed: intent.showed } });
    case 'resume':
      return asking({ ...ui, panel: null }, { call: 'cart.resume', input: { saleId: intent.saleId } });
    case 'reprint':
      return asking(
        { ...ui, note: { about: 'copy', saleNumber: intent.saleNumber } },
        { call: 'sales.reprint', input: { saleId: intent.saleId } },
      );
    case 'printRetry':
      return asking(ui, { call: 'prints.retry', input: { jobId: intent.jobId } });
    case 'printCancel':
      return asking(ui, { call: 'prints.cancel', input: { jobId: intent.jobId } });
    default:
      return stay(ui);
  }
}
