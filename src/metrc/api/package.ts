import { z } from 'zod';
import type { MetrcPackage } from '../../main/ports/metrc.ts';
import { PackageLabel } from '../../shared/values/ids.ts';
import { amount, flag, optionalAmount, optionalDay, optionalText, rowId } from './fields.ts';
import { named } from './named.ts';

const Item = named({
  Name: z.string(),
  ProductCategoryName: optionalText,
  StrainName: optionalText,
  ItemBrandName: optionalText,
  UnitWeight: optionalAmount,
  UnitWeightUnitOfMeasureName: optionalText,
});

/** One package (docs/metrc-facts.md 3.2). Any of the flags of a hold is a hold; the same for a recall. */
export const Package = named({
  Id: rowId,
  Label: z.string().toUpperCase().pipe(PackageLabel),
  Quantity: amount,
  UnitOfMeasureName: z.string().min(1),
  Item,
  IsOnHold: flag,
  IsOnHoldCombined: flag,
  IsOnInvestigation: flag,
  IsOnInvestigationHold: flag,
  IsOnRecall: flag,
  IsOnRecallCombined: flag,
  IsOnInvestigationRecall: flag,
  IsFinished: flag,
  FinishedDate: optionalDay,
  ArchivedDate: optionalDay,
  LabTestingState: z.string(),
  ExpirationDate: optionalDay,
  SellByDate: optionalDay,
  UseByDate: optionalDay,
  PackagedDate: optionalDay,
}).transform((shown): MetrcPackage => {
  const { Item: item } = shown;
  const lastDays = [shown.ExpirationDate, shown.SellByDate, shown.UseByDate].filter((day) => day !== null);
  return {
    metrcId: shown.Id,
    label: shown.Label,
    itemName: item.Name,
    category: item.ProductCategoryName ?? '',
    strain: item.StrainName,
    brand: item.ItemBrandName,
    quantity: shown.Quantity,
    unit: shown.UnitOfMeasureName,
    // Metrc writes 0 for an item without a unit weight as well as null.
    unitWeight:
      item.UnitWeight && item.UnitWeightUnitOfMeasureName
        ? { value: item.UnitWeight, unit: item.UnitWeightUnitOfMeasureName }
        : null,
    onHold: shown.IsOnHold || shown.IsOnHoldCombined || shown.IsOnInvestigation || shown.IsOnInvestigationHold,
    onRecall: shown.IsOnRecall || shown.IsOnRecallCombined || shown.IsOnInvestigationRecall,
    finished: shown.IsFinished || shown.FinishedDate !== null || shown.ArchivedDate !== null,
    labState: shown.LabTestingState,
    sellUntil: lastDays.toSorted()[0] ?? null,
    packagedOn: shown.PackagedDate,
  };
});
