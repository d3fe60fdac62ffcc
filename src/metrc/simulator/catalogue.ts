import { type Quantity, quantityToJson } from '../../shared/values/quantity.ts';
import type { Json } from './json-spelling.ts';
import type { MetrcSeed } from './seed.ts';

export type CatalogueItem = {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly unit: string;
  readonly strain: string | null;
  readonly brand: string | null;
  readonly unitWeight: { readonly value: Quantity; readonly unit: string } | null;
  readonly unitThcContent: { readonly value: Quantity; readonly unit: string } | null;
  readonly unitThcPercent: Quantity | null;
  readonly active: boolean;
};

const FIRST_ITEM_ID = 7001;

const catalogues = new WeakMap<MetrcSeed, readonly CatalogueItem[]>();

/** Every item of a seed, each name once: those of its list, of its packages and of its transfers. */
export function catalogueOf(seed: MetrcSeed): readonly CatalogueItem[] {
  const known = catalogues.get(seed);
  if (known) return known;
  const packages = [...seed.packages, ...seed.transfers.flatMap((transfer) => transfer.packages)];
  const all = [...seed.items, ...packages.map(({ item, unit }) => ({ ...item, unit, active: true }))];
  const byName = new Map<string, Omit<CatalogueItem, 'id'>>();
  for (const item of all) if (!byName.has(item.name.toLowerCase())) byName.set(item.name.toLowerCase(), item);
  const items = [...byName.values()].map((item, i) => ({ ...item, id: FIRST_ITEM_ID + i }));
  catalogues.set(seed, items);
  return items;
}

/** Names stand for items without regard to case (docs/metrc-facts.md 1.5). */
export const itemNamed = (seed: MetrcSeed, name: string): CatalogueItem | undefined =>
  catalogueOf(seed).find((item) => item.name.toLowerCase() === name.toLowerCase());

export const itemNumber = (seed: MetrcSeed, name: string): number => itemNamed(seed, name)?.id ?? 0;

/** A row of the list of items, with words where the item inside a package has numbers (docs/metrc-facts.md 4.1). */
export function itemJson(item: CatalogueItem, seed: MetrcSeed): Json {
  return {
    Id: item.id,
    Name: item.name,
    GlobalProductName: null,
    GlobalProductNumber: null,
    ProductCategoryName: item.category,
    ProductCategoryType: item.category,
    QuantityType: seed.units.find(({ name }) => name === item.unit)?.quantityType ?? 'CountBased',
    DefaultLabTestingState: 'NotSubmitted',
    UnitOfMeasureName: item.unit,
    ApprovalStatus: 'Approved',
    ApprovalStatusDateTime: '0001-01-01T00:00:00+00:00',
    StrainId: null,
    StrainName: item.strain,
    ItemBrandId: item.brand === null ? 0 : item.id,
    ItemBrandName: item.brand,
    AdministrationMethod: null,
    UnitThcPercent: item.unitThcPercent === null ? null : quantityToJson(item.unitThcPercent),
    UnitThcContent: item.unitThcContent === null ? null : quantityToJson(item.unitThcContent.value),
    UnitThcContentUnitOfMeasureName: item.unitThcContent?.unit ?? null,
    UnitWeight: item.unitWeight === null ? null : quantityToJson(item.unitWeight.value),
    UnitWeightUnitOfMeasureName: item.unitWeight?.unit ?? null,
    HasExpirationDate: false,
    HasSellByDate: false,
    HasUseByDate: false,
    ProductImages: [],
    LabelImages: [],
    IsUsed: true,
    LabTestBatchNames: [],
  };
}
