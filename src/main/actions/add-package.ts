/**
 * A scanned package becomes a line at once and says "checking" until Metrc has answered about it. What Metrc, the rules
 * or the price book forbid goes out of the cart again and stays in view beside it, with the reason.
 */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { type Quantity, quantityOf, quantityText, wholeUnits } from '../../shared/values/quantity.ts';
import { err, ok } from '../../shared/values/result.ts';
import { shownText } from '../../shared/values/shown-text.ts';
import { addLine, addUnit, type Draft, type DraftLine, removeLine, setQuantity } from '../domain/draft.ts';
import type { PackageRead } from '../ports/metrc.ts';
import { CHECK_GOOD_FOR_MS, type Desk, type NotAdded } from './desk.ts';
import { asRefusal, clearNotices, mayEdit, newlyBroken, quoteOf, saveDraft, stocked } from './edit-cart.ts';

export type PackageAdder = {
  /** `unitId` is the Retail ID of one serialised unit; null for a package tag. */
  readonly add: (label: string, unitId: string | null) => Answer;
  /** Asks Metrc again about every package in the cart whose reading is missing: after a restart or a resumed cart. */
  readonly recheck: () => void;
};

function notAdded(
  desk: Desk,
  label: string,
  quantity: Quantity,
  refusal: Refusal,
  limitSum: NotAdded['limitSum'],
): void {
  const goods = stocked(desk, label);
  desk.notAdded = {
    label,
    name: goods ? shownText(goods.itemName) : null,
    quantity: quantityText(quantity),
    unit: goods?.unit ?? null,
    unitPriceCents: goods?.price ?? null,
    refusal,
    limitSum,
  };
  if (desk.lastScan) desk.lastScan = { ...desk.lastScan, outcome: 'not_added', refusal };
}

/** What forbids the line of `label` in `after`, by what is known of its package; null when nothing does. */
function objection(
  desk: Desk,
  before: Draft,
  after: Draft,
  label: string,
): Pick<NotAdded, 'refusal' | 'limitSum'> | null {
  const quoted = quoteOf(desk, after);
  const problem = quoted.lines.find((q) => q.line.label === label)?.problem;
  if (problem) return { refusal: asRefusal(problem), limitSum: null };
  const broken = newlyBroken(quoteOf(desk, before), quoted);
  return broken ? { refusal: broken.refusal, limitSum: broken.sum } : null;
}

function readRefusal(read: PackageRead, label: string): Refusal | null {
  if (read.kind === 'not_here') return refuse('PACKAGE_UNKNOWN', { label });
  return read.kind === 'no_answer' ? refuse('PACKAGE_NO_ANSWER', { trouble: read.because }) : null;
}

export function packageAdder(desk: Desk, metrcInTrouble: () => void): PackageAdder {
  const { store, metrc, clock, log } = desk.ports;

  /** Takes the line out again that Metrc or the rules do not allow; what was in the cart before it stays. */
  const takeOut = (line: DraftLine, refusal: Refusal, limitSum: NotAdded['limitSum']): void => {
    notAdded(desk, line.label, line.quantity, refusal, limitSum);
    saveDraft(desk, removeLine(desk.draft, line.lineId), false);
  };

  const judge = (label: string, read: PackageRead): void => {
    const at = clock.now();
    if (read.kind === 'found') store.transaction(() => store.packages.save([read.package], at));
    if (read.kind === 'no_answer') metrcInTrouble();
    const line = desk.draft.lines.find((candidate) => candidate.label === label);
    const refusal = readRefusal(read, label);
    desk.checks.set(label, refusal === null ? { state: 'good', at: clock.monotonic() } : { state: 'refused', refusal });
    if (line && !desk.preparing && !desk.openSale) {
      const without = removeLine(desk.draft, line.lineId);
      const object = refusal ? { refusal, limitSum: null } : objection(desk, without, desk.draft, label);
      if (object) takeOut(line, object.refusal, object.limitSum);
    }
    desk.changed();
  };

  /** Is it being read, or was it read well and not too long ago? */
  const isKnown = (label: string): boolean => {
    const check = desk.checks.get(label);
    if (check?.state === 'good') return clock.monotonic() - check.at < CHECK_GOOD_FOR_MS;
    return check?.state === 'checking';
  };

  const ask = (label: string): void => {
    desk.checks.set(label, { state: 'checking' });
    metrc
      .packageByLabel(label)
      .then((read) => {
        if (!desk.closing) judge(label, read);
      })
      .catch((error) => {
        log({ what: 'package check', error });
        desk.checks.set(label, { state: 'refused', refusal: refuse('PACKAGE_NO_ANSWER', { trouble: 'unreadable' }) });
        desk.changed();
      });
  };

  const more = (line: DraftLine, unitId: string | null): Draft | null => {
    if (unitId !== null && line.unitIds.includes(unitId)) return null;
    const quantity = quantityOf(line.quantity + wholeUnits(1));
    return unitId === null
      ? setQuantity(desk.draft, line.lineId, quantity)
      : addUnit(desk.draft, line.lineId, quantity, unitId);
  };

  const add = (label: string, unitId: string | null): Answer => {
    const may = mayEdit(desk);
    if (!may.ok) return may;
    clearNotices(desk);
    const present = desk.draft.lines.find((line) => line.label === label);
    const after = present
      ? more(present, unitId)
      : addLine(desk.draft, label, wholeUnits(1), unitId === null ? [] : [unitId]);
    const object =
      after === null
        ? { refusal: refuse('SAME_UNIT_TWICE'), limitSum: null }
        : objection(desk, desk.draft, after, label);
    // What the last reading forbids may have been lifted since; only the limit is certain without asking Metrc again.
    const isCertain =
      object !== null && ['LIMIT_EXCEEDED', 'SAME_UNIT_TWICE', 'BUYER_MAY_NOT_BUY'].includes(object.refusal.code);
    if (after === null || (object && (isCertain || present))) {
      notAdded(desk, label, wholeUnits(1), object?.refusal ?? refuse('SAME_UNIT_TWICE'), object?.limitSum ?? null);
      desk.changed();
      return err(object?.refusal ?? refuse('SAME_UNIT_TWICE'));
    }
    if (desk.lastScan) desk.lastScan = { ...desk.lastScan, outcome: present ? 'quantity' : 'added' };
    if (desk.checks.get(label)?.state !== 'checking') ask(label);
    saveDraft(desk, after);
    return ok(null);
  };

  return {
    add,
    recheck: () => {
      for (const { label } of desk.draft.lines) if (!isKnown(label)) ask(label);
    },
  };
}
