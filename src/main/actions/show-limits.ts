/** Limits as the screen shows them: bars with figures, and the sum that makes a refusal. */
import type { LimitSum, LimitView } from '../../shared/contract/cart-view.ts';
import { fraction, minus } from '../../shared/values/fraction.ts';
import { quantityText } from '../../shared/values/quantity.ts';
import { amountText, decimalText, shownUnit } from '../domain/figures.ts';
import type { LimitUse } from '../domain/pricing/limits.ts';
import type { Profile } from '../domain/profile/schema.ts';

/** How many limits are shown although nothing counts towards them yet: the card has room for three. */
const BARS_AT_REST = 3;

function parts(use: LimitUse, least: number): LimitView['parts'] {
  return use.contributions.map((part) => {
    const weight = part.weight.num === part.weight.den ? '' : ` × ${part.weight.num}/${part.weight.den}`;
    const perUnit = amountText(fraction(BigInt(part.perUnit)), use.unit, least);
    return {
      text: `${quantityText(part.quantity)} × ${perUnit}${weight}`,
      amount: amountText(part.amount, use.unit, least),
    };
  });
}

/** The bars of the customer card: the limits in use, filled up with the first of the buyer's own that are not. */
export function limitViews(profile: Profile, buyerType: string, uses: readonly LimitUse[]): LimitView[] {
  const own = profile.limits.filter((limit) => limit.buyer_types.includes(buyerType) && limit.cap !== null);
  const atRest = own.slice(0, BARS_AT_REST).map((limit) => limit.id);
  const shown = own.filter((limit) => atRest.includes(limit.id) || uses.some((use) => use.id === limit.id));
  const views = shown.map((limit): LimitView => {
    const use = uses.find((candidate) => candidate.id === limit.id);
    const cap = use?.cap ?? limit.cap ?? fraction(0n);
    const used = use?.used ?? fraction(0n);
    return {
      id: limit.id,
      unit: shownUnit(limit.unit).unit,
      used: amountText(used, limit.unit, 1),
      cap: amountText(cap, limit.unit, 1),
      ratio: cap.num === 0n ? 0 : Number(decimalText(fraction(used.num * cap.den, used.den * cap.num), 0)),
      parts: use ? parts(use, 2) : [],
    };
  });
  const byState = uses.filter((use) => use.id.endsWith('@metrc'));
  return [...views, ...byState.map((use) => stateView(use))];
}

const stateView = (use: LimitUse): LimitView => ({
  id: use.id,
  unit: shownUnit(use.unit).unit,
  used: amountText(use.used, use.unit, 1),
  cap: amountText(use.cap, use.unit, 1),
  ratio:
    use.cap.num === 0n ? 1 : Number(decimalText(fraction(use.used.num * use.cap.den, use.used.den * use.cap.num), 0)),
  parts: parts(use, 2),
});

/** 56.60 + 28.35 = 84.95, limit 84.90, over 0.05: the sum is the message. `before` is the same limit without the goods. */
export function limitSum(after: LimitUse, before: LimitUse | null): LimitSum {
  const used = before?.used ?? fraction(0n);
  const text = (amount: typeof used): string => amountText(amount, after.unit, 2);
  return {
    limitId: after.id,
    unit: shownUnit(after.unit).unit,
    before: before ? parts(before, 2) : [],
    beforeTotal: text(used),
    adding: text(minus(after.used, used)),
    together: text(after.used),
    cap: text(after.cap),
    over: text(after.over ?? fraction(0n)),
  };
}
