import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintText, type RequestedSale, requestBody } from '../../../../src/main/domain/sale/request.ts';
import { cents } from '../../../../src/shared/values/money.ts';
import { quantityOf } from '../../../../src/shared/values/quantity.ts';

const line = { label: '1A40E0100009C3D000020917', quantity: quantityOf(35_000), unit: 'Grams', net: cents(1199) };
const sale: RequestedSale = {
  number: 'L-C2-00000000-1',
  soldWall: '2026-11-23T14:32:07.000',
  customerType: 'Patient',
  patientLicence: 'PAT1',
  lines: [
    line,
    { ...line, label: '1A40E0100009C3D000020918', quantity: quantityOf(10_000), unit: 'Each', net: cents(5) },
  ],
};

test('Metrc is asked for one receipt, with figures that are exact in JSON', () => {
  const [asked, ...others] = JSON.parse(requestBody(sale));
  expect(others).toEqual([]);
  expect(asked).toMatchObject({
    SalesDateTime: sale.soldWall,
    ExternalReceiptNumber: sale.number,
    SalesCustomerType: 'Patient',
    PatientLicenseNumber: 'PAT1',
  });
  expect(asked.Transactions).toMatchObject([
    { PackageLabel: line.label, Quantity: 3.5, UnitOfMeasure: 'Grams', TotalAmount: 11.99 },
    { Quantity: 1, UnitOfMeasure: 'Each', TotalAmount: 0.05 },
  ]);
});

test('every amount of cents comes back from JSON as the same cents', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (net) => {
      const [asked] = JSON.parse(requestBody({ ...sale, lines: [{ ...line, net: cents(net) }] }));
      expect(Math.round(asked.Transactions[0].TotalAmount * 100)).toBe(net);
      expect(Math.abs(asked.Transactions[0].TotalAmount * 100 - net)).toBeLessThan(0.001);
    }),
  );
});

test('the fingerprint does not follow the order of lines, the case of labels, or an empty patient read back as ""', () => {
  expect(fingerprintText({ ...sale, lines: [...sale.lines].reverse() })).toBe(fingerprintText(sale));
  const lower = sale.lines.map((one) => ({ ...one, label: one.label.toLowerCase(), unit: one.unit.toUpperCase() }));
  expect(fingerprintText({ ...sale, customerType: 'PATIENT', lines: lower })).toBe(fingerprintText(sale));
  expect(fingerprintText({ ...sale, patientLicence: '' })).toBe(fingerprintText({ ...sale, patientLicence: null }));
});

test.for([
  ['the number', { number: 'L-C2-00000000-2' }],
  ['the time', { soldWall: '2026-11-23T14:32:08.000' }],
  ['the patient', { patientLicence: 'PAT2' }],
  ['the customer type', { customerType: 'Caregiver' }],
  ['a price', { lines: [{ ...line, net: cents(1198) }] }],
  ['a quantity', { lines: [{ ...line, quantity: quantityOf(35_001) }] }],
  ['a missing line', { lines: [line] }],
] as const)('another fingerprint when %s differs', ([, change]) => {
  expect(fingerprintText({ ...sale, ...change })).not.toBe(fingerprintText(sale));
});
