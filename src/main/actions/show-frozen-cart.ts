/** While a sale is asked, in doubt or just signed, the cart on the screen is that sale's: frozen, but readable. */

import type { CartView, CustomerView, LimitView, TenderView } from '../../shared/contract/cart-view.ts';
import { refuse } from '../../shared/contract/refusals.ts';
import { zero } from '../../shared/values/money.ts';
import { quantityText } from '../../shared/values/quantity.ts';
import { shownText } from '../../shared/values/shown-text.ts';
import type { DraftCustomer } from '../domain/draft.ts';
import type { Cart } from '../domain/pricing/cart.ts';
import { limitUses } from '../domain/pricing/limits.ts';
import type { StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { limitViews } from './show-limits.ts';

function customerOf(desk: Desk, record: StoredSale, known: DraftCustomer | null): CustomerView | null {
  if (record.patientLastFour === null) return null;
  const type = desk.settings.profile.buyer_types.find((candidate) => candidate.id === record.buyerType);
  return {
    buyerType: record.buyerType,
    licenceLastFour: record.patientLastFour,
    minAge: type?.min_age ?? null,
    expiresOn: known?.expiresOn ?? null,
    // A sale is begun only for a customer whose checks were good.
    status: known?.status ?? 'active',
    agencyCheck: record.agencyCheck ? 'recorded' : 'not_needed',
  };
}

function tenderOf(record: StoredSale): TenderView {
  if (record.tenderKind === 'debit') return { kind: 'debit', cents: record.total };
  return {
    kind: 'cash',
    givenCents: record.given,
    dueCents: record.cashDue,
    roundingCents: record.rounding,
    changeCents: record.change,
    shortCents: 0,
  };
}

/** The limits as this sale used them, worked out from what was written with it. */
function limitsOf(desk: Desk, record: StoredSale): LimitView[] {
  const { profile } = desk.settings;
  const cart: Cart = {
    buyer: { type: record.buyerType, age: null, flags: [], exemptions: [] },
    lines: record.lines.map((line) => ({
      class: line.class,
      quantity: line.quantity,
      measures: line.measures,
      unitPrice: line.unitPrice,
      discount: zero,
    })),
    cartDiscount: null,
    history: [],
    allotment: null,
    tenders: null,
    cashRounding: null,
  };
  return limitViews(profile, record.buyerType, limitUses(profile, cart));
}

/** The sale's own cart in place of the one that waits behind it; that one when no sale holds the screen. */
export function frozenCart(desk: Desk, cart: CartView): CartView {
  const shown = desk.openSale ?? desk.signed;
  const isBlank = desk.draft.lines.length === 0 && desk.draft.customer === null && desk.notAdded === null;
  if (!shown || (!desk.openSale && !isBlank)) return cart;
  const { record } = shown;
  const known = desk.openSale ? (desk.openSale.draft?.customer ?? null) : (desk.signed?.customer ?? null);
  return {
    ...cart,
    saleId: record.id,
    saleNumber: record.saleNumber,
    customer: customerOf(desk, record, known),
    limits: limitsOf(desk, record),
    lines: record.lines.map((line) => ({
      lineId: line.line,
      label: line.label,
      name: shownText(line.itemName),
      quantity: quantityText(line.quantity),
      unit: line.unit,
      unitPriceCents: line.unitPrice,
      netCents: line.net,
      state: 'ok',
      refusal: null,
      limitSum: null,
    })),
    newestLineId: null,
    totals: {
      subtotalCents: record.subtotal,
      taxes: record.taxes.map(({ taxId, name, ratePpm, cents }) => ({ id: taxId, name, ratePpm, cents })),
      totalCents: record.total,
    },
    tender: tenderOf(record),
    cashDueCents: record.cashDue,
    smartNotesCents: [],
    payBlockedBecause: desk.openSale
      ? { ...refuse('SALE_IN_DOUBT'), recorded: 'not_known_yet' }
      : cart.payBlockedBecause,
    saleRefusal: null,
    canUndo: false,
  };
}
