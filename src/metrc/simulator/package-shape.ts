import { quantityToJson } from '../../shared/values/quantity.ts';
import { itemNumber } from './catalogue.ts';
import { dayJson, instantJson, type Json } from './json-spelling.ts';
import type { MetrcSeed } from './seed.ts';
import type { Adjustment, StoredPackage } from './world.ts';

/** A package as Metrc would send it (docs/metrc-facts.md 3.2). */
export function packageJson(stored: StoredPackage, seed: MetrcSeed): Json {
  const unit = seed.units.find(({ name }) => name === stored.unit);
  const location = seed.locations.findIndex(({ name }) => name === stored.location);
  const { receivedFrom } = stored;
  return {
    Id: stored.id,
    Label: stored.label,
    ExternalId: null,
    PackageType: 'Product',
    ProductLabel: productLabel(stored),
    Quantity: quantityToJson(stored.quantity),
    OriginalPackageQuantity: quantityToJson(stored.originalQuantity),
    UnitOfMeasureName: stored.unit,
    UnitOfMeasureAbbreviation: unit?.abbreviation ?? null,
    LocationId: location < 0 ? null : location + 1,
    LocationName: stored.location,
    LocationTypeName: location < 0 ? null : (seed.locations[location]?.type ?? null),
    SublocationId: null,
    SublocationName: null,
    ItemFromFacilityLicenseNumber: receivedFrom?.licence ?? stored.licence,
    ItemFromFacilityName: receivedFrom?.name ?? null,
    ReceivedDateTime: receivedFrom === null ? null : instantJson(receivedFrom.at),
    ReceivedFromManifestNumber: receivedFrom?.manifest ?? null,
    ReceivedFromFacilityLicenseNumber: receivedFrom?.licence ?? null,
    ReceivedFromFacilityName: receivedFrom?.name ?? null,
    Note: stored.note,
    Item: nestedItem(stored, seed),
    PackagedDate: stored.packagedOn,
    ExpirationDate: stored.expiresOn,
    SellByDate: stored.sellBy,
    UseByDate: stored.useBy,
    ...blocks(stored),
    ArchivedDate: null,
    LastModified: instantJson(stored.lastModified),
  };
}

function blocks(stored: StoredPackage): Record<string, Json> {
  return {
    InitialLabTestingState: 'NotSubmitted',
    LabTestingState: stored.labState,
    LabTestingStateDate: stored.packagedOn,
    IsOnHold: stored.onHold,
    IsOnHoldCombined: stored.onHold,
    IsOnInvestigation: false,
    IsOnInvestigationHold: false,
    IsOnInvestigationRecall: false,
    // Null was seen live in place of false (docs/metrc-facts.md 3.2).
    IsOnRecall: stored.onRecall ? true : null,
    IsOnRecallCombined: stored.onRecall,
    IsFinished: stored.finished,
    FinishedDate: stored.finished ? dayJson(stored.lastModified) : null,
    IsTradeSample: false,
    IsDonation: false,
    IsTestingSample: false,
    IsFinishedGood: false,
    ProductRequiresRemediation: false,
    ContainsRemediatedProduct: false,
  };
}

/** Inside a package the item has numbers where the list of items has words, and no unit (docs/metrc-facts.md 3.2). */
function nestedItem(stored: StoredPackage, seed: MetrcSeed): Json {
  const { item } = stored;
  const kind = seed.units.find(({ name }) => name === stored.unit)?.quantityType;
  return {
    Id: itemNumber(seed, item.name),
    Name: item.name,
    ProductCategoryName: item.category,
    ProductCategoryType: 0,
    QuantityType: kind === 'CountBased' ? 1 : kind === 'WeightBased' ? 2 : 3,
    DefaultLabTestingState: 0,
    ApprovalStatus: 0,
    UnitOfMeasureName: null,
    StrainName: item.strain,
    ItemBrandId: item.brand === null ? 0 : itemNumber(seed, item.name),
    ItemBrandName: item.brand,
    UnitWeight: item.unitWeight === null ? null : quantityToJson(item.unitWeight.value),
    UnitWeightUnitOfMeasureName: item.unitWeight?.unit ?? null,
    UnitThcPercent: item.unitThcPercent === null ? null : quantityToJson(item.unitThcPercent),
    UnitThcContent: item.unitThcContent === null ? null : quantityToJson(item.unitThcContent.value),
    UnitThcContentUnitOfMeasureName: item.unitThcContent?.unit ?? null,
  };
}

function productLabel(stored: StoredPackage): Json {
  if (stored.qrCount === 0) return null;
  return {
    QrCount: stored.qrCount,
    IsChildFromParentWithLabel: false,
    OriginalSourcePackageId: null,
    OriginalSourcePackageLabel: null,
    LabelSource: 'Practice',
    QrCodeRanges: [[1, stored.qrCount]],
    LastLabelGenerationDate: stored.packagedOn,
    IsActive: true,
  };
}

export function adjustmentJson(adjustment: Adjustment): Json {
  return {
    PackageId: adjustment.packageId,
    PackageLabel: adjustment.label,
    AdjustmentDate: adjustment.date,
    AdjustmentReasonName: adjustment.reason,
    AdjustmentNote: adjustment.note,
    AdjustmentQuantity: quantityToJson(adjustment.quantity),
    UnitOfMeasureName: adjustment.unit,
    AdjustedByUserName: adjustment.by,
    LastModified: instantJson(adjustment.at),
  };
}
