import { type Answer, empty, json, refusal } from './answer.ts';
import type { Call } from './calls.ts';
import type { Dialect } from './dialect.ts';
import { type Listed, listPage } from './listing.ts';
import type { MetrcState } from './metrc-state.ts';
import { facilityJson, packageJson, patientJson, receiptJson } from './shapes.ts';
import type { StoredPackage, StoredReceipt, View } from './world.ts';

/** One GET of a licence's own things. @param agoMs how old a state to show */
export function readOwn(state: MetrcState, call: Call, licence: string, agoMs: number): Answer {
  const view = state.world.view(agoMs);
  const dialect = state.dialect();
  const last = call.parts.at(-1) ?? '';
  switch (call.kind) {
    case 'receipts.external':
      return receiptsByNumber(state, view, licence, last);
    case 'receipts.by_id': {
      const receipt = view.receipt(Number(last));
      return receipt?.licence === licence
        ? json(receiptJson(receipt, view, state.world.seed, true), dialect)
        : empty(401);
    }
    case 'receipts.lists':
      return list(state, call, receiptRows(state, view, licence, last === 'active'));
    case 'packages.lists':
      return list(state, call, packageRows(state, view, licence, last));
    case 'packages.one': {
      const byLabel = /^[0-9A-Fa-f]{24}$/.test(last);
      const found = byLabel
        ? view.package(last.toUpperCase())
        : view.packages().find((stored) => String(stored.id) === last);
      return found?.licence === licence ? json(packageJson(found, state.world.seed), dialect) : empty(401);
    }
    case 'patients.read':
      return patient(state, last);
    default:
      return notDeployed();
  }
}

/** The GETs that need no licence (api facts, section 1.3). */
export function readShared(state: MetrcState, call: Call, licences: readonly string[]): Answer {
  const dialect = state.dialect();
  const { seed } = state.world;
  if (call.kind === 'customertypes.read') return json(seed.customerTypes, dialect);
  if (call.kind === 'units.read') {
    const units = seed.units.map((unit) => ({
      QuantityType: unit.quantityType,
      Name: unit.name,
      Abbreviation: unit.abbreviation,
    }));
    return json(units, dialect);
  }
  const own = seed.licences.filter(({ number }) => licences.includes(number));
  return json(own.map(facilityJson), dialect);
}

/** What a path that does not exist answers: an error page of the server, not of Metrc. */
export function notDeployed(): Answer {
  const body = '<!DOCTYPE html><html><head><title>404</title></head><body><h1>Not Found</h1></body></html>';
  return { status: 404, contentType: 'text/html', body };
}

function receiptsByNumber(state: MetrcState, view: View, licence: string, number: string): Answer {
  const dialect = state.dialect();
  const found = view
    .receipts()
    .filter((receipt) => receipt.licence === licence && receipt.externalNumber === number)
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

function patient(state: MetrcState, number: string): Answer {
  const dialect = state.dialect();
  if (dialect.patients === 'not_deployed') return notDeployed();
  const known = state.world.seed.patients.find((one) => one.number === number);
  return known ? json(patientJson(known), dialect) : notFound(dialect.patients, dialect);
}

/** Active is neither finalized nor voided; inactive is the rest (api facts, section 2.3). */
function receiptRows(state: MetrcState, view: View, licence: string, active: boolean): Listed[] {
  const isActive = (receipt: StoredReceipt): boolean => !receipt.final && receipt.archivedAt === null;
  return view
    .receipts()
    .filter((receipt) => receipt.licence === licence && isActive(receipt) === active)
    .map((receipt) => ({
      lastModified: receipt.lastModified,
      json: () => receiptJson(receipt, view, state.world.seed, false),
    }));
}

function packageRows(state: MetrcState, view: View, licence: string, which: string): Listed[] {
  const belongs = (stored: StoredPackage): boolean => {
    if (which === 'inactive') return stored.finished;
    if (which === 'onhold') return stored.onHold && !stored.finished;
    return !stored.finished && !stored.onHold;
  };
  return view
    .packages()
    .filter((stored) => stored.licence === licence && belongs(stored))
    .map((stored) => ({ lastModified: stored.lastModified, json: () => packageJson(stored, state.world.seed) }));
}

function list(state: MetrcState, call: Call, rows: readonly Listed[]): Answer {
  const dialect = state.dialect();
  const page = listPage(rows, call.query, dialect.lists, state.clock.now());
  return 'wrong' in page ? refusal([{ row: 0, message: page.wrong }], dialect) : json(page.json, dialect);
}
