import { expect, test } from 'vitest';
import {
  addLine,
  addUnit,
  emptyDraft,
  isEmpty,
  removeLine,
  setQuantity,
  withCustomer,
  withTender,
} from '../../../../src/main/domain/draft.ts';
import { amountText, decimalText } from '../../../../src/main/domain/figures.ts';
import { packageProblem } from '../../../../src/main/domain/package-check.ts';
import { fraction } from '../../../../src/shared/values/fraction.ts';
import { cents } from '../../../../src/shared/values/money.ts';
import { quantityOf, wholeUnits } from '../../../../src/shared/values/quantity.ts';
import { tagOf } from '../../../support/goods.ts';

const fresh = emptyDraft('3cffa915-cb79-47f0-8618-64ef3d118883', 1, 0);
const one = addLine(fresh, tagOf('vape'), wholeUnits(1), []);
const paid = withTender(one, { kind: 'cash', given: cents(5000) });

test('any change of what is sold or to whom drops the tender: nobody pays a total they have not seen', () => {
  expect(paid.tender).not.toBeNull();
  for (const changed of [
    addLine(paid, tagOf('gelato'), wholeUnits(1), []),
    setQuantity(paid, 1, wholeUnits(2)),
    addUnit(paid, 1, wholeUnits(2), 'x:1'),
    removeLine(paid, 1),
    withCustomer(paid, null),
  ]) {
    expect(changed.tender).toBeNull();
  }
});

test('a number of a line is never given twice, and a change leaves the draft before it as it was', () => {
  const two = addLine(removeLine(one, 1), tagOf('gelato'), wholeUnits(1), []);
  expect(two.lines.map(({ lineId }) => lineId)).toEqual([2]);
  expect(one.lines).toHaveLength(1);
  expect([isEmpty(fresh), isEmpty(one)]).toEqual([true, false]);
});

const good = {
  itemName: 'Vape',
  quantity: wholeUnits(2),
  unit: 'Each',
  onHold: false,
  onRecall: false,
  finished: false,
  labState: 'TestPassed',
  sellUntil: '2026-11-23',
};

test.for([
  [{}, null],
  [{ onHold: true }, 'PACKAGE_ON_HOLD'],
  [{ onRecall: true }, 'PACKAGE_RECALLED'],
  [{ finished: true }, 'PACKAGE_FINISHED'],
  [{ sellUntil: '2026-11-22' }, 'PACKAGE_EXPIRED'],
  [{ sellUntil: null }, null],
  [{ labState: 'TestFailed' }, 'PACKAGE_LAB_STATE'],
  [{ labState: 'SomethingNew' }, 'PACKAGE_LAB_STATE'],
  [{ labState: 'NOTREQUIRED' }, null],
  [{ quantity: quantityOf(9999) }, 'PACKAGE_NOT_ENOUGH'],
] as const)('a package with %j: %s (it sells on its last day)', ([change, code]) => {
  expect(packageProblem({ ...good, ...change }, wholeUnits(1), '2026-11-23')?.code ?? null).toBe(code);
});

test('figures for the eye: at most four decimals, at least as many as asked, counts without any', () => {
  expect(decimalText(fraction(1n, 3n), 2)).toBe('0.3333');
  expect(decimalText(fraction(2n, 3n), 2)).toBe('0.6667');
  expect(decimalText(fraction(5n), 2)).toBe('5.00');
  expect(decimalText(fraction(5n), 0)).toBe('5');
  expect(amountText(fraction(84_900n), 'mg', 1)).toBe('84.9');
  expect(amountText(fraction(6n), 'count', 2)).toBe('6');
});
