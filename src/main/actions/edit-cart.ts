/** The cart on the counter. Every change is on the disk before it is shown, and can be undone until Pay. */
import { type Answer, type Refusal, type RefusalCode, refuse } from '../../shared/contract/refusals.ts';
import { businessDay, localTime } from '../../shared/values/local-time.ts';
import { parseQuantity, QUANTITY_SCALE } from '../../shared/values/quantity.ts';
import { err, ok } from '../../shared/values/result.ts';
import { type Draft, emptyDraft, isEmpty, removeLine, setQuantity } from '../domain/draft.ts';
import { brokenLimits, type LineProblem, type Quote, quote, type Stocked } from '../domain/quote.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { Desk } from './desk.ts';
import { limitSum } from './show-limits.ts';

const UNDO_STEPS = 50;

/** Today's date on the store's calendar: expiry dates are held against it. */
export const today = (desk: Desk): string => localTime(desk.ports.clock.now(), desk.settings.zone).wall.slice(0, 10);

/** The business day a sale made now belongs to. */
export const businessDayNow = (desk: Desk): string =>
  businessDay(desk.ports.clock.now(), desk.settings.zone, desk.settings.profile.day_boundary_local);

export function stocked(desk: Desk, label: string): Stocked | null {
  const row = desk.ports.store.packages.find(label);
  return row ? { ...row.package, price: desk.ports.store.prices.find(row.package.itemName) } : null;
}

export const quoteOf = (desk: Desk, draft: Draft): Quote =>
  quote({ profile: desk.settings.profile, draft, stocked: (label) => stocked(desk, label), today: today(desk) });

/** A problem found by the rules, as a refusal for the screen. The rules use the codes of the contract by name. */
export const asRefusal = (problem: LineProblem): Refusal => refuse(problem.code as RefusalCode, { ...problem.facts });

/** Saves the draft, then shows it. The one way in which the cart on the counter changes. */
export function saveDraft(desk: Desk, draft: Draft, undoable = true): void {
  const { store, clock } = desk.ports;
  store.transaction(() => store.drafts.save(draft, clock.now()));
  if (undoable) {
    desk.undo.push(desk.draft);
    if (desk.undo.length > UNDO_STEPS) desk.undo.shift();
  }
  desk.draft = draft;
  desk.changed();
}

/** Selling is refused while a sale is asked or in doubt; the cart on the counter is frozen or already another one. */
export function mayEdit(desk: Desk): Answer {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  if (desk.preparing || desk.openSale) return err({ ...refuse('SALE_IN_DOUBT'), recorded: 'not_known_yet' });
  return ok(null);
}

/** Puts the signed plate away and what was said of the cart before. */
export function clearNotices(desk: Desk): void {
  if (!desk.plateStays) desk.signed = null;
  desk.notAdded = null;
  desk.saleRefusal = null;
}

/** Why `after` may not be: the first limit that it breaks and `before` did not, with its sum. */
export function newlyBroken(
  before: Quote,
  after: Quote,
): { refusal: Refusal; sum: ReturnType<typeof limitSum> } | null {
  const use = brokenLimits(after)[0];
  if (!use) return null;
  const sum = limitSum(use, before.limits.find((candidate) => candidate.id === use.id) ?? null);
  return { refusal: refuse('LIMIT_EXCEEDED', { limit: use.id, over: sum.over, cap: sum.cap, unit: sum.unit }), sum };
}

export function changeQuantity(
  desk: Desk,
  input: { readonly lineId: number | null; readonly quantity: string },
): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const lineId = input.lineId ?? desk.draft.lines.at(-1)?.lineId;
  const line = desk.draft.lines.find((candidate) => candidate.lineId === lineId);
  if (!line) return err(refuse('LINE_UNKNOWN'));
  const quantity = parseQuantity(input.quantity);
  const goods = stocked(desk, line.label);
  const isWhole = quantity.ok && quantity.value % QUANTITY_SCALE === 0;
  // A counted item is sold in whole pieces; Metrc would refuse half a vape after the customer has paid.
  if (!quantity.ok || quantity.value <= 0 || (goods?.unit === 'Each' && !isWhole)) {
    return err(refuse('QUANTITY_BAD', { quantity: input.quantity }));
  }
  const after = setQuantity(desk.draft, line.lineId, quantity.value);
  const quoted = quoteOf(desk, after);
  const problem = quoted.lines.find((q) => q.line.lineId === line.lineId)?.problem;
  if (problem) return err(asRefusal(problem));
  const broken = newlyBroken(quoteOf(desk, desk.draft), quoted);
  if (broken) return err(broken.refusal);
  clearNotices(desk);
  saveDraft(desk, after);
  return ok(null);
}

