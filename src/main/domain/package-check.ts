/** May this package be sold, by what Metrc says of it now? The last word stays with Metrc's answer to the sale itself. */
import { type Quantity, quantityText } from '../../shared/values/quantity.ts';

/** What the check needs to know of a package; the reading of the Metrc port has it all. */
export type PackageFacts = {
  readonly itemName: string;
  readonly quantity: Quantity;
  readonly unit: string;
  readonly onHold: boolean;
  readonly onRecall: boolean;
  readonly finished: boolean;
  readonly labState: string;
  /** YYYY-MM-DD or null. */
  readonly sellUntil: string | null;
};

export type PackageProblem = {
  readonly code:
    | 'PACKAGE_ON_HOLD'
    | 'PACKAGE_RECALLED'
    | 'PACKAGE_FINISHED'
    | 'PACKAGE_EXPIRED'
    | 'PACKAGE_LAB_STATE'
    | 'PACKAGE_NOT_ENOUGH';
  readonly facts: Readonly<Record<string, string | number>>;
};

/**
 * Lab states in which a package may be sold. Which of Metrc's fourteen may be is state configuration that its API does not
 * tell; these are the ones that say a test was passed or none is owed. Metrc refuses the sale where it disagrees.
 */
const SELLABLE_LAB_STATES = new Set([
  'testpassed',
  'retestpassed',
  'notrequired',
  'processvalidated',
  'remediated',
  'decontaminated',
]);

/** The first thing that forbids selling `wanted` of the package on `today` (YYYY-MM-DD); null when nothing does. */
export function packageProblem(facts: PackageFacts, wanted: Quantity, today: string): PackageProblem | null {
  const name = { item: facts.itemName };
  if (facts.onHold) return { code: 'PACKAGE_ON_HOLD', facts: name };
  if (facts.onRecall) return { code: 'PACKAGE_RECALLED', facts: name };
  if (facts.finished) return { code: 'PACKAGE_FINISHED', facts: name };
  if (facts.sellUntil !== null && facts.sellUntil < today) {
    return { code: 'PACKAGE_EXPIRED', facts: { ...name, sellUntil: facts.sellUntil } };
  }
  if (!SELLABLE_LAB_STATES.has(facts.labState.toLowerCase())) {
    return { code: 'PACKAGE_LAB_STATE', facts: { ...name, labState: facts.labState } };
  }
  if (wanted > facts.quantity) {
    const left = quantityText(facts.quantity);
    return { code: 'PACKAGE_NOT_ENOUGH', facts: { ...name, wanted: quantityText(wanted), left, unit: facts.unit } };
  }
  return null;
}
