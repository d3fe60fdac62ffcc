import { quantityToJson } from '../../shared/values/quantity.ts';
import { type Answer, empty } from './answer.ts';
import type { Call } from './calls.ts';
import { itemNumber } from './catalogue.ts';
import { instantJson, type Json } from './json-spelling.ts';
import type { MetrcState } from './metrc-state.ts';
import { fixedList, type Handler, list } from './own-reads.ts';
import type { MetrcSeed } from './seed.ts';

/** Incoming transfers (docs/metrc-facts.md 4.6). There is no call to receive one: that is done in Metrc's own pages. */

type Transfer = MetrcSeed['transfers'][number];

const FIRST_DELIVERY_ID = 8001;

/** The number of a delivery, which is another one than that of its manifest. */
const deliveryId = (seed: MetrcSeed, transfer: Transfer): number =>
  FIRST_DELIVERY_ID + seed.transfers.indexOf(transfer);

const licenceOf = (seed: MetrcSeed, transfer: Transfer): string => transfer.licence ?? seed.licences[0]?.number ?? '';

export const transferReads = {
  'transfers.incoming': (state, caller, call) => {
    const { seed, since } = state.world;
    const own = seed.transfers.filter((transfer) => licenceOf(seed, transfer) === caller.licence);
    return list(
      state,
      call,
      own.map((transfer) => ({
        lastModified: state.world.receivedAt(transfer.manifest) ?? since,
        json: () => transferJson(state, transfer),
      })),
    );
  },
} as const satisfies Readonly<Record<string, Handler>>;

function transferJson(state: MetrcState, transfer: Transfer): Json {
  const { seed, since } = state.world;
  const receivedAt = state.world.receivedAt(transfer.manifest);
  const count = transfer.packages.length;
  return {
    Id: deliveryId(seed, transfer) - 1000,
    ManifestNumber: transfer.manifest.padStart(10, '0'),
    ShipmentLicenseType: 0,
    ShipperFacilityLicenseNumber: transfer.shipper.licence,
    ShipperFacilityName: transfer.shipper.name,
    DeliveryId: deliveryId(seed, transfer),
    RecipientFacilityLicenseNumber: licenceOf(seed, transfer),
    DeliveryCount: 1,
    ReceivedDeliveryCount: receivedAt === null ? 0 : 1,
    PackageCount: count,
    ReceivedPackageCount: receivedAt === null ? 0 : count,
    DeliveryPackageCount: count,
    DeliveryReceivedPackageCount: receivedAt === null ? 0 : count,
    ContainsPlantPackage: false,
    ContainsProductPackage: true,
    ContainsTradeSample: false,
    ContainsTestingSample: false,
    ShipmentTypeName: transfer.shipmentType,
    ShipmentTransactionType: 'Standard',
    EstimatedDepartureDateTime: transfer.departs,
    EstimatedArrivalDateTime: transfer.arrives,
    ActualDepartureDateTime: null,
    ActualArrivalDateTime: null,
    ReceivedDateTime: receivedAt === null ? null : instantJson(receivedAt),
    IsVoided: transfer.voided,
    LastModified: instantJson(receivedAt ?? since),
  };
}

/** The packages of a delivery, or their prices. Needs no licence: the keys must be those of its receiver. */
export function deliveryPackages(state: MetrcState, call: Call, licences: readonly string[]): Answer {
  const { seed } = state.world;
  const isWholesale = call.parts.at(-1) === 'wholesale';
  const id = Number(call.parts[3]);
  const transfer = seed.transfers.find((one) => deliveryId(seed, one) === id);
  if (!transfer || !licences.includes(licenceOf(seed, transfer))) return empty(401);
  const isReceived = state.world.receivedAt(transfer.manifest) !== null;
  const rows = transfer.packages.map((shipped, i): Json => {
    const PackageId = id * 100 + i;
    if (isWholesale) {
      const price = shipped.wholesalePrice === null ? null : quantityToJson(shipped.wholesalePrice);
      return {
        PackageId,
        PackageLabel: shipped.label,
        ShipperWholesalePrice: price,
        ReceiverWholesalePrice: isReceived ? price : null,
      };
    }
    return { PackageId, ...shippedJson(shipped, seed, isReceived) };
  });
  return fixedList(state, call, rows);
}

function shippedJson(
  shipped: Transfer['packages'][number],
  seed: MetrcSeed,
  isReceived: boolean,
): Record<string, Json> {
  const { item } = shipped;
  const quantity = quantityToJson(shipped.quantity);
  return {
    PackageLabel: shipped.label,
    PackageType: 'Product',
    ItemId: itemNumber(seed, item.name),
    ItemName: item.name,
    ItemCategoryName: item.category,
    ItemStrainName: item.strain,
    ItemBrandName: item.brand,
    ItemUnitWeight: item.unitWeight === null ? null : quantityToJson(item.unitWeight.value),
    ItemUnitWeightUnitOfMeasureName: item.unitWeight?.unit ?? null,
    LabTestingState: shipped.labState,
    ShipmentPackageState: isReceived ? 'Accepted' : 'Shipped',
    ShippedQuantity: quantity,
    ShippedUnitOfMeasureName: shipped.unit,
    ReceivedQuantity: isReceived ? quantity : null,
    ReceivedUnitOfMeasureName: isReceived ? shipped.unit : null,
    PackagedDate: shipped.packagedOn,
    ExpirationDate: shipped.expiresOn,
    SellByDate: shipped.sellBy,
    UseByDate: shipped.useBy,
    ExternalId: null,
    IsFinishedGood: false,
  };
}

/** What Metrc's own pages do: the packages of a manifest become the licence's. @throws where there is none on its way */
export function receiveTransfer(state: Pick<MetrcState, 'world' | 'clock'>, manifest: string): void {
  const { world, clock } = state;
  const transfer = world.seed.transfers.find((one) => one.manifest === manifest);
  if (!transfer || transfer.voided || world.receivedAt(manifest) !== null) {
    throw new Error(`the simulated Metrc has no transfer ${manifest} on its way`);
  }
  const at = clock.now();
  const first = world.nextPackageId();
  world.commit({
    packages: transfer.packages.map(({ wholesalePrice: _, ...shipped }, i) => ({
      ...shipped,
      id: first + i,
      licence: licenceOf(world.seed, transfer),
      finished: false,
      lastModified: at,
      originalQuantity: shipped.quantity,
      receivedFrom: { manifest: manifest.padStart(10, '0'), ...transfer.shipper, at },
    })),
    received: { manifest, at },
  });
}
