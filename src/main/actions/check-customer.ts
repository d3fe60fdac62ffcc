/** Who buys: the card, the state's look-up through Metrc, and the look a person takes in the agency's own web tool. */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { err, ok } from '../../shared/values/result.ts';
import { type DraftCustomer, withCustomer } from '../domain/draft.ts';
import { buyerTypeOf } from '../domain/quote.ts';
import type { PatientAllowance, PatientRead } from '../ports/metrc.ts';
import type { Desk } from './desk.ts';
import { clearNotices, mayEdit, saveDraft, today } from './edit-cart.ts';

const asksMetrc = (desk: Desk, buyerType: string): boolean => {
  const { state_lookup: lookup } = desk.settings.profile;
  return lookup.metrc_patient_status !== 'none' && lookup.buyer_types.includes(buyerType);
};

/** Must a person look into the agency's web tool for this buyer at each sale? */
export const needsAgencyCheck = (desk: Desk, buyerType: string): boolean => {
  const { state_lookup: lookup } = desk.settings.profile;
  return lookup.agency_portal !== 'none' && lookup.buyer_types.includes(buyerType);
};

/** Of several allowance periods the lowest figure holds; a null says that the state gives none. */
function lowest(rows: readonly PatientAllowance[], group: keyof PatientAllowance['availableOunces']): number | null {
  const figures = rows.map((row) => row.availableOunces[group]).filter((ounces) => ounces !== null);
  return figures.length === 0 ? null : Math.min(...figures);
}

function told(customer: DraftCustomer, read: PatientRead, date: string): DraftCustomer {
  if (read.kind === 'not_deployed') return { ...customer, status: 'not_deployed' };
  if (read.kind === 'no_answer') return { ...customer, status: 'no_answer' };
  if (read.kind === 'not_confirmed' || read.allowances.length === 0) return { ...customer, status: 'not_confirmed' };
  const rows = read.allowances;
  const expiresOn =
    rows
      .map((row) => row.expiresOn)
      .filter((day) => day !== null)
      .sort()[0] ?? null;
  const status = rows.some((row) => !row.active)
    ? 'not_active'
    : expiresOn !== null && expiresOn < date
      ? 'expired'
      : 'active';
  const allotment = {
    flower: lowest(rows, 'flower'),
    thc: lowest(rows, 'thc'),
    concentrate: lowest(rows, 'concentrate'),
    infused: lowest(rows, 'infused'),
  };
  return { ...customer, status, expiresOn, allotment };
}

/** What about the customer forbids Pay; null when nothing does. */
export function customerObjection(desk: Desk, customer: DraftCustomer | null): Refusal | null {
  if (customer === null) return refuse('CUSTOMER_MISSING');
  const { metrc_patient_status: rule } = desk.settings.profile.state_lookup;
  switch (customer.status) {
    case 'checking':
      return refuse('CUSTOMER_CHECKING');
    case 'not_active':
      return refuse('CUSTOMER_NOT_ACTIVE');
    case 'expired':
      return refuse('CUSTOMER_CARD_EXPIRED', { until: customer.expiresOn ?? '' });
    case 'not_confirmed':
      return refuse('CUSTOMER_NOT_CONFIRMED');
    case 'no_answer':
      return refuse('CUSTOMER_CHECK_NO_ANSWER');
    case 'not_deployed':
      // Where the state offers no look-up, the agency check stands alone only if the profile says so.
      if (rule === 'required') return refuse('CUSTOMER_NOT_CONFIRMED');
      break;
    default:
      break;
  }
  if (!needsAgencyCheck(desk, customer.buyerType)) return null;
  if (customer.agencyCheck === null) return refuse('AGENCY_CHECK_MISSING');
  return customer.agencyCheck.showed === 'active' ? null : refuse('CUSTOMER_NOT_ACTIVE');
}

function ask(desk: Desk, number: string): void {
  desk.ports.metrc
    .patientStatus(number)
    .then((read) => {
      const { customer } = desk.draft;
      if (desk.closing || customer?.number !== number || desk.openSale || desk.preparing) return;
      saveDraft(desk, { ...desk.draft, customer: told(customer, read, today(desk)) }, false);
    })
    .catch((error) => desk.ports.log({ what: 'patient status', error }));
}

function place(desk: Desk, number: string, buyerType: string): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const known = desk.settings.profile.buyer_types.find((type) => type.id === buyerType);
  if (!known) return err(refuse('CARD_NOT_FOR_THIS_BUYER', { buyerType }));
  const asks = asksMetrc(desk, buyerType);
  clearNotices(desk);
  const status = asks ? 'checking' : 'not_needed';
  const customer: DraftCustomer = { number, buyerType, status, expiresOn: null, allotment: null, agencyCheck: null };
  saveDraft(desk, withCustomer(desk.draft, customer));
  if (asks) ask(desk, number);
  return ok(null);
}

/** A card was scanned: the buyer type stays what the counter chose, at first the profile's first. */
export const customerByCard = (desk: Desk, number: string): Answer => {
  const first = desk.settings.profile.buyer_types[0]?.id ?? '';
  return place(desk, number, desk.draft.customer === null ? first : buyerTypeOf(desk.settings.profile, desk.draft));
};

export function customerByHand(desk: Desk, input: { readonly number: string; readonly buyerType: string }): Answer {
  const number = input.number.trim().toUpperCase();
  // Anything a card may carry, but nothing that could break out of a path or a line of text.
  if (!/^[A-Z0-9][A-Z0-9-]{3,63}$/.test(number)) return err(refuse('CUSTOMER_NUMBER_FORM'));
  return place(desk, number, input.buyerType);
}

export function changeBuyerType(desk: Desk, input: { readonly buyerType: string }): Answer {
  const { customer } = desk.draft;
  return customer === null ? err(refuse('CUSTOMER_MISSING')) : place(desk, customer.number, input.buyerType);
}

export function clearCustomer(desk: Desk): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  saveDraft(desk, withCustomer(desk.draft, null));
  return ok(null);
}

/** The person at the counter says what the agency's web tool showed: who, when and what stay with the sale. */
export function recordAgencyCheck(desk: Desk, input: { readonly showed: 'active' | 'not_active' }): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const { customer } = desk.draft;
  if (customer === null || !desk.signedIn) return err(refuse('CUSTOMER_MISSING'));
  const agencyCheck = { at: desk.ports.clock.now(), by: desk.signedIn.id, showed: input.showed };
  saveDraft(desk, { ...desk.draft, customer: { ...customer, agencyCheck } });
  return ok(null);
}

/** Asks again for a customer whose answer a restart lost. */
export function recheckCustomer(desk: Desk): void {
  const { customer } = desk.draft;
  if (customer && ['checking', 'no_answer'].includes(customer.status)) ask(desk, customer.number);
}
