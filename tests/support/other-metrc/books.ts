/** What the other Metrc knows: packages, patients and receipts of one store, and its own rules about them. */
import { Instant, NO_DATE, NO_TEXT, type Said, Wall } from './speech.ts';

export type Goods = {
  readonly label: string;
  readonly name: string;
  readonly category: string;
  readonly unitWeightGrams: number | null;
  quantity: number;
  readonly unit: string;
  readonly sellable: boolean;
  readonly packagedOn: string;
  readonly expiresOn: string;
};

export type Seed = {
  readonly licence: string;
  readonly keys: { readonly vendorKey: string; readonly userKey: string };
  readonly goods: readonly Goods[];
  readonly patients: readonly { readonly number: string; readonly expiresOn: string }[];
};

export type Line = { readonly label: string; readonly quantity: number; readonly unit: string; readonly total: number };

export type Kept = {
  readonly id: number;
  number: string;
  wall: string;
  customer: string;
  patient: string;
  lines: readonly Line[];
  archivedAt: number | null;
  final: boolean;
  changedAt: number;
  /** The true time of the machine at which it took effect, for whoever checks the order of things. */
  readonly tookEffectAt: number;
};

type Sent = {
  readonly SalesDateTime: string;
  readonly ExternalReceiptNumber: string;
  readonly SalesCustomerType: string;
  readonly PatientLicenseNumber: string | null;
  readonly Transactions: readonly {
    readonly PackageLabel: string;
    readonly Quantity: number;
    readonly UnitOfMeasure: string;
    readonly TotalAmount: number;
  }[];
};

export type Written = { readonly ids: readonly number[] } | { readonly refused: readonly string[] };

export class Books {
  readonly seed: Seed;
  readonly goods: Map<string, Goods>;
  readonly receipts: Kept[] = [];
  readonly #now: () => number;
  readonly #refusesDuplicates: boolean;
  #nextId = 7_000_001;

  constructor(seed: Seed, now: () => number, refusesDuplicates: boolean) {
    this.seed = seed;
    this.goods = new Map(seed.goods.map((one) => [one.label, { ...one }]));
    this.#now = now;
    this.#refusesDuplicates = refusesDuplicates;
  }

  /** All rows or none. */
  record(rows: readonly Sent[]): Written {
    const refused = rows.flatMap((row) => this.#objections(row));
    if (refused.length > 0) return { refused };
    return { ids: rows.map((row) => this.#keep(row)) };
  }

  archive(id: number): boolean {
    const receipt = this.receipts.find((one) => one.id === id);
    if (!receipt) return false;
    if (receipt.archivedAt === null) {
      receipt.archivedAt = this.#now();
      receipt.changedAt = this.#now();
      for (const line of receipt.lines) this.#move(line.label, line.quantity);
    }
    return true;
  }

  /** What a person does on Metrc's own pages. */
  amend(id: number, change: (receipt: Kept) => void): void {
    const receipt = this.receipts.find((one) => one.id === id);
    if (!receipt) throw new Error(`no receipt ${id}`);
    change(receipt);
    receipt.changedAt = this.#now();
  }

  #objections(row: Sent): string[] {
    const said: string[] = [];
    if (!row.Transactions?.length) said.push('A receipt needs at least one transaction.');
    if (this.#refusesDuplicates && this.receipts.some((one) => one.number === row.ExternalReceiptNumber)) {
      said.push(`The External Receipt Number ${row.ExternalReceiptNumber} has already been used.`);
    }
    for (const line of row.Transactions ?? []) {
      const goods = this.goods.get(line.PackageLabel);
      if (!goods) said.push(`Package ${line.PackageLabel} was not found.`);
      else if (!goods.sellable) said.push(`Package ${line.PackageLabel} is not available for sale.`);
      else if (goods.quantity < line.Quantity)
        said.push(`Package ${line.PackageLabel} does not hold ${line.Quantity}.`);
    }
    return said;
  }

  #keep(row: Sent): number {
    const id = this.#nextId;
    this.#nextId += 7;
    const lines = row.Transactions.map((line) => ({
      label: line.PackageLabel,
      quantity: line.Quantity,
      unit: line.UnitOfMeasure,
      total: line.TotalAmount,
    }));
    for (const line of lines) this.#move(line.label, -line.quantity);
    this.receipts.push({
      id,
      number: row.ExternalReceiptNumber,
      wall: row.SalesDateTime,
      customer: row.SalesCustomerType,
      patient: row.PatientLicenseNumber ?? '',
      lines,
      archivedAt: null,
      final: false,
      changedAt: this.#now(),
      tookEffectAt: Date.now(),
    });
    return id;
  }

  #move(label: string, by: number): void {
    const goods = this.goods.get(label);
    if (goods) goods.quantity = Math.round((goods.quantity + by) * 10_000) / 10_000;
  }
}

export const receiptShown = (receipt: Kept, withLines: boolean): Said => ({
  Id: receipt.id,
  ReceiptNumber: String(receipt.id).padStart(10, '0'),
  ExternalReceiptNumber: receipt.number,
  SalesDateTime: new Wall(receipt.wall),
  SalesCustomerType: receipt.customer,
  PatientLicenseNumber: receipt.patient === '' ? NO_TEXT : receipt.patient,
  CaregiverLicenseNumber: NO_TEXT,
  TotalPackages: receipt.lines.length,
  TotalPrice: Math.round(receipt.lines.reduce((sum, line) => sum + line.total, 0) * 100) / 100,
  Transactions: withLines
    ? receipt.lines.map((line) => ({
        PackageLabel: line.label,
        ProductName: NO_TEXT,
        QuantitySold: line.quantity,
        UnitOfMeasureName: line.unit,
        TotalPrice: line.total,
        RecordedDateTime: new Instant(receipt.changedAt),
      }))
    : [],
  IsFinal: receipt.final,
  ArchivedDate: receipt.archivedAt === null ? NO_DATE : new Instant(receipt.archivedAt),
  RecordedDateTime: new Instant(receipt.changedAt),
  LastModified: new Instant(receipt.changedAt),
});

export const goodsShown = (goods: Goods, row: number): Said => ({
  Id: 41_000 + row,
  Label: goods.label,
  PackageType: 'Product',
  Quantity: goods.quantity,
  UnitOfMeasureName: goods.unit,
  Item: {
    Id: 300 + row,
    Name: goods.name,
    ProductCategoryName: goods.category,
    StrainName: NO_TEXT,
    ItemBrandName: NO_TEXT,
    UnitWeight: goods.unitWeightGrams ?? NO_TEXT,
    UnitWeightUnitOfMeasureName: goods.unitWeightGrams === null ? NO_TEXT : 'Grams',
  },
  IsOnHold: !goods.sellable,
  IsFinished: false,
  FinishedDate: NO_DATE,
  ArchivedDate: NO_DATE,
  LabTestingState: 'TestPassed',
  ExpirationDate: goods.expiresOn,
  SellByDate: NO_DATE,
  UseByDate: NO_DATE,
  PackagedDate: goods.packagedOn,
  LastModified: new Instant(Date.parse(`${goods.packagedOn}T12:00:00Z`)),
});
