import { type Answer, empty, json, refusal } from './answer.ts';
import type { Call } from './calls.ts';
import { catalogueOf, itemJson } from './catalogue.ts';
import type { Json } from './json-spelling.ts';
import { type Listed, listPage } from './listing.ts';
import type { Caller, MetrcState } from './metrc-state.ts';

/** A call that needs a licence, and what it works on. */
export type Handler = (state: MetrcState, caller: Caller, call: Call, body: string) => Answer;

/** One page of a list, in the dialect. */
export function list(state: MetrcState, call: Call, rows: readonly Listed[]): Answer {
  const dialect = state.dialect();
  const page = listPage(rows, call.query, dialect, state.clock.now());
  return 'wrong' in page ? refusal([{ row: 0, message: page.wrong }], dialect) : json(page.json, dialect);
}

/** A list that does not change: it has no window, whatever is asked. */
export function fixedList(state: MetrcState, call: Call, rows: readonly Json[]): Answer {
  const query = new URLSearchParams(call.query);
  for (const name of ['lastModifiedStart', 'lastModifiedEnd']) query.delete(name);
  const now = state.clock.now();
  const dialect = state.dialect();
  const page = listPage(
    rows.map((row) => ({ lastModified: now, json: () => row })),
    query,
    dialect,
    now,
  );
  return 'wrong' in page ? refusal([{ row: 0, message: page.wrong }], dialect) : json(page.json, dialect);
}

const last = (call: Call): string => call.parts.at(-1) ?? '';

/** Items, locations and employees (docs/metrc-facts.md 4.1 and 4.4). */
export const catalogueReads = {
  'items.lists': (state, _caller, call) => {
    const { seed, since } = state.world;
    const items = catalogueOf(seed).filter((item) => item.active === (last(call) === 'active'));
    return list(
      state,
      call,
      items.map((item) => ({ lastModified: since, json: () => itemJson(item, seed) })),
    );
  },
  'items.one': (state, _caller, call) => {
    const { seed } = state.world;
    const item = catalogueOf(seed).find(({ id }) => String(id) === last(call));
    return item ? json(itemJson(item, seed), state.dialect()) : empty(401);
  },
  'items.categories': (state, _caller, call) => {
    const { seed } = state.world;
    // Rows have no id; they join on the name (docs/metrc-facts.md 4.1).
    const byName = new Map(catalogueOf(seed).map((item) => [item.category, item]));
    const rows = [...byName].map(([Name, { unit }]) => ({
      Name,
      ProductCategoryType: Name,
      QuantityType: seed.units.find(({ name }) => name === unit)?.quantityType ?? 'CountBased',
      RequiresStrain: false,
      RequiresItemBrand: false,
      RequiresUnitWeight: false,
      RequiresUnitThcContent: false,
      CanContainSeeds: false,
      LabTestBatchNames: [],
    }));
    return fixedList(state, call, rows);
  },
  'items.brands': (state, _caller, call) => {
    const names = new Set(catalogueOf(state.world.seed).flatMap(({ brand }) => brand ?? []));
    return fixedList(
      state,
      call,
      [...names].map((Name, i) => ({ Id: i + 1, Name, Status: 'Active' })),
    );
  },
  'locations.lists': (state, caller, call) => {
    const rows = locations(state, caller.licence).filter(({ active }) => active === (last(call) === 'active'));
    return fixedList(
      state,
      call,
      rows.map(({ shown }) => shown),
    );
  },
  'locations.one': (state, caller, call) => {
    const found = locations(state, caller.licence).find(({ shown }) => String(shown['Id']) === last(call));
    return found ? json(found.shown, state.dialect()) : empty(401);
  },
  'employees.lists': (state, caller, call) =>
    fixedList(
      state,
      call,
      ownEmployees(state, caller.licence).map((employee) => ({
        FullName: employee.name,
        License: {
          Number: caller.licence,
          EmployeeLicenseNumber: employee.employeeLicence,
          StartDate: '2024-01-01',
          EndDate: null,
          LicenseType: 'Agent',
        },
        IsIndustryAdmin: employee.isIndustryAdmin,
        IsOwner: employee.isOwner,
        IsManager: employee.isManager,
      })),
    ),
  'employees.permissions': (state, caller, call) => {
    const number = call.query.get('employeeLicenseNumber');
    const employee = ownEmployees(state, caller.licence).find(({ employeeLicence }) => employeeLicence === number);
    return employee ? json(employee.permissions, state.dialect()) : empty(401);
  },
} as const satisfies Readonly<Record<string, Handler>>;

function locations(
  state: MetrcState,
  licence: string,
): { readonly active: boolean; readonly shown: Record<string, Json> }[] {
  const { seed } = state.world;
  return seed.locations.flatMap((location, i) =>
    location.licence !== undefined && location.licence !== licence
      ? []
      : {
          active: location.active,
          shown: {
            Id: i + 1,
            Name: location.name,
            LocationTypeId: 1,
            LocationTypeName: location.type,
            ForPlantBatches: false,
            ForPlants: false,
            ForHarvests: false,
            ForPackages: true,
          },
        },
  );
}

const ownEmployees = (state: MetrcState, licence: string): MetrcState['world']['seed']['employees'] =>
  state.world.seed.employees.filter((employee) => (employee.licence ?? licence) === licence);
