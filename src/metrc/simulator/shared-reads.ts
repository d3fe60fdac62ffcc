import { type Answer, empty, json } from './answer.ts';
import type { Call } from './calls.ts';
import type { MetrcState } from './metrc-state.ts';
import { fixedList } from './own-reads.ts';
import { facilityJson } from './shapes.ts';
import { deliveryPackages } from './transfer-reads.ts';

/** A call that needs no licence (docs/metrc-facts.md 1.3); `licences` are those the keys may act for. */
export type SharedRead = (state: MetrcState, call: Call, licences: readonly string[]) => Answer;

const PACKAGE_TYPES = ['Product', 'ImmaturePlant', 'VegetativePlant', 'PlantWaste', 'HarvestWaste', 'MotherPlant'];

/** The fourteen of docs/metrc-facts.md 3.2. */
const LAB_STATES = [
  ...['NotSubmitted', 'SubmittedForTesting', 'TestFailed', 'TestPassed', 'TestingInProgress', 'AwaitingConfirmation'],
  ...['RetestFailed', 'RetestPassed', 'Remediated', 'SelectedForRandomTesting', 'NotRequired', 'ProcessValidated'],
  ...['Decontaminated', 'RandDCompleted'],
];

/** Whether one of these licences may deliver: only then are counties and ways of paying to be had. */
export function mayDeliver(state: MetrcState, licences: readonly string[]): boolean {
  return state.world.seed.licences.some(
    ({ number, flags }) =>
      licences.includes(number) && (flags['CanDeliverSalesToConsumers'] || flags['CanDeliverSalesToPatients']),
  );
}

export const sharedReads = {
  'facilities.read': (state, _call, licences) => {
    const own = state.world.seed.licences.filter(({ number }) => licences.includes(number));
    return json(own.map(facilityJson), state.dialect());
  },
  'units.read': (state, call) => {
    const units = call.parts.at(-1) === 'active' ? state.world.seed.units : [];
    return json(
      units.map((unit) => ({ QuantityType: unit.quantityType, Name: unit.name, Abbreviation: unit.abbreviation })),
      state.dialect(),
    );
  },
  'customertypes.read': (state) => json(state.world.seed.customerTypes, state.dialect()),
  'counties.read': (state, call, licences) =>
    mayDeliver(state, licences)
      ? fixedList(
          state,
          call,
          state.world.seed.counties.map((Name, i) => ({ Id: i + 1, Name })),
        )
      : empty(401),
  'registration.read': (state) =>
    json(
      state.world.seed.registrationLocations.map((Name, i) => ({ Id: i + 1, Name })),
      state.dialect(),
    ),
  'packages.types': (state) => json(PACKAGE_TYPES, state.dialect()),
  'labtests.words': (state, call) => {
    if (call.parts.at(-1) === 'states') return json(LAB_STATES, state.dialect());
    const tests = new Set(
      state.world
        .view()
        .packages()
        .flatMap(({ labResults }) => labResults.map(({ test }) => test)),
    );
    return fixedList(
      state,
      call,
      [...tests].map((Name, i) => ({ Id: i + 1, Name })),
    );
  },
  'transfers.packages': deliveryPackages,
} as const satisfies Readonly<Record<string, SharedRead>>;