export function voidLine(desk: Desk, input: { readonly lineId: number | null }): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  if (desk.notAdded && input.lineId === null) {
    desk.notAdded = null;
    desk.changed();
    return ok(null);
  }
  const lineId = input.lineId ?? desk.draft.lines.at(-1)?.lineId;
  const line = desk.draft.lines.find((candidate) => candidate.lineId === lineId);
  if (!line) return err(refuse('LINE_UNKNOWN'));
  clearNotices(desk);
  saveDraft(desk, removeLine(desk.draft, line.lineId));
  return ok(null);
}

/** What Metrc has said of the customer since is not undone with the cart. */
function customerAsKnown(desk: Desk, before: Draft): Draft['customer'] {
  const { customer } = desk.draft;
  if (before.customer === null || customer?.number !== before.customer.number) return before.customer;
  const { status, expiresOn, allotment } = customer;
  return customer.buyerType === before.customer.buyerType
    ? { ...before.customer, status, expiresOn, allotment }
    : before.customer;
}

export function undo(desk: Desk): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const before = desk.undo.pop();
  if (before) {
    clearNotices(desk);
    // Line numbers are never used twice, also not after an undo: a late answer must not meet another line.
    const { nextLineId } = desk.draft;
    saveDraft(desk, { ...before, nextLineId, customer: customerAsKnown(desk, before) }, false);
  }
  return ok(null);
}

/** A new empty cart on the counter, with the next number. */
export function freshDraft(desk: Desk): Draft {
  const { store, clock, newId } = desk.ports;
  const draft = emptyDraft(newId(), store.nextNumber('sale'), clock.now());
  store.drafts.save(draft, clock.now());
  return draft;
}

export function hold(desk: Desk): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  if (isEmpty(desk.draft) || !desk.signedIn) return err(refuse('CART_EMPTY'));
  const { store, clock } = desk.ports;
  const by = desk.signedIn.id;
  desk.draft = store.transaction(() => {
    store.drafts.hold(desk.draft.saleId, clock.now(), by);
    return freshDraft(desk);
  });
  desk.undo.length = 0;
  clearNotices(desk);
  desk.changed();
  return ok(null);
}

/** Takes a held cart back; the one on the counter is held in its place, or dropped when nothing is in it. */
export function resume(desk: Desk, input: { readonly saleId: string }): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const { store, clock } = desk.ports;
  const wanted = store.drafts.held().find((row) => row.draft.saleId === input.saleId);
  if (!wanted || !desk.signedIn) return err(refuse('SALE_UNKNOWN'));
  const by = desk.signedIn.id;
  store.transaction(() => {
    if (isEmpty(desk.draft)) store.drafts.remove(desk.draft.saleId);
    else store.drafts.hold(desk.draft.saleId, clock.now(), by);
    store.drafts.resume(input.saleId);
  });
  desk.draft = wanted.draft;
  desk.undo.length = 0;
  clearNotices(desk);
  desk.changed();
  return ok(null);
}

/** The cart of a sale that never came to be, under the number that waits on the counter. */
export const returnedDraft = (desk: Desk, old: Draft): Draft => {
  const { saleId, saleNumber } = desk.draft;
  return { ...old, saleId, saleNumber, tender: null };
};

/** Shows a cart that the outcome's own transaction has already put back on the counter. */
export function takeDraftBack(desk: Desk, old: Draft): void {
  desk.draft = returnedDraft(desk, old);
  desk.undo.length = 0;
  desk.changed();
}
