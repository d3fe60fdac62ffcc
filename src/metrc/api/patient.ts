import { z } from 'zod';
import type { PatientAllowance } from '../../main/ports/metrc.ts';
import { flag, optionalAmount, optionalDay, optionalFigure, optionalText } from './fields.ts';
import { bareRows } from './list.ts';
import { named } from './named.ts';

const Row = named({
  PatientLicenseNumber: optionalText,
  Active: flag,
  PatientLicenseExpirationDate: optionalDay,
  PurchaseAmountDays: optionalFigure.pipe(z.int().nullable()),
  FlowerOuncesAvailable: optionalAmount,
  ThcOuncesAvailable: optionalAmount,
  ConcentrateOuncesAvailable: optionalAmount,
  InfusedOuncesAvailable: optionalAmount,
}).transform((row): { readonly patientLicence: string | null; readonly allowance: PatientAllowance } => ({
  patientLicence: row.PatientLicenseNumber,
  allowance: {
    active: row.Active,
    expiresOn: row.PatientLicenseExpirationDate,
    days: row.PurchaseAmountDays,
    availableOunces: {
      flower: row.FlowerOuncesAvailable,
      thc: row.ThcOuncesAvailable,
      concentrate: row.ConcentrateOuncesAvailable,
      infused: row.InfusedOuncesAvailable,
    },
  },
}));

/** The status of one patient: a row for each allowance period (docs/metrc-facts.md 4.2). */
export const PatientStatuses = bareRows.pipe(z.array(Row));
