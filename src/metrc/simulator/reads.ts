import { type Answer, empty, json, refusal } from './answer.ts';
import type { Dialect } from './dialect.ts';
import type { Listed } from './listing.ts';
import type { Caller, MetrcState } from './metrc-state.ts';
import { type Handler, list } from './own-reads.ts';
import { patientJson, receiptJson } from './shapes.ts';
import { mayDeliver } from './shared-reads.ts';
import type { StoredReceipt } from './world.ts';

const last = (parts: readonly string[]): string => parts.at(-1) ?? '';

/** Receipts, patients and caregivers (docs/metrc-facts.md 2.3, 2.5 and 4.2). */
export const saleReads = {
  'receipts.external': (state, caller, call) => receiptsByNumber(state, caller, last(call.parts)),
  'receipts.by_id': (state, caller, call) => {
    const view = state.world.view(caller.agoMs);
    const receipt = view.receipt(Number(last(call.parts)));
    return receipt?.licence === caller.licence
      ? json(receiptJson(receipt, view, state.world.seed, true), state.dialect())
      : empty(401);
  },
  'receipts.lists': (state, caller, call) =>
    list(state, call, receiptRows(state, caller, last(call.parts) === 'active')),
  'patients.read': (state, _caller, call) => {
    const dialect = state.dialect();
    if (dialect.patients === 'not_deployed') return notDeployed();
    const known = state.world.seed.patients.find((one) => one.number === last(call.parts));
    return known ? json(patientJson(known), dialect) : notFound(dialect.patients, dialect);
  },
  'caregivers.read': (state, _caller, call) => {
    const dialect = state.dialect();
    if (dialect.patients === 'not_deployed') return notDeployed();
    const known = state.world.seed.caregivers.find((one) => one.number === last(call.parts));
    if (!known) return notFound(dialect.patients, dialect);
    const { number, active, patients } = known;
    return json({ CaregiverLicenseNumber: number, Active: active, Patients: patients }, dialect);
  },
  'paymenttypes.read': (state, caller) =>
    mayDeliver(state, [caller.licence]) ? json(state.world.seed.paymentTypes, state.dialect()) : empty(401),
} as const satisfies Readonly<Record<string, Handler>>;

/** What a path that does not exist answers: an error page of the server, not of Metrc. */
export function notDeployed(): Answer {
  const body = '<!DOCTYPE html><html><head><title>404</title></head><body><h1>Not Found</h1></body></html>';
  return { status: 404, contentType: 'text/html', body };
}

function receiptsByNumber(state: MetrcState, caller: Caller, number: string): Answer {
  const dialect = state.dialect();
  const view = state.world.view(caller.agoMs);
  const found = view
    .receipts()
    .filter((receipt) => receipt.licence === caller.licence && receipt.externalNumber === number)
    .filter((receipt) => dialect.externalShowsArchived || receipt.archivedAt === null);
  const shown = found.map((receipt) => receiptJson(receipt, view, state.world.seed, dialect.externalLines));
  const [first] = shown;
  if (first === undefined) return notFound(dialect.absent, dialect);
  return json(dialect.external === 'array' ? shown : first, dialect);
}

function notFound(how: Dialect['absent'], dialect: Dialect): Answer {
  if (how === 'empty') return json([], dialect);
  if (how === 'empty_body') return empty(200);
  return how === 404 ? refusal([{ row: 0, message: 'Not found.' }], { ...dialect, errors: 'object' }, 404) : empty(401);
}

/** Active is neither finalized nor voided; inactive is the rest (docs/metrc-facts.md 2.3). */
function receiptRows(state: MetrcState, caller: Caller, active: boolean): Listed[] {
  const view = state.world.view(caller.agoMs);
  const isActive = (receipt: StoredReceipt): boolean => !receipt.final && receipt.archivedAt === null;
  return view
    .receipts()
    .filter((receipt) => receipt.licence === caller.licence && isActive(receipt) === active)
    .map((receipt) => ({
      lastModified: receipt.lastModified,
      json: () => receiptJson(receipt, view, state.world.seed, false),
    }));
}
